"""The sheets beside a workbook's table: what the plan says of itself, people's decisions, what was noticed.

`plan.readers.own_workbook` reads them, by the words that it publishes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from plan import conventions
from plan.events import event_type
from plan.model import Plan
from plan.readers.own_workbook import (
    ABBREVIATIONS_HEADING,
    ABOUT,
    BY_DEFAULT,
    CHOICES,
    CONVENTIONS_HEADING,
    DECISION_LABELS,
    DECISIONS,
    EVENTS_HEADING,
    KINDS,
    LABELS,
    NOTICED,
    NOTICED_LABELS,
    SEVERITIES,
    SIDES,
)
from plan.writers.workbook_sheet import FIRST_EXCEL_DAY, Formats, put, put_day, put_header, set_up_page
from plan.yaml_file import dump_finding, dump_override

_DECISION_WIDTHS = (8, 7, 12, 24, 13, 8, 13, 16, 44, 28, 28)
_NOTICED_WIDTHS = (8, 17, 20, 60, 50, 40)


def write_about(book: Any, plan: Plan, formats: Formats) -> None:
    """The sheet «О плане», and those of decisions and of what was noticed where there are any."""
    _About(book.add_worksheet("О плане"), formats).write(plan)
    if plan.overrides:
        records = [dump_override(one) for one in plan.overrides]
        words = {"side": SIDES, "choice": CHOICES}
        _write_records(
            book.add_worksheet(DECISIONS), DECISIONS, records, DECISION_LABELS, words, _DECISION_WIDTHS, formats
        )
    if plan.noticed:
        records = [dump_finding(one) for one in plan.noticed]
        words = {"severity": SEVERITIES}
        _write_records(
            book.add_worksheet("Замечания"), NOTICED, records, NOTICED_LABELS, words, _NOTICED_WIDTHS, formats
        )


class _About:
    """The sheet «О плане», written from the top down."""

    def __init__(self, sheet: Any, formats: Formats) -> None:
        self._sheet = sheet
        self._formats = formats
        self._row = 0

    def write(self, plan: Plan) -> None:
        head = plan.head
        for column, width in enumerate((44, 70, 44, 16)):
            self._sheet.set_column(column, column, width)
        self._heading(ABOUT, "Значение", "Пояснение")
        self._line(LABELS["title"], head.title)
        self._line(LABELS["kind"], KINDS.get(head.kind, head.kind))
        self._line(LABELS["commission"], head.commission)
        self._line(LABELS["number"], "" if head.decision is None else head.decision.number)
        self._line(LABELS["date"], None if head.decision is None else head.decision.date)
        self._line(LABELS["zone"], head.zone, "имя из базы IANA; по нему считаются часы")
        self._line(LABELS["voting_day"], head.voting_day, "последний, если дней несколько")
        self._line(LABELS["first_voting_day"], head.first_voting_day)
        self._row += 1
        self._heading(EVENTS_HEADING, "Когда", "Ключ события")
        for key, when in head.events.items():
            self._line(event_type(key).nominative, when, key)
        self._row += 1
        self._heading(CONVENTIONS_HEADING, "Значение", "Имя правила", "Откуда")
        for one in conventions.CONVENTIONS:
            own = head.conventions.get(one.name)
            value = own if own is not None else one.default
            if value:
                self._line(one.title, value, one.name, "в плане" if own is not None else BY_DEFAULT)
        self._row += 1
        self._heading(ABBREVIATIONS_HEADING, "Что значит")
        for short, meaning in head.abbreviations.items():
            self._line(short, meaning)
        self._sheet.set_paper(9)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&C&P из &N")

    def _heading(self, *titles: str) -> None:
        put_header(self._sheet, self._row, titles, self._formats)
        self._row += 1

    def _line(self, label: str, value: str | date | None, *words: str) -> None:
        put(self._sheet, self._row, 0, label, self._formats.text)
        if isinstance(value, str):
            put(self._sheet, self._row, 1, value, self._formats.text)
        elif isinstance(value, datetime):
            self._moment(value)
        else:
            put_day(self._sheet, self._row, 1, value, self._formats.left_day)
        for column, text in enumerate(words, 2):
            put(self._sheet, self._row, column, text, self._formats.text)
        self._row += 1

    def _moment(self, when: datetime) -> None:
        """A moment of the plan's zone. Excel does not tell 00:00 of a day from the day: such a one is a text."""
        if when.time() == time() or when.second or when.microsecond or when.date() < FIRST_EXCEL_DAY:
            put(self._sheet, self._row, 1, when.isoformat(timespec="auto"), self._formats.text)
        else:
            self._sheet.write_datetime(self._row, 1, when, self._formats.moment)


def _write_records(
    sheet: Any,
    title: str,
    records: list[dict[str, object]],
    labels: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]],
    widths: tuple[int, ...],
    formats: Formats,
) -> None:
    sheet.write_string(0, 0, title, formats.title)
    put_header(sheet, 1, list(labels.values()), formats)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row, record in enumerate(records, 2):
        for column, key in enumerate(labels):
            value = record.get(key)
            if isinstance(value, date):
                put_day(sheet, row, column, value, formats.day)
            else:
                text = "" if value is None else str(value)
                put(sheet, row, column, words.get(key, {}).get(text, text), formats.text)
    set_up_page(sheet, 1, columns=len(labels), rows=len(records))
