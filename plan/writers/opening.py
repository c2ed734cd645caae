"""What stands above a plan's table: the mark of approval, the title, the days of the vote.

A commission signs the decision; the plan is its appendix, and bears the decision's date and number instead of
signatures (ГОСТ Р 7.0.97-2016, 5.18 and 5.20).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plan.days import MONTHS
from plan.errors import DocumentError
from plan.model import Decision, Head, Plan
from plan.readers.abbreviations import find_abbreviations
from plan.readers.calendar_plan import read_calendar_plan
from plan.readers.heading import commission_of, title_of
from plan.readers.source import SourceDocument, SourceRow
from plan.readers.text import one_line
from plan.writers.cells import Rows

_KIND = re.compile(r"(?i)(календарный план|план работы|план основных мероприятий|план мероприятий|план)\b\s*")
_COMMISSION = re.compile(r"(?P<kinds>(?:[А-ЯЁа-яё-]+ая\s+)*)(?P<noun>[Кк]омиссия)\b(?P<rest>.*)")
_REGIONAL = re.compile(r"(?i)^избирательная комиссия\b(?!.*муниципальн)")
"""Commissions of the regions pass «постановления», the others «решения»."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Lines of text: `approval` for the right upper corner, then the title in two parts, then what is `below` it."""

    approval: tuple[str, ...]
    kind: str  # «КАЛЕНДАРНЫЙ ПЛАН»
    title: str  # «мероприятий по подготовке …»
    below: tuple[str, ...] = ()


def opening_of(plan: Plan, rows: Rows) -> Opening:
    """How the plan's document begins, so that a reader finds the head again.

    The days of the vote have a line of their own where neither the title nor the row of the vote tells them, and so
    have abbreviations that the table uses and does not define: the decision defined them, and is another document.
    """
    head = plan.head
    approval = _approval(head)
    opening = Opening(approval, *_title(head, approval))
    read = _read(opening, rows, plan)
    below: list[str] = []
    last = head.voting_day
    first = head.first_voting_day or last
    if first is not None and last is not None:
        if read is None or (read.first_voting_day, read.voting_day) != (first, last):
            below.append(f"{'День' if first == last else 'Дни'} голосования – {days_in_words(first, last)}")
        opening = replace(opening, below=tuple(below))
    definitions = _definitions(plan, rows, {} if read is None else read.abbreviations)
    if definitions:
        defining = replace(opening, below=(*below, f"Принятые сокращения: {'; '.join(definitions)}"))
        read_again = _read(defining, rows, plan)
        if read_again is not None and read_again.commission == head.commission:
            return defining
    return opening


def _definitions(plan: Plan, rows: Rows, known: Mapping[str, str]) -> list[str]:
    """«территориальная избирательная комиссия … (далее – ТИК)» for what the table uses and nothing defines."""
    text = "\n".join(cell for cells in rows.cells for cell in cells)
    written = {
        short: f"{one_line(meaning)} (далее – {short})"
        for short, meaning in plan.head.abbreviations.items()
        if short not in known and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text)
    }
    return [line for short, line in written.items() if find_abbreviations([f"Принятые сокращения: {line}"]).get(short)]


def _read(opening: Opening, rows: Rows, plan: Plan) -> Head | None:
    """The head that a reader finds; None where the plan's rows contradict each other, or there are none."""
    source = SourceDocument(
        plan.head.title,
        "\n".join((*opening.approval, opening.kind, opening.title, *opening.below)),
        tuple(column.value for column in rows.columns),
        tuple(SourceRow(cells, place) for place, cells in enumerate(rows.cells, 1)),
    )
    try:
        return read_calendar_plan(source, plan.head.zone).head
    except DocumentError:
        return None


def in_words(day: date) -> str:
    """«12 марта 2023 года»."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} года"


def days_in_words(first: date, last: date) -> str:
    """«12 марта 2023 года», «10, 11 и 12 марта 2023 года», «31 августа, 1 и 2 сентября 2023 года»."""
    months: list[list[date]] = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if months and months[-1][0].month == day.month:
            months[-1].append(day)
        else:
            months.append([day])
    parts = [f"{_listed([str(day.day) for day in days])} {MONTHS[days[0].month - 1]}" for days in months]
    if first.year != last.year:
        return f"{in_words(first)} – {in_words(last)}"
    return f"{', '.join(parts)} {last.year} года"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} и {words[-1]}"


def _approval(head: Head) -> tuple[str, ...]:
    name = one_line(head.commission)
    ways = [(*before, *_decision(head.decision)) for before in _ways_to_name(name)]
    return next((lines for lines in ways if commission_of("\n".join(lines)) == name), ways[0])


def _ways_to_name(name: str) -> Iterator[tuple[str, ...]]:
    """«УТВЕРЖДЁН решением …»: the commission in the genitive, or as it is called where that is not understood."""
    mark = ("Приложение", "УТВЕРЖДЁН")
    act = "постановлением" if _REGIONAL.match(name) else "решением"
    match = _COMMISSION.fullmatch(name)
    if match is not None:
        kinds = re.sub(r"ая(?=\s)", "ой", match["kinds"])
        if not _REGIONAL.match(name):
            kinds = kinds[:1].lower() + kinds[1:]  # the name of a region's commission keeps its capital letter
        lines = (f"{act} {kinds}{match['noun'][:-1]}и", match["rest"].strip())
        yield (*mark, *(line for line in lines if line))
    yield (*mark, f"{act} {name}".strip())
    yield (name, *mark, act)


def _decision(decision: Decision | None) -> tuple[str, ...]:
    if decision is None:
        return ("от «__» ________ 20__ года № ____",)  # for the day on which the commission decides
    return (f"от {in_words(decision.date)} № {decision.number}",)


def _title(head: Head, approval: tuple[str, ...]) -> tuple[str, str]:
    title = one_line(head.title)
    match = _KIND.match(title)
    if match is not None:
        kind, rest = match[1].upper(), title[match.end() :]
        if title_of("\n".join((*approval, kind, rest))) == title:
            return kind, rest
    return "", title
