"""Labelled questions, by what they were used for (tests/data/questions/README.md): a floor under each figure."""

from __future__ import annotations

import random
from datetime import date

import pytest

from questions.answer import understand
from questions.askable import AskablePlan
from questions.scoring import judge, report
from tests.unit.questions.conftest import labelled

_LETTERS = "абвгдежзийклмнопрстуфхцчшщыьэюя"


def shares(rows: list[dict[str, object]], plan: AskablePlan) -> dict[str, float]:
    marks: dict[str, list[bool]] = {}
    for row in rows:
        understood = understand(str(row["q"]), plan, date.fromisoformat(str(row["today"])))
        for name, good in judge(row, understood).items():
            marks.setdefault(name, []).append(good)
    return {name: sum(good) / len(good) for name, good in marks.items()}


@pytest.mark.parametrize(
    ("name", "floors"),
    [
        ("dev", {"range": 0.97, "role": 1.0, "recall@1": 0.95, "recall@3": 0.97, "outside: not answered": 0.95}),
        ("own", {"range": 0.95, "role": 0.95, "recall@1": 0.90, "recall@3": 0.95, "outside: not answered": 0.95}),
        ("shaped", {"range": 0.95, "role": 0.95, "recall@1": 0.90, "recall@3": 0.95, "outside: not answered": 0.95}),
        ("times", {"range": 0.93, "role": 0.98}),
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


def test_one_slip_in_each_question_costs_little(by_election: AskablePlan) -> None:
    dice = random.Random(12032023)
    rows = [row for name in ("dev", "own", "held-out") for row in labelled(name) if row["kind"] in "abc"]
    right = shares(rows, by_election)
    slipped = shares([{**row, "q": _slip(str(row["q"]), dice)} for row in rows], by_election)
    assert slipped["recall@1"] >= right["recall@1"] - 0.05
    assert slipped["recall@3"] >= right["recall@3"] - 0.05
    assert slipped["range"] >= right["range"] - 0.08


def _slip(question: str, dice: random.Random) -> str:
    """One letter swapped, lost, added or changed in one word of four letters or more."""
    words = question.split()
    long = [place for place, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if not long:
        return question
    place = dice.choice(long)
    word = words[place]
    at = dice.randrange(len(word) - 1)
    letter = dice.choice(_LETTERS)
    words[place] = dice.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
        ]
    )
    return " ".join(words)


def test_the_report_names_what_went_wrong(by_election: AskablePlan) -> None:
    row = {"id": "x", "q": "пункт 28", "today": "2023-01-25", "items": ["29"]}
    assert "recall@1: 0 / 1 = 0.000" in report([row], by_election)
    assert "«пункт 28»" in report([row], by_election)
