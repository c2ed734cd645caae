"""What stands above a plan's table: the mark of approval, the title, the days of the vote.

A commission signs the decision; the plan is its appendix, and bears the decision's date and number instead of
signatures (ГОСТ Р 7.0.97-2016, 5.18 and 5.20).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plan.days import MONTHS
from plan.errors import DocumentError
from plan.model import Decision, Head, Plan
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
    """Lines of text: `approval` for the right upper corner, then the title in two parts, then `below` it."""

    approval: tuple[str, ...]
    kind: str  # «КАЛЕНДАРНЫЙ ПЛАН»
    title: str  # «мероприятий по подготовке …»
    below: tuple[str, ...] = ()


def opening_of(plan: Plan, rows: Rows) -> Opening:
    """How the plan's document begins, so that a reader finds the head again.

    The days of the vote have a line of their own where neither the title nor the row of the vote tells them.
    """
    head = plan.head
    approval = _approval(head)
    opening = Opening(approval, *_title(head, approval))
    if head.voting_day is None or _days_read_from(opening, rows, plan) == (head.first_voting_day, head.voting_day):
        return opening
    return replace(opening, below=(_voting_days(head.first_voting_day or head.voting_day, head.voting_day),))


def _days_read_from(opening: Opening, rows: Rows, plan: Plan) -> tuple[date | None, date | None]:
    source = SourceDocument(
        plan.head.title,
        "\n".join((*opening.approval, opening.kind, opening.title)),
        tuple(column.value for column in rows.columns),
        tuple(SourceRow(cells, place) for place, cells in enumerate(rows.cells, 1)),
    )
    try:
        head = read_calendar_plan(source, plan.head.zone).head
    except DocumentError:  # its rows contradict each other, or there are none
        return None, None
    return head.first_voting_day, head.voting_day


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
    act = "постановлением" if _REGIONAL.match(name) else "решением"
    if not name:
        yield ("УТВЕРЖДЁН", act)
        return
    yield ("УТВЕРЖДЁН", f"{act} {genitive(name)}")
    yield (name, "УТВЕРЖДЁН", act)


def genitive(commission: str) -> str:
    """«Территориальная избирательная комиссия города» → «территориальной избирательной комиссии города».

    The name of a region's commission begins with a capital letter, that of the others only by its place.
    """
    match = _COMMISSION.fullmatch(commission)
    if match is None:
        return commission
    kinds = re.sub(r"ая(?=\s)", "ой", match["kinds"])
    changed = f"{kinds}{match['noun'][:-1]}и{match['rest']}"
    return changed if _REGIONAL.match(commission) else changed[0].lower() + changed[1:]


def _decision(decision: Decision | None) -> tuple[str, ...]:
    if decision is None:
        return ("от «___» __________ 20___ года № ______",)  # for the day on which the commission decides
    return (f"от {in_words(decision.date)} № {decision.number}",)


def _title(head: Head, approval: tuple[str, ...]) -> tuple[str, str]:
    title = one_line(head.title)
    match = _KIND.match(title)
    if match is not None:
        kind, rest = match[1].upper(), title[match.end() :]
        if title_of("\n".join((*approval, kind, rest))) == title:
            return kind, rest
    return "", title


def _voting_days(first: date, last: date) -> str:
    return f"{'День' if first == last else 'Дни'} голосования – {days_in_words(first, last)}"
