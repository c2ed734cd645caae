"""What the sheets of a workbook share: how cells look, and how texts and days get into them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from plan.errors import PlanFileError

FIRST_EXCEL_DAY = date(1900, 3, 1)
"""Excel's calendar has a 29 February 1900."""
_LONGEST_CELL = 32_767
"""Characters."""


@dataclass(frozen=True, slots=True)
class Formats:
    """How cells look. The sheets share them."""

    text: Any
    header: Any
    title: Any
    day: Any
    left_day: Any
    moment: Any
    number: Any


def put(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """A text as a text. Raises PlanFileError for one that no cell can hold: XlsxWriter would leave it out."""
    if len(text) > _LONGEST_CELL:
        raise PlanFileError(
            f"В ячейку Excel помещается {_LONGEST_CELL} знаков, а в тексте «{text[:40]}…» их {len(text)}; "
            "сократите его."
        )
    if text:
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)


def put_day(sheet: Any, row: int, column: int, day: date | None, style: Any) -> None:
    """A date as Excel's date."""
    if day is None:
        sheet.write_blank(row, column, None, style)
    elif day < FIRST_EXCEL_DAY:
        sheet.write_string(row, column, f"{day:%d.%m.}{day.year:04}", style)
    else:
        sheet.write_datetime(row, column, datetime.combine(day, time()), style)


def put_header(sheet: Any, row: int, titles: Sequence[str], formats: Formats) -> None:
    for column, title in enumerate(titles):
        sheet.write_string(row, column, title, formats.header)


def set_up_page(sheet: Any, header: int, *, columns: int, rows: int) -> None:
    """A4 on its side, as wide as the page, the header on each page and always in sight."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P из &N")
    sheet.repeat_rows(header)
    sheet.freeze_panes(header + 1, 0)
    sheet.autofilter(header, 0, max(header + rows, header + 1), columns - 1)


def make_formats(book: Any) -> Formats:
    cell = {"font_name": "Times New Roman", "font_size": 11, "text_wrap": True, "valign": "top", "border": 1}
    return Formats(
        text=book.add_format(cell),
        header=book.add_format({**cell, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E7E6E6"}),
        title=book.add_format({"font_name": "Times New Roman", "font_size": 13, "bold": True, "valign": "top"}),
        day=book.add_format({**cell, "num_format": "dd.mm.yyyy", "align": "center"}),
        left_day=book.add_format({**cell, "num_format": "dd.mm.yyyy", "align": "left"}),
        moment=book.add_format({**cell, "num_format": "dd.mm.yyyy hh:mm", "align": "left"}),
        number=book.add_format({**cell, "num_format": "0", "align": "center"}),
    )
