"""Dates of a text said again in the text's own shape."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan.days import MONTHS
from plan.mentions import find_dates
from plan.printing import Span, joined, with_dates
from plan.resolving import printed_day

VOTE = date(2023, 3, 12)


def moved(text: str, days: int) -> str:
    """The text with each of its dates so many days later."""
    by = timedelta(days=days)
    mentions = find_dates(text, VOTE)
    return with_dates(text, mentions, [one.said + by for one in mentions], VOTE + by)


@pytest.mark.parametrize(
    ("text", "days", "said"),
    [
        ("Не позднее 30.01.2023", 1652, "Не позднее 09.08.2027"),
        ("не позднее 1.02.2023", 7, "не позднее 8.02.2023"),
        ("1.2.2023", 10, "11.2.2023"),
        ("09.03.23", 190, "15.09.23"),
        ("2023-03-09", 190, "2023-09-15"),
        ("с 28.12.2022 по 25.01.2023", 190, "с 06.07.2023 по 03.08.2023"),
        ("с 28.12 по 25.01.2023", 7, "с 04.01 по 01.02.2023"),
        ("с 06.07 по 03.08.2023", 180, "с 02.01 по 30.01.2024"),
        ("с 20.06 по 20.07.2023", 184, "с 21.12.2023 по 20.01.2024"),
        ("с 20 по 30.07.2023", 7, "с 27.07 по 06.08.2023"),
        ("до 18 часов 30.01.2023 по местному времени", 7, "до 18 часов 06.02.2023 по местному времени"),
        ("10.03, 11.03, 12.03.2023", 190, "16.09, 17.09, 18.09.2023"),
        ("10, 11 и 12 марта 2023 года", 1652, "17, 18 и 19 сентября 2027 года"),
        ("10, 11 и 12 марта", 20, "30, 31 марта и 1 апреля"),
        ("12 марта 2023 года", 1652, "19 сентября 2027 года"),
        ("12 МАРТА 2023 ГОДА", 31, "12 АПРЕЛЯ 2023 ГОДА"),
        ("«09» марта 2023 г.", 3, "«12» марта 2023 г."),
        ("30 янв. 2023 г.", 31, "2 мар. 2023 г."),
        ("с 20 по 30 июля 2023 года", 7, "с 27 июля по 6 августа 2023 года"),
        ("с 1 по 10 сентября", 8, "с 9 по 18 сентября"),
        ("с 25 августа по 5 сентября 2023 года", 7, "с 1 по 12 сентября 2023 года"),
        ("с 25 декабря по 10 января 2023 года", 8, "со 2 по 18 января 2023 года"),
        ("с 5 по 20 января 2023 года", 355, "с 26 декабря 2023 года по 10 января 2024 года"),
        ("с 25 декабря 2022 года по 10 января 2023 года", 190, "с 3 по 19 июля 2023 года"),
        ("с 7 марта 2023 г. по 12 марта 2023 г.", 7, "с 14 марта 2023 г. по 19 марта 2023 г."),
        ("10-12 марта", 20, "30 марта – 1 апреля"),
        ("со 2 марта", 1, "с 3 марта"),
        ("С 1 марта", 1, "Со 2 марта"),
        ("12 марта 2023 года (воскресенье)", 3, "15 марта 2023 года (среда)"),
        ("в воскресенье, 12 марта 2023 года", 2, "во вторник, 14 марта 2023 года"),
        ("в среду 15 марта 2023 года", 4, "в воскресенье 19 марта 2023 года"),
        ("28 февраля 2023 года", 366, "29 февраля 2024 года"),
        ("не позднее 8 июня", 100, "не позднее 16 сентября"),
    ],
)
def test_only_the_dates_change(text: str, days: int, said: str) -> None:
    assert moved(text, days) == said


@pytest.mark.parametrize(
    "text",
    [
        "п. 7. ст. 71, п.п. 2.1 – 2.2",
        "с 8.00 до 20.00",
        "№ 22/77",
        "30.02.2023",
        "тел. 8(3842) 12-03-20",
        "ул. 1 Мая",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_dates(text, None) == ()


def test_a_number_before_a_date_is_not_its_day() -> None:
    assert [one.said for one in find_dates("в УИК № 11, 12 марта 2023 года", VOTE)] == [date(2023, 3, 12)]
    assert [one.said for one in find_dates("пункты 10 и 12.03.2023", VOTE)] == [date(2023, 3, 12)]


def test_a_date_far_from_the_vote_says_its_year() -> None:
    mentions = find_dates("до 10 марта", VOTE)
    assert with_dates("до 10 марта", mentions, [date(2026, 3, 12)], VOTE) == "до 12 марта 2026 года"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12.03.2023", "С 17.09.2027 по 19.09.2027"),
        ("12 марта 2023 года", "С 17 по 19 сентября 2027 года"),
        ("с 8 до 20 часов 12.03.2023", "с 8 до 20 часов с 17.09.2027 по 19.09.2027"),
        ("до 20.00 12.03.2023", "с 17.09.2027 до 20.00 19.09.2027"),
        ("До 20.00 по местному времени 12.03.2023", "С 17.09.2027 до 20.00 по местному времени 19.09.2027"),
        ("до 20 часов 12 марта 2023 года", "с 17 сентября до 20 часов 19 сентября 2027 года"),
        ("12.03.2023 до 20.00 по местному времени", "С 17.09.2027 до 20.00 по местному времени 19.09.2027"),
        ("12 марта 2023 года до 20 часов", "С 17 сентября до 20 часов 19 сентября 2027 года"),
        ("12.03.2023 с 8.00 до 20.00", "С 17.09.2027 по 19.09.2027 с 8.00 до 20.00"),
        ("воскресенье, 12 марта 2023 года", "С 17 по 19 сентября 2027 года"),
        ("12 марта 2023 года (воскресенье)", "С 17 по 19 сентября 2027 года"),
        ("голосование «12» марта 2023 г.", "голосование с «17» по «19» сентября 2027 г."),
    ],
)
def test_one_day_becomes_a_stretch(text: str, said: str) -> None:
    span = Span(date(2027, 9, 17), date(2027, 9, 19))
    assert with_dates(text, find_dates(text, VOTE), [span], span.last) == said


def test_a_stretch_over_a_month_says_both_months() -> None:
    span = Span(date(2027, 8, 31), date(2027, 9, 2))
    text = "12 марта 2023 года"
    assert with_dates(text, find_dates(text, VOTE), [span], span.last) == "С 31 августа по 2 сентября 2027 года"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("С 10.03.2023 по 12.03.2023", "12.03.2023"),
        ("10.03.2023 – 12.03.2023", "12.03.2023"),
        ("в период с 10 по 12 марта 2023 года", "12 марта 2023 года"),
        ("с 8 до 20 часов с 10.03.2023 по 12.03.2023", "с 8 до 20 часов 12.03.2023"),
        ("С 10.03.2023 до 20.00 по местному времени 12.03.2023", "12.03.2023 до 20.00 по местному времени"),
        ("с 8.00 10.03.2023 до 20.00 12.03.2023", "с 8.00 до 20.00 12.03.2023"),
        ("10, 11 и 12 марта 2023 года", "12 марта 2023 года"),
    ],
)
def test_a_stretch_becomes_one_day(text: str, said: str) -> None:
    mentions = find_dates(text, VOTE)
    assert joined(text, mentions[0], mentions[-1]) == said


def _in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} года"


SHAPES = (
    lambda a, b: f"Не позднее {printed_day(b)}",
    lambda a, b: f"С {printed_day(a)} по {printed_day(b)}",
    lambda a, b: f"не ранее {_in_words(a)} и не позднее {_in_words(b)}",
    lambda a, b: f"с {_in_words(a)} по {_in_words(b)} включительно",
    lambda a, b: f"{printed_day(a)} – {printed_day(b)}",
    lambda a, b: f"с {a.day:02}.{a.month:02}.{a.year} до 18.00 {printed_day(b)}",
)
days = st.dates(date(2020, 1, 1), date(2034, 12, 31))


@given(st.sampled_from(SHAPES), days, st.integers(3, 200), st.integers(-2000, 2000))
def test_the_new_text_says_the_new_days(shape: object, start: date, length: int, by: int) -> None:
    assert callable(shape)
    text = shape(start, start + timedelta(days=length))
    near = start + timedelta(days=length)
    before = find_dates(text, near)
    said = with_dates(text, before, [one.said + timedelta(days=by) for one in before], near + timedelta(days=by))
    after = find_dates(said, near + timedelta(days=by))
    assert [one.said for one in after] == [one.said + timedelta(days=by) for one in before]


@given(st.sampled_from(SHAPES), days, st.integers(3, 200))
def test_the_same_days_leave_the_text_alone(shape: object, start: date, length: int) -> None:
    assert callable(shape)
    text = shape(start, start + timedelta(days=length))
    mentions = find_dates(text, start)
    assert with_dates(text, mentions, [one.said for one in mentions], start) == text


@given(days, st.integers(1, 40), st.integers(1, 700), st.integers(-700, 700))
def test_a_run_that_leaves_its_month_and_year_out_is_read_back(start: date, length: int, by: int, back: int) -> None:
    """«с 1 по 10 сентября 2027 года», whatever months and years it is moved over."""
    end = start + timedelta(days=length)
    opening = str(start.day) if start.month == end.month else _in_words(start)
    text = f"с {opening} по {_in_words(end)}"
    for shift in (by, back):
        mentions = find_dates(text, end)
        wanted = [one.said + timedelta(days=shift) for one in mentions]
        text = with_dates(text, mentions, wanted, wanted[-1])
        assert [one.said for one in find_dates(text, wanted[-1])] == wanted
