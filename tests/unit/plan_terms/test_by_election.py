"""Every row of the by-election plan: what its cell says, what the law makes of it, and what came of the two."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from plan.dating import occurrences
from plan.model import Facts, Item, Status
from plan.term import parse
from plan.term.printed import read_printed, split_cell
from plan.term.status import compare, judge
from tests.unit.plan_terms.shown import THREE_DAYS, read_table, shown

ROWS = list(read_table("by_election.jsonl"))


def item(row: dict[str, Any]) -> Item:
    wording, printed = split_cell(row["cell"])
    return Item(row["number"], "", row["activity"], "", wording, printed, "")


@pytest.fixture(scope="module")
def facts() -> Facts:
    """The campaign's facts, with the end of reception that row 14 gives and row 15 waits for."""
    (reception,) = occurrences(parse(next(row["cell"] for row in ROWS if row["number"] == "14")), THREE_DAYS)
    assert reception.end is not None
    return replace(THREE_DAYS, events={**THREE_DAYS.events, "proposals_ended": reception.end})


@pytest.mark.parametrize("row", ROWS, ids=[row["number"] for row in ROWS])
def test_row(row: dict[str, Any], facts: Facts) -> None:
    read = item(row)
    term = parse(read.term)
    found = occurrences(term, facts)
    printed = [claim for text in read.printed for claim in read_printed(text, facts.voting_day)]

    assert term.understood
    assert [shown(occurrence) for occurrence in found] == row["occurrences"]
    assert list(read.printed) == row["printed"]
    assert judge(term, found, printed) == row["status"]


@pytest.mark.parametrize("row", ROWS, ids=[row["number"] for row in ROWS])
def test_a_wording_rendered_reads_back(row: dict[str, Any]) -> None:
    term = parse(row["cell"])

    assert parse(term.render()).parts == term.parts


def test_fifty_five_rows_print_a_date_and_one_differs() -> None:
    assert Counter(row["status"] for row in ROWS) == {
        Status.AGREES: 54,
        Status.DIFFERS: 1,
        Status.NEEDS_EVENT: 45,
        Status.NO_TERM: 5,
        Status.PERIODIC: 2,
        Status.NOT_PRINTED: 2,
    }
    assert sum(1 for row in ROWS if row["printed"]) == 55


def test_row_67_differs_by_its_year() -> None:
    row = next(row for row in ROWS if row["number"] == "67")
    read = item(row)
    (mismatch,) = compare(occurrences(parse(read.term), THREE_DAYS), read_printed(read.printed[0])).mismatches

    assert mismatch.year_only
    assert (mismatch.side, mismatch.computed.isoformat()) == ("end", "2022-12-24")
