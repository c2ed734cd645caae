"""What documents with tables are read into, whatever the format, and the plan's table found among it.

A format's reader gives paragraphs and tables in the document's order. Cells keep where they stand across the page, so
that merged cells and rows cut otherwise than the header fall into the header's columns by what they cover.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plan.readers.columns import Column, column_of, columns_of, is_column_count, is_header
from plan.readers.errors import NoPlanTable
from plan.readers.numbering import read_number
from plan.readers.sections import is_in_capitals
from plan.readers.source import SourceDocument, SourceRow
from plan.readers.text import one_line

EXPECTED = (
    "ожидалась таблица со столбцами «№ п/п», «Содержание мероприятия», «Срок исполнения», «Исполнители», "
    "названными в её первой строке"
)
_LONGEST_SECTION = 300
"""Characters: a paragraph between two tables that is longer is no heading of a section."""
_COVERED = 0.5
"""The share of a column that a cell must cover to reach over it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `left` and `right` are its edges in any unit, the same within a table."""

    text: str
    left: float
    right: float
    continues: bool = False  # the lower part of a vertically merged cell, which holds no text of its own
    notes: tuple[str, ...] = ()  # footnotes called from it


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]


Block = str | Table
"""A paragraph or a table."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """The header's columns: where they stand in the present table, and which of the plan's columns each is."""

    edges: tuple[tuple[float, float], ...]
    slots: tuple[int, ...]  # for each, its place in the header of the whole document
    known: dict[tuple[float, float], int] = field(default_factory=dict)  # rows are cut alike: by the cells' edges

    def under(self, cell: Cell) -> int:
        """The column that the cell covers most of."""
        edges = (cell.left, cell.right)
        if edges not in self.known:
            self.known[edges] = _column_under(cell, self.edges)
        return self.known[edges]


@dataclass(slots=True)
class _Body:
    """The rows put together so far."""

    header: tuple[str, ...]
    rows: list[SourceRow] = field(default_factory=list)
    above: dict[int, str] = field(default_factory=dict)  # the text of the last cell of each column
    between: list[str] = field(default_factory=list)  # paragraphs since the last table
    place: int = 0


def is_header_row(row: Sequence[Cell]) -> bool:
    return is_header([cell.text for cell in row])


def plan_document(name: str, blocks: Sequence[Block]) -> SourceDocument:
    """The plan's table with what stands before and after it. Raises NoPlanTable when there is none."""
    found = next(
        (
            (at, row)
            for at, block in enumerate(blocks)
            if isinstance(block, Table)
            for row, cells in enumerate(block.rows)
            if is_header_row(cells)
        ),
        None,
    )
    if found is None:
        raise NoPlanTable(f"таблица календарного плана не найдена: {_what_is_there(blocks)}; {EXPECTED}.")
    at, row = found
    table = blocks[at]
    assert isinstance(table, Table)
    before = [*(line for block in blocks[:at] for line in _lines(block)), *_lines(Table(table.rows[:row]))]
    named, taken = _header_cells(table.rows[row:])
    body = _Body(tuple(one_line(cell.text) for cell in named))
    columns = _Columns(tuple((cell.left, cell.right) for cell in named), tuple(range(len(named))))
    _take_rows(body, table.rows[row + taken :], columns)
    for block in blocks[at + 1 :]:
        if isinstance(block, str):
            body.between.append(block)
        elif (going_on := _same_columns(body, block)) is not None:
            _take_headings(body)
            _take_rows(body, block.rows, going_on)
        else:
            body.between.extend(_lines(block))
    return SourceDocument(name, "\n".join(before), body.header, tuple(body.rows), "\n".join(body.between))


def dumped(blocks: Sequence[Block]) -> str:
    """The document as a cell-by-cell text dump: a tab begins a cell, tabs within the text are spaces."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            lines.append(_untabbed(block))
        else:
            lines.extend(f"\t{_untabbed(cell.text)}" for row in block.rows for cell in row)
    return "\n".join(lines)


def _untabbed(text: str) -> str:
    return text.replace("\t", " " * 8)


def _header_cells(rows: Sequence[tuple[Cell, ...]]) -> tuple[list[Cell], int]:
    """The columns' names, and how many rows they take: «Срок» may be parted into «по закону» and «дата» below."""
    top = rows[0]
    if len(rows) < 2 or not any(cell.continues for cell in rows[1]) or all(cell.continues for cell in rows[1]):
        return list(top), 1
    named: list[Cell] = []
    for cell in rows[1]:
        over = max(top, key=lambda one: _overlap(one.left, one.right, cell))
        if cell.continues or not cell.text.strip():
            text = over.text
        else:
            text = cell.text if column_of(cell.text) else f"{one_line(over.text)} {one_line(cell.text)}"
        named.append(Cell(text, cell.left, cell.right))
    return (named, 2) if is_header_row(named) else (list(top), 1)


def _same_columns(body: _Body, table: Table) -> _Columns | None:
    """How the columns of a further table go with the header; None for a table that is no part of the plan."""
    first = next((row for row in table.rows if any(cell.text.strip() for cell in row)), ())
    if is_header_row(first):
        known = columns_of(body.header)
        own = {place: column for column, place in columns_of([cell.text for cell in first]).items()}
        slots = tuple(known.get(own[at], -1) if at in own else -1 for at in range(len(first)))
    else:
        width = len(body.header)
        first = next((row for row in table.rows if len(row) == width), ())
        slots = tuple(range(width))
        number = columns_of(body.header).get(Column.NUMBER)
        if number is not None and _is_numbered(body.rows, number) and not _has_number(table, number, width):
            return None  # signatures, or another table of as many columns
    return _Columns(tuple((cell.left, cell.right) for cell in first), slots) if first else None


def _is_numbered(rows: Sequence[SourceRow], number: int) -> bool:
    return any(len(row.cells) > number and read_number(row.cells[number]) is not None for row in rows)


def _has_number(table: Table, number: int, width: int) -> bool:
    return any(len(row) == width and read_number(row[number].text) is not None for row in table.rows)


def _take_headings(body: _Body) -> None:
    """A section's heading may stand as a paragraph between two tables."""
    text = one_line(" ".join(body.between))
    body.between.clear()
    if text and len(text) <= _LONGEST_SECTION:
        body.rows.append(SourceRow((text,), body.place))


def _take_rows(body: _Body, rows: Sequence[tuple[Cell, ...]], columns: _Columns) -> None:
    places = columns_of(body.header)
    number = places.get(Column.NUMBER)
    for cells in rows:
        body.place += 1
        if not any(cell.text.strip() or cell.continues for cell in cells):
            continue
        if is_header_row(cells) or is_column_count([cell.text for cell in cells]):
            continue
        section = _section(cells, columns, number)
        if section:
            body.rows.append(SourceRow((section,), body.place))
            body.above.clear()
            continue
        body.rows.append(_row(body, cells, columns, number, places[Column.ACTIVITY]))


def _row(body: _Body, cells: Sequence[Cell], columns: _Columns, number: int | None, activity: int) -> SourceRow:
    texts = [""] * len(body.header)
    merged: set[int] = set()
    for cell in cells:
        slot = columns.slots[columns.under(cell)]
        if slot < 0:
            continue
        if cell.continues:
            merged.add(slot)
        elif cell.text.strip():
            texts[slot] = f"{texts[slot]}\n{cell.text}" if texts[slot] else cell.text
    own = number if number is not None and (texts[number].strip() or number in merged) else activity
    begins_item = own not in merged and bool(texts[own].strip())
    for slot in range(len(texts)):
        if slot not in merged:
            body.above[slot] = texts[slot]
        elif begins_item:
            texts[slot] = body.above.get(slot, "")  # one cell beside several items holds for each of them
    notes = tuple(note for cell in cells for note in cell.notes)
    return SourceRow(tuple(texts), body.place, goes_on=number in merged, notes=notes)


def _section(cells: Sequence[Cell], columns: _Columns, number: int | None) -> str:
    """The heading of a section, when the row is one: a cell across the table, alone or beside its number."""
    filled = [cell for cell in cells if cell.text.strip()]
    if not filled or len(filled) > 2:
        return ""
    widest = filled[-1]
    reach = sum(
        _overlap(left, right, widest) >= _COVERED * (right - left) for left, right in columns.edges if right > left
    )
    text = one_line(" ".join(cell.text for cell in filled))
    if len(filled) == 1:
        alone = len(cells) == 1 or reach >= max(2, len(columns.edges) - 1)
        return text if alone or is_in_capitals(text) or _is_misplaced(widest, columns, number) else ""
    beside_number = number is not None and columns.slots[columns.under(filled[0])] == number
    return text if beside_number and reach >= len(columns.edges) - 1 > 1 else ""


def _is_misplaced(cell: Cell, columns: _Columns, number: int | None) -> bool:
    """Words in the column of numbers, and nothing beside them."""
    if number is None or columns.slots[columns.under(cell)] != number:
        return False
    return read_number(cell.text) is None and len(one_line(cell.text)) > 5


def _column_under(cell: Cell, edges: Sequence[tuple[float, float]]) -> int:
    """The column that the cell covers most of; of equals the first."""
    return max(
        range(len(edges)),
        key=lambda at: (round(_overlap(*edges[at], cell), 3), -abs(edges[at][0] - cell.left)),
    )


def _overlap(left: float, right: float, cell: Cell) -> float:
    return max(0.0, min(right, cell.right) - max(left, cell.left))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, str):
        yield block
        return
    for row in block.rows:
        yield from (cell.text for cell in row if cell.text.strip())


def _what_is_there(blocks: Sequence[Block]) -> str:
    tables = [block for block in blocks if isinstance(block, Table) and block.rows]
    if not tables:
        words = sum(len(block.split()) for block in blocks if isinstance(block, str))
        return f"в документе слов — {words}, таблиц нет" if words else "в документе нет ни текста, ни таблиц"
    largest = max(tables, key=lambda table: len(table.rows))
    first = "», «".join(one_line(cell.text)[:40] for cell in largest.rows[0][:6])
    width = max(len(row) for row in largest.rows)
    return f"таблиц — {len(tables)}, в самой большой столбцов — {width}, её первая строка — «{first}»"
