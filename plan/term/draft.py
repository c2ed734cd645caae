"""A part of a term while it is read, and what its bounds set."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import time

from plan.term.literals import year_before
from plan.term.read import Read
from plan.term.tree import (
    After,
    At,
    AtOnce,
    Before,
    BeforeSpan,
    Bound,
    Claim,
    Edge,
    Every,
    FixedDay,
    Form,
    Limit,
    Months,
    Part,
    Period,
    WithinBefore,
)

MANNER = frozenset((Every.SET_BY, Every.SCHEDULE, Every.AS_NEEDED, Every.DAILY, Every.WHOLE, Every.OFTEN))
"""Periods that say how rather than when: a date may stand beside them («в срок, установленный ТИК, но не …»)."""


_ENDS = (Edge.BY, Edge.UNTIL, Edge.TO, Edge.TOWARDS)


@dataclass(slots=True)
class Draft:
    """A part while it is read."""

    bounds: list[Bound] = field(default_factory=list)
    opens: time | None = None
    closes: time | None = None
    timed: bool = False
    conditions: list[str] = field(default_factory=list)
    capped: bool = False
    daily: bool = False
    worktime: str = ""
    claims: list[Claim] = field(default_factory=list)
    only: str = ""  # "start" or "end" where a label «Начало», «Окончание» says so

    @property
    def has_start(self) -> bool:
        return any(gives(b)[0] for b in self.bounds)

    @property
    def has_end(self) -> bool:
        return any(gives(b)[1] for b in self.bounds)

    def part(self, span: tuple[int, int], text: str) -> Part:
        return Part(
            tuple(self.bounds),
            self.opens,
            self.closes,
            ", ".join(self.conditions),
            self.capped,
            self.daily,
            self.worktime,
            span,
            text,
        )


def gives(item: Bound) -> tuple[bool, bool]:
    """Which ends of a stretch of time a bound sets: (start, end)."""
    match item:
        case Before(limit=limit):
            return limit is not Limit.NOT_LATER, limit is Limit.NOT_LATER
        case After(form=form, limit=limit):
            if form is Form.EXPIRY or limit is Limit.NOT_EARLIER:
                return True, False
            if form is Form.WITHIN or (limit is Limit.BARE and form in (Form.THROUGH, Form.NTH_DAY)):
                return True, True
            return False, True
        case At(edge=edge):
            if edge is Edge.ON:
                return True, True
            return edge in (Edge.SINCE, Edge.AFTER, Edge.NOT_BEFORE, Edge.AS), edge in _ENDS
        case AtOnce():
            return True, False
        case Period(every=every):
            return (False, False) if every in MANNER else (True, True)
        case BeforeSpan() | WithinBefore() | Months():
            return True, True


def is_literal(part: Part) -> bool:
    """True when every bound is a literal date: such a part beside a worded one only repeats it."""
    return all(is_fixed(b) for b in part.bounds)


def is_periodic(part: Part) -> bool:
    """True when a bound has no day to put an hour on, or has hours of its own (voting's end, a count of hours)."""
    return any(isinstance(b, (Period, Months, AtOnce)) for b in part.bounds)


def is_fixed(bound_: Bound) -> bool:
    return isinstance(bound_, At) and isinstance(bound_.anchor, FixedDay)


def add(draft: Draft, read: Read) -> bool:
    if (read.opens or read.closes) and draft.timed and ((read.opens and draft.opens) or (read.closes and draft.closes)):
        return False
    draft.bounds.extend(read.bounds)
    if read.opens is not None:
        draft.opens, draft.timed = read.opens, True
    if read.closes is not None:
        draft.closes, draft.timed = read.closes, True
    return True


def is_sound(draft: Draft) -> bool:
    """Bounds that can stand together; hours need a day to stand on."""
    if any("повторн" in condition.lower() for condition in draft.conditions):
        return False  # a repeat vote has a day of its own: «до дня голосования» there is not this one
    if (draft.only == "start" and draft.has_end) or (draft.only == "end" and draft.has_start):
        return False
    periods = [b for b in draft.bounds if isinstance(b, (Period, Months))]
    if any(not isinstance(b, Period) or b.every not in MANNER for b in periods) and len(draft.bounds) > 1:
        return False
    if draft.timed and any(isinstance(b, Months) for b in periods):
        return False
    timeless = not periods and draft.timed
    if timeless and ((draft.opens and not draft.has_start) or (draft.closes and not draft.has_end)):
        return False
    return bool(draft.bounds) and _share_year(draft)


def _share_year(draft: Draft) -> bool:
    """«с 14 июня до 18.00 24 июля 2023 года»: the last date's year is the first one's too; False when it cannot be."""
    literal = [b for b in draft.bounds if isinstance(b, At) and isinstance(b.anchor, FixedDay)]
    if len(literal) == 2 and len(draft.bounds) == 2:
        first, last = literal[0].anchor, literal[1].anchor
        assert isinstance(first, FixedDay) and isinstance(last, FixedDay)
        if first.year is None and last.year is not None:
            year = year_before(first, last, last.year)
            if year is None:
                return False
            draft.bounds[0] = replace(literal[0], anchor=replace(first, year=year))
    return True
