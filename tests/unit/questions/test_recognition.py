"""Rows as other commissions word them (tests/data/questions/wordings.tsv), each known as what it is."""

from __future__ import annotations

import pytest

from plan.files import open_plan
from plan.model import DatedItem, Item, Performer, Role, Status
from questions import thesaurus
from questions.answer import Outcome
from questions.askable import make_askable
from questions.recognise import recognised
from tests.unit.questions.conftest import DATA, ROOT, Ask

WORDINGS = [
    tuple(line.split("\t"))
    for line in (DATA / "wordings.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def rows_of(wordings: list[tuple[str, ...]]) -> list[DatedItem]:
    return [
        DatedItem(
            Item(str(place), "", activity, "", "", (), ""),
            tuple(Performer(Role(role)) for role in roles.split(",")),
            (),
            (),
            Status.NO_TERM,
        )
        for place, (_, roles, activity) in enumerate(wordings)
    ]


def surest(items: list[DatedItem]) -> dict[str, set[str]]:
    """For each row's number, the activities that are surest to be it."""
    found: dict[str, set[str]] = {}
    for key, rows in recognised(thesaurus.load().activities, items).items():
        for number, sureness in rows:
            if sureness >= 0.97:
                found.setdefault(number, set()).add(key)
    return found


def test_other_wordings_are_known_for_what_they_are() -> None:
    found = surest(rows_of(WORDINGS))
    wrong = {
        activity: (key, found.get(str(place)))
        for place, (key, _, activity) in enumerate(WORDINGS)
        if key not in found.get(str(place), set())
    }
    assert wrong == {}


def test_the_file_of_wordings_speaks_of_activities_that_there_are() -> None:
    assert {key for key, _, _ in WORDINGS} <= {activity.key for activity in thesaurus.load().activities}


@pytest.mark.parametrize(
    ("name", "unknown"), [("work_plan_kuzbass_2024.txt", set[str]()), ("work_plan_of_a_town.txt", {"3.11"})]
)
def test_rows_of_a_yearly_plan_are_activities_too(name: str, unknown: set[str]) -> None:
    items = make_askable(open_plan(ROOT / "tests" / "data" / name)).items
    found = {number for rows in recognised(thesaurus.load().activities, items).values() for number, _ in rows}
    assert {item.item.number for item in items} - found == unknown


@pytest.mark.parametrize(
    ("activity", "neighbour"),
    [
        ("Приём граждан", "commission_proposals"),
        ("Хранение видеозаписей", "documents_kept"),
        ("Тренировка и тестирование КОИБ в помещениях для голосования", "machine_readable_code_rehearsal"),
        ("Передача сведений о ходе голосования (явке избирателей)", "voter_data_from_head"),
        ("Передача сведений о ходе голосования (явке избирателей)", "voting"),
        ("Отмена регистрации кандидата по решению суда", "registration_decision"),
        ("Возврат пожертвований, перечисление анонимных в доход бюджета", "unspent_to_budget"),
        ("Назначение представителей, ответственных за марки, на выборах главы", "calling_decision"),
        ("Встречи кандидатов, их доверенных лиц с избирателями: выделение помещений", "proxies"),
        ("Обучение операторов КОИБ", "machine_readable_code_training"),
        (
            "Определение участков, где есть трафареты, в том числе шрифтом Брайля, для бюллетеня",
            "ballot_control",
        ),
    ],
)
def test_a_neighbour_is_not_taken_for_it(activity: str, neighbour: str) -> None:
    rows = rows_of([("", "УИК", activity)])
    assert neighbour not in recognised(thesaurus.load().activities, rows)


@pytest.mark.parametrize(
    "question",
    [
        "до какого числа записаться на дэг",
        "разделение ключа шифрования",
        "муниципальный фильтр",
        "когда второй тур",
        "вакантный мандат кому достанется",
        "сейф-пакеты",
        "жеребьёвка номеров партий",
        "инициативная группа референдума",
        "голосование на придомовой территории",
        "конкурс рисунков о выборах",
        "проголосовать на даче куда нести заявление",
        "когда голосуют вахтовики",
    ],
)
def test_what_the_by_election_does_not_have_goes_to_the_hotline(ask: Ask, question: str) -> None:
    assert ask(question).outcome is Outcome.HANDOFF
