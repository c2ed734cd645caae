"""What kind of activity a row is: rows of the by-election plan, and rows of other plans in other words."""

from pathlib import Path

import pytest

from plan.files import open_plan
from plan.model import Item, Performer, Plan, Role
from plan.performers import read_performers
from services.duties.model import Nature
from services.duties.nature import activity_nature, nature_of, parent_of

TIK = (Performer(Role.TIK),)
CANDIDATE = (Performer(Role.CANDIDATE),)


def row(activity: str, number: str = "1") -> Item:
    return Item(number, "", activity, "", "", (), "")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return open_plan(Path("tests/data/calendar_plan_kmo_11_2023.txt"), "Asia/Novokuznetsk")


def test_32_rows_are_nobodys_duty(plan: Plan) -> None:
    nobodys = [item.number for item in plan.items if _nature(plan, item) is Nature.CONTROL]
    assert " ".join(nobodys) == (
        "1 2 4 5 9 23 24 40 44 45 46 48 49 50 50-1 52 53 54 55 56 57 58 61 64 65 66 67 72 77 81 82 83"
    )


def test_rights_bans_and_periods_of_the_plan(plan: Plan) -> None:
    found = {item.number: _nature(plan, item) for item in plan.items}
    assert [number for number, nature in found.items() if nature is Nature.RIGHT] == ["11", "32", "39"]
    assert [number for number, nature in found.items() if nature is Nature.BAN] == ["60"]
    periods = [number for number, nature in found.items() if nature is Nature.PERIOD]
    assert " ".join(periods) == "14 27 50-2 50-3 51 95 96 105 106"


@pytest.mark.parametrize(
    ("activity", "nature"),
    [
        ("Запрет на проведение агитации", Nature.BAN),
        ("Запрещается выпуск агитационных материалов", Nature.BAN),
        ("Не допускается опубликование результатов опросов", Nature.BAN),
        ("Реализация права кандидата на отзыв доверенного лица", Nature.RIGHT),
        ("Право назначить наблюдателя", Nature.RIGHT),
        ("Осуществление права на отказ от мандата", Nature.RIGHT),
        ("Агитационный период", Nature.PERIOD),
        ("Проведение досрочного голосования", Nature.PERIOD),
        ("Голосование", Nature.PERIOD),
        ("Проведение предвыборной агитации", Nature.PERIOD),
        ("Приём заявлений избирателей", Nature.PERIOD),
        ("Сбор подписей избирателей", Nature.PERIOD),
        ("Хранение бюллетеней", Nature.PERIOD),
        ("Правовое обучение членов УИК", Nature.OBLIGATION),
        ("Принятие решения о регистрации", Nature.OBLIGATION),
        ("Представление документов о праве на льготы", Nature.OBLIGATION),
        ("Проведение обучения членов УИК", Nature.OBLIGATION),
        ("Оповещение о голосовании", Nature.OBLIGATION),
        ("Введение в действие системы", Nature.OBLIGATION),
    ],
)
def test_the_first_words_name_the_act(activity: str, nature: Nature) -> None:
    assert nature_of(row(activity), TIK) is nature


def test_a_sub_row_takes_its_nature_from_the_row_it_belongs_to() -> None:
    parent, child = row("Агитационный период", "50"), row("Для кандидата", "50-2")
    assert nature_of(child, CANDIDATE, parent) is Nature.PERIOD
    assert nature_of(child, CANDIDATE) is Nature.OBLIGATION


def test_where_voters_act_the_commission_makes_it_possible() -> None:
    filing = row("Подача заявления о голосовании вне помещения")
    assert nature_of(filing, (Performer(Role.VOTER), Performer(Role.UIK))) is Nature.PERIOD
    assert nature_of(filing, (Performer(Role.UIK),)) is Nature.OBLIGATION


def test_a_body_that_only_has_a_part_in_it_is_still_concerned() -> None:
    performers = (Performer(Role.AUTHORITY), Performer(Role.TIK, assists=True))
    assert nature_of(row("Выделение специальных мест"), performers) is Nature.OBLIGATION


def test_what_nobody_in_the_bot_performs_is_control_whatever_it_is() -> None:
    ban = row("Запрет на опубликование опросов")
    assert nature_of(ban, ()) is Nature.CONTROL
    assert activity_nature(ban, ()) is Nature.BAN


def _nature(plan: Plan, item: Item) -> Nature:
    return nature_of(item, read_performers(item.performers, plan.head.abbreviations), parent_of(plan, item))
