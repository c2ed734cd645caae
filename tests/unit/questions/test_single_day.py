"""One day as people write it, read whole or not at all."""

from datetime import date, time

import pytest

from questions.frame import Frame
from questions.single_day import SaidDay, read_day

FRAME = Frame(date(2022, 12, 20), date(2022, 12, 13), date(2023, 6, 10), date(2023, 3, 10), date(2023, 3, 12))
"""It is Tuesday, 20.12.2022."""

JANUARY_20 = date(2023, 1, 20)


@pytest.mark.parametrize(
    "said",
    [
        *("20 января", "20 янв", "двадцатое января", "20.01.2023", "20.01.23", "20.1.23", "20.01", "20/01/2023"),
        *("2023-01-20", "20 января 2023 года", "20.01.2023 г.", "до 20 января", "не позднее 20 января включительно"),
        *("с 20 января", "давайте 20 января", "20 января 2023 г. (пт)", "ДО 20 ЯНВАРЯ", "20 января до 24:00"),
        *("до конца дня 20 января", " 20\u00a0января. "),
    ],
)
def test_a_day(said: str) -> None:
    assert read_day(said, FRAME) == SaidDay(JANUARY_20)


@pytest.mark.parametrize(
    "said",
    [
        *("20.01.23 до 18:00", "20 января до 18 часов", "до 18 часов 20 января", "20.01.2023, 18:00"),
        *("не позднее 20 января 18.00", "20 января к 18 часам", "до 18:00 20.01.2023"),
    ],
)
def test_a_day_with_its_hour(said: str) -> None:
    assert read_day(said, FRAME) == SaidDay(JANUARY_20, time(18))


def test_the_year_is_the_campaigns() -> None:
    assert read_day("24 декабря", FRAME) == SaidDay(date(2022, 12, 24))
    assert read_day("24 декабря 2023", FRAME) == SaidDay(date(2023, 12, 24))
    assert read_day("завтра", FRAME) == SaidDay(date(2022, 12, 21))
    assert read_day("пятница", FRAME) == SaidDay(date(2022, 12, 23))


@pytest.mark.parametrize(
    "said",
    [
        *(
            "",
            " ",
            "не знаю",
            "67",
            "п. 67",
            "18:00",
            "январь",
            "20 или 21 января",
            "20-25 января",
            "с 20 по 25 января",
        ),
        *("31 февраля", "32.01.2023", "30.02.2023", "12/24/2022", "20 января, нет, 21 января", "на 3 дня позже"),
        *("20 января в ноль часов", "24.12.22 г. 18-00", "20 января как в прошлом году", "кроме 20 января"),
        *("что на этой неделе", "за 5 дней до голосования", "🙂", "20 января 21 февраля", "сегодня, 20 января"),
    ],
)
def test_what_is_not_one_whole_day_is_asked_again(said: str) -> None:
    assert read_day(said, FRAME) is None
