"""A plan document and an active campaign over it."""

import pytest

from services.campaigns.library import PlanLibrary

DOCUMENT = """\
title: Дополнительные выборы депутата
commission: ТИК округа
zone: Asia/Novokuznetsk
voting_day: 2023-03-12
items:
  - number: "1"
    activity: Представить списки кандидатов
    term: Не позднее чем за 40 дней до дня голосования
    performers: ТИК
  - number: "2"
    activity: Оборудовать помещение для голосования
    term: Не позднее чем за 1 день до дня голосования
    performers: УИК
  - number: "3"
    activity: Представить первый финансовый отчет
    term: Не позднее чем за 20 дней до дня голосования
    performers: Кандидаты
  - number: "4"
    activity: Предоставить печатную площадь
    term: Не позднее чем за 10 дней до дня голосования
    performers: Редакции периодических печатных изданий
"""


@pytest.fixture
def document() -> str:
    return DOCUMENT


@pytest.fixture
def library() -> PlanLibrary:
    return PlanLibrary()
