"""What a question is asked against: today, the campaign's window, its voting days; and plain date sums."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Frame:
    """What words like «в феврале» and «до голосования» are read against. Dates are local to the campaign.

    `first`, `last` bound the campaign: a date without a year is looked for there first.
    """

    today: date
    first: date
    last: date
    first_voting_day: date | None = None
    voting_day: date | None = None


def days(count: int) -> timedelta:
    return timedelta(days=count)


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of this day's week."""
    monday = day - days(day.weekday())
    return monday, monday + days(6)


def month_of(year: int, month: int) -> tuple[date, date]:
    """First and last day; months outside 1–12 run on into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def quarter_of(year: int, quarter: int) -> tuple[date, date]:
    return month_of(year, quarter * 3 - 2)[0], month_of(year, quarter * 3)[1]


def plus_months(day: date, months: int) -> date:
    """The same day of the month, months on, or that month's last."""
    first, last = month_of(day.year, day.month + months)
    return min(first + days(day.day - 1), last)


def real_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none."""
    if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def year_for(frame: Frame, month: int, day: int = 1, *, to_day: int | None = None) -> int:
    """The year meant by a month (or a day of it) said without one: that in which it falls into the campaign;
    of several, and outside the campaign, the one nearest to today, the future first."""
    years = range(frame.today.year - 1, frame.today.year + 3)

    def away(year: int) -> tuple[bool, int]:
        first, last = month_of(year, month)
        start = min(first + days(day - 1), last)
        end = last if to_day is None else min(first + days(to_day - 1), last)
        outside = end < frame.first or start > frame.last
        distance = (start - frame.today).days if start > frame.today else (frame.today - end).days
        return outside, max(distance, 0) * (1 if end >= frame.today else 2)

    return min(years, key=away)
