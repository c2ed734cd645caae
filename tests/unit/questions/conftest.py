"""The by-election's plan, the invented second one, and the labelled questions."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plan.files import open_plan
from questions.answer import Understanding, understand
from questions.askable import AskablePlan, make_askable

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "tests" / "data" / "questions"
WEDNESDAY = date(2023, 1, 25)

Ask = Callable[..., Understanding]


@pytest.fixture(scope="session")
def by_election() -> AskablePlan:
    return make_askable(open_plan(ROOT / "data" / "plans" / "2023-03-12-kmo-11.yaml"))


@pytest.fixture(scope="session")
def second_plan() -> AskablePlan:
    return make_askable(open_plan(DATA / "second-plan.yaml"))


@pytest.fixture(scope="session")
def other_plan() -> AskablePlan:
    """A regional parliament's: 156 rows, numbers of two parts, party lists, remote voting."""
    return make_askable(open_plan(DATA / "other-plan.yaml"))


@pytest.fixture(scope="session")
def third_plan() -> AskablePlan:
    """A town's, head and council at once: 110 rows."""
    return make_askable(open_plan(DATA / "third-plan.yaml"))


@pytest.fixture(scope="session")
def fifth_plan() -> AskablePlan:
    """A district's council in several mandates each: 85 rows in words of its own."""
    return make_askable(open_plan(DATA / "fifth-plan.yaml"))


@pytest.fixture(scope="session")
def sixth_plan() -> AskablePlan:
    """A rural district's: 61 short rows, numbers of two parts."""
    return make_askable(open_plan(DATA / "sixth-plan.yaml"))


@pytest.fixture(scope="session")
def work_plan() -> AskablePlan:
    """A commission's plan of a year's work: people by name, no voting day."""
    return make_askable(open_plan(DATA.parent / "work_plan_kuzbass_2024.txt"))


@pytest.fixture(scope="session")
def ask(by_election: AskablePlan) -> Ask:
    """Asks the by-election's plan on Wednesday 25 January 2023, unless told otherwise."""

    def asked(question: str, today: date = WEDNESDAY, **more: Any) -> Understanding:
        return understand(question, by_election, today, **more)

    return asked


def labelled(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
