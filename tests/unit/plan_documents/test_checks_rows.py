"""Every row of both documents: its kind of term, what came of it, its days and its findings, all of them and no others.

The tables in tests/data/checks are written for people; a row that is missing, one too many, a finding missing and one
too many all fail.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, time
from pathlib import Path

import pytest

from plan.checks import check_plan
from plan.dated import date_plan
from plan.files import open_plan
from plan.kinds import Kind, kind_of, meaning
from plan.model import Head, Item, Occurrence, Plan
from tests.unit.plan_documents.documents import DATA, SEED, SHIPPED

TABLES = DATA / "checks"
WORK_PLAN = DATA / "work_plan_kuzbass_2024.txt"
THE_WHOLE = "*"


def rows(name: str) -> dict[str, dict[str, str]]:
    """A table's rows by number."""
    lines = [line for line in (TABLES / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    read = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len({row["number"] for row in read}) == len(read)
    return {row["number"]: row for row in read}


def column(table: dict[str, dict[str, str]], name: str) -> dict[str, str]:
    return {number: row[name] for number, row in table.items() if number != THE_WHOLE}


def findings_of(plan: Plan) -> dict[str, list[str]]:
    """The codes found, by item, in alphabetical order; rows without findings have none."""
    found: dict[str, list[str]] = {}
    for finding in check_plan(plan):
        found.setdefault(finding.item or THE_WHOLE, []).append(finding.code)
    return {number: sorted(codes) for number, codes in found.items()}


def expected_findings(table: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    return {number: sorted(row["findings"].split()) for number, row in table.items() if row["findings"]}


def days_of(occurrences: tuple[Occurrence, ...]) -> str:
    return "; ".join(_days(one) for one in occurrences)


def _days(one: Occurrence) -> str:
    if one.start is not None and one.end is not None:
        start = _day(one.start, one.start_time)
        return start if one.start == one.end else f"{start} – {_day(one.end, one.end_time)}"
    if one.end is not None:
        return f"до {_day(one.end, one.end_time)}"
    if one.start is not None:
        return f"с {_day(one.start, one.start_time)}"
    return "?" if one.needs else "–"


def _day(day: date, hour: time | None) -> str:
    return f"{day:%d.%m.%Y}" if hour is None else f"{day:%d.%m.%Y} {hour:%H:%M}"


@pytest.mark.parametrize("path", [SEED, SHIPPED], ids=["document", "yaml"])
def test_every_row_of_the_by_election_plan(path: Path) -> None:
    table = rows("by_election_rows.tsv")
    plan = open_plan(path)
    dated = date_plan(plan)
    assert len(dated) == 109
    assert {one.item.number: kind_of(one).value for one in dated} == column(table, "kind")
    assert {one.item.number: one.status.value for one in dated} == column(table, "status")
    assert {one.item.number: days_of(one.computed) for one in dated} == column(table, "days")
    assert findings_of(plan) == expected_findings(table)


def test_every_row_of_the_work_plan() -> None:
    table = rows("work_plan_rows.tsv")
    plan = open_plan(WORK_PLAN)
    dated = date_plan(plan)
    assert len(dated) == 118
    assert {one.item.number: kind_of(one).value for one in dated} == column(table, "kind")
    assert findings_of(plan) == expected_findings(table)


def test_the_kinds_of_the_by_election_plan_are_as_many_as_people_count() -> None:
    counts = Counter(column(rows("by_election_rows.tsv"), "kind").values())
    assert counts == {
        "fixed_date": 2,
        "exact_day": 2,
        "latest_by": 32,
        "earliest_from": 2,
        "window": 14,
        "several_parts": 9,
        "event_offset": 25,
        "event_bound": 8,
        "at_once": 8,
        "whole_period": 2,
        "no_term": 5,
    }


def test_every_kind_is_said_in_words() -> None:
    assert len({meaning(kind) for kind in Kind}) == len(Kind)


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        ("30.01.2027", Kind.FIXED_DATE),
        ("Не позднее 30.01.2027", Kind.LATEST_BY),
        ("С 10.01.2027 по 30.01.2027", Kind.WINDOW),
        ("На пятый день после дня голосования", Kind.EXACT_DAY),
        ("Не ранее чем за 20 дней до дня голосования", Kind.EARLIEST_FROM),
        ("В течение 5 дней со дня регистрации, но не позднее чем за 3 дня до дня голосования", Kind.EVENT_OFFSET),
        ("После регистрации кандидата", Kind.EVENT_BOUND),
        ("Немедленно после подписания протокола", Kind.AT_ONCE),
        ("Ежемесячно", Kind.REPEATED),
        ("Когда рак свистнет", Kind.NOT_UNDERSTOOD),
        ("Не позднее чем за 20 дней до дня голосования", Kind.LATEST_BY),
        ("За 50 – 30 дней до дня голосования", Kind.WINDOW),
        ("Не позднее чем через 3 дня со дня официального опубликования решения о назначении выборов", Kind.LATEST_BY),
    ],
)
def test_a_kind_needs_no_date_to_be_told(term: str, kind: Kind) -> None:
    item = Item("1", "", "Мероприятие", "", term, (), "ТИК")
    with_days = Head("План", "ТИК", "Europe/Moscow", voting_day=date(2027, 9, 19), first_voting_day=date(2027, 9, 17))
    without = Head("План", "ТИК", "Europe/Moscow")
    assert [kind_of(date_plan(Plan(head, (item,)))[0]) for head in (with_days, without)] == [kind, kind]
