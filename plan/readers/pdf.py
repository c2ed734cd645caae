"""PDF documents with a text layer: the tables by their ruling lines, rows put together over the pages' ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from plan.readers.blocks import Block, Cell, Table
from plan.readers.columns import Column, columns_of, is_column_count, is_header
from plan.readers.errors import DamagedDocument, DocumentTooLarge, NoTextLayer, ProtectedDocument
from plan.readers.numbering import read_number
from plan.readers.pdf_lines import Line, lines_of, paragraphs
from plan.readers.pdf_page import WRONG_PASSWORD, Page, Rule, Word, open_pdf, read_page

_FEWEST_WORDS = 25
"""Words of a page: fewer beside a picture are a stamp or a signature on a scan."""
MOST_PAGES = 400
"""The plan of 109 rows takes 20 to 45."""

_REACH = 2.0
"""Points by which a line may fall short of a word that it bounds, and by which equal edges may differ."""
_WIDEST_PADDING = 9.0
"""Points between a cell's edge and its text, at most."""
_FEWEST_INNER = 2
"""Vertical lines side by side that make a table even without its outer ones."""
_DIGITS = re.compile(r"[\d.]+")
_PAGE_NUMBER = re.compile(r"[-–—\s]*\d{1,4}[-–—\s]*|(?:страница|стр\.)\s*\d+.*", re.IGNORECASE)
_Box = tuple[float, float, float, float]
"""A cell's left, right, top and bottom."""


@dataclass(slots=True)
class _Cell:
    left: float
    right: float
    lines: list[Line] = field(default_factory=list)
    continues: bool = False

    def text(self, padding: float, space: float | None) -> str:
        if all(_DIGITS.fullmatch(line.text) for line in self.lines):
            return "".join(line.text for line in self.lines)  # a number too wide for its column is cut anywhere
        return "\n".join(paragraphs(self.lines, self.left + padding, self.right - padding, space))

    def plain(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class _Row:
    top: float
    cells: list[_Cell]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as rows of tables and lines outside them."""

    rows: list[_Row]
    loose: list[Line]
    left: float  # where the page's text begins and ends
    right: float


def read_pdf(data: bytes) -> list[Block]:
    """The document's paragraphs and its tables. Raises a named DocumentError for what is no text in a PDF."""
    pages = list(_pages(data))
    if not any(page.words for page in pages) or is_scan(pages):
        what = "страницы — картинки без текста (скан)" if any(page.has_pictures for page in pages) else "текста нет"
        raise NoTextLayer(
            f"в PDF страниц — {len(pages)}, {what}; ожидался PDF с текстовым слоем, сохранённый "
            "из Word или LibreOffice."
        )
    sheets = [_sheet(page) for page in pages]
    return list(_blocks(sheets))


def is_scan(pages: Sequence[Page]) -> bool:
    """Whether every page is a picture, with no more text beside it than a stamp."""
    few = sum(len(page.words) for page in pages) < _FEWEST_WORDS * len(pages)
    return few and all(page.has_pictures for page in pages)


def _pages(data: bytes) -> Iterator[Page]:
    import pypdfium2 as pdfium

    try:
        document = open_pdf(data)
        if len(document) > MOST_PAGES:
            raise DocumentTooLarge(f"в PDF {len(document)} страниц при допустимых {MOST_PAGES}; это не план.")
        for number in range(len(document)):
            page = document[number]
            yield read_page(page)
            page.close()
        document.close()
    except pdfium.PdfiumError as error:
        if error.err_code == WRONG_PASSWORD:
            raise ProtectedDocument("документ закрыт паролем; снимите пароль и сохраните его заново.") from error
        raise DamagedDocument("PDF повреждён и не открывается; сохраните документ заново.") from error


def _sheet(page: Page) -> _Sheet:
    cells: dict[_Box, list[Word]] = {}
    loose: list[Word] = []
    snapped = _Snapped(page)
    for word in page.words:
        box = snapped.box_around(word)
        if box is None:
            loose.append(word)
        else:
            cells.setdefault(box, []).append(word)
    lines = lines_of(loose)
    left = min((line.left for line in lines), default=0.0)
    right = max((line.right for line in lines), default=0.0)
    return _Sheet(_rows(cells), lines, left, right)


class _Snapped:
    """The page's ruling lines with edges that differ by a hair made one."""

    def __init__(self, page: Page) -> None:
        self._width, self._height = page.width, page.height
        self._verticals = _snap(page.verticals)
        self._horizontals = _snap(page.horizontals)

    def box_around(self, word: Word) -> _Box | None:
        """The cell that the word stands in: the nearest line on each side; a page's edge above and below."""
        x, y = (word.left + word.right) / 2, word.base + word.size * 0.25
        across = [rule.at for rule in self._verticals if rule.low - _REACH <= y <= rule.high + _REACH]
        left = max((at for at in across if at <= x), default=None)
        right = min((at for at in across if at > x), default=None)
        if left is None or right is None:
            if len(across) < _FEWEST_INNER:
                return None
            left, right = left or 0.0, right or self._width  # a table without a frame
        along = [rule.at for rule in self._horizontals if rule.low - _REACH <= x <= rule.high + _REACH]
        top = min((at for at in along if at > y), default=self._height)
        bottom = max((at for at in along if at <= y), default=0.0)
        return left, right, top, bottom


def _snap(rules: Iterable[Rule]) -> list[Rule]:
    snapped: list[Rule] = []
    for rule in sorted(rules, key=lambda one: one.at):
        at = snapped[-1].at if snapped and rule.at - snapped[-1].at <= _REACH else rule.at
        snapped.append(Rule(at, rule.low, rule.high))
    return snapped


def _rows(cells: dict[_Box, list[Word]]) -> list[_Row]:
    """The cells in rows from the top down; a cell that is higher than its row goes on in the rows beside it."""
    tops = sorted({top for _, _, top, _ in cells}, reverse=True)
    rows = {top: _Row(top, []) for top in tops}
    for (left, right, top, bottom), words in cells.items():
        rows[top].cells.append(_Cell(left, right, lines_of(words)))
        for lower in tops:
            if bottom + _REACH < lower < top and _is_beside(lower, left, right, cells):
                rows[lower].cells.append(_Cell(left, right, continues=True))
    for row in rows.values():
        row.cells.sort(key=lambda cell: cell.left)
    return [row for row in rows.values() if row.cells]


def _is_beside(top: float, left: float, right: float, cells: dict[_Box, list[Word]]) -> bool:
    """Whether the row that begins at `top` has cells to the left or right of the merged one, and none within it."""
    within = [box for box in cells if box[2] == top and box[0] < right and box[1] > left]
    return not within


def _blocks(sheets: Sequence[_Sheet]) -> Iterator[Block]:
    """Paragraphs and tables in order; the plan's table is one over all pages, without its repeated headers."""
    found = _Found()
    for sheet in sheets:
        _take_sheet(found, sheet)
    padding, space = _padding(sheets), _space(sheets)
    for part in (*found.parts, *found.after):
        if isinstance(part, str):
            yield part
        else:
            header = found.header if found.header is not None and part[0].cells is found.header else ()
            yield Table(tuple(tuple(_cell(cell, padding, space) for cell in _filled(row, header)) for row in part))


def _filled(row: _Row, header: Sequence[_Cell]) -> list[_Cell]:
    """The row with its empty cells, of which a page says nothing."""
    empty = [
        _Cell(named.left, named.right)
        for named in header
        if not any(cell.left < named.right - _REACH and cell.right > named.left + _REACH for cell in row.cells)
    ]
    return sorted([*row.cells, *empty], key=lambda cell: cell.left)


@dataclass(slots=True)
class _Found:
    """The paragraphs and tables so far."""

    parts: list[str | list[_Row]] = field(default_factory=list)
    after: list[str] = field(default_factory=list)  # text at the pages' edges: notes, running heads, signatures
    header: list[_Cell] | None = None
    numbered: bool = False

    def add(self, row: _Row) -> None:
        """Put the row into the present table, or begin one where its columns are others."""
        table = self.parts[-1] if self.parts else None
        if isinstance(table, list) and (self.header is None or _has_columns_of(row, table[0].cells)):
            table.append(row)
        else:
            self.parts.append([row])

    def last_row(self) -> _Row | None:
        return self.parts[-1][-1] if self.parts and isinstance(self.parts[-1], list) else None


def _take_sheet(found: _Found, sheet: _Sheet) -> None:
    loose = list(sheet.loose)
    at_top = True
    for row in sheet.rows:
        above = [line for line in loose if line.base > row.top]
        loose = loose[len(above) :]
        (found.after if found.header is not None and at_top else found.parts).extend(_text_outside(above, sheet))
        texts = [cell.plain() for cell in row.cells]
        if found.header is None:
            if is_header(texts):
                found.header = row.cells
                found.parts.append([row])
            else:
                found.add(row)
            at_top = False
            continue
        if is_header(texts) or is_column_count(texts):
            continue
        last = found.last_row()
        if at_top and last is not None and _goes_on(row, last, found.header, numbered=found.numbered):
            _append(last, row)
        else:
            found.numbered = found.numbered or _number_in(row, found.header) is not None
            found.add(row)
        at_top = False
    (found.parts if found.header is None else found.after).extend(_text_outside(loose, sheet))


def _has_columns_of(row: _Row, header: Sequence[_Cell]) -> bool:
    """Whether the row is cut like the header, or as its cells put together are."""
    edges = [edge for cell in header for edge in (cell.left, cell.right)]
    return len(row.cells) == len(header) or all(
        min(abs(edge - own) for edge in edges) <= _WIDEST_PADDING
        for cell in row.cells
        for own in (cell.left, cell.right)
    )


def _text_outside(lines: Sequence[Line], sheet: _Sheet) -> list[str]:
    shown = [line for line in lines if not _PAGE_NUMBER.fullmatch(line.text)]
    return paragraphs(shown, sheet.left, sheet.right)


def _padding(sheets: Sequence[_Sheet]) -> float:
    """How far the text keeps from its cells' edges: what the leftmost lines show."""
    gaps = [
        line.left - cell.left
        for sheet in sheets
        for row in sheet.rows
        for cell in row.cells
        for line in cell.lines
        if line.left >= cell.left
    ]
    return min(min(gaps, default=0.0), _WIDEST_PADDING)


def _space(sheets: Sequence[_Sheet]) -> float | None:
    """How wide a space usually is; None when no line has two words."""
    spaces = sorted(
        line.space
        for sheet in sheets
        for row in sheet.rows
        for cell in row.cells
        for line in cell.lines
        if line.space is not None
    )
    return spaces[len(spaces) // 2] if spaces else None


def _cell(cell: _Cell, padding: float, space: float | None) -> Cell:
    return Cell(cell.text(padding, space), cell.left, cell.right, cell.continues)


def _under(row: _Row, header: Sequence[_Cell], wanted: Column) -> _Cell | None:
    place = columns_of([cell.plain() for cell in header]).get(wanted)
    if place is None:
        return None
    named = header[place]
    middle = (named.left + named.right) / 2
    return next((cell for cell in row.cells if cell.left <= middle <= cell.right), None)


def _number_in(row: _Row, header: Sequence[_Cell]) -> str | None:
    cell = _under(row, header, Column.NUMBER)
    number = None if cell is None else read_number(cell.plain())
    return None if number is None else number.number


def _goes_on(row: _Row, last: _Row, header: Sequence[_Cell], *, numbered: bool) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before."""
    if len(row.cells) == 1 and row.cells[0].right - row.cells[0].left > max(cell.right - cell.left for cell in header):
        return False  # a section's heading
    if numbered:
        cell = _under(row, header, Column.NUMBER)
        return cell is None or not cell.plain().strip()
    text = _plain_under(row, header, Column.ACTIVITY)
    if not text or text[0].islower():
        return True
    if _plain_under(row, header, Column.TERM)[:1].islower():
        return True
    above = _plain_under(last, header, Column.ACTIVITY)
    if above.count("(") > above.count(")"):
        return True
    return not any(_plain_under(row, header, column) for column in (Column.TERM, Column.PRINTED, Column.PERFORMERS))


def _plain_under(row: _Row, header: Sequence[_Cell], wanted: Column) -> str:
    cell = _under(row, header, wanted)
    return "" if cell is None else cell.plain().strip()


def _append(row: _Row, rest: _Row) -> None:
    for cell in rest.cells:
        middle = (cell.left + cell.right) / 2
        above = next((one for one in row.cells if one.left <= middle <= one.right), None)
        if above is None:
            row.cells.append(cell)
        else:
            above.lines.extend(cell.lines)
    row.cells.sort(key=lambda cell: cell.left)
