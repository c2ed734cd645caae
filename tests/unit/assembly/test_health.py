"""Given what is known of a bot: is it well, and what is an administrator told?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.health import DISK_LOW, Facts, Problem, problems, read_state, report, sentence, write_state

NOW = datetime(2023, 1, 30, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

WELL = Facts(
    at=NOW,
    pid=7,
    leads_since=NOW - timedelta(hours=1),
    claimed_at=NOW,
    overdue=0,
    telegram_answered_at=NOW,
    clock_skew_s=0.4,
    disk_free=DISK_LOW,
)

WRONG: list[tuple[Facts, tuple[Problem, ...]]] = [
    (WELL, ()),
    (replace(WELL, at=NOW - 2 * MINUTE, database_reachable=False), (Problem.NOT_RUNNING,)),
    (replace(WELL, database_reachable=False), (Problem.DATABASE,)),
    (replace(WELL, outbox_failing_since=NOW - timedelta(seconds=59)), ()),
    (replace(WELL, outbox_failing_since=NOW - MINUTE, overdue=4), (Problem.DATABASE,)),
    (replace(WELL, telegram_failing_since=NOW - timedelta(seconds=59)), ()),
    (replace(WELL, telegram_failing_since=NOW - MINUTE, overdue=4), (Problem.TELEGRAM,)),
    (replace(WELL, token_refused=True, telegram_failing_since=NOW - MINUTE), (Problem.TOKEN,)),
    (replace(WELL, overdue=1), (Problem.OUTBOX,)),
    (replace(WELL, overdue=1, held_lanes=("reminder",), held_until=NOW + 90 * MINUTE), (Problem.OUTBOX,)),
    (replace(WELL, updates_failing_since=NOW - timedelta(seconds=59), updates_trouble="no_answer"), ()),
    (replace(WELL, updates_failing_since=NOW - MINUTE, updates_trouble="no_answer"), (Problem.UPDATES,)),
    (replace(WELL, updates_failing_since=NOW - MINUTE, updates_trouble="conflict"), (Problem.UPDATES,)),
    (
        replace(WELL, updates_failing_since=NOW - MINUTE, telegram_failing_since=NOW - MINUTE),
        (Problem.TELEGRAM,),
    ),
    (replace(WELL, overdue=1, leads_since=NOW - MINUTE), ()),  # after a downtime: on its way
    (replace(WELL, claimed_at=NOW - 5 * MINUTE), (Problem.OUTBOX,)),
    (replace(WELL, claimed_at=None, leads_since=NOW - 5 * MINUTE), (Problem.OUTBOX,)),
    (replace(WELL, claimed_at=None, leads_since=None, overdue=None), ()),
    (
        replace(WELL, desk_trouble="bot was kicked", disk_free=DISK_LOW - 1, clock_skew_s=-90.0),
        (Problem.DESK, Problem.DISK, Problem.CLOCK),
    ),
]


@pytest.mark.parametrize(("facts", "expected"), WRONG)
def test_what_is_wrong(facts: Facts, expected: tuple[Problem, ...]) -> None:
    assert problems(facts, NOW) == expected


@pytest.mark.parametrize(("facts", "expected"), WRONG)
def test_every_problem_is_told_with_its_remedy_and_a_warning_is_no_failure(
    facts: Facts, expected: tuple[Problem, ...]
) -> None:
    told = report(facts, NOW)
    assert told.startswith("Бот не справляется." if any(p.is_failure for p in expected) else "Бот работает.")
    assert all(sentence(problem, facts) in told for problem in expected)


def test_which_way_the_clock_is_wrong() -> None:
    assert "отстают на 90 с" in sentence(Problem.CLOCK, replace(WELL, clock_skew_s=90.0))
    assert "спешат на 90 с" in sentence(Problem.CLOCK, replace(WELL, clock_skew_s=-90.0))


@pytest.mark.parametrize("facts", [facts for facts, _ in WRONG])
def test_the_state_file_holds_all_of_it(facts: Facts, tmp_path: Path) -> None:
    file = tmp_path / "folder" / "health.json"
    facts = replace(facts, held_lanes=("reminder",), told=("desk",))
    write_state(file, facts)
    assert read_state(file) == facts


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"at": 1}', "null"])
def test_a_state_file_that_cannot_be_read_is_none(content: str, tmp_path: Path) -> None:
    file = tmp_path / "health.json"
    assert read_state(file) is None
    file.write_text(content)
    assert read_state(file) is None
