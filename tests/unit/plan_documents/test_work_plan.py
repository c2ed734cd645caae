"""The yearly work plan of the regional commission: 38 directions and 80 items, in tables and in running text."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from plan import yaml_file
from plan.checks import check_plan, has_errors
from plan.dated import date_plan
from plan.errors import DocumentError
from plan.files import open_plan
from plan.model import DatedItem, Decision, Item, OccurrenceKind, Performer, Plan, Position, Role, Status
from plan.readers.work_plan import is_work_plan, read_work_plan
from plan.staff import named_people, read_staff
from plan.text_periods import STANDS_IN_TEXT
from tests.unit.plan_documents.documents import DATA, SEED

WORK_PLAN = DATA / "work_plan_kuzbass_2024.txt"

TERMS = {
    "январь – сентябрь": "2.1",
    "апрель – декабрь": "2.2 4.4",
    "январь – декабрь (по отдельному плану)": "2.3",
    "январь – декабрь": "2.4",
    "январь": "2.5 2.6 2.7 2.8 2.9 2.10 2.11 2.12 2.13",
    "февраль": "2.14 2.15 2.16 2.17 2.18 2.19 2.20 2.21 2.22 5.4",
    "март": "2.23 2.24",
    "май": "2.25",
    "декабрь": "2.26 2.27 2.28 2.29",
    "август": "7.5",
    "февраль, июль – август": "5.5",
    "февраль – март, июль – август": "5.6",
    "январь, июль": "10.1",
    "весь период": (
        "3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9 4.1 4.2 4.3 4.5 5.1 5.3 5.7 5.8 5.9 5.11 5.12 5.13 6.1 6.2 "
        "6.3 6.4 6.5 6.6 6.7 6.8 "
        "7.1 7.3 7.4 7.6 7.7 9.1 9.2 10.2"
    ),
    "весь период (по отдельному плану)": "5.2",
    "ежеквартально": "7.2",
    "по мере необходимости": "5.10",
    "в соответствии с утвержденными сроками": "8.1 8.2 8.3 8.4 8.5",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return open_plan(WORK_PLAN)


@pytest.fixture(scope="module")
def dated(plan: Plan) -> dict[str, DatedItem]:
    return {item.item.number: item for item in date_plan(plan)}


def found(plan: Plan, number: str) -> Item:
    item = plan.item(number)
    assert item is not None
    return item


def test_the_head(plan: Plan) -> None:
    assert plan.head.kind == "work"
    assert plan.head.title == "План работы Избирательной комиссии Кемеровской области – Кузбасса на 2024 год"
    assert plan.head.commission == "Избирательная комиссия Кемеровской области – Кузбасса"
    assert plan.head.decision == Decision("81/606-7", date(2023, 12, 22))
    assert plan.head.zone == "Asia/Novokuznetsk"
    assert plan.head.conventions == {"plan_year": "2024"}


def test_every_item_is_read_in_its_section(plan: Plan) -> None:
    sizes = {"1": 38, "2": 29, "3": 9, "4": 5, "5": 13, "6": 8, "7": 7, "8": 5, "9": 2, "10": 2}
    numbers = [item.number for item in plan.items]
    assert numbers == [f"{section}.{n}" for section, size in sizes.items() for n in range(1, size + 1)]
    assert all(item.section.startswith(item.number.split(".")[0] + ". ") for item in plan.items)
    assert found(plan, "4.1").section.startswith("4. Проведение совещаний, семинаров")
    assert found(plan, "7.1").section == "7. Мероприятия по функционированию регионального фрагмента ГАС «Выборы»"


def test_every_term(plan: Plan) -> None:
    expected = {number: term for term, numbers in TERMS.items() for number in numbers.split()}
    assert len(expected) == 80
    assert {item.number: item.term for item in plan.items if item.term} == expected


def test_directions_have_neither_term_nor_people(dated: dict[str, DatedItem]) -> None:
    directions = [item for number, item in dated.items() if number.startswith("1.")]
    assert all(item.status is Status.NO_TERM and not item.performers for item in directions)
    assert all(item.status is Status.PERIODIC for number, item in dated.items() if not number.startswith("1."))


def test_months_are_dated_by_the_plans_year(dated: dict[str, DatedItem]) -> None:
    assert [(one.start, one.end) for one in dated["5.5"].occurrences] == [
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 7, 1), date(2024, 8, 31)),
    ]


def test_periods_of_the_text_are_dated(dated: dict[str, DatedItem]) -> None:
    ends = {
        number: [one.end for one in dated[number].occurrences if one.kind is OccurrenceKind.EXACT]
        for number in ("6.3", "7.2", "10.1")
    }
    assert ends == {
        "6.3": [date(2024, month, 1) for month in range(1, 13)],
        "7.2": [date(2024, month, 1) for month in (1, 4, 7, 10)],
        "10.1": [date(2024, 1, 1), date(2024, 7, 1)],
    }
    assert [one.start for one in dated["10.1"].occurrences] == [date(2024, month, 1) for month in (1, 7, 1, 7)]
    assert [one.rule for one in dated["8.1"].occurrences] == ["ежемесячно", "ежеквартально", "ежегодно"]
    assert not any(one.is_dated for one in dated["8.1"].occurrences)
    named = [one for number in (*ends, "8.1") for one in dated[number].occurrences if STANDS_IN_TEXT in one.explanation]
    assert len(named) == 12 + 4 + 2 + 3


def test_nothing_else_of_the_text_is_taken_for_a_term(dated: dict[str, DatedItem]) -> None:
    said = {number for number, item in dated.items() for one in item.occurrences if STANDS_IN_TEXT in one.explanation}
    assert said == {"6.3", "7.2", "8.1", "10.1"}


def test_the_people(dated: dict[str, DatedItem]) -> None:
    items = [item for number, item in dated.items() if not number.startswith("1.")]
    people = Counter(name for item in items for name in named_people(item.performers))
    assert len(people) == 18
    assert people.most_common(3) == [("Герасимова М.Н.", 23), ("Петрова Е.А.", 19), ("Суслова А.А.", 17)]
    assert sum(not named_people(item.performers) for item in items) == 17


@pytest.mark.parametrize(
    ("number", "activity_ends", "performers"),
    [
        ("2.6", "за 2023 год", "члены Рабочей группы, Павкина И.П."),
        ("2.19", "Президента Российской Федерации", "Герасимова М.Н., Красников Ю.В."),
        ("2.25", "8 сентября 2024 года", "Герасимова М.Н., юридический отдел"),
        ("8.5", "по Кемеровской области – Кузбассу", "Иванова О.В., Нечаева Е.Н., Лобода С.В."),
        ("4.5", "(по отдельному плану)", "Петрова Е.А., Суслова А.А."),
    ],
)
def test_text_and_people_that_share_a_place_are_parted(
    plan: Plan, number: str, activity_ends: str, performers: str
) -> None:
    assert found(plan, number).activity.endswith(activity_ends)
    assert "HYPERLINK" not in found(plan, number).activity
    assert found(plan, number).performers == performers


def test_the_findings(plan: Plan) -> None:
    findings = check_plan(plan)
    assert [(one.item, one.code) for one in findings if one.item] == [
        ("2.25", "field-code"),
        ("6.3", "period-in-text"),
        ("7.2", "period-in-text"),
        ("8.1", "period-in-text"),
        ("10.1", "period-in-text"),
    ]
    abbreviations = [one.message.split("«")[1].split("»")[0] for one in findings if one.item is None]
    assert abbreviations == ["ЦИК", "МФЦ", "ФЦИ"]
    assert not has_errors(findings)


def test_it_is_kept_as_yaml(plan: Plan) -> None:
    assert yaml_file.load(yaml_file.dump(plan)) == plan


@pytest.mark.parametrize(
    ("text", "performers"),
    [
        (
            "председатели и системные администраторы территориальных избирательных комиссий",
            (Performer(Role.TIK, frozenset({Position.CHAIRMAN, Position.SYSTEM_ADMINISTRATOR})),),
        ),
        ("члены Избирательной комиссии Алтайского края", (Performer(Role.REGIONAL),)),
        (
            "Управление Информационного центра комиссии (далее – Информационный центр)",
            (Performer(Role.PERSON, name="Информационный центр"),),
        ),
        (
            "Е.А. Петрова, Иванов Иван Иванович",
            (Performer(Role.PERSON, name="Петрова Е.А."), Performer(Role.PERSON, name="Иванов И.И.")),
        ),
        (
            "Петрова Е. А., юридический отдел",
            (Performer(Role.PERSON, name="Петрова Е.А."), Performer(Role.PERSON, name="юридический отдел")),
        ),
    ],
)
def test_staff(text: str, performers: tuple[Performer, ...]) -> None:
    assert read_staff(text) == performers


def test_a_calendar_plan_is_no_work_plan() -> None:
    assert not is_work_plan(SEED.read_text(encoding="utf-8"))


def test_a_work_plan_without_items_is_said_so() -> None:
    with pytest.raises(DocumentError, match="нет пунктов"):
        read_work_plan("ПЛАН работы комиссии на 2024 год\n", "план.txt")
