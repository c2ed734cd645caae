"""Workbooks of Excel (.xlsx, .xls) and OpenDocument (.ods): each visible sheet is a table, with its merged cells."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from plan.readers.blocks import Block, Cell, Table
from plan.readers.content import MOST_ROWS, open_package
from plan.readers.errors import DamagedDocument, DocumentTooLarge, ProtectedDocument

_Value = int | float | str | bool | time | date | datetime | timedelta

_ESCAPE = re.compile(r"_x(?P<code>[0-9A-Fa-f]{4})_")
"""A character that XML cannot hold, as Excel writes it (ECMA-376, 22.9.2.19)."""
_MOST_CELLS = 2_000_000
"""Cells of a sheet between its first and its last: a stray mark in the last row makes millions of empty ones."""
_WIDEST = 200
"""Columns."""


def read_spreadsheet(data: bytes) -> list[Block]:
    """The workbook's visible sheets as tables. Raises a named DocumentError for a file that is not whole."""
    if data.startswith(b"PK"):
        open_package(data).close()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _table(book.get_sheet_by_name(sheet.name))
            for sheet in book.sheets_metadata
            if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
        ]
    except PasswordError as error:
        raise ProtectedDocument("таблица закрыта паролем; снимите пароль и сохраните её заново.") from error
    except CalamineError as error:
        raise DamagedDocument("таблица повреждена; откройте её в Excel и сохраните заново.") from error


def _table(sheet: CalamineSheet) -> Table:
    height, width = (0, 0) if sheet.end is None else (sheet.end[0] + 1, sheet.end[1] + 1)
    if height > MOST_ROWS or width * height > _MOST_CELLS:
        raise DocumentTooLarge(
            f"на листе «{sheet.name}» {height} строк и {width} столбцов; это не план; удалите "
            "лишние строки и столбцы после таблицы."
        )
    values: list[list[_Value]] = sheet.to_python(skip_empty_area=False)
    merged = _merged(sheet.merged_cell_ranges or (), len(values))
    rows = [_row(row, at, merged) for at, row in enumerate(values)]
    return Table(tuple(rows))


def _merged(
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]], height: int
) -> dict[tuple[int, int], tuple[int, bool]]:
    """For the left cell of each merged row: how many columns it takes, and whether it goes on from above."""
    found: dict[tuple[int, int], tuple[int, bool]] = {}
    for (top, left), (bottom, right) in ranges:
        for row in range(top, min(bottom + 1, height)):
            found[row, left] = (right - left + 1, row > top)
    return found


def _row(values: Sequence[_Value], row: int, merged: dict[tuple[int, int], tuple[int, bool]]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    at = 0
    while at < min(len(values), _WIDEST):
        span, continues = merged.get((row, at), (1, False))
        cells.append(Cell("" if continues else _text(values[at]), at, at + span, continues))
        at += span
    return tuple(cells)


def _text(value: _Value) -> str:
    """The value as it would be written in a plan: a date with dots, a whole number without a point."""
    match value:
        case str():
            return _ESCAPE.sub(lambda match: chr(int(match["code"], 16)), value)
        case bool():
            return "да" if value else "нет"
        case datetime():
            return f"{value:%d.%m.%Y}" if value.time() == time(0) else f"{value:%d.%m.%Y %H:%M}"
        case date():
            return f"{value:%d.%m.%Y}"
        case time():
            return f"{value:%H:%M}"
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case _:
            return str(value)
