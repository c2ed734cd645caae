"""A day and an hour as a chairman writes them, read whole or not at all."""

from datetime import date, datetime, time

import pytest

from questions.frame import Frame
from questions.moment import SaidMoment, read_moment

NOW = datetime(2023, 1, 25, 13, 0)  # noqa: DTZ001 - the campaign's own clock, without a zone; a Wednesday
FRAME = Frame(NOW.date(), date(2022, 10, 27), date(2023, 10, 22), date(2023, 3, 10), date(2023, 3, 12))


def said(words: str) -> tuple[str, str] | None:
    moment = read_moment(words, FRAME, NOW)
    return None if moment is None else (f"{moment.day:%d.%m}", f"{moment.hour:%H:%M}")


@pytest.mark.parametrize(
    ("words", "day", "hour"),
    [
        ("в пятницу в 10", "27.01", "10:00"),
        ("28 января 14:30", "28.01", "14:30"),
        ("28.01 в 14.30", "28.01", "14:30"),
        ("28.01.2023 14:30", "28.01", "14:30"),
        ("2023-01-28 14:30", "28.01", "14:30"),
        ("28 января в 10 часов 30 минут", "28.01", "10:30"),
        ("в субботу, 28 января, в 16:00", "28.01", "16:00"),
        ("в понедельник 30.01 в 10.15", "30.01", "10:15"),
        ("30.01 10-00", "30.01", "10:00"),
        ("26 янв 17ч", "26.01", "17:00"),
        ("27-го в 10", "27.01", "10:00"),
        ("в 10:00 27 числа", "27.01", "10:00"),
        ("5 марта к 12 часам", "05.03", "12:00"),
        ("Завтра в 9 утра", "26.01", "09:00"),
        ("завтра к 10", "26.01", "10:00"),
        ("на завтра на 11", "26.01", "11:00"),
        ("завтра в десять", "26.01", "10:00"),
        ("завтра в половине десятого", "26.01", "09:30"),
        ("завтра в полдень", "26.01", "12:00"),
        ("завтра вечером в 7", "26.01", "19:00"),
        ("в час дня завтра", "26.01", "13:00"),
        ("завтра утром", "26.01", "09:00"),
        ("завтра", "26.01", "09:00"),
        ("утром в пятницу", "27.01", "09:00"),
        ("послезавтра в 18", "27.01", "18:00"),
        ("в следующий понедельник в 9", "30.01", "09:00"),
        ("через неделю в 10", "01.02", "10:00"),
        ("за день до голосования в 10", "11.03", "10:00"),
        ("сегодня к 17:30", "25.01", "17:30"),
        ("сегодня вечером", "25.01", "18:00"),
        ("через два часа", "25.01", "15:00"),
        ("через полчаса", "25.01", "13:30"),
        ("через 45 минут", "25.01", "13:45"),
    ],
)
def test_a_moment(words: str, day: str, hour: str) -> None:
    assert said(words) == (day, hour)


def test_an_hour_alone_is_the_next_such_hour() -> None:
    assert said("в 18") == ("25.01", "18:00")
    assert said("в 10") == ("26.01", "10:00")


def test_a_weekday_that_has_passed_today_is_the_next_one() -> None:
    assert said("в среду в 15") == ("25.01", "15:00")
    assert said("в среду в 12") == ("01.02", "12:00")


def test_what_has_passed_is_read_as_it_was_said() -> None:
    assert said("вчера в 10") == ("24.01", "10:00")
    assert said("20 января в 10") == ("20.01", "10:00")
    assert said("сегодня в 9:00") == ("25.01", "09:00")


def test_over_midnight() -> None:
    late = datetime(2023, 1, 25, 23, 30)  # noqa: DTZ001 - as above
    assert read_moment("через час", FRAME, late) == SaidMoment(date(2023, 1, 26), time(0, 30))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "не знаю",
        "10",
        "сегодня",
        "31 февраля в 10",
        "завтра в 25:00",
        "сегодня в 18 и завтра в 10",
        "💥",
        "в" * 5000,
    ],
)
def test_no_moment(words: str) -> None:
    assert said(words) is None
