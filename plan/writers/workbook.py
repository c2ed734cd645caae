"""A plan as an Excel workbook: a table to work with, every dated part of it, and all that its head says.

Texts are written as texts whatever they begin with: an activity that begins with «=» is no formula. What is read from
the workbook again is the same plan, with its conventions, events and people's decisions (`plan.readers.own_workbook`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from plan.dated import date_plan
from plan.model import DatedItem, Occurrence, OccurrenceKind, Origin, Plan, Status
from plan.readers.columns import Column
from plan.readers.text import one_line
from plan.writers.cells import rows_apart
from plan.writers.workbook_about import write_about
from plan.writers.workbook_sheet import FIRST_EXCEL_DAY, Formats, make_formats, put, put_day, put_header, set_up_page

_WIDTHS = {
    Column.NUMBER: 7,
    Column.SECTION: 18,
    Column.ACTIVITY: 48,
    Column.LAW: 24,
    Column.TERM: 34,
    Column.PRINTED: 18,
    Column.PERFORMERS: 24,
}
_BEGINS, _ENDS, _LAST, _LEFT, _STATE, _WHY = (
    "Считается с",
    "Считается по",
    "Можно успеть по",
    "Осталось дней",
    "Сверка с документом",
    "Как посчитано",
)
_COUNTED = {_BEGINS: 12, _ENDS: 12, _LAST: 12, _LEFT: 10, _STATE: 20, _WHY: 52}
"""Columns that the reader passes over; the widths are in characters, as Excel counts them."""
_PARTS = {
    "Пункт": 8,
    "Мероприятие": 44,
    "Часть": 7,
    "Формулировка части": 36,
    "Условие": 24,
    _BEGINS: 12,
    "в": 7,
    _ENDS: 12,
    "до": 7,
    _LAST: 12,
    _LEFT: 10,
    "Что это за срок": 20,
    "Откуда дата": 20,
    "Основание счёта": 28,
    _WHY: 52,
}

_STATES = {
    Status.AGREES: "дата документа верна",
    Status.DIFFERS: "дата документа другая",
    Status.NOT_UNDERSTOOD: "формулировка не понята",
    Status.NEEDS_EVENT: "ждёт события",
    Status.PERIODIC: "весь период или по мере надобности",
    Status.NOT_PRINTED: "в документе даты нет",
    Status.NO_TERM: "срок не указан",
}
_KINDS = {
    OccurrenceKind.DEADLINE: "не позднее",
    OccurrenceKind.EXACT: "в этот день",
    OccurrenceKind.WINDOW: "в течение",
    OccurrenceKind.OPENING: "начиная с",
    OccurrenceKind.AT_ONCE: "незамедлительно",
    OccurrenceKind.PERIODIC: "весь период",
    OccurrenceKind.OPEN: "по событию",
}
_ORIGINS = {
    Origin.COMPUTED: "по формулировке",
    Origin.SAFER: "осторожная из двух, решения нет",
    Origin.PRINTED: "из документа",
    Origin.DECIDED: "по решению человека",
}


def workbook(plan: Plan, now: datetime) -> bytes:
    """The plan as an .xlsx file. `now` (aware) is the date of the file; days left are counted by Excel itself.

    Raises PlanFileError for a text that is longer than a cell can be.
    """

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": plan.head.title[:255],
                "author": plan.head.commission[:255],
                "created": now.astimezone(UTC).replace(tzinfo=None),
            }
        )
        today = now.astimezone(ZoneInfo(plan.head.zone)).date()
        formats = make_formats(book)
        dated = date_plan(plan)
        _write_items(book.add_worksheet("Календарный план"), plan, dated, today, formats)
        _write_parts(book.add_worksheet("Сроки"), dated, today, formats)
        write_about(book, plan, formats)
    return written.getvalue()


def _write_items(sheet: Any, plan: Plan, dated: Sequence[DatedItem], today: date, formats: Formats) -> None:
    rows = rows_apart(dated)
    sheet.write_string(0, 0, one_line(plan.head.title), formats.title)
    header = 1
    put_header(sheet, header, [*(column.value for column in rows.columns), *_COUNTED], formats)
    widths = [*(_WIDTHS[column] for column in rows.columns), *_COUNTED.values()]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    places = {title: len(rows.columns) + at for at, title in enumerate(_COUNTED)}
    for row, (one, texts) in enumerate(zip(dated, rows.cells, strict=True), header + 1):
        for column, text in enumerate(texts):
            put(sheet, row, column, text, formats.text)
        shown = _soonest(one.occurrences, today)
        put_day(sheet, row, places[_BEGINS], None if shown is None else shown.start, formats.day)
        put_day(sheet, row, places[_ENDS], None if shown is None else shown.end, formats.day)
        last = None if shown is None else shown.last_day
        put_day(sheet, row, places[_LAST], last, formats.day)
        _put_days_left(sheet, row, places[_LEFT], places[_LAST], last, today, formats)
        put(sheet, row, places[_STATE], _STATES[one.status], formats.text)
        put(sheet, row, places[_WHY], _explained(one.occurrences), formats.text)
    set_up_page(sheet, header, columns=len(widths), rows=len(rows.cells))
    sheet.freeze_panes(header + 1, 3)


def _write_parts(sheet: Any, dated: Sequence[DatedItem], today: date, formats: Formats) -> None:
    """Every part of every term in a row of its own: the table shows only the nearest of an item's dates."""
    put_header(sheet, 0, list(_PARTS), formats)
    for column, width in enumerate(_PARTS.values()):
        sheet.set_column(column, column, width)
    places = {title: column for column, title in enumerate(_PARTS)}
    parts = [(one.item, place, found) for one in dated for place, found in enumerate(one.occurrences, 1)]
    for row, (item, place, found) in enumerate(parts, 1):
        texts = {
            "Пункт": item.number,
            "Мероприятие": one_line(item.activity),
            "Формулировка части": one_line(found.text or item.term),
            "Условие": found.condition,
            "в": "" if found.start_time is None else f"{found.start_time:%H:%M}",
            "до": "" if found.end_time is None else f"{found.end_time:%H:%M}",
            "Что это за срок": _KINDS[found.kind],
            "Откуда дата": _ORIGINS[found.origin] if found.is_dated else "",
            "Основание счёта": found.rule,
            _WHY: found.explanation or found.doubt,
        }
        for title, text in texts.items():
            put(sheet, row, places[title], text, formats.text)
        sheet.write_number(row, places["Часть"], place, formats.number)
        put_day(sheet, row, places[_BEGINS], found.start, formats.day)
        put_day(sheet, row, places[_ENDS], found.end, formats.day)
        put_day(sheet, row, places[_LAST], found.last_day, formats.day)
        _put_days_left(sheet, row, places[_LEFT], places[_LAST], found.last_day, today, formats)
    set_up_page(sheet, 0, columns=len(_PARTS), rows=len(parts))


def _soonest(occurrences: Sequence[Occurrence], today: date) -> Occurrence | None:
    """The dated part that ends next, or the last of them when all are over; one without an end when no other is."""
    ending = [(one.last_day, one) for one in occurrences if one.last_day is not None]
    if not ending:
        return next((one for one in occurrences if one.is_dated), None)
    ahead = [pair for pair in ending if pair[0] >= today]
    return min(ahead, key=lambda pair: pair[0])[1] if ahead else max(ending, key=lambda pair: pair[0])[1]


def _explained(occurrences: Sequence[Occurrence]) -> str:
    """What is said of each part, a line a part."""
    return "\n".join(dict.fromkeys(text for one in occurrences if (text := one.explanation or one.doubt)))


def _put_days_left(
    sheet: Any, row: int, column: int, counted_from: int, last: date | None, today: date, formats: Formats
) -> None:
    """The days that are left, which Excel counts anew each time the workbook is opened."""
    if last is None or last < FIRST_EXCEL_DAY:
        sheet.write_blank(row, column, None, formats.number)
        return
    cell = xlsxwriter.utility.xl_rowcol_to_cell(row, counted_from)
    sheet.write_formula(row, column, f"={cell}-TODAY()", formats.number, (last - today).days)
