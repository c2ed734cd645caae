"""Periods that name their days: «на первое число каждого месяца», «ежемесячно до 5 числа», «каждый понедельник»,
«последняя пятница месяца», «по состоянию на 1 января и 1 июля»."""

from __future__ import annotations

from collections.abc import Callable

from plan.term.amounts import is_date, month, ordinal, year
from plan.term.anchors import spelled
from plan.term.cursor import Cursor
from plan.term.numerals import MONTHS, WEEKDAY_STEMS
from plan.term.tree import DayOfMonth, DayOfWeek, Every, Period

_LEAP_YEAR = 2024
_EVERY_MONTH_HAS = 28
_LAST = -1
_REPORT_MONTHS = (1, 4, 7, 10)
"""The months that follow a quarter."""


def repeated(c: Cursor) -> Period | None:
    """The next period with days of its own; it keeps its words as text."""
    start = c.pos
    readers: tuple[Callable[[Cursor], Period | None], ...] = (
        _as_of, _monthly, _quarterly, _yearly, _numbered_alone, _last_day, _weekly, _nth_weekday,
    )  # fmt: skip
    for reader in readers:
        found = reader(c)
        if found is not None:
            text = spelled(c.tokens[start : c.pos]).lower()
            return Period(found.every, text, found.days, found.by)
        c.pos = start
    return None


def _as_of(c: Cursor) -> Period | None:
    """«по состоянию на 1 января, 1 апреля, …», «на первое число каждого месяца»."""
    if not (c.take_all("по состоянию на") or c.take("на")):
        return None
    days: list[DayOfMonth] = []
    while True:
        before = c.pos
        if days and not c.take(",", "и"):
            break
        c.take("на") if days else None
        value = ordinal(c)
        numbered = c.take("число")
        named = month(c) if value is not None else None
        if value is not None and named is not None and is_date(_LEAP_YEAR, named, value):
            days.append(DayOfMonth(value, named, year(c)))
        elif value is not None and not days and numbered and c.take_all("каждого квартала"):
            if value != 1:
                return None
            return Period(Every.AS_OF, days=tuple(DayOfMonth(1, first) for first in _REPORT_MONTHS))
        elif value is not None and not days and c.take_all("каждого месяца") and 0 < value <= _EVERY_MONTH_HAS:
            return Period(Every.AS_OF, days=(DayOfMonth(value),))
        else:
            c.pos = before
            break
    return Period(Every.AS_OF, days=_of_one_year(days)) if days else None


def _of_one_year(days: list[DayOfMonth]) -> tuple[DayOfMonth, ...]:
    """«1 января и 1 июля 2024 года»: the year said last is that of all. None of the days where they do not ascend."""
    said = days[-1].year
    if all(day.year is None for day in days[:-1]):
        days = [DayOfMonth(day.day, day.month, said) for day in days]
    ordered = [(day.year or 0, day.month or 0, day.day) for day in days]
    shared = len({day.year is None for day in days}) == 1
    return tuple(days) if shared and ordered == sorted(set(ordered)) else ()


def _bracketed(c: Cursor, read: Callable[[Cursor], Period | None]) -> Period | None:
    """What stands behind «ежемесячно»: after a comma, a dash, in brackets, or at once."""
    bracket = c.take("(")
    if not bracket:
        c.take(",", "-")
    found = read(c)
    return found if found is not None and (not bracket or c.take(")")) else None


def _by(c: Cursor) -> bool:
    return c.take("до", "к") or c.take_all("не позднее") or c.take_all("не позже")


def _numbers(c: Cursor) -> tuple[list[int], bool] | None:
    """«до 5 числа», «1 и 15 числа», and whether they are the last days."""
    by = _by(c)
    values: list[int] = []
    while True:
        value = ordinal(c)
        if value is None or not 1 <= value <= 31:
            return None
        values.append(value)
        if not c.take(",", "и"):
            break
        c.take("до") if by else None
    if not c.take("числа", "число", "числу", "чисел", "числам"):
        return None
    known = by or max(values) <= _EVERY_MONTH_HAS  # «до 30 числа» ends with a shorter month, «30 числа» misses it
    return (values, by) if known and values == sorted(set(values)) else None


def _after_report(c: Cursor) -> str:
    """«месяца, следующего за отчетным [периодом]» is "period", «… за отчетным кварталом» "quarter"; "" for neither."""
    start = c.pos
    before = c.take("месяца")
    c.take(",")
    if c.take("следующего") and c.take("за"):
        reported = c.take_stem("отчетн")
        named = c.here.norm if c.take("месяцем", "периодом", "кварталом") else ""
        if (reported or named) and (before or c.take("месяца")):
            return {"кварталом": "quarter", "месяцем": "month"}.get(named, "period")
    c.pos = start
    return ""


def _monthly(c: Cursor) -> Period | None:
    """«ежемесячно до 5 числа», «ежемесячно, до 10 числа месяца, следующего за отчетным»."""
    return _bracketed(c, _numbered_monthly) if c.take("ежемесячно") else None


def _numbered_monthly(c: Cursor) -> Period | None:
    if c.take("в", "на"):
        return _last_day(c)
    found = _numbers(c)
    if found is None:
        return _last_day(c)
    return None if _after_report(c) == "quarter" else _each_month(*found)


def _each_month(values: list[int], by: bool) -> Period:
    return Period(Every.MONTHLY, days=tuple(DayOfMonth(value) for value in values), by=by)


def _quarterly(c: Cursor) -> Period | None:
    """«ежеквартально до 10 числа месяца, следующего за отчетным кварталом»; without the month no day is named."""
    return _bracketed(c, _numbered_quarterly) if c.take("ежеквартально") else None


def _numbered_quarterly(c: Cursor) -> Period | None:
    found = _numbers(c)
    if found is None or _after_report(c) not in ("quarter", "period"):
        return None
    return _each_quarter(*found)


def _each_quarter(values: list[int], by: bool) -> Period | None:
    if max(values) > _EVERY_MONTH_HAS:
        return None
    days = tuple(DayOfMonth(value, first) for first in _REPORT_MONTHS for value in values)
    return Period(Every.QUARTERLY, days=days, by=by)


def _numbered_alone(c: Cursor) -> Period | None:
    """«до 5 числа каждого месяца», «1 и 15 числа ежемесячно», «до 10 числа месяца, следующего за кварталом»."""
    found = _numbers(c)
    if found is None:
        return None
    if c.take_all("каждого месяца") or c.take("ежемесячно"):
        return _each_month(*found)
    report = _after_report(c)
    if report == "quarter":
        return _each_quarter(*found)
    return _each_month(*found) if report == "month" else None


def _yearly(c: Cursor) -> Period | None:
    """«ежегодно до 1 апреля», «ежегодно, 1 марта»."""
    return _bracketed(c, _day_of_year) if c.take("ежегодно") else None


def _day_of_year(c: Cursor) -> Period | None:
    by = _by(c)
    value = ordinal(c)
    named = month(c) if value is not None else None
    if value is None or named is None or not is_date(_LEAP_YEAR + 1, named, value):
        return None
    return Period(Every.YEARLY, days=(DayOfMonth(value, named),), by=by)


def _last_day(c: Cursor) -> Period | None:
    """«последний день каждого месяца», «последнее число месяца»."""
    by = _by(c)
    if c.take_stem("последн") and c.take("день", "число", "дня", "числа"):
        monthly = c.take_all("каждого месяца") or c.take("месяца")
        return Period(Every.MONTHLY, days=(DayOfMonth(_LAST),), by=by) if monthly else None
    return None


def _weekday(c: Cursor) -> int | None:
    for day, stem in enumerate(WEEKDAY_STEMS):
        if c.take_stem(stem):
            return day
    return None


def _weekly(c: Cursor) -> Period | None:
    """«каждый понедельник», «по вторникам и четвергам», «еженедельно, по пятницам»."""
    weekly = c.take("еженедельно")
    c.take(",", "-") if weekly else c.take("в", "во")
    each = c.take("каждый", "каждую", "каждое", "каждая", "каждые")
    plural = not each and c.take("по")
    if not (each or plural or (weekly and c.take("в", "во"))):
        return None
    days: list[int] = []
    while True:
        found = _weekday(c)
        if found is None or (plural and not c.peek(-1).norm.endswith(("ам", "ям"))):
            return None
        days.append(found)
        if not c.take(",", "и"):
            break
        if each:
            c.take("каждый", "каждую", "каждое")
    c.take("месяца", "недели") or c.take_all("каждой недели")
    if c.here.norm in MONTHS:
        return None  # «каждый вторник марта»
    return Period(Every.WEEKLY, days=tuple(DayOfWeek(day) for day in sorted(set(days))))


def _nth_weekday(c: Cursor) -> Period | None:
    """«в третье воскресенье февраля», «последняя пятница каждого месяца», «первый и третий вторник месяца»."""
    c.take("в", "во")
    c.take("каждый", "каждую", "каждое", "каждая")
    places: list[int] = []
    while True:
        nth = _LAST if c.take_stem("последн") else ordinal(c)
        if nth is None or not (nth == _LAST or 1 <= nth <= 5):
            return None
        places.append(nth)
        if not c.take(",", "и"):
            break
    weekday = _weekday(c)
    if weekday is None:
        return None
    named = month(c)
    if named is None and not (c.take_all("каждого месяца") or c.take("месяца")):
        return None
    said = year(c) if named is not None else None
    return Period(Every.NTH_WEEKDAY, days=tuple(DayOfWeek(weekday, nth, named, said) for nth in places))
