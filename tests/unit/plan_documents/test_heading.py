"""Headings of different commissions: title, commission, decision, voting days, zone."""

from __future__ import annotations

from datetime import date

import pytest

from plan.model import Decision
from plan.readers import heading
from plan.readers.abbreviations import find_abbreviations
from plan.readers.zones import zone_of


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("выборов, назначенных на 12 марта 2023 года", date(2023, 3, 12), date(2023, 3, 12)),
        ("выборов, назначенных на 17, 18 и 19 сентября 2021 года", date(2021, 9, 17), date(2021, 9, 19)),
        ("назначенных на 15 – 17 марта 2024 г.", date(2024, 3, 15), date(2024, 3, 17)),
        ("назначенных на 10.09.2023", date(2023, 9, 10), date(2023, 9, 10)),
        ("День голосования – 8 сентября 2024 года", date(2024, 9, 8), date(2024, 9, 8)),
        ("Календарный план выборов депутатов «14» сентября 2025 года", date(2025, 9, 14), date(2025, 9, 14)),
    ],
)
def test_voting_days(text: str, first: date, last: date) -> None:
    assert heading.voting_days_of(text, "") == (first, last)


def test_the_days_of_the_vote_below_the_title() -> None:
    title = "Календарный план выборов, назначенных на 12 марта 2023 года"
    before = f"{title}\nДни голосования – 10, 11 и 12 марта 2023 года"
    assert heading.title_of(before) == title
    assert heading.voting_days_of(title, before) == (date(2023, 3, 10), date(2023, 3, 12))


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("План работы Избирательной комиссии на 2024 год", "2024"),
        ("План работы ТИК", ""),
        ("Календарный план выборов на 2024 год", None),
    ],
)
def test_plans_of_work(title: str, year: str | None) -> None:
    assert heading.work_year_of(title) == year


def test_no_voting_day_is_none() -> None:
    assert heading.voting_days_of("Календарный план", "Решение от 12 июня 2027 года № 5") is None


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("РЕШЕНИЕ\n\nот «15»  декабря 2022    № 22/77\nг. Кемерово", "22/77", date(2022, 12, 15)),
        ("РЕШЕНИЕ\n05 июля 2021 года                № 12/3-5\n", "12/3-5", date(2021, 7, 5)),
        ("УТВЕРЖДЕН\nпостановлением\nкомиссии\nот 22 декабря 2023 г. № 81/606-7", "81/606-7", date(2023, 12, 22)),
        ("Приложение\nк решению комиссии от 01.07.2024 № 99", "99", date(2024, 7, 1)),
        ("Приложение\nк решению комиссии от 01.07.2024 № 5", "5", date(2024, 7, 1)),
    ],
)
def test_decisions(text: str, number: str, day: date) -> None:
    assert heading.decision_of(text) == Decision(number, day)


def test_a_law_is_no_decision() -> None:
    assert heading.decision_of("на основании Федерального закона от 12.06.2002 № 67-ФЗ решила") is None


@pytest.mark.parametrize(
    ("text", "commission"),
    [
        (
            "решением территориальной избирательной комиссии № 15\nот 1 июня 2024 года № 5",
            "Территориальная избирательная комиссия № 15",
        ),
        (
            "решение территориальной избирательной комиссии № 5 от 1 июня 2024 года",
            "Территориальная избирательная комиссия",
        ),
        ("решение окружной избирательной комиссии № 22/77", "Окружная избирательная комиссия"),
        (
            "ТЕРРИТОРИАЛЬНАЯ ИЗБИРАТЕЛЬНАЯ КОМИССИЯ\nГОРОДА ЮРГИ\nРЕШЕНИЕ\nтерриториальная избирательная "
            "комиссия города Юрги (далее – ТИК) РЕШИЛА:",
            "Территориальная избирательная комиссия города Юрги",
        ),
        (
            "УТВЕРЖДЕН\nпостановлением Избирательной комиссии Алтайского края от 1 июня 2024 г. № 5",
            "Избирательная комиссия Алтайского края",
        ),
        ("просто письмо", ""),
    ],
)
def test_commissions(text: str, commission: str) -> None:
    assert heading.commission_of(text) == commission


def test_the_title_is_the_last_one_before_the_table() -> None:
    text = (
        "Об утверждении календарного плана выборов\nРЕШИЛА:\nКАЛЕНДАРНЫЙ ПЛАН\nмероприятий по "
        "подготовке\nвыборов главы города\n"
    )
    assert heading.title_of(text) == "Календарный план мероприятий по подготовке выборов главы города"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Территориальная избирательная комиссия Кемеровского муниципального округа", "Asia/Novokuznetsk"),
        ("Избирательная комиссия Ямало-Ненецкого автономного округа", "Asia/Yekaterinburg"),
        ("Избирательная комиссия Ненецкого автономного округа", "Europe/Moscow"),
        ("ТИК Томской области", "Asia/Tomsk"),
        ("ТИК Омской области", "Asia/Omsk"),
        ("Избирательная комиссия Хабаровского края", "Asia/Vladivostok"),
        ("комиссия неизвестно где", None),
    ],
)
def test_zones(text: str, zone: str | None) -> None:
    assert zone_of(text) == zone


def test_abbreviations_stand_for_the_words_that_they_spell() -> None:
    texts = (
        "передача списка в участковые избирательные комиссии (далее – УИК)",
        "на основании Устава города (далее - Устав)",
        "Закона области «О выборах» (далее – ЗО",
    )
    assert find_abbreviations(texts) == {
        "УИК": "участковые избирательные комиссии",
        "Устав": "Устава города",
        "ЗО": "Закона области «О выборах»",
    }


def test_a_list_of_abbreviations_before_the_table_defines_them() -> None:
    text = (
        "Сокращения:\nЦИК РФ - Центральная избирательная комиссия Российской Федерации;\n"
        "ОИК – окружная избирательная комиссия;\nвыборы – выборы депутатов."
    )
    assert find_abbreviations([text]) == {
        "ЦИК РФ": "Центральная избирательная комиссия Российской Федерации",
        "ОИК": "окружная избирательная комиссия",
    }
    assert find_abbreviations(["Список лиц:\nТИК – комиссия города"]) == {}
