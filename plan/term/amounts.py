"""Numbers, amounts («10 (десяти) календарных дней»), literal dates and hours of the day."""

from __future__ import annotations

from datetime import date, time

from plan.term.cursor import Cursor
from plan.term.numerals import (
    CARDINAL_SUFFIXES,
    CARDINALS,
    MONTHS,
    ORDINAL_SUFFIXES,
    ORDINALS,
    UNITS,
    WEEKDAY_STEMS,
    compound,
)
from plan.term.tokens import Kind
from plan.term.tree import Amount, FixedDay, Unit


def number(c: Cursor) -> int | None:
    """A whole number in digits or words; a repetition in brackets has to say the same."""
    start = c.pos
    value = _digits(c) if c.here.kind is Kind.NUMBER else _words(c)
    if value is None:
        return None
    after = c.pos
    if c.take("("):
        repeated = _digits(c) if c.here.kind is Kind.NUMBER else _words(c)
        if repeated is not None and c.take(")"):
            if repeated != value:
                c.pos = start
                return None
            return value
        c.pos = after
    return value


def _digits(c: Cursor, suffixes: frozenset[str] = CARDINAL_SUFFIXES) -> int | None:
    """Digits with «-х», «-ти» (or «-го», «-й» of an ordinal) glued to them."""
    if c.here.kind is not Kind.NUMBER:
        return None
    value = c.here.value
    c.pos += 1
    if c.here.glued and c.here.norm in suffixes:
        c.pos += 1
    elif c.here.norm == "-" and c.here.glued and c.peek(1).norm in suffixes and c.peek(1).glued:
        c.pos += 2
    return value


def _words(c: Cursor) -> int | None:
    value = CARDINALS.get(c.here.norm)
    if value is None:
        return None
    c.pos += 1
    ones = CARDINALS.get(c.here.norm, 0)
    if value >= 20 and 0 < ones < (10 if value < 100 else 100):
        c.pos += 1
        if value == 100 and ones >= 20 and 0 < CARDINALS.get(c.here.norm, 0) < 10:
            ones += CARDINALS[c.here.norm]
            c.pos += 1
        return value + ones
    return value


def ordinal(c: Cursor) -> int | None:
    """«десятый», «15-й», «двадцать первого»."""
    start = c.pos
    if c.here.kind is Kind.NUMBER:
        return _digits(c, ORDINAL_SUFFIXES)
    tens = CARDINALS.get(c.here.norm, 0)
    if tens in range(20, 101, 10) and 0 < ORDINALS.get(c.peek(1).norm, 0) < 10:
        value = tens + ORDINALS[c.peek(1).norm]
        c.pos += 2
        return value
    one = ORDINALS.get(c.here.norm)
    if one is not None:
        c.pos += 1
        return one
    c.pos = start
    return None


def unit(c: Cursor) -> Unit | None:
    """A unit of time, with «календарных» before it (days are counted by the calendar anyway)."""
    start = c.pos
    c.take_stem("календарн")
    found = UNITS.get(c.here.norm)
    if found is None:
        c.pos = start
        return None
    c.pos += 1
    if c.here.norm == "." and c.here.glued and c.peek(-1).norm in ("дн", "мес", "сут", "мин", "ч"):
        c.pos += 1
    return found


# Units that may stand without a number, in the case that the words before them ask for: «за месяц», «через месяц»
# and «в течение месяца», «не позднее суток». «Через месяца» has lost its number.
_ONE = frozenset(("сутки", "месяц", "неделю", "год", "час"))
_OF_ONE = frozenset(("суток", "месяца", "недели", "года", "часа"))
_ASKS_FOR_ONE = frozenset(("за", "через", "спустя"))
_LONGEST = 999  # days or what else is counted; «2023 дня» is a year that has slipped in
_SINGULAR = frozenset(("день", "месяц", "неделя", "неделю", "год"))
_FEW = frozenset(("дня", "месяца", "недели", "года"))
_MANY = frozenset(("дней", "месяцев", "недель", "лет"))


def amount(c: Cursor, day_alone: bool = False) -> Amount | None:
    """A number with its unit; working days are another measure, so «рабочих» makes it no amount."""
    start = c.pos
    before = c.peek(-1).norm
    asked = _ONE if before in _ASKS_FOR_ONE else _OF_ONE
    nominative = c.here.norm in _NOMINATIVE
    value = number(c)
    if value is None:
        value = 1 if c.here.norm in asked or (day_alone and c.here.norm == "день") else None
    else:
        plain = nominative or (asked is _ONE and c.peek(-1).kind is Kind.NUMBER)
        word = c.peek(1).norm if c.at_stem("календарн") else c.here.norm
        if not _agrees(value, word, plain=plain, genitive=before in _ASKS_FOR_GENITIVE):
            value = None
    if value is not None and 0 < value <= _LONGEST:
        found = unit(c)
        if found is not None:
            return Amount(value, found)
    c.pos = start
    return None


_NOMINATIVE = frozenset(("два", "две", "три", "четыре"))
_ASKS_FOR_GENITIVE = frozenset(("течение", "течении", "истечении", "позднее", "позже", "менее", "более", "последних"))


def _agrees(value: int, word: str, *, plain: bool, genitive: bool) -> bool:
    """Whether a number and its unit go together; where they do not, a figure or a word has been changed or lost.

    «20 дня» and «5 день» may be the twentieth day, «за 3 дней» thirty. «За 3-х дней» is how plans slip, and is clear.
    """
    ends_in_one = value % 10 == 1 and value % 100 != 11
    few = value % 10 in (2, 3, 4) and value % 100 not in (12, 13, 14)
    if word in _SINGULAR:
        return ends_in_one
    if word in _FEW:
        return ends_in_one or (few and not genitive)
    return word not in _MANY or not (value == 1 or (value < 5 and plain))


def term_amount(c: Cursor) -> Amount | None:
    """«десятидневный», «10-дневный», «3-х дневный», «трех дневный»; the word «срок» is left to the caller."""
    start = c.pos
    found = compound(c.here.norm)
    if found is not None and found[0] is not None:
        c.pos += 1
        return Amount(found[0], found[1])
    value = number(c)
    if value is not None and value > 0:
        c.take("-")
        c.take_stem("календарн")
        found = compound(c.here.norm)
        if found is not None and (found[0] is None or c.here.norm.startswith(("суточ", "недель", "месяч", "годич"))):
            c.pos += 1
            return Amount(value, found[1])
    c.pos = start
    return None


def month(c: Cursor) -> int | None:
    found = MONTHS.get(c.here.norm)
    if found is None:
        return None
    c.pos += 1
    if c.here.norm == "." and c.here.glued and len(c.peek(-1).norm) <= 4 and c.peek(-1).norm != "мая":
        c.pos += 1
    return found


def year(c: Cursor) -> int | None:
    """«2023», «2023 года», «2023 г.»."""
    if c.here.kind is not Kind.NUMBER or not 1990 <= c.here.value <= 2100 or c.here.end - c.here.start != 4:
        return None
    value = c.here.value
    c.pos += 1
    _year_word(c)
    return value


def _year_word(c: Cursor) -> None:
    if c.take("год", "года", "году"):
        return
    if c.here.norm == "г":
        c.pos += 1
        if c.here.norm == "." and c.here.glued:
            c.pos += 1


def this_year(c: Cursor) -> None:
    """«12 мая т. г.», «12 мая текущего года»: the plan's own year, as if none were said."""
    start = c.pos
    if c.take("т", "с"):
        c.take(".")
        if c.take("г"):
            if c.here.norm == "." and c.here.glued:
                c.pos += 1
            return
    elif c.take("текущего", "сего", "этого") and c.take("года"):
        return
    c.pos = start


def fixed_day(c: Cursor) -> FixedDay | None:
    """«30.01.2023», «30 января 2023 года», «30 января», «"12" марта 2023 г.»; never an impossible date."""
    start = c.pos
    weekday = _weekday(c)
    if weekday is not None:
        c.take(",")
        dated = _fixed_day(c)
        if dated is not None and _falls_on(dated, weekday):
            return dated
        c.pos = start
        return None
    dated = _fixed_day(c)
    after = c.pos
    bracket = c.take("(")
    weekday = _weekday(c) if bracket or c.take(",") else None
    if weekday is None or (bracket and not c.take(")")):
        c.pos = after
    elif dated is None or not _falls_on(dated, weekday):
        c.pos = start
        return None
    return dated


def _weekday(c: Cursor) -> int | None:
    for number_, stem in enumerate(WEEKDAY_STEMS):
        if c.take_stem(stem):
            return number_
    return None


def _falls_on(day: FixedDay, weekday: int) -> bool:
    """False also without a year: a weekday that cannot be checked is not believed."""
    return day.year is not None and date(day.year, day.month, day.day).weekday() == weekday


# «10 июль» is no tenth of July: a figure or a list of months.
_MONTHS_NAMED = frozenset(
    ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь")
)
_OF_A_MONTH = frozenset(("го", "ого", "е", "ое", "му", "ому", "м"))  # «10-го августа», «по 10-е августа»


def _fixed_day(c: Cursor) -> FixedDay | None:
    start = c.pos
    if c.here.kind is Kind.DATE:
        year_, month_, day_ = c.here.ymd
        c.pos += 1
        _year_word(c)
        if is_date(year_, month_, day_):
            return FixedDay(day_, month_, year_)
        c.pos = start
        return None
    quoted = c.take('"')
    day = _digits(c, _OF_A_MONTH) if c.here.end - c.here.start <= 2 else None
    if quoted and not c.take('"'):
        c.pos = start
        return None
    month_of = month(c) if day is not None and c.here.norm not in _MONTHS_NAMED else None
    if day is not None and month_of is not None:
        year_of = year(c)
        if year_of is None:
            this_year(c)
        if is_date(year_of or 2024, month_of, day):
            return FixedDay(day, month_of, year_of)
    c.pos = start
    return None


def is_date(year_: int, month_: int, day_: int) -> bool:
    try:
        date(year_, month_, day_)
    except ValueError:
        return False
    return True


MIDNIGHT_END = time.max
"""Stands for 24:00 while a wording is read: the day's own end, so it becomes no hour at all."""


def hour(c: Cursor, bare: bool = False) -> time | None:
    """An hour of the day: «18 часов», «18 ч. 00 мин.», «18.00», «18:00 часов», «ноль часов», «24.00».

    `bare` also takes a number alone («с 8 до 20 часов»). 24:00 is `MIDNIGHT_END`.
    """
    start = c.pos
    if c.here.norm in ("ноль", "ноля", "нуля"):
        c.pos += 1
        if c.take("часов", "час"):
            _minutes(c)
            return time(0)
        c.pos = start
        return None
    hours = CARDINALS.get(c.here.norm) if c.here.kind is Kind.WORD else None
    if c.here.kind is Kind.NUMBER:
        hours = c.here.value
    if hours is None:
        return None
    c.pos += 1
    minutes: int | None = None
    mark, doubtful = "", False
    if (
        c.here.norm in (".", ":", "-")
        and c.here.glued
        and c.peek(1).kind is Kind.NUMBER
        and c.peek(1).glued
        and c.peek(1).end - c.peek(1).start == 2
    ):
        mark, minutes = c.here.norm, c.peek(1).value
        c.pos += 2
        # «12.03» and «10-14» may be a date or a range: only what can be nothing but minutes is an hour.
        doubtful = mark == "-" and minutes not in (0, 30)
    spoken = _hour_word(c)
    if spoken:
        hours = _by_part_of_day(c, hours)
    doubtful = doubtful or (mark == "." and not spoken and 0 < (minutes or 0) <= 12)
    if spoken and minutes is None:
        minutes = _minutes(c)
    if spoken and minutes is None and c.here.kind is Kind.NUMBER and c.here.glued:
        doubtful = True  # «1ч3 августа»: digits run together
    if doubtful or not (spoken or minutes is not None or bare) or hours > 24 or (minutes or 0) > 59:
        c.pos = start
        return None
    if hours == 24:
        return MIDNIGHT_END if not minutes else None
    return time(hours, minutes or 0)


def _by_part_of_day(c: Cursor, hours: int) -> int:
    """«7 часов утра», «6 часов вечера»; «12 часов дня» only where «дня» can belong to nothing that follows."""
    if c.here.norm == "утра" and 1 <= hours < 12:
        c.pos += 1
    elif c.here.norm == "вечера" and 4 <= hours < 12:
        c.pos += 1
        return hours + 12
    elif c.here.norm == "дня" and hours in (1, 2, 3, 4, 5, 12) and c.peek(1).kind in (Kind.NUMBER, Kind.DATE):
        c.pos += 1
        return hours % 12 + 12
    return hours


def _hour_word(c: Cursor) -> bool:
    if c.take("часов", "часа", "час", "часам"):
        if c.here.norm == "." and c.here.glued:
            c.pos += 1
        return True
    if c.here.norm == "ч":
        c.pos += 1
        if c.here.norm == "." and c.here.glued:
            c.pos += 1
        return True
    return False


def _minutes(c: Cursor) -> int | None:
    if c.here.kind is Kind.NUMBER and c.peek(1).norm in ("минут", "мин", "минуты", "м"):
        value = c.here.value
        c.pos += 2
        if c.here.norm == "." and c.here.glued:
            c.pos += 1
        return value
    if c.here.norm in ("ноль", "нуль") and c.peek(1).norm == "минут":
        c.pos += 2
        return 0
    return None
