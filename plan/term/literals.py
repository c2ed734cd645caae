"""Ranges of literal dates: «с 20 по 30 июля 2023 года», «10, 11 и 12 марта», «с 10.02 по 09.03.2023»."""

from __future__ import annotations

from plan.term.amounts import fixed_day, is_date, ordinal
from plan.term.cursor import Cursor
from plan.term.read import Read
from plan.term.tokens import Kind
from plan.term.tree import At, Edge, FixedDay

_OPENINGS = ("в период с", "в срок с", "в сроки с", "с", "со")


def fixed_range(c: Cursor) -> Read | None:
    """«с 20 по 30 июля 2023 года», «с 25 декабря по 10 января 2023 года», «10 – 12 марта», «10, 11 и 12 марта»."""
    start = c.pos
    opening = any(c.take_all(words) for words in _OPENINGS)
    listed = None if opening else _listed_days(c)
    if listed is not None:
        return listed
    short = _day_and_month(c)
    first_day = ordinal(c) if short is None and not sees_whole_date(c) else None
    if first_day is not None:
        closing = c.take("по", "до") if opening else c.take("-")
        last = fixed_day(c) if closing else None
        if last is not None:
            first = FixedDay(first_day, last.month, last.year)
            return _range(first, last)
        c.pos = start
        return None
    first_date = short or fixed_day(c)
    if first_date is None:
        return None
    closing = c.take("по", "до") if opening else c.take("-")
    if opening and not closing and c.take("-"):
        closing = c.take("по", "до")
    if closing:
        last = fixed_day(c)
        if last is not None:
            return _range(first_date, last)
    c.pos = start
    return None


def _listed_days(c: Cursor) -> Read | None:
    """«10, 11 и 12 марта 2023 года»: days in a row are one range; others are not taken."""
    start = c.pos
    days: list[int] = []
    while c.here.kind is Kind.NUMBER and c.peek(1).norm in (",", "и") and c.peek(2).kind is Kind.NUMBER:
        days.append(c.here.value)
        c.pos += 2
    last = fixed_day(c) if days else None
    if last is not None and days[0] > 0 and [*days, last.day] == list(range(days[0], days[0] + len(days) + 1)):
        return Read((At(Edge.SINCE, FixedDay(days[0], last.month, last.year)), At(Edge.TO, last)))
    c.pos = start
    return None


def _day_and_month(c: Cursor) -> FixedDay | None:
    """«10.02» at the beginning of a range whose end has the year: «с 10.02 по 09.03.2023»."""
    day, dot, month = c.here, c.peek(1), c.peek(2)
    if (
        day.kind is Kind.NUMBER
        and month.kind is Kind.NUMBER
        and dot.norm == "."
        and dot.glued
        and month.glued
        and c.peek(3).norm in ("по", "до", "-", ".")
        and is_date(2024, month.value, day.value)
    ):
        c.pos += 3
        c.take(".")
        if c.peek(1).kind is Kind.DATE:
            return FixedDay(day.value, month.value)
    return None


def sees_whole_date(c: Cursor) -> bool:
    start = c.pos
    found = fixed_day(c)
    c.pos = start
    return found is not None


def _range(first: FixedDay, last: FixedDay) -> Read | None:
    if first.year is None and last.year is not None:
        year = year_before(first, last, last.year)
        if year is None:
            return None
        first = FixedDay(first.day, first.month, year)
    if not is_date(first.year or 2024, first.month, first.day):
        return None  # «с 31 по 5 июня»
    return Read((At(Edge.SINCE, first), At(Edge.TO, last)))


_LONGEST_WRAP = 6  # months; «с 15 июля по 10 июля 2024 года» is a slip, not a year's range


def year_before(first: FixedDay, last: FixedDay, year: int) -> int | None:
    """The year of a first date said without one: the last date's, or the one before when the range passes the new year.

    None when that range would be longer than half a year, or the year has no such day (29.02).
    """
    if (first.month, first.day) > (last.month, last.day):
        if last.month + 12 - first.month > _LONGEST_WRAP:
            return None
        year -= 1
    return year if is_date(year, first.month, first.day) else None
