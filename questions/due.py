"""Which rows of a plan fall into a stretch of days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from plan.model import DatedItem, Occurrence, OccurrenceKind, Position, Role
from plan.open_ends import OpenEnds, open_ends
from plan.performers import also_concerned


def rows_in(
    items: Iterable[DatedItem],
    start: date | None,
    end: date | None,
    roles: Sequence[Role] = (),
    positions: Sequence[Position] = (),
    *,
    people: Sequence[str] = (),
    voting_day: date | None = None,
) -> tuple[str, ...]:
    """The numbers of the rows that are due (first, by their last day) or running in these days, for these roles or
    these named people.

    A bound that is None is open. Rows without a date and rows that run all the time are not among them; what begins and
    has no end runs for as long as `plan.open_ends` says, by the voting day.
    """
    items = tuple(items)
    ends = open_ends(items, voting_day)
    found: list[tuple[bool, date, int, str]] = []
    for place, item in enumerate(items):
        if not concerns(item, roles, positions) or not names_any(item, people):
            continue
        ranks = [rank for occurrence in item.occurrences if (rank := _rank(occurrence, start, end, ends)) is not None]
        if ranks:
            running, day = min(ranks)
            found.append((running, day, place, item.item.number))
    return tuple(number for *_, number in sorted(found))


def coming(
    items: Iterable[DatedItem],
    after: date,
    roles: Sequence[Role] = (),
    positions: Sequence[Position] = (),
    limit: int = 3,
) -> tuple[str, ...]:
    """The numbers of the rows that fall due or open next after a day: what empty days are answered with."""
    found: list[tuple[date, int, str]] = []
    for place, item in enumerate(items):
        if concerns(item, roles, positions):
            moments = [day for part in item.occurrences for day in (part.start, part.last_day) if day and day > after]
            if moments:
                found.append((min(moments), place, item.item.number))
    return tuple(number for *_, number in sorted(found)[:limit])


_PAPERS = re.compile(r"документ|подписн|сведени", re.IGNORECASE)
_HANDING_IN = re.compile(r"^\s*(?:представлени|предоставлени|подач|сдач|передач)", re.IGNORECASE)


def handed_in(items: Iterable[DatedItem], today: date, roles: Sequence[Role]) -> tuple[str, ...]:
    """The numbers of the rows by which these hand in papers from today on, soonest first; of all of them where none
    is left."""
    found = [
        (max(days, default=date.max), place, item.item.number)
        for place, item in enumerate(items)
        if concerns(item, roles)
        and _HANDING_IN.search(item.item.activity)
        and _PAPERS.search(item.item.activity)
        and (days := [part.last_day for part in item.occurrences if part.last_day is not None])
    ]
    ahead = [one for one in found if one[0] >= today]
    return tuple(number for *_, number in sorted(ahead or found))


def waiting(
    items: Iterable[DatedItem], roles: Sequence[Role] = (), positions: Sequence[Position] = ()
) -> tuple[str, ...]:
    """The numbers of the rows whose date waits for an event: shown as «после события …», never left out."""
    return tuple(
        item.item.number
        for item in items
        if concerns(item, roles, positions)
        and any(part.needs and not part.is_dated for part in item.occurrences)
        and not any(part.is_dated for part in item.occurrences)
    )


def names_any(item: DatedItem, people: Sequence[str]) -> bool:
    """Whether the row is performed by one of these named people; of nobody in particular, by anybody."""
    return not people or any(performer.name in people for performer in item.performers)


def concerns(item: DatedItem, roles: Sequence[Role], positions: Sequence[Position] = ()) -> bool:
    """Whether one of the roles performs this row, or has to know it for another reason (`plan.performers`); a position
    asked for also owes what its whole body owes."""
    if not roles or (not positions and not also_concerned(item.item.activity, item.item.performers).isdisjoint(roles)):
        return True
    return any(
        performer.role in roles
        and (not positions or not performer.positions or not performer.positions.isdisjoint(positions))
        for performer in item.performers
    )


def _rank(occurrence: Occurrence, start: date | None, end: date | None, ends: OpenEnds) -> tuple[bool, date] | None:
    """None when it does not fall into the days; else whether it only runs then, and the day to sort it by."""
    first, last = occurrence.start, occurrence.last_day
    if occurrence.kind is OccurrenceKind.DEADLINE or first is None:
        return (False, last) if last is not None and _within(last, start, end) else None
    if last is None:
        if _within(first, start, end):
            return False, first
        if occurrence.kind is not OccurrenceKind.OPENING or start is None or first > start:
            return None
        return (True, first) if ends.running_until(first) >= start else None
    if last < first:
        return None
    if _within(last, start, end):
        return False, last
    if _within(first, start, end):
        return False, first
    overlaps = (start is None or last >= start) and (end is None or first <= end)
    return (True, last) if overlaps else None


def _within(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or day >= start) and (end is None or day <= end)
