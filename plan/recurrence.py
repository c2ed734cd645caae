"""The days of a year that a period names: «на первое число каждого месяца» of 2024 is twelve days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import assert_never

from plan.term.tree import DayOfMonth, DayOfWeek, Period

_WEEK = timedelta(days=7)


def days_of_year(period: Period, year: int) -> tuple[date, ...]:
    """The days, in their order; where the words name a year of their own, of that year. () for a period without any.

    «До 30 числа» is the month's last day where the month is shorter; a day that the year does not have (29 February,
    a fifth Friday) is left out.
    """
    found = (day for named in period.days for day in _days(named, year, by=period.by))
    return tuple(sorted(set(found)))


def _days(named: DayOfMonth | DayOfWeek, year: int, *, by: bool) -> list[date]:
    year = named.year or year
    months = range(1, 13) if named.month is None else (named.month,)
    match named:
        case DayOfMonth(day=day):
            return [found for month in months if (found := _of_month(year, month, day, by=by)) is not None]
        case DayOfWeek(weekday=weekday, nth=nth):
            if nth is None:
                return _every(year, weekday)
            return [found for month in months if (found := _nth(year, month, weekday, nth)) is not None]
        case _:
            assert_never(named)


def _of_month(year: int, month: int, day: int, *, by: bool) -> date | None:
    last = monthrange(year, month)[1]
    if day == -1 or (by and day > last):
        return date(year, month, last)
    return date(year, month, day) if day <= last else None


def _every(year: int, weekday: int) -> list[date]:
    first = date(year, 1, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    days: list[date] = []
    while day.year == year:
        days.append(day)
        day += _WEEK
    return days


def _nth(year: int, month: int, weekday: int, nth: int) -> date | None:
    days = [day for day in _every(year, weekday) if day.month == month]
    if nth == -1:
        return days[-1]
    return days[nth - 1] if nth <= len(days) else None
