"""The dates of a difference in words: «до пн, 30 января, 18:00 → до чт, 2 февраля, 18:00; позже на 3 дня»."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time

from plan.days import MONTHS
from plan.difference import Difference, EndChange, ItemPair, Shift
from plan.model import Occurrence
from plan.resolving import WEEKDAYS

NOT_IN_FORCE = "(!)"
"""Marks a date that is counted and not in force."""


def shift_words(days: int) -> str:
    """«позже на 3 дня», «раньше на 1 день»."""
    return f"{'позже' if days > 0 else 'раньше'} на {days_words(abs(days))}"


def days_words(count: int) -> str:
    if count % 100 not in range(11, 15):
        if count % 10 == 1:
            return f"{count} день"
        if count % 10 in (2, 3, 4):
            return f"{count} дня"
    return f"{count} дней"


def common_shift(found: Difference) -> int | None:
    """By how many days every date moved, where several moved and all alike."""
    shifts = {
        end.days for pair in found.moved for end in (*pair.counted, *pair.ends) if end.shift is Shift.MOVED and end.days
    }
    return shifts.pop() if len(shifts) == 1 and len(found.moved) > 1 else None


class Dates:
    """The dates of a difference in words: years only where there are several, a shift common to all left out."""

    def __init__(self, found: Difference) -> None:
        dated = [*found.added, *found.removed]
        dated += [one for pair in found.pairs for one in (pair.before, pair.after)]
        ends = [day for one in dated for part in one.occurrences for day in (part.start, part.end) if day is not None]
        years = Counter(day.year for day in ends)
        self.usual_year = years.most_common(1)[0][0] if years else None
        self.common_shift = common_shift(found)
        self.are_held = False

    def lines(self, pair: ItemPair) -> Iterator[str]:
        """A line for each part of the term that changed: by the count where that changed, else as it is in force."""
        counted = set()
        for i, j, ends in _by_part(pair.counted):
            counted.add((i, j))
            after = _part(pair.after.computed, j)
            in_force = _part(pair.after.occurrences, j)
            yield self._line(_part(pair.before.computed, i), after, ends, held=not _same_dates(after, in_force))
        for i, j, ends in _by_part(pair.ends):
            if (i, j) not in counted:
                yield self._line(_part(pair.before.occurrences, i), _part(pair.after.occurrences, j), ends)

    def _line(
        self, before: Occurrence | None, after: Occurrence | None, ends: Sequence[EndChange], *, held: bool = False
    ) -> str:
        self.are_held |= held
        common = self.common_shift is not None and all(end.days == self.common_shift for end in ends)
        line = f"{self.when(before) or 'без даты'} → {self.when(after) or 'без даты'}"
        return f"{line}{'' if common else f'; {_shifts(ends)}'}{f' {NOT_IN_FORCE}' if held else ''}"

    def when(self, found: Occurrence | None) -> str:
        """«до пн, 30 января, 18:00», «с … до …»; "" without a date."""
        if found is None or not found.is_dated:
            return ""
        start = "" if found.start is None else self._day(found.start, found.start_time)
        end = "" if found.end is None else self._day(found.end, found.end_time)
        if start == end:
            return start
        return f"{f'с {start}' if start else ''}{' ' if start and end else ''}{f'до {end}' if end else ''}"

    def _day(self, day: date, hour: time | None) -> str:
        text = f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}"
        if day.year != self.usual_year:
            text += f" {day.year}"
        return text if hour is None else f"{text}, {hour:%H:%M}"


def _by_part(ends: Iterable[EndChange]) -> Iterator[tuple[int | None, int | None, list[EndChange]]]:
    parts: dict[tuple[int | None, int | None], list[EndChange]] = defaultdict(list)
    for end in ends:
        parts[end.part_before, end.part_after].append(end)
    yield from ((i, j, changed) for (i, j), changed in parts.items())


def _part(occurrences: Sequence[Occurrence], number: int | None) -> Occurrence | None:
    return occurrences[number - 1] if number is not None and number <= len(occurrences) else None


def _same_dates(one: Occurrence | None, other: Occurrence | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.start, one.end, one.end_time) == (other.start, other.end, other.end_time)


def _shifts(ends: Sequence[EndChange]) -> str:
    words = {end.side: _shift(end) for end in ends}
    if len(words) == 2 and len(set(words.values())) == 2:
        return f"начало {words['start']}, окончание {words['end']}"
    return next(iter(words.values()))


def _shift(end: EndChange) -> str:
    match end.shift:
        case Shift.MOVED:
            return shift_words(end.days or 0)
        case Shift.HOUR:
            return "другой час"
        case Shift.GAINED:
            return "дата появилась"
        case Shift.LOST:
            return "даты больше нет"
