"""The periods of work plans, as commissions word them: the right days of the plan's year, or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan.dating import occurrences
from plan.model import Facts, Occurrence
from plan.recurrence import days_of_year
from plan.term import Part, parse
from plan.term.tree import DayOfMonth, DayOfWeek, Every, Period

FACTS = Facts(conventions={"plan_year": "2024"})


def counted(wording: str) -> list[str]:
    """Each occurrence as «kind start..end»; a term that is not understood gives nothing."""
    term = parse(wording)
    return [shown(one) for one in occurrences(term, FACTS)] if term.understood else ["не понято"]


def shown(one: Occurrence) -> str:
    start, end = (f"{day:%d.%m.%y}" if day else "" for day in (one.start, one.end))
    return f"{one.kind.value} {start}..{end}" if start or end else one.kind.value


@pytest.mark.parametrize(
    ("wording", "days"),
    [
        ("I квартал", ["periodic 01.01.24..31.03.24"]),
        ("IV КВАРТАЛ", ["periodic 01.10.24..31.12.24"]),
        ("1 кв. 2024 г.", ["periodic 01.01.24..31.03.24"]),
        ("I, III кварталы", ["periodic 01.01.24..31.03.24", "periodic 01.07.24..30.09.24"]),
        ("II – III кварталы", ["periodic 01.04.24..30.09.24"]),
        ("1 полугодие", ["periodic 01.01.24..30.06.24"]),
        ("второе полугодие 2024 года", ["periodic 01.07.24..31.12.24"]),
        ("январь-март", ["periodic 01.01.24..31.03.24"]),
        ("с января по март", ["periodic 01.01.24..31.03.24"]),
        ("январь - июнь, сентябрь", ["periodic 01.01.24..30.06.24", "periodic 01.09.24..30.09.24"]),
        ("март, по отдельному графику", ["periodic 01.03.24..31.03.24"]),
        ("в течение марта", ["periodic 01.03.24..31.03.24"]),
        ("в течение 2024 года", ["periodic 01.01.24..31.12.24"]),
        ("в течение года", ["periodic"]),
        ("весь год", ["periodic"]),
        ("по отдельному графику", ["periodic"]),
        ("1 раз в полугодие", ["periodic"]),
        ("декабрь 2024 г. – январь 2025 г.", ["periodic 01.12.24..31.01.25"]),
        ("декабрь – январь 2025 года", ["periodic 01.12.24..31.01.25"]),
        ("II квартал 2024 г. – I квартал 2025 г.", ["periodic 01.04.24..31.03.25"]),
        ("январь 2024 г. – март 2024 г.", ["periodic 01.01.24..31.03.24"]),
        ("III декада мая", ["periodic 21.05.24..31.05.24"]),
        ("третья декада февраля", ["periodic 21.02.24..29.02.24"]),
        ("I – II декада марта 2025 года", ["periodic 01.03.25..20.03.25"]),
        ("до 15 марта", ["deadline ..15.03.24"]),
        ("не позднее 1 марта", ["deadline ..01.03.24"]),
        ("15 марта", ["exact 15.03.24..15.03.24"]),
        ("с 1 по 15 марта", ["window 01.03.24..15.03.24"]),
        ("1 февраля, 1 августа", ["exact 01.02.24..01.02.24", "exact 01.08.24..01.08.24"]),
        ("ежегодно до 1 апреля", ["deadline ..01.04.24"]),
        ("третье воскресенье февраля", ["exact 18.02.24..18.02.24"]),
        ("по состоянию на 1 января и 1 июля 2024 года", ["exact 01.01.24..01.01.24", "exact 01.07.24..01.07.24"]),
        (
            "ежеквартально до 10 числа месяца, следующего за отчетным кварталом",
            ["deadline ..10.01.24", "deadline ..10.04.24", "deadline ..10.07.24", "deadline ..10.10.24"],
        ),
        ("на 1 число каждого квартала", [f"exact 01.{m:02}.24..01.{m:02}.24" for m in (1, 4, 7, 10)]),
    ],
)
def test_read(wording: str, days: list[str]) -> None:
    assert counted(wording) == days


@pytest.mark.parametrize(
    ("wording", "number", "first", "last"),
    [
        ("ежемесячно до 5 числа", 12, "deadline ..05.01.24", "deadline ..05.12.24"),
        ("ежемесячно (не позднее 5-го числа)", 12, "deadline ..05.01.24", "deadline ..05.12.24"),
        ("до 5 числа каждого месяца", 12, "deadline ..05.01.24", "deadline ..05.12.24"),
        ("ежемесячно до 5 числа месяца, следующего за отчётным", 12, "deadline ..05.01.24", "deadline ..05.12.24"),
        ("до 30 числа каждого месяца", 12, "deadline ..30.01.24", "deadline ..30.12.24"),
        ("1 и 15 числа каждого месяца", 24, "exact 01.01.24..01.01.24", "exact 15.12.24..15.12.24"),
        ("на первое число каждого месяца", 12, "exact 01.01.24..01.01.24", "exact 01.12.24..01.12.24"),
        ("последний день месяца", 12, "exact 31.01.24..31.01.24", "exact 31.12.24..31.12.24"),
        ("каждый понедельник", 53, "exact 01.01.24..01.01.24", "exact 30.12.24..30.12.24"),
        ("еженедельно, по пятницам", 52, "exact 05.01.24..05.01.24", "exact 27.12.24..27.12.24"),
        ("по вторникам и четвергам", 105, "exact 02.01.24..02.01.24", "exact 31.12.24..31.12.24"),
        ("последняя пятница месяца", 12, "exact 26.01.24..26.01.24", "exact 27.12.24..27.12.24"),
        ("второй четверг каждого месяца", 12, "exact 11.01.24..11.01.24", "exact 12.12.24..12.12.24"),
        ("январь, апрель, июль, октябрь", 4, "periodic 01.01.24..31.01.24", "periodic 01.10.24..31.10.24"),
    ],
)
def test_repeated(wording: str, number: int, first: str, last: str) -> None:
    days = counted(wording)
    assert (len(days), days[0], days[-1]) == (number, first, last)


def test_february_is_short() -> None:
    assert counted("до 30 числа каждого месяца")[1] == "deadline ..29.02.24"


@pytest.mark.parametrize(
    "wording",
    [
        "с июля",
        "до июня",
        "ноябрь – январь",
        "5 квартал",
        "III полугодие",
        "IV декада мая",
        "1 декада каждого месяца",
        "конец мая",
        "первая половина июня",
        "до 20 числа",
        "ежеквартально до 10 числа",
        "ежемесячно 31 числа",
        "не ранее 5 числа каждого месяца",
        "после 5 числа каждого месяца",
        "с 1 по 5 число каждого месяца",
        "до 5 числа каждого месяца, кроме января",
        "до 5 числа каждого второго месяца",
        "каждый второй понедельник",
        "каждый понедельник, кроме праздничных дней",
        "каждый вторник марта",
        "каждый рабочий день",
        "последний рабочий день месяца",
        "последняя пятница квартала",
        "ежемесячно до 5 числа, в декабре до 25 числа",
        "весь период (ежемесячно до 5 числа)",
        "по согласованию",
        "31 апреля",
    ],
)
def test_not_understood(wording: str) -> None:
    assert counted(wording) == ["не понято"]


def test_without_a_year_nothing_is_dated() -> None:
    for wording in ("март", "ежемесячно до 5 числа", "последняя пятница месяца", "III декада мая"):
        assert not any(one.is_dated for one in occurrences(parse(wording), Facts()))


def test_a_day_that_the_year_does_not_have() -> None:
    found = occurrences(parse("29 февраля"), Facts(conventions={"plan_year": "2025"}))
    assert [(one.is_dated, one.doubt) for one in found] == [(False, "даты 29.02 нет в 2025 году")]


@pytest.mark.parametrize(
    "wording",
    [
        "декабрь 2024 г. – январь 2025 г.",
        "I – II декада марта",
        "III декада мая 2024 года",
        "I, III кварталы",
        "ежемесячно до 5 числа",
        "каждый понедельник",
        "последняя пятница месяца",
        "ежегодно до 1 апреля",
        "на первое число каждого квартала",
        "ежеквартально до 10 числа месяца, следующего за отчетным кварталом",
    ],
)
def test_words_and_tree_agree(wording: str) -> None:
    term = parse(wording)
    assert parse(term.render()) == term


_DAYS = st.one_of(
    st.builds(DayOfMonth, st.integers(1, 28), st.none() | st.integers(1, 12)),
    st.builds(DayOfWeek, st.integers(0, 6), st.none() | st.sampled_from([1, 2, 3, 4, 5, -1]), st.none()),
)


@given(st.lists(_DAYS, min_size=1, max_size=4), st.booleans(), st.integers(1990, 2100))
def test_days_are_of_the_year_and_in_order(named: Sequence[DayOfMonth | DayOfWeek], by: bool, year: int) -> None:
    days = days_of_year(Period(Every.MONTHLY, days=tuple(named), by=by), year)
    assert days == tuple(sorted(set(days)))
    assert all(day.year == year for day in days)
    weekdays = {one.weekday for one in named if isinstance(one, DayOfWeek)}
    numbers = {one.day for one in named if isinstance(one, DayOfMonth)}
    assert all(day.weekday() in weekdays or day.day in numbers for day in days)


def test_the_last_weekday_of_each_month() -> None:
    for month in range(1, 13):
        (day,) = days_of_year(Period(Every.NTH_WEEKDAY, days=(DayOfWeek(4, -1, month),)), 2024)
        assert (day.month, day.weekday()) == (month, 4)
        assert (day + timedelta(days=7)).month != month


def test_one_part_each() -> None:
    for wording in ("I, III кварталы", "1 и 15 числа каждого месяца"):
        assert [type(part) for part in parse(wording).parts] == [Part]
