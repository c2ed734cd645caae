"""What every format is read into first: paragraphs around a table, and the table's rows as cells of text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the table as the document holds it; a row of one cell goes across the whole table."""

    cells: tuple[str, ...]
    place: int  # the line or row number in the source, for messages
    goes_on: bool = False  # the document itself makes it part of the row above, by a merged cell or a page's end
    notes: tuple[str, ...] = ()  # footnotes called from its cells


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document before anything in it is understood. `header` is the row that names the columns."""

    name: str  # the file's name, for messages
    before: str  # the text before the table
    header: tuple[str, ...]
    rows: tuple[SourceRow, ...]
    after: str = ""  # the text after the table
