"""Wordings labelled by hand before they were counted (tests/data/terms/*.txt): right or refused, never wrong."""

from __future__ import annotations

import pytest

from plan.dating import occurrences
from plan.term import parse
from tests.unit.plan_terms.labels import CAMPAIGNS, Labelled, are, days_of, read_labelled, stretches

FILES = (
    "third.txt",
    "fourth.txt",
    "fifth.txt",
    "sixth.txt",
    "seventh.txt",
    "eighth.txt",
    "asked.txt",
    "ninth.txt",
    "tenth.txt",
)
CASES = [case for name in FILES for case in read_labelled(name)]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.campaign}: {case.wording}" for case in CASES])
def test_wording(case: Labelled) -> None:
    term = parse(case.wording)
    found = occurrences(term, CAMPAIGNS[case.campaign])
    said = stretches(found)
    days = days_of(said)

    if not term.understood or any(one.doubt for one in found):
        # What was understood of it may stand, and it has to be of the days that are right.
        assert days <= {day for wanted in case.accepted for day in days_of(list(wanted))}
    elif days:
        assert any(are(wanted, said) for wanted in case.accepted), said
    else:
        assert case.none or not all(days_of(list(wanted)) for wanted in case.accepted)


@pytest.mark.parametrize("case", CASES, ids=[f"{case.campaign}: {case.wording}" for case in CASES])
def test_wording_rendered_reads_back(case: Labelled) -> None:
    term = parse(case.wording)

    if term.understood:
        assert parse(term.render()).parts == term.parts


@pytest.mark.parametrize(
    ("name", "most"), [("third.txt", 2), ("fourth.txt", 1), ("fifth.txt", 1), ("sixth.txt", 1), ("eighth.txt", 1)]
)
def test_refusals_of_plain_wordings_do_not_grow(name: str, most: int) -> None:
    refused = {case.wording for case in read_labelled(name) if not case.none and not _is_understood(case)}

    assert len(refused) <= most, refused


def _is_understood(case: Labelled) -> bool:
    term = parse(case.wording)
    found = occurrences(term, CAMPAIGNS[case.campaign])
    return term.understood and not any(one.doubt for one in found)
