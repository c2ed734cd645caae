"""Wordings from other commissions' plans, notices and orders (tests/data/terms): right or refused, never wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from plan.dating import occurrences
from plan.model import Facts, Occurrence
from plan.term import parse

TERMS = Path(__file__).parents[2] / "data" / "terms"
FILES = ("first.jsonl", "second.jsonl", "sought.jsonl")

End = tuple[date, time] | None
ANY = "*"


def read_cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (TERMS / name).read_text(encoding="utf-8").splitlines()]


CASES = [case for name in FILES for case in read_cases(name)]


def facts_of(case: dict[str, Any]) -> Facts:
    voting_day = date.fromisoformat(case["voting_day"])
    first = case.get("first_voting_day")
    events = {
        key: datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day)
        for key, day in case["events"].items()
    }
    return Facts(voting_day, date.fromisoformat(first) if first else voting_day, events)


def count(case: dict[str, Any]) -> tuple[bool, tuple[Occurrence, ...]]:
    """Whether the wording was understood, and what it comes to."""
    term = parse(case["term"])
    found = occurrences(term, facts_of(case))
    return term.understood and not any(one.doubt for one in found), found


def opening(day: date | None, hour: time | None) -> End:
    return None if day is None else (day, hour or time(0))


def closing(day: date | None, hour: time | None) -> End:
    """The last moment: no hour is the day's own end, and 00:00 is the end of the day before."""
    if day is None:
        return None
    return (day - timedelta(days=1), time.max) if hour == time(0) else (day, hour or time.max)


def written(text: str | None) -> tuple[date | None, time | None]:
    if text is None:
        return None, None
    moment = datetime.fromisoformat(text)
    return moment.date(), moment.time() if "T" in text else None


def matches(accepted: list[list[str | None]], found: tuple[Occurrence, ...]) -> bool:
    """Each accepted stretch is there, and nothing else; a start matters only when it is another day than the end."""
    left = {(opening(one.start, one.start_time), closing(one.end, one.end_time)) for one in found}
    for start, end in accepted:
        wanted = closing(*written(end))
        match = next((pair for pair in left if pair[1] == wanted and start_fits(start, end, pair[0])), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def start_fits(start: str | None, end: str | None, found: End) -> bool:
    if start == ANY:
        return True
    if start is not None and end is not None and start[:10] == end[:10]:  # a moment or a day: its day is enough
        return found is not None and found[0].isoformat() == start[:10]
    return found == opening(*written(start))


def days_in(found: tuple[Occurrence, ...]) -> Iterator[str]:
    for one in found:
        for day in (one.start, one.end):
            if day is not None:
                yield day.isoformat()


@pytest.mark.parametrize("case", CASES, ids=[f"{case['voting_day']}: {case['term']}" for case in CASES])
def test_wording(case: dict[str, Any]) -> None:
    understood, found = count(case)
    said = [f"{one.start}..{one.end} {one.start_time}..{one.end_time} {one.needs}" for one in found]
    dates = list(days_in(found))
    match case["expected"]:
        case "right":
            assert understood and any(matches(one, found) for one in case["accepted"]), said
        case "right_or_refused":
            assert not understood or any(matches(one, found) for one in case["accepted"]), said
        case "refused":
            assert not understood and not dates, said
        case "open":
            assert understood and not dates, said
        case "open_or_refused":
            assert not dates, said
        case "only_these_days":
            assert set(dates) <= {day[:10] for day in case["days"]}, said
        case other:
            raise AssertionError(other)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['voting_day']}: {case['term']}" for case in CASES])
def test_wording_rendered_reads_back(case: dict[str, Any]) -> None:
    term = parse(case["term"])
    if term.understood:
        assert parse(term.render()).parts == term.parts


@pytest.mark.parametrize(("name", "most"), [("first.jsonl", 29), ("second.jsonl", 16)])
def test_refusals_do_not_grow(name: str, most: int) -> None:
    refused = [c["term"] for c in read_cases(name) if c["expected"] == "right_or_refused" and not count(c)[0]]
    assert len(refused) <= most, refused
