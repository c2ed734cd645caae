"""The checks: everything wrong in the by-election plan is told, nothing that is right; and mistakes made on purpose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plan.checks import check_plan, has_errors, rule_of
from plan.files import open_plan
from plan.model import Facts, Finding, Head, Item, Plan, Severity
from tests.unit.plan_documents.documents import SEED, SHIPPED, seed_plan

EXPECTED = {
    "printed-year-differs": "67",
    "stray-text": "3 36",
    "through-left-out": "36",
    "no-performer": "50 54",
    "no-term": "50 82 86 91 92",
    "no-end": "8 81",
    "starts-on-last-day": "81",
    "unclosed-bracket": "1 16 18",
    "law-reference-dot": "25 29",
    "trailing-spaces": "39",
    "template-remnant": "24 25 26 40 44 50-1 50-3",
    "unused-abbreviation": "16",
    "no-event": "42 65 72",
    "undefined-abbreviation": "* * * * * *",
    "duties-carried": "*",  # 25, 29 … name the ОИК, whose duties item 16 gives to the ТИК
}


@pytest.mark.parametrize("path", [SEED, SHIPPED], ids=["document", "yaml"])
def test_the_by_election_plan_has_these_findings_and_no_others(path: Path) -> None:
    found: dict[str, list[str]] = {}
    for finding in check_plan(open_plan(path)):
        found.setdefault(finding.code, []).append(finding.item or "*")
    assert {code: " ".join(items) for code, items in found.items()} == EXPECTED


def test_the_wrong_year_is_the_only_error() -> None:
    findings = check_plan(seed_plan())
    assert [finding.item for finding in findings if finding.severity is Severity.ERROR] == ["67"]
    assert has_errors(findings)


def test_undefined_abbreviations_are_named() -> None:
    messages = [finding.message for finding in check_plan(seed_plan()) if finding.code == "undefined-abbreviation"]
    assert [message.split("«")[1].split("»")[0] for message in messages] == ["ФЗ", "КМО", "ЦИК", "РФ", "ГАС", "КСА"]


HEAD = Head(
    title=(
        "Календарный план выборов депутатов Юргинского городского Совета народных депутатов по "
        "одномандатным избирательным округам"
    ),
    commission="Территориальная избирательная комиссия города Юрги",
    zone="Asia/Novokuznetsk",
    voting_day=date(2027, 9, 19),
    first_voting_day=date(2027, 9, 17),
    events={"decided": date(2027, 6, 25), "published": date(2027, 6, 28)},
)


def item(number: str = "1", **fields: Any) -> Item:
    values: dict[str, Any] = {
        "section": "СПИСКИ ИЗБИРАТЕЛЕЙ",
        "activity": "Составление списков избирателей",
        "law": "п. 1 ст. 9 Закона",
        "term": "Не позднее чем за 11 дней до дня голосования",
        "printed": ("Не позднее 07.09.2027",),
        "performers": "Территориальная избирательная комиссия",
    }
    return Item(number=number, **(values | fields))


def codes(*items: Item, **head: Any) -> list[tuple[str | None, str]]:
    plan = Plan(replace(HEAD, **head), items or (item(),))
    return [(finding.item, finding.code) for finding in check_plan(plan)]


def test_a_clean_plan_has_no_findings() -> None:
    assert codes(item(), item("2", performers="Участковые избирательные комиссии")) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"printed": ("Не позднее 08.09.2027",)}, "printed-date-differs"),
        ({"printed": ("Не позднее 07.09.2026",)}, "printed-year-differs"),
        ({"printed": ("Не позднее 31.09.2027",)}, "impossible-date"),
        ({"term": "", "printed": ()}, "no-term"),
        ({"term": "Когда рак на горе свистнет", "printed": ()}, "term-not-understood"),
        ({"term": "Незамедлительно", "printed": ()}, "no-event"),
        ({"term": "В трехдневный срок", "printed": ()}, "no-event"),
        ({"term": "За 10 дней до дня голосования", "printed": ()}, "no-end"),
        ({"performers": ""}, "no-performer"),
        ({"performers": "Тройка лошадей"}, "unknown-performer"),
        ({"activity": "Составление (отдельно по участкам"}, "unclosed-bracket"),
        ({"law": "п. 7. ст. 71 Закона"}, "law-reference-dot"),
        ({"activity": "Выдвижение кандидатов по многомандатному избирательному округу"}, "template-remnant"),
        ({"activity": "Передача сведений в ГСРУ"}, "undefined-abbreviation"),
    ],
)
def test_mistakes_made_on_purpose_are_found(changed: dict[str, Any], code: str) -> None:
    assert code in [found for _, found in codes(item(**changed))]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ({"voting_day": None, "first_voting_day": None}, "no-voting-day"),
        ({"first_voting_day": date(2027, 9, 16)}, "too-many-voting-days"),
        ({"voting_day": date(2027, 9, 18)}, "voting-not-on-sunday"),
        ({"events": {"decided": date(2027, 6, 19), "published": date(2027, 6, 21)}}, "called-too-early"),
        ({"events": {"decided": date(2027, 7, 1), "published": date(2027, 7, 2)}}, "called-too-late"),
        ({"events": {"decided": date(2027, 6, 25), "published": date(2027, 7, 1)}}, "published-late"),
        ({"events": {"decided": date(2027, 6, 25), "published": date(2027, 6, 24)}}, "published-before-decided"),
        ({"events": {"decided": date(2027, 9, 25)}}, "decided-after-voting"),
    ],
)
def test_the_call_of_the_election_is_checked_against_the_law(head: dict[str, Any], code: str) -> None:
    assert (None, code) in codes(**head)


@pytest.mark.parametrize("decided", [date(2027, 6, 20), date(2027, 6, 30)])
def test_the_bounds_themselves_are_lawful(decided: date) -> None:
    assert codes(events={"decided": decided, "published": decided}) == []


EARLY = "План досрочных выборов главы города Юрги"
REGIONAL = "План выборов депутатов Законодательного Собрания Кемеровской области – Кузбасса"
FEDERAL = "План выборов депутатов Государственной Думы Федерального Собрания Российской Федерации"


@pytest.mark.parametrize(
    ("title", "decided", "expected"),
    [
        (EARLY, date(2027, 7, 20), []),  # 80 days cut by a third
        (EARLY, date(2027, 7, 28), ["called-too-late"]),
        (REGIONAL, date(2027, 6, 10), []),
        (REGIONAL, date(2027, 6, 9), ["called-too-early"]),
        (REGIONAL, date(2027, 6, 20), []),
        (REGIONAL, date(2027, 6, 21), ["called-too-late"]),
        (FEDERAL, date(2027, 6, 1), []),  # a law of its own
        ("План выборов", date(2027, 6, 1), []),  # whose they are is not said
    ],
)
def test_early_regional_and_federal_elections_have_bounds_of_their_own(
    title: str, decided: date, expected: list[str]
) -> None:
    assert [code for _, code in codes(events={"decided": decided}, title=title)] == expected


def test_a_commission_may_call_later_and_publish_later() -> None:
    call = item(activity="Назначение выборов", term="10.07.2027", printed=(), performers="Территориальная комиссия")
    events = {"decided": date(2027, 7, 10), "published": date(2027, 7, 20)}
    assert codes(call, events=events) == []
    assert [code for _, code in codes(replace(call, performers="Совет народных депутатов"), events=events)] == [
        "called-too-late",
        "published-late",
    ]
    assert [code for _, code in codes(item("2"), events=events)] == ["called-too-late", "published-late"]


def test_numbers() -> None:
    assert codes(item("1"), item("1")) == [("1", "duplicate-number"), ("1", "duplicate-number")][:1]
    assert codes(item("1"), item("2"), item("4")) == [("4", "skipped-number")]
    assert codes(item("1"), item("50"), item("50-1"), item("50-3")) == [
        ("50", "skipped-number"),
        ("50-3", "skipped-number"),
    ]
    assert codes(item("1"), item("1-1"), item("1-2"), item("2")) == []


def test_agitation_that_ends_on_the_first_of_one_day() -> None:
    ban = item(
        term="За 28 дней до дня голосования и прекращается в ноль часов по местному времени первого дня голосования",
        printed=(),
    )
    assert ("1", "agitation-end") in codes(ban, first_voting_day=date(2027, 9, 19))
    assert ("1", "agitation-end") not in codes(ban)


def test_several_districts_or_lists_are_no_remnants() -> None:
    listed = item(activity="Выдвижение списка кандидатов")
    assert (
        codes(listed, title="План выборов по единому избирательному округу и по одномандатным избирательным округам")
        == []
    )


def test_what_was_noticed_in_the_document_stays_until_it_is_removed() -> None:
    noticed = Finding("1", "trailing-spaces", Severity.INFO, "Пробелы.")
    rule = rule_of("trailing-spaces")
    told = replace(noticed, why=rule.why, advice=rule.advice)
    assert told in check_plan(Plan(HEAD, (item(),), (noticed,)))
    of_ones_own = replace(noticed, advice="Сожмите.")
    assert of_ones_own in check_plan(Plan(HEAD, (item(),), (of_ones_own,)))


def test_checks_go_by_the_facts_given() -> None:
    facts = Facts(date(2027, 9, 26), date(2027, 9, 26), HEAD.events, {})
    found = [finding.code for finding in check_plan(Plan(HEAD, (item(),)), facts=facts)]
    assert "printed-date-differs" in found
