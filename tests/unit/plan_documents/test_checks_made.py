"""Mistakes made on purpose, one check at a time: references, cycles, windows, names, field codes, decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from plan.checks import CODES, UnknownCode, check_plan, selected
from plan.model import Choice, Finding, Item, Override, Plan, Severity
from tests.unit.plan_documents.test_checks import HEAD, item


def findings(*items: Item, overrides: tuple[Override, ...] = (), **head: Any) -> tuple[Finding, ...]:
    return check_plan(Plan(replace(HEAD, **head), items, overrides=overrides))


def codes(*items: Item, overrides: tuple[Override, ...] = (), **head: Any) -> list[tuple[str | None, str]]:
    return [(one.item, one.code) for one in findings(*items, overrides=overrides, **head)]


@pytest.mark.parametrize(
    "text",
    [
        "Передача сведений согласно п. 16 Календарного плана",
        "Передача сведений, указанных в пункте 40 настоящего плана",
        "Передача сведений, предусмотренных пунктами 1 и 7 настоящего Календарного плана",
        "Передача сведений в срок по пп. 12, 13 плана",
        "Передача сведений (см. п. 45)",
    ],
)
def test_a_reference_to_a_missing_item(text: str) -> None:
    assert codes(item(activity=text)) == [("1", "missing-reference")]


@pytest.mark.parametrize(
    "text",
    [
        "Передача сведений согласно пункту 2 настоящего Календарного плана",
        "Передача сведений (см. п. 2), (пункт 2 плана)",
        "Передача сведений, указанных в пункте 16 статьи 17 Федерального закона",
        "Передача сведений по пункту 40 Порядка, пункту 3.1 Инструкции",
        "Передача сведений по пункту 12 календарного плана, утвержденного постановлением Комиссии области",
        "Передача сведений по пункту 5 плана работы комиссии",
        "Передача сведений по пунктам 1 – 2 плана и пунктам 1-2 плана",
        "Передача сведений (см. п. 7 ст. 71 Закона)",
    ],
)
def test_references_that_are_there_or_are_not_to_this_plan(text: str) -> None:
    assert codes(item(activity=text), item("2")) == []


PROPOSALS = "Прием предложений по кандидатурам для зачисления в резерв составов участковых комиссий"


def test_items_that_wait_for_each_other() -> None:
    made = item(
        activity="Изготовление избирательных бюллетеней",
        term="Не позднее чем через 3 дня со дня утверждения избирательного бюллетеня",
        printed=(),
    )
    approved = item(
        "2",
        activity="Утверждение текста избирательного бюллетеня",
        term="Не позднее чем через 5 дней со дня изготовления бюллетеней",
        printed=(),
    )
    assert codes(made, approved) == [("1", "event-cycle")]
    assert "1 → 2 → 1" in findings(made, approved)[0].what
    dated = replace(approved, term="Не позднее чем за 25 дней до дня голосования")
    assert codes(made, dated) == []
    known = {**HEAD.events, "ballots_made": date(2027, 8, 20)}
    assert codes(made, approved, events=known) == []


def test_an_item_that_waits_for_itself() -> None:
    itself = item(activity=PROPOSALS, term="В течение 3 дней со дня окончания приема предложений", printed=())
    assert codes(itself) == [("1", "event-cycle")]


def test_an_event_that_two_items_bring_about_makes_no_ring() -> None:
    first = item(activity="Изготовление бюллетеней", term="В течение 3 дней со дня утверждения бюллетеня", printed=())
    second = replace(first, number="2", term="Не позднее чем за 20 дней до дня голосования")
    third = item(
        "3", activity="Утверждение бюллетеня", term="В течение 3 дней со дня изготовления бюллетеней", printed=()
    )
    assert codes(first, second, third) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"term": "За 30 – 50 дней до дня голосования", "printed": ()}, "window-reversed"),
        (
            {"term": "Не ранее чем за 10 дней и не позднее чем за 20 дней до дня голосования", "printed": ()},
            "window-reversed",
        ),
        (
            {
                "term": "После официального опубликования решения о назначении выборов, но не позднее чем за 90 дней "
                "до дня голосования",
                "printed": (),
            },
            "window-reversed",
        ),
        (
            {"term": "За 50 – 30 дней до дня голосования", "printed": ("С 19.08.2027 по 30.07.2027",)},
            "printed-reversed",
        ),
        ({"printed": ("Не позднее 07.09.2027", "Не позднее 01.09.2027")}, "printed-unchecked"),
        ({"printed": ("19.09.2027",)}, "printed-base"),
        (
            {
                "term": "Не позднее чем за 11 дней до дня голосования до 18 часов",
                "printed": ("Не позднее 17 часов 07.09.2027",),
            },
            "printed-hour-differs",
        ),
        ({"activity": 'Размещение HYPERLINK "http://example.org" сведений'}, "field-code"),
        ({"activity": "Сведения (стр. PAGEREF _Toc12345 \\h 7)"}, "field-code"),
        ({"term": "Не позднее чем за 11 дней до дня голосования \\* MERGEFORMAT"}, "field-code"),
        (
            {"activity": "Принятие решения о назначении выборов", "term": "26.06.2027", "printed": ()},
            "stated-day-differs",
        ),
        ({"activity": "Голосование", "term": "с 18.09.2027 по 19.09.2027", "printed": ()}, "stated-day-differs"),
        (
            {"activity": "Агитация", "term": "За 28 дней до дня голосования и прекращается в ноль часов 18.09.2027"},
            "stated-day-differs",
        ),
    ],
)
def test_dates_and_codes_that_cannot_be(changed: dict[str, Any], code: str) -> None:
    assert code in [found for _, found in codes(item(**changed))]


KMO: dict[str, Any] = {
    "title": "Календарный план выборов депутата Совета народных депутатов Кемеровского муниципального округа",
    "commission": "Территориальная избирательная комиссия Кемеровского муниципального округа",
}


@pytest.mark.parametrize(
    ("performers", "code"),
    [
        ("Глава Кемеровского муниципального округа", None),
        ("Глава Кемеровского муниципального района", "renamed-body"),
        ("Глава Юргинского муниципального округа", "foreign-name"),
        ("Территориальная избирательная комиссия Юргинского муниципального округа", "foreign-name"),
        ("Избирательная комиссия муниципального образования", "renamed-body"),
        ("Отдел полиции по Кемеровскому муниципальному району", None),
        ("Глава Кемеровского округа", None),
        ("Глава Кемеровского городского округа", "renamed-body"),
        ("Главы муниципальных округов и районов, администрация Городского округа", None),
        ("Совет народных депутатов Ягуновского сельского поселения", None),
    ],
)
def test_names_of_bodies_against_the_head(performers: str, code: str | None) -> None:
    assert codes(item(performers=performers), **KMO) == ([] if code is None else [("1", code)])


def test_a_short_name_that_one_row_alone_bears() -> None:
    rows = [item(str(number), performers="ТИК КМО") for number in range(1, 5)]
    short = {"ТИК": "комиссия", "КМО": "округ", "ЮМО": "округ"}
    assert codes(*rows, item("5", performers="ТИК ЮГО"), abbreviations={**short, "ЮГО": "округ"}, **KMO) == []
    found = codes(*rows, item("5", performers="ТИК ЮГО"), abbreviations=short, **KMO)
    assert ("5", "foreign-name") in found


def test_the_commission_of_another_region() -> None:
    own = [
        item(str(number), performers="Избирательная комиссия Кемеровской области – Кузбасса") for number in (1, 2, 3)
    ]
    assert codes(*own) == []
    assert codes(*own, item("4", performers="Избирательная комиссия Томской области")) == [("4", "foreign-name")]
    assert codes(*own, item("4", performers="Избирательная комиссия Кемеровской области")) == [("4", "renamed-body")]


def test_duties_that_another_commission_carries() -> None:
    carried = item(activity="Возложение полномочий окружных избирательных комиссий на ТИК", performers="Комиссия")
    short = {"ТИК": "комиссия", "ОИК": "комиссия"}
    rows = (carried, item("2", performers="ОИК"), item("3", performers="ТИК, ОИК"), item("4", performers="ОИК"))
    assert codes(*rows, abbreviations=short) == [(None, "duties-carried")]
    assert "пункты 2, 4" in findings(*rows, abbreviations=short)[0].what
    assert codes(*rows[1:], abbreviations=short) == []


DECIDED = Override(
    "1",
    Choice.COMPUTED,
    date(2027, 9, 7),
    "описка в плане",
    "Иванова А. А.",
    datetime(2027, 7, 1, 9, tzinfo=UTC),
    printed=date(2027, 9, 8),
    computed=date(2027, 9, 7),
)
MISPRINTED = item(printed=("Не позднее 08.09.2027",))


def test_a_decision_makes_a_warning_of_the_error_until_the_document_is_mended() -> None:
    (told,) = findings(MISPRINTED, overrides=(DECIDED,))
    assert (told.code, told.severity) == ("date-decided", Severity.WARNING)
    assert all(
        word in told.what for word in ("08.09.2027", "07.09.2027", "Иванова А. А.", "01.07.2027", "описка в плане")
    )
    assert "08.09.2027 на 07.09.2027" in told.advice


def test_a_decision_for_the_printed_date_asks_for_another_wording() -> None:
    printed = replace(DECIDED, choice=Choice.PRINTED, day=date(2027, 9, 8))
    (told,) = findings(MISPRINTED, overrides=(printed,))
    assert told.code == "date-decided"
    assert "формулировк" in told.advice


@pytest.mark.parametrize("printed", [("Не позднее 07.09.2027",), ()])
def test_a_decision_for_a_third_date_is_told_until_the_document_has_it(printed: tuple[str, ...]) -> None:
    stands = date(2027, 9, 7) if printed else None
    third = replace(DECIDED, choice=Choice.OTHER, day=date(2027, 9, 3), printed=stands)
    (told,) = findings(item(printed=printed), overrides=(third,))
    assert told.code == "date-decided"
    assert "07.09.2027" in told.what and "03.09.2027" in told.what and "03.09.2027" in told.advice


def test_a_decision_about_other_dates_decides_nothing() -> None:
    outdated = replace(DECIDED, printed=date(2027, 9, 10))
    found = findings(MISPRINTED, overrides=(outdated,))
    assert [one.code for one in found] == ["printed-date-differs", "decision-outdated"]
    assert "напечатано было 10.09.2027, теперь 08.09.2027" in found[1].what.lower()


def test_a_decision_that_the_mended_document_has_overtaken() -> None:
    assert codes(item(), overrides=(DECIDED,)) == [("1", "decision-settled")]


def test_a_decision_on_an_item_that_is_gone() -> None:
    found = findings(item(), overrides=(replace(DECIDED, item="77"),))
    assert [(one.item, one.code, one.severity) for one in found] == [(None, "decision-without-item", Severity.ERROR)]


def test_findings_are_chosen_by_their_codes() -> None:
    found = findings(item(performers="", printed=("Не позднее 08.09.2027",)))
    assert [one.code for one in selected(found, ["no-performer"])] == ["no-performer"]
    assert [one.code for one in selected(found, (), ["no-performer"])] == ["printed-date-differs"]
    assert [one.code for one in selected(found, ["printed-"])] == ["printed-date-differs"]
    with pytest.raises(UnknownCode, match="no-such-code"):
        selected(found, ["no-such-code"])
    assert {one.code for one in found} <= CODES
