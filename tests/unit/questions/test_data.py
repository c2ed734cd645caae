"""data/questions: whole, consistent with pymorphy3's dictionary, and recognising what it says it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from plan.model import Role
from questions import dictionary, thesaurus, words
from questions.askable import AskablePlan
from questions.recognise import recognised


def test_the_kept_readings_are_those_of_the_dictionary() -> None:
    """When this fails: python -m questions.dictionary."""
    kept = words.TABLE.read_text(encoding="utf-8").splitlines()
    assert kept == list(dictionary.lines())


def test_every_activity_can_be_recognised_and_asked() -> None:
    data = thesaurus.load()
    assert [
        activity.key for activity in data.activities if not (activity.title and activity.rules and activity.asks)
    ] == []
    roles = {role.value for role in Role}
    assert all(set(rule.roles) <= roles for activity in data.activities for rule in activity.rules)


def test_no_phrasing_stands_for_two_things() -> None:
    data = thesaurus.load()
    asked = [(ask, entry.key) for entry in data.activities for ask in entry.asks]
    asked += [(ask, entry.key) for entry in data.outside for ask in entry.asks]
    first: dict[str, str] = {}
    twice = [(ask, first[ask], key) for ask, key in asked if first.setdefault(ask, key) != key]
    assert twice == []


def test_every_row_of_both_plans_is_an_activity(by_election: AskablePlan, second_plan: AskablePlan) -> None:
    activities = thesaurus.load().activities
    for askable, unknown in ((by_election, set[str]()), (second_plan, {"61"})):
        found = {number for rows in recognised(activities, askable.items).values() for number, _ in rows}
        assert {item.item.number for item in askable.items} - found <= unknown


def test_rows_are_recognised_by_their_own_activity(by_election: AskablePlan) -> None:
    rows = recognised(thesaurus.load().activities, by_election.items)
    for key, number in [
        ("withdrawal", "39"),
        ("recall", "40"),
        ("precinct_finance_report", "74"),
        ("campaigning_self_nominated", "50-2"),
        ("documents_kept", "105"),
        ("protocols_kept", "106"),
    ]:
        assert [row for row, _ in rows[key]] == [number]


def test_a_slip_in_a_data_file_is_named(tmp_path: Path) -> None:
    for file in thesaurus.DATA.rglob("*.yaml"):
        copy = tmp_path / file.relative_to(thesaurus.DATA)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "outside.yaml").write_text("- outside: x\n  outcome: maybe\n  asks: да\n", encoding="utf-8")
    with pytest.raises(thesaurus.ThesaurusError, match=r"outside\.yaml: x"):
        thesaurus.load(tmp_path)
