"""Days that rows state in so many words, against the head and the law: the call, the vote, the end of agitation.

Such a date is the term itself, so there is no wording to count it by; only what it stands for can be compared.
The document is compared with its own head: a plan counted for another voting day still states its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from plan import conventions
from plan.checks.base import Checked, event_of, found
from plan.dated import term_of
from plan.events import event_type
from plan.model import Finding, Head, Item
from plan.term import Part
from plan.term.tree import At, Edge, FixedDay, Voting, VotingDay

_STATED = ("decided", "published")
"""Events that rows of a plan state as facts: «Принятие решения о назначении выборов … 13.12.2022»."""
_THE_VOTE = re.compile(
    r"(?:день\s+|проведение\s+|организация\s+)?голосовани[ея](?:\s+избирателей)?(?:\s+на\s+|\W|$)", re.I
)
_NOT_THE_VOTE = re.compile(r"\b(?:вне|досрочн|повторн|отдельн|дистанционн|отдал[её]нн)", re.IGNORECASE)
_AGITATION = re.compile(r"агитаци", re.IGNORECASE)


def stated_days(checked: Checked) -> Iterator[Finding]:
    """A row that states the day of the call, its publication or the vote, and states another than the head."""
    head = checked.plan.head
    days = {key: _as_day(head.events[key]) for key in _STATED if key in head.events}
    for item in checked.plan.items:
        literal = _only_literal(item)
        if not literal:
            continue
        if _is_the_vote(item.activity):
            yield from _vote_otherwise(item, literal, head)
            continue
        key = event_of(item.activity)
        if key in days and len(literal) == 1 and literal[0][0] in (Edge.ON, Edge.BY):
            yield from _otherwise(item, literal[0][1], days[key], event_type(key).nominative)


def _only_literal(item: Item) -> list[tuple[Edge, date]]:
    """The edges and days of a term that consists of literal dates alone; [] for any other."""
    bounds = [bound for part in term_of(item).parts for bound in (part.bounds if isinstance(part, Part) else (None,))]
    literal = [
        (bound.edge, day)
        for bound in bounds
        if isinstance(bound, At) and isinstance(bound.anchor, FixedDay) and (day := _full(bound.anchor)) is not None
    ]
    return literal if len(literal) == len(bounds) else []


def _full(fixed: FixedDay) -> date | None:
    return None if fixed.year is None else date(fixed.year, fixed.month, fixed.day)


def _is_the_vote(activity: str) -> bool:
    text = " ".join(activity.split())
    return _THE_VOTE.match(text) is not None and _NOT_THE_VOTE.search(text) is None


def _vote_otherwise(item: Item, literal: list[tuple[Edge, date]], head: Head) -> Iterator[Finding]:
    """The vote's own row: its first day is the first voting day, its last the voting day."""
    if head.voting_day is None:
        return
    first = head.first_voting_day or head.voting_day
    if len(literal) == 1 and literal[0][0] is Edge.ON and first < head.voting_day:
        if not first <= literal[0][1] <= head.voting_day:
            yield from _otherwise(item, literal[0][1], head.voting_day, "день голосования")
        return
    for edge, day in literal:
        opens = edge in (Edge.SINCE, Edge.NOT_BEFORE)
        name = "первый день голосования" if opens and first < head.voting_day else "день голосования"
        yield from _otherwise(item, day, first if opens else head.voting_day, name)


def _otherwise(item: Item, stated: date, day: date, name: str) -> Iterator[Finding]:
    if stated != day:
        yield found(
            item.number,
            "stated-day-differs",
            f"В пункте стоит {_day(stated)}, а в заголовке плана {name} — {_day(day)}.",
        )


def agitation_days(checked: Checked) -> Iterator[Finding]:
    """«Прекращается в ноль часов 11.03.2023»: a day that is not the one on which the law ends agitation."""
    head = checked.plan.head
    if head.voting_day is None or conventions.chosen(conventions.AGITATION_END, head.conventions) != "law":
        return
    first = head.first_voting_day or head.voting_day
    lawful = first if first < head.voting_day else head.voting_day - timedelta(days=1)
    for item in checked.plan.items:
        if not _AGITATION.search(f"{item.section} {item.activity}"):
            continue
        for part in term_of(item).parts:
            for bound in part.bounds if isinstance(part, Part) and part.closes == time(0) else ():
                stated = _full(bound.anchor) if isinstance(bound, At) and isinstance(bound.anchor, FixedDay) else None
                if stated not in (None, lawful) and isinstance(bound, At) and bound.ceases:
                    yield found(
                        item.number,
                        "stated-day-differs",
                        f"По плану агитация прекращается в ноль часов {_day(stated)}, по закону — {_day(lawful)}.",
                        why="Агитация прекращается в ноль часов первого дня голосования, а если день один — дня перед "
                        "ним (67-ФЗ, ст. 49 п. 1, ст. 63.1).",
                        advice="Исправьте дату.",
                    )


def agitation_in_one_day(checked: Checked) -> Iterator[Finding]:
    """«Прекращается в ноль часов первого дня голосования» when voting lasts one day: the law ends it a day earlier."""
    facts = checked.facts
    if facts.voting_day is None or facts.first_voting_day not in (None, facts.voting_day):
        return
    for item in checked.plan.items:
        for part in term_of(item).parts:
            if isinstance(part, Part) and any(_ceases_on_first_day(bound) for bound in part.bounds):
                yield found(
                    item.number,
                    "agitation-end",
                    "Голосование идёт один день, а агитация по плану прекращается в ноль часов «первого дня».",
                )


def _ceases_on_first_day(bound: object) -> bool:
    return isinstance(bound, At) and bound.ceases and bound.anchor == VotingDay(Voting.FIRST)


def _as_day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d.%m.%Y}"
