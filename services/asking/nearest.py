"""What ends next of what somebody owes, or of a whole plan: the moments behind «успею ещё?»."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.duties.lines import DutyLine, PlanLine
from services.duties.model import DutyState, Nature
from services.duties.timing import term_of
from services.people.model import Person

_CARRIED_OUT = frozenset({Nature.OBLIGATION, Nature.RIGHT})


@dataclass(frozen=True, slots=True)
class End:
    """A line and its end: the last whole day, of the campaign's zone, and the instant, UTC."""

    line: DutyLine | PlanLine
    day: date
    at: datetime


def ends_ahead(lines: Iterable[DutyLine | PlanLine], now: datetime, before: date | None = None) -> tuple[End, ...]:
    """The ends after this moment, soonest first; `before`: of earlier days alone. What is done, and what nobody carries
    out (a ban, a period), is not among them."""
    found = [end for line in lines if (end := end_of(line)) is not None and end.at > now]
    found = [end for end in found if before is None or end.day < before]
    return tuple(sorted(found, key=lambda end: end.at))


def end_of(line: DutyLine | PlanLine) -> End | None:
    """When the line ends; None for what has no end, is done, or is nothing to carry out."""
    if isinstance(line, DutyLine):
        if line.duty.state is not DutyState.OPEN or line.duty.nature not in _CARRIED_OUT:
            return None
        term = line.duty.term
    else:
        term = term_of(line.occurrence, line.campaign.tz)
    if term.last_day is None or term.due_at is None:
        return None
    return End(line, term.last_day, term.due_at)


def soonest(ends: Sequence[End]) -> tuple[End, ...]:
    """Those that end first, all at the same moment."""
    return tuple(end for end in ends if end.at == ends[0].at)


def marked_by(lines: Iterable[DutyLine], person: Person, limit: int = 3) -> tuple[DutyLine, ...]:
    """What this person has marked as done, the latest first."""
    marked = [
        (line.duty.done_at, line)
        for line in lines
        if line.duty.state is DutyState.DONE and line.duty.done_by == person.id and line.duty.done_at is not None
    ]
    marked.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(line for _, line in marked[:limit])
