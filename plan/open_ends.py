"""Until when a term that begins, and is never said to end, counts as running.

«Не ранее чем за 10 дней до дня голосования» names no end. What begins by the voting day is about the vote and has
passed with it; what begins later goes on until the plan's own end. Without this such a row would be «идёт» for ever.
No date is made of it: the term stays open, and nothing is late by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from plan.model import DatedItem, Occurrence

AT_LEAST = timedelta(days=30)
"""What begins after the voting day runs at least so long, though the plan's last date be near."""
_CAMPAIGN = timedelta(days=365)
"""How long after the voting day dates are still the campaign's: records are kept for years after it (item 66)."""


@dataclass(frozen=True, slots=True)
class OpenEnds:
    """The days that open terms of one plan run until. `last_day` is the last that the plan dates."""

    voting_day: date | None = None
    last_day: date | None = None

    def running_until(self, start: date) -> date:
        """The last day on which what begins on `start` and has no end counts as running."""
        if self.voting_day is not None and start <= self.voting_day:
            return self.voting_day
        return max(start + AT_LEAST, self.last_day or start)


def open_ends(items: Iterable[DatedItem], voting_day: date | None) -> OpenEnds:
    """The days by a dated plan; without a voting day all of its dates count."""
    latest = date.max if voting_day is None else voting_day + _CAMPAIGN
    days = [day for item in items for part in item.occurrences for day in _days(part) if day <= latest]
    return OpenEnds(voting_day, max(days, default=None))


def _days(part: Occurrence) -> tuple[date, ...]:
    return tuple(day for day in (part.start, part.last_day) if day is not None)
