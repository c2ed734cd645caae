"""The cell-by-cell text dump of a document: a tab begins a cell, the row's end is not marked.

Word's own text export and most converters write tables so. Cells hold paragraphs, even empty ones, so that
blank lines separate nothing reliably: rows are put together again by the number of columns the header has and
by where item numbers stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from plan.readers.columns import Column, column_of, columns_of, is_column_count, is_header, may_be_title
from plan.readers.errors import NoPlanTable
from plan.readers.numbering import read_number
from plan.readers.source import SourceDocument, SourceRow
from plan.readers.text import one_line

EXPECTED = (
    "ожидалась таблица со столбцами «№ п/п», «Содержание мероприятия», «Срок исполнения», «Исполнители», "
    "где каждая ячейка начинается с табуляции"
)
_WIDEST_TABLE = 12
_LONGEST_CAPITALS = 24
"""Capitals in the last cell of a row («ТИК, ОИК, УИК») are abbreviations up to here, a section beyond."""
_SIGNATURE = re.compile(
    r"^\s*(председател|секретар|заместител)\w*\b[^\n]*[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+\s*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    place: int  # line number, from 1


def read_text_dump(text: str, name: str) -> SourceDocument:
    """The dump's paragraphs and rows. Raises NoPlanTable when it holds no plan's table."""
    before, cells = _split_cells(text)
    found = _find_header(cells)
    if found is None:
        raise NoPlanTable(f"{name}: таблица календарного плана не найдена: {_what_is_there(text, cells)}; {EXPECTED}.")
    first, header = found
    preamble = [before, *(cell.text for cell in cells[:first])]
    rows, after = _rows(cells[first + len(header) :], header)
    return SourceDocument(name, "\n".join(preamble), header, tuple(rows), after)


def _split_cells(text: str) -> tuple[str, list[_Cell]]:
    before: list[str] = []
    cells: list[tuple[int, list[str]]] = []
    for place, line in enumerate(text.split("\n"), start=1):
        if line.startswith("\t"):
            # Several tabs in one line are several cells: «\tТИК\tУИК».
            cells.extend((place, [part]) for part in line[1:].split("\t"))
        elif cells:
            cells[-1][1].append(line)
        else:
            before.append(line)
    return "\n".join(before), [_Cell("\n".join(lines), place) for place, lines in cells]


def _find_header(cells: list[_Cell]) -> tuple[int, tuple[str, ...]] | None:
    for first in range(len(cells)):
        if column_of(cells[first].text) is None:
            continue
        header: list[str] = []
        for cell in cells[first : first + _WIDEST_TABLE]:
            if not may_be_title(cell.text):
                break
            header.append(one_line(cell.text))
        if is_header(header):
            return first, tuple(header)
    return None


def _rows(cells: list[_Cell], header: tuple[str, ...]) -> tuple[list[SourceRow], str]:
    """Put cells together into rows of the header's width; sections are rows of one cell."""
    width = len(header)
    number_column = columns_of(header).get(Column.NUMBER)
    cells, after = _without_signature(cells)
    rows: list[SourceRow] = []
    at = 0
    while at < len(cells):
        texts = [cell.text for cell in cells[at : at + width]]
        place = cells[at].place
        if is_header(texts) and len(texts) == width:
            at += width  # the header repeated on the next page
        elif is_column_count(texts):
            at += width
        elif _is_section(cells, at, width, number_column):
            rows.append(SourceRow((texts[0],), place))
            at += 1
        else:
            taken = _row_length(texts, number_column)
            rows.append(SourceRow(tuple(texts[:taken] + [""] * (width - taken)), place))
            at += taken
    return rows, after


def _is_section(cells: list[_Cell], at: int, width: int, number_column: int | None) -> bool:
    """Whether the cell is a section's heading: text where a number is expected, and a row begins after it."""
    text = one_line(cells[at].text)
    if not text or read_number(text) is not None:
        return False
    if number_column == 0:
        # An unnumbered row would have its activity in the second cell; after a heading comes a number,
        # another heading, or the end.
        following = [one_line(cell.text) for cell in cells[at + 1 : at + 3]]
        return not following or read_number(following[0]) is not None or _is_heading_like(text)
    following_row = cells[at + 1 + (number_column or 0) : at + 2 + (number_column or 0)]
    if number_column is not None and following_row and read_number(following_row[0].text) is not None:
        return True
    return _is_heading_like(text) and width > 1


def _is_heading_like(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 5 and all(character.isupper() for character in letters)


def _row_length(texts: list[str], number_column: int | None) -> int:
    """How many of the cells belong to this row: fewer than the header's where merged cells left some out."""
    if number_column != 0:
        return len(texts)
    for place, text in enumerate(texts[1:], start=1):
        number = read_number(text)
        if number is not None and text.strip().endswith((".", ")")):
            return place
        if place == len(texts) - 1 and _is_heading_like(text) and len(one_line(text)) > _LONGEST_CAPITALS:
            return place
    return len(texts)


def _without_signature(cells: list[_Cell]) -> tuple[list[_Cell], str]:
    """Text after the table stands in the last cell of the dump: the signatures are cut off from it."""
    if not cells:
        return cells, ""
    last = cells[-1]
    match = _SIGNATURE.search(last.text)
    if match is None:
        return cells, ""
    return [*cells[:-1], _Cell(last.text[: match.start()], last.place)], last.text[match.start() :]


def _what_is_there(text: str, cells: list[_Cell]) -> str:
    if not text.strip():
        return "файл пуст"
    if not cells:
        return f"в файле {text.count(chr(10)) + 1} строк текста и ни одной ячейки таблицы"
    first = "», «".join(one_line(cell.text)[:40] for cell in cells[:4])
    return f"первые ячейки в файле — «{first}»"
