"""Wordings with a letter, a figure or a word changed, lost or doubled: no date may come of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.dating import occurrences
from plan.model import Facts
from plan.term import parse

ONE_DAY = Facts(date(2025, 9, 14), date(2025, 9, 14), {"published": date(2025, 6, 25)})

SPOILT = (
    "не позднее чем через месяца со дня голосования",
    "не позднее чем через недели после дня голосования",
    "не позднее чем за 3 дней до дня голосования",
    "не позднее чем за 1 дней до дня голосования",
    "в течение два дней до дня голосования",
    "в течение 24 дня со дня голосования",
    "не позднее чем за двадцать день до дня голосования",
    "не позднее чем за двадцать (25) пять дней до дня голосования",
    "не позднее чем за 2025 дней до дня голосования",
    "не позднее чем за 040 дней до дня голосования",
    "не позднее чем за 3O дней до дня голосования",
    "не позднее чем за зо дней до дня голосования",
    "не позднее йчем за 15 дней до дня голосования",
    "не ранее чем за 45 и не позднее чем за 3 недели до дня голосования",
    "не позднее чем на 10 дней после дня голосования",
    "не позднее чем за три дня до дня голосования (первогодня голосования)",
    "с 31 по 5 июня 2025 года",
    "с 29 по 3 февраля 2025 года",
    "1я июля 2025 года",
    "10 июль 2025 года",
    "не позднее 1ч3 августа 2025 года",
    "д 09.09.2025",
    "начиная 10.08.2025",
    "2)9 августа 2025 года",
    "отменено: до 30 августа 2025 года",
    "30 августа 2025 года (дата уточняется)",
    "не позднее 10 часов до дня голосования",
    "с 2 часов после окончания голосования",
    "не позднее чем за 12 часов до начала дня голосования",
    "не менее чем в\nтечение 15 дней\nпосле дня\nголосования",
)


@pytest.mark.parametrize("wording", SPOILT)
def test_a_spoilt_wording_has_no_date(wording: str) -> None:
    assert not any(one.is_dated for one in occurrences(parse(wording), ONE_DAY))


@given(
    st.integers(1, 31), st.integers(1, 31), st.sampled_from(["января", "февраля", "июня", "сентября"]), st.booleans()
)
@settings(deadline=None)
def test_a_range_of_days_of_any_month_is_dated_or_refused(first: int, last: int, month: str, listed: bool) -> None:
    wording = f"{first} и {last} {month} 2025 года" if listed else f"с {first} по {last} {month} 2025 года"

    for one in occurrences(parse(wording), ONE_DAY):
        assert one.start is None or one.end is None or one.start <= one.end
