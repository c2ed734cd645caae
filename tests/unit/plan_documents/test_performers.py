"""Who performs: every row of the by-election plan, and other commissions' natural wordings."""

from __future__ import annotations

import pytest

from plan.model import Performer, Position, Role
from plan.performers import Responsibility, read_performers, responsibility
from tests.unit.plan_documents.documents import seed_plan

BY_ROLE = {
    Role.TIK: "6 7 13–17 19–22 25 47 59 62 68 76 84–88 90–94 100 102–106",
    Role.OIK: "25 29–31 33–36 38 41 42 70 73 75 80 84 89 93 101 104",
    Role.UIK: "8 10 11 12 18 19 74 84 93–99",
    Role.REGIONAL: "3 100",
    Role.CANDIDATE: "26–28 32 37 39 43 50-2 50-3 51 60 63 69 71 78 79",
    Role.ASSOCIATION: "24 40 43 44 50-1 60 63 64",
    Role.MEDIA: "45 48 49 52 55–57 60 66 73",
    Role.VOTER: "11 24 60 95 96",
    Role.HEAD: "4 5 9 82",
    Role.COUNCIL: "1 2",
    Role.AUTHORITY: "23 46 49 62 65 77 83",
    Role.PRINTER: "53 90 92",
    Role.BANK: "72 81",
    Role.OWNER: "58",
    Role.ORGANISER: "61",
    Role.FINANCE: "67",
}
"""The rows of the by-election plan by who performs them."""

CONTROL = [
    "1",
    "2",
    "4",
    "5",
    "9",
    "23",
    "24",
    "40",
    "44",
    "45",
    "46",
    "48",
    "49",
    "50-1",
    "52",
    "53",
    "55",
    "56",
    "57",
    "58",
    "61",
    "62",
    "64",
    "65",
    "66",
    "67",
    "72",
    "77",
    "81",
    "82",
    "83",
    "90",
]
"""Rows whose performers all stand outside the commissions and the candidacies."""


def _rows(text: str) -> list[str]:
    rows: list[str] = []
    for word in text.split():
        first, _, last = word.partition("–")
        rows.extend([word] if not last else map(str, range(int(first), int(last) + 1)))
    return rows


EXPECTED = {
    item.number: {role for role, rows in BY_ROLE.items() if item.number in _rows(rows)} for item in seed_plan().items
}


@pytest.mark.parametrize("number", EXPECTED)
def test_every_row_of_the_by_election_plan(number: str) -> None:
    item = seed_plan().item(number)
    assert item is not None
    assert {performer.role for performer in read_performers(item.performers)} == EXPECTED[number]


def test_nobody_is_named_in_two_rows() -> None:
    assert [number for number, roles in EXPECTED.items() if not roles] == ["50", "54"]


def test_32_rows_are_the_secretarys_to_watch() -> None:
    plan = seed_plan()
    kinds = {item.number: responsibility(read_performers(item.performers)) for item in plan.items}
    assert [number for number, kind in kinds.items() if kind is Responsibility.CONTROL] == CONTROL
    assert len(CONTROL) == 32
    assert [number for number, kind in kinds.items() if kind is Responsibility.UNNAMED] == ["50", "54"]


@pytest.mark.parametrize(
    ("text", "performers"),
    [
        ("Председатели и секретари УИК", {Performer(Role.UIK, frozenset({Position.CHAIRMAN, Position.SECRETARY}))}),
        ("Председатели УИК", {Performer(Role.UIK, frozenset({Position.CHAIRMAN}))}),
        (
            "Системные администраторы КСА ГАС «Выборы» ТИК, УИК",
            {
                Performer(Role.TIK, frozenset({Position.SYSTEM_ADMINISTRATOR})),
                Performer(Role.UIK, frozenset({Position.SYSTEM_ADMINISTRATOR})),
            },
        ),
        ("Председатель, секретарь ТИК", {Performer(Role.TIK, frozenset({Position.CHAIRMAN, Position.SECRETARY}))}),
        ("Председатель ТИК, УИК", {Performer(Role.TIK, frozenset({Position.CHAIRMAN})), Performer(Role.UIK)}),
        ("Заместитель председателя ТИК", {Performer(Role.TIK, frozenset({Position.DEPUTY}))}),
        ("Секретарь ТИК, ТИК", {Performer(Role.TIK)}),
        (
            "Органы местного самоуправления по предложению ТИК",
            {Performer(Role.AUTHORITY), Performer(Role.TIK, assists=True)},
        ),
        ("Полиграфическая организация по решению ТИК", {Performer(Role.PRINTER), Performer(Role.TIK, assists=True)}),
        ("Иванова А.А.", {Performer(Role.PERSON, name="Иванова А.А.")}),
    ],
)
def test_positions_and_assistance(text: str, performers: set[Performer]) -> None:
    assert set(read_performers(text)) == performers


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Территориальная избирательная комиссия города Прокопьевска", "ТИК"),
        ("ТИК, организующая выборы", "ТИК"),
        ("ИКМО", "ТИК"),
        ("ИК МО", "ТИК"),
        ("Избирательная комиссия муниципального образования город Саратов", "ТИК"),
        ("муниципальная избирательная комиссия", "ТИК"),
        ("Окружные избирательные комиссии", "ОИК"),
        ("участковые комиссии", "УИК"),
        ("Территориальная и участковые избирательные комиссии", "ТИК УИК"),
        ("нижестоящие избирательные комиссии", "УИК"),
        ("Члены УИК с правом решающего голоса", "УИК"),
        ("Избирательная комиссия Алтайского края", "ИКСРФ"),
        ("Московская областная избирательная комиссия", "ИКСРФ"),
        ("Избирательная комиссия Кемеровской области – Кузбасса, ТИК КМО", "ИКСРФ ТИК"),
        ("политические партии", "объединение"),
        ("Уполномоченные представители избирательных объединений", "объединение"),
        ("кандидаты, доверенные лица, уполномоченные представители", "кандидат"),
        ("Представитель кандидата", "кандидат"),
        ("Зарегистрированный кандидат", "кандидат"),
        ("наблюдатели", "наблюдатель"),
        ("редакции", "СМИ"),
        ("Организации, осуществляющие теле- и (или) радиовещание", "СМИ"),
        ("глава администрации", "глава"),
        ("Главы муниципальных образований", "глава"),
        ("администрация района", "орган"),
        ("полиция", "орган"),
        ("Сотрудники полиции", "орган"),
        ("УМВД России по г. Кемерово", "орган"),
        ("Финансовый отдел администрации", "финорган"),
        ("Банк, Сбербанк, кредитные организации", "банк"),
        ("ПАО «Сбербанк»", "банк"),
        ("Дума городского округа", "совет"),
        ("Представительный орган муниципального образования", "совет"),
        ("Избиратели, граждане Российской Федерации", "избиратель"),
        ("Организаторы публичных мероприятий", "организатор"),
        ("Собственники помещений", "собственник"),
        ("ТИК\nУИК", "ТИК УИК"),
        ("ТИК совместно с администрацией города", "ТИК орган"),
        ("Орган исполнительной власти, уполномоченный на регистрацию средств массовой информации", "орган"),
        (
            "Политическая партия, выдвинувшая кандидатов, которые зарегистрированы избирательной комиссией",
            "объединение",
        ),
        ("УИК при обращении кандидатов и наблюдателей", "УИК"),
        ("тройка лошадей", "иное"),
        ("", ""),
    ],
)
def test_other_commissions_wordings(text: str, roles: str) -> None:
    assert [performer.role.value for performer in read_performers(text)] == roles.split()


def test_the_documents_own_abbreviations_are_understood() -> None:
    assert [p.role for p in read_performers("КЗО", {"КЗО": "Окружная избирательная комиссия"})] == [Role.OIK]
