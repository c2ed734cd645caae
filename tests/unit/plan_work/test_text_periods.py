"""Periods in the text of an item: dated where they are plain, left alone where a date is no term."""

from __future__ import annotations

import pytest

from plan.dated import date_plan
from plan.model import Head, Item, Occurrence, OccurrenceKind, Plan, Status
from plan.text_periods import STANDS_IN_TEXT, text_periods
from tests.unit.plan_work.test_periods import shown


def dated(term: str, activity: str, year: str = "2024") -> tuple[Occurrence, ...]:
    """The occurrences of an item of a work plan."""
    head = Head("План работы", "ТИК", "Europe/Moscow", conventions={"plan_year": year} if year else {}, kind="work")
    (found,) = date_plan(Plan(head, (Item("1", "", activity, "", term, (), ""),)))
    assert found.status in (Status.PERIODIC, Status.NO_TERM, Status.NOT_PRINTED)
    return found.computed


@pytest.mark.parametrize(
    ("term", "activity", "number", "first"),
    [
        ("весь период", "Сведения по состоянию на первое число каждого месяца", 12, "exact 01.01.24..01.01.24"),
        ("в течение года", "Сведения на 1-е число каждого месяца", 12, "exact 01.01.24..01.01.24"),
        ("ежеквартально", "База по состоянию на 1 января, 1 апреля, 1 июля и 1 октября", 4, "exact 01.01.24..01.01.24"),
        ("ежеквартально", "Отчёт на первое число каждого квартала", 4, "exact 01.01.24..01.01.24"),
        ("весь период", "Передача сведений ежемесячно до 5 числа в ЦИК России", 12, "deadline ..05.01.24"),
        ("постоянно", "Приём граждан каждый вторник", 53, "exact 02.01.24..02.01.24"),
        ("весь период", "В последнюю пятницу каждого месяца проводятся занятия", 12, "exact 26.01.24..26.01.24"),
    ],
)
def test_days_of_the_text_stand_for_a_term_without_any(term: str, activity: str, number: int, first: str) -> None:
    found = dated(term, activity)
    assert (len(found), shown(found[0])) == (number, first)
    assert all(one.explanation.endswith(STANDS_IN_TEXT) for one in found)


def test_days_stand_beside_the_months_that_hold_them() -> None:
    found = dated("январь, июль", "Сведения по состоянию на 1 января и 1 июля 2024 года")
    assert [shown(one) for one in found] == [
        "periodic 01.01.24..31.01.24",
        "periodic 01.07.24..31.07.24",
        "exact 01.01.24..01.01.24",
        "exact 01.07.24..01.07.24",
    ]


@pytest.mark.parametrize(
    ("term", "activity"),
    [
        ("весь период", "О подготовке выборов 8 сентября 2024 года"),
        ("сентябрь", "Выборы, назначенные на 8 сентября 2024 года"),
        ("весь период", "Сведения по состоянию на 1 января 2024 года"),  # what the data are of
        ("февраль", "Численность избирателей по состоянию на 1 января 2024 года"),
        ("январь", "Численность избирателей по состоянию на 1 января и 1 июля 2024 года"),
        ("весь период", "Сведения по состоянию на 1 января 2023 года и 1 июля 2023 года"),
        ("весь период", "Мероприятия ко Дню молодого избирателя (третье воскресенье февраля)"),
        ("весь период", "Сведения о лицах, принятых до 1 марта"),
        ("весь период", "Заседания, кроме последней пятницы каждого месяца"),
        ("весь период", "Отчёт не ранее 5 числа каждого месяца"),
        ("весь период", "Сведения до 5 числа каждого месяца, кроме января"),
        ("весь период", "Подписка на ежемесячный журнал"),
        ("март", "Ежеквартальный отчёт"),
        ("по мере необходимости", "Сведения по состоянию на 1 января и 1 июля"),
        ("до 1 марта", "Сведения на первое число каждого месяца"),
        ("", "Сведения на первое число каждого месяца"),
    ],
)
def test_a_date_of_the_text_that_is_no_term(term: str, activity: str) -> None:
    assert dated(term, activity) == dated(term, "Сведения")


def test_how_often_a_report_is_due_names_no_day() -> None:
    found = dated("в соответствии с утвержденными сроками", "Составление месячной, квартальной, годовой отчетности")
    assert [one.rule for one in found] == ["ежемесячно", "ежеквартально", "ежегодно"]
    assert all(one.kind is OccurrenceKind.PERIODIC and not one.is_dated for one in found)
    assert found[0].explanation == (
        "ежемесячно («месячной, квартальной, годовой отчетности»): срок назван в тексте пункта; "
        "день — в соответствии с утвержденными сроками"
    )


def test_without_a_year_the_text_is_left_alone() -> None:
    assert not any(one.is_dated for one in dated("весь период", "Сведения на первое число каждого месяца", ""))


def test_what_is_said_is_in_the_texts_own_words() -> None:
    assert text_periods("Сведения по состоянию на 1 января и 1 июля 2024 года").said == (
        "по состоянию на 1 января и 1 июля 2024 года"
    )
    assert text_periods("Составление квартальных отчётов").said == "квартальных отчётов"
    assert text_periods("О выборах 8 сентября 2024 года").said == ""
