"""The counts of the by-election plan that everybody quotes; each row stands in tests/data/checks."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from plan.dated import date_plan, facts_of
from plan.model import Item, Plan, Status
from tests.unit.plan_documents.documents import seed_plan


def test_54_of_55_printed_rows_agree() -> None:
    dated = date_plan(seed_plan())
    assert len(dated) == 109
    assert sum(bool(item.printed) for item in dated) == 55
    assert Counter(item.status for item in dated)[Status.AGREES] == 54
    assert [item.item.number for item in dated if item.status is Status.DIFFERS] == ["67"]


@pytest.mark.parametrize(
    ("number", "start", "end"),
    [
        ("5", date(2022, 12, 13), None),
        ("9", date(2023, 3, 1), None),
        ("66", None, date(2026, 3, 12)),
        ("72", date(2023, 3, 6), None),
        ("97", date(2023, 3, 12), None),
        ("100", None, date(2023, 3, 13)),
        ("48", None, date(2023, 3, 9)),
        ("49", None, date(2023, 3, 9)),
        ("11", None, date(2023, 3, 12)),
    ],
)
def test_dates_that_nobody_printed(number: str, start: date | None, end: date | None) -> None:
    dated = next(item for item in date_plan(seed_plan()) if item.item.number == number)
    assert (start, end) in {(found.start, found.end) for found in dated.occurrences}


def test_a_recorded_event_dates_what_waited_for_it() -> None:
    plan = seed_plan()
    facts = facts_of(plan, events={"candidate_registered": datetime.fromisoformat("2023-02-01T12:30")})
    dated = {item.item.number: item for item in date_plan(plan, facts)}
    assert dated["37"].occurrences[0].end == date(2023, 2, 6)
    assert dated["35"].occurrences[0].needs == ()


def test_another_voting_day_moves_everything_with_it() -> None:
    plan = seed_plan()
    facts = facts_of(plan, voting_day=date(2023, 3, 19))
    assert facts.first_voting_day == date(2023, 3, 19)
    dated = {item.item.number: item for item in date_plan(plan, facts)}
    assert dated["4"].occurrences[0].end == date(2023, 2, 6)
    assert dated["15"].occurrences[0].end == date(2023, 3, 3)
    assert dated["95"].occurrences[0].end == date(2023, 3, 19)


def test_the_end_of_one_items_window_is_anothers_event_and_the_explanation_says_so() -> None:
    item = next(item for item in date_plan(seed_plan()) if item.item.number == "15")
    assert item.occurrences[0].end == date(2023, 2, 24)
    assert "по пункту 14" in item.occurrences[0].explanation


def test_a_recorded_event_wins_over_the_planned_one() -> None:
    plan = seed_plan()
    facts = facts_of(plan, events={"proposals_ended": date(2023, 2, 1)})
    item = next(item for item in date_plan(plan, facts) if item.item.number == "15")
    assert item.occurrences[0].end == date(2023, 2, 16)


def test_two_windows_that_disagree_plan_nothing() -> None:
    plan = seed_plan()
    window = plan.item("14")
    assert window is not None
    other = Item("14-1", "", window.activity, "", "За 60 - 40 дней до дня голосования", (), "ТИК")
    items = date_plan(Plan(plan.head, (*plan.items, other)))
    assert next(item for item in items if item.item.number == "15").occurrences[0].needs == ("proposals_ended",)
