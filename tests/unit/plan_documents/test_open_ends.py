"""Until when what begins and is never said to end counts as running."""

from __future__ import annotations

from datetime import date

import pytest

from plan.model import DatedItem, Item, Occurrence, OccurrenceKind, Status
from plan.open_ends import OpenEnds, open_ends

V = date(2023, 3, 12)


def dated(*occurrences: Occurrence) -> DatedItem:
    return DatedItem(Item("1", "", "", "", "", (), ""), (), occurrences, (), Status.NOT_PRINTED)


def by(day: date) -> DatedItem:
    return dated(Occurrence(OccurrenceKind.DEADLINE, end=day))


@pytest.mark.parametrize(
    ("start", "until"),
    [
        (date(2023, 3, 1), V),
        (V, V),
        (date(2023, 3, 13), date(2023, 5, 11)),  # the plan's last day
        (date(2023, 5, 11), date(2023, 6, 10)),  # 30 days at the least
    ],
)
def test_by_the_voting_day_until_it_and_later_until_the_plans_end(start: date, until: date) -> None:
    assert OpenEnds(V, date(2023, 5, 11)).running_until(start) == until


def test_records_kept_for_years_do_not_prolong_the_campaign() -> None:
    items = [by(date(2023, 4, 12)), by(date(2026, 3, 12)), dated(Occurrence(OccurrenceKind.OPEN))]
    assert open_ends(items, V) == OpenEnds(V, date(2023, 4, 12))


def test_without_a_voting_day_every_date_counts() -> None:
    ends = open_ends([by(date(2024, 12, 31))], None)
    assert ends.running_until(date(2024, 7, 1)) == date(2024, 12, 31)


def test_a_plan_without_dates() -> None:
    assert open_ends([], None).running_until(date(2024, 7, 1)) == date(2024, 7, 31)
