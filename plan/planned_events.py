"""Events whose day the plan itself fixes: the end of one item's window is what another item counts from.

«Приём предложений … за 50 – 30 дней до дня голосования» ends on a day of its own, and the next item says «не позднее
чем через 15 дней со дня окончания приёма предложений». Computed, never recorded: it moves with the voting day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from plan.events import OTHER_EVENT, name_event
from plan.model import DatedItem, Occurrence, OccurrenceKind, Origin
from plan.term.tokens import Kind, tidy, tokenize


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """An event of the published list, the day that an item of the plan gives it, and that item's number."""

    key: str
    day: date
    item: str


def planned_events(dated: Iterable[DatedItem]) -> dict[str, PlannedEvent]:
    """The events that the items' windows end with, by key.

    An event that two items would put on different days is left out: which of them is meant cannot be told.
    """
    found: dict[str, PlannedEvent] = {}
    doubtful: set[str] = set()
    for event in _window_ends(dated):
        known = found.setdefault(event.key, event)
        if known.day != event.day:
            doubtful.add(event.key)
    return {key: event for key, event in found.items() if key not in doubtful}


def _window_ends(dated: Iterable[DatedItem]) -> Iterator[PlannedEvent]:
    for item in dated:
        counted = _counted(item)
        windows = [found for found in counted if found.kind is OccurrenceKind.WINDOW and not found.needs]
        if len(windows) != 1 or len(counted) != 1:
            continue
        words = [token.norm for token in tokenize(tidy(item.item.activity)) if token.kind is Kind.WORD]
        key = name_event(["окончания", *words])
        last_day = windows[0].last_day
        if key != OTHER_EVENT and last_day is not None:
            yield PlannedEvent(key, last_day, item.item.number)


def _counted(item: DatedItem) -> list[Occurrence]:
    """The law's count, or what a person decided: a printed date that nobody accepted moves no other item."""
    return [
        in_force if in_force.origin is Origin.DECIDED else computed
        for in_force, computed in zip(item.occurrences, item.computed, strict=False)  # printed ones come after these
    ]
