"""Dates as people say them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from plan.model import Occurrence, OccurrenceKind
from views import dates
from views.translator import load_translators

T = load_translators().of("ru")
TODAY = date(2023, 1, 25)
D = OccurrenceKind.DEADLINE
W = OccurrenceKind.WINDOW


def day(month: int, number: int) -> date:
    return date(2023, month, number)


@pytest.mark.parametrize(
    ("occurrence", "said"),
    [
        (Occurrence(D, end=day(1, 30), end_time=time(18)), "пн, 30 января, до 18:00"),
        (Occurrence(D, end=day(1, 30)), "не позднее пн, 30 января"),
        (Occurrence(D, end=date(2026, 3, 12)), "не позднее чт, 12 марта 2026"),
        (Occurrence(D, end=date(2026, 3, 12), text="Не менее трех лет"), "не меньше чем до чт, 12 марта 2026"),
        (Occurrence(OccurrenceKind.EXACT, day(3, 9), day(3, 9)), "чт, 9 марта"),
        (Occurrence(W, day(1, 20), day(2, 9)), "пт, 20 января – чт, 9 февраля"),
        (Occurrence(W, day(2, 11), day(3, 10), end_time=time(0)), "сб, 11 февраля – чт, 9 марта, 24:00"),
        (Occurrence(W, day(3, 10), day(3, 12), time(8), time(20)), "пт, 10 марта, 08:00 – вс, 12 марта, 20:00"),
        (Occurrence(OccurrenceKind.OPENING, start=day(3, 1)), "начинается ср, 1 марта"),
        (Occurrence(OccurrenceKind.AT_ONCE), "незамедлительно"),
        (Occurrence(OccurrenceKind.PERIODIC, text="Весь период"), "весь период"),
    ],
)
def test_when(occurrence: Occurrence, said: str) -> None:
    assert dates.when(occurrence, TODAY, T) == said


def test_a_term_that_waits_names_its_event_in_the_words_of_the_law() -> None:
    waiting = Occurrence(OccurrenceKind.OPEN, needs=("results_published",))
    assert dates.when(waiting, TODAY, T).startswith("после события: ")
    assert "results_published" not in dates.when(waiting, TODAY, T)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (day(1, 25), day(1, 27), "25–27 января"),
        (day(1, 30), day(2, 3), "30 января – 3 февраля"),
        (day(1, 30), day(1, 30), "пн, 30 января"),
        (day(3, 13), None, "с 13 марта"),
        (None, day(2, 10), "до 10 февраля"),
        (None, None, "вся кампания"),
        (date(2024, 5, 1), date(2024, 5, 9), "1–9 мая 2024"),
    ],
)
def test_spans(first: date | None, last: date | None, said: str) -> None:
    assert dates.span(first, last, TODAY, T) == said


@pytest.mark.parametrize(
    ("left", "said"), [(0, "сегодня последний день"), (1, "завтра последний день"), (-1, "срок прошёл 1 день назад")]
)
def test_days_left(left: int, said: str) -> None:
    assert dates.days_left(left, T) == said


def test_the_year_is_named_only_where_it_is_not_the_nearest() -> None:
    assert dates.full_day(day(1, 30), date(2022, 12, 15), T) == "пн, 30 января"
    assert dates.full_day(date(2022, 12, 24), TODAY, T) == "сб, 24 декабря"
    assert dates.full_day(date(2023, 12, 24), TODAY, T) == "вс, 24 декабря 2023"


def test_a_moment_is_said_in_the_campaigns_zone() -> None:
    at = datetime(2023, 1, 30, 20, 5, tzinfo=UTC)
    assert dates.moment(at, ZoneInfo("Asia/Novokuznetsk"), TODAY, T) == "вт, 31 января, 03:05"
