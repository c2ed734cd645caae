"""Labelled questions, by what they were used for (tests/data/questions/README.md): a floor under each figure."""

from __future__ import annotations

import random

import pytest

from benchmarks.questions_slips import shares, slip
from questions.askable import AskablePlan
from questions.scoring import report
from tests.unit.questions.conftest import labelled


@pytest.mark.parametrize(
    ("name", "floors"),
    [
        ("dev", {"range": 0.97, "role": 1.0, "recall@1": 0.95, "recall@3": 0.97, "outside: not answered": 0.95}),
        ("own", {"range": 0.95, "role": 0.95, "recall@1": 0.90, "recall@3": 0.95, "outside: not answered": 0.95}),
        ("shaped", {"range": 0.95, "role": 0.95, "recall@1": 0.90, "recall@3": 0.95, "outside: not answered": 0.95}),
        ("times", {"range": 0.93, "role": 0.98}),
        ("blind-times", {"range": 0.95, "role": 0.95}),
        ("blind-topics", {"recall@1": 0.92, "recall@3": 0.95, "outside: not answered": 0.95}),
        (
            "blind-mixed",
            {"range": 0.85, "role": 1.0, "recall@1": 0.93, "recall@3": 0.96, "outside: not answered": 0.93},
        ),
        ("blind-late", {"recall@1": 0.90, "recall@3": 0.95, "outside: not answered": 0.88}),
        ("held-out", {"range": 0.90, "role": 0.95, "recall@1": 0.85, "recall@3": 0.93, "outside: not answered": 0.95}),
    ],
)
def test_labelled_questions(by_election: AskablePlan, name: str, floors: dict[str, float]) -> None:
    found = shares(labelled(name), by_election)
    assert {key: found[key] for key, floor in floors.items() if found[key] < floor} == {}


def test_another_commissions_plan(second_plan: AskablePlan) -> None:
    found = shares(labelled("second"), second_plan)
    assert found["recall@1"] >= 0.90
    assert found["range"] == 1.0


def test_the_plan_of_a_regional_parliament(other_plan: AskablePlan) -> None:
    found = shares(labelled("other"), other_plan)
    floors = {"range": 0.96, "role": 0.96, "recall@1": 0.88, "recall@3": 0.95, "outside: not answered": 0.92}
    assert {key: found[key] for key, floor in floors.items() if found[key] < floor} == {}


def test_the_plan_of_a_town(third_plan: AskablePlan) -> None:
    found = shares(labelled("third"), third_plan)
    floors = {"range": 0.95, "role": 1.0, "recall@1": 0.92, "recall@3": 0.95, "outside: not answered": 0.92}
    assert {key: found[key] for key, floor in floors.items() if found[key] < floor} == {}


def test_a_plan_in_words_of_its_own(fifth_plan: AskablePlan) -> None:
    found = shares(labelled("fifth"), fifth_plan)
    floors = {"range": 0.90, "role": 0.80, "recall@1": 0.83, "recall@3": 0.87, "outside: not answered": 0.92}
    assert {key: found[key] for key, floor in floors.items() if found[key] < floor} == {}


def test_a_plan_of_short_rows(sixth_plan: AskablePlan) -> None:
    found = shares(labelled("sixth"), sixth_plan)
    floors = {"range": 1.0, "role": 1.0, "recall@1": 0.88, "recall@3": 0.93, "outside: not answered": 0.90}
    assert {key: found[key] for key, floor in floors.items() if found[key] < floor} == {}


def test_a_plan_of_work(work_plan: AskablePlan) -> None:
    found = shares(labelled("work"), work_plan)
    floors = {"range": 0.86, "recall@1": 0.80, "recall@3": 0.86, "outside: not answered": 0.88}
    assert {key: found[key] for key, floor in floors.items() if found[key] < floor} == {}


def test_one_slip_in_each_question_costs_little(by_election: AskablePlan, other_plan: AskablePlan) -> None:
    dice = random.Random(12032023)
    for plan, names in ((by_election, ("dev", "own", "held-out", "blind-topics")), (other_plan, ("other",))):
        rows = [row for name in names for row in labelled(name) if row["kind"] in "abc"]
        right = shares(rows, plan)
        slipped = shares([{**row, "q": slip(str(row["q"]), dice)} for row in rows], plan)
        assert slipped["recall@1"] >= right["recall@1"] - 0.04
        assert slipped["recall@3"] >= right["recall@3"] - 0.04
        assert slipped["range"] >= right["range"] - 0.06


def test_the_report_names_what_went_wrong(by_election: AskablePlan) -> None:
    row = {"id": "x", "q": "пункт 28", "today": "2023-01-25", "items": ["29"]}
    assert "recall@1: 0 / 1 = 0.000" in report([row], by_election)
    assert "«пункт 28»" in report([row], by_election)
