"""What holds for every voting day: dates move with their base, agreement stays, and a second time changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from plan.model import DatedItem, Status
from plan.renewal import NewElection, renew
from tests.unit.plan_renewal.support import by_number, elections, seed


def _later(days: NewElection, by: timedelta) -> NewElection:
    assert days.decided is not None
    assert days.published is not None
    return replace(
        days,
        voting_day=days.voting_day + by,
        first_voting_day=None if days.first_voting_day is None else days.first_voting_day + by,
        decided=days.decided + by,
        published=days.published + by,
    )


_WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # an example takes a second: shrinking takes hours


@settings(max_examples=12, phases=_WITHOUT_SHRINKING)
@given(elections)
def test_agreement_stays_and_a_second_time_changes_nothing(days: NewElection) -> None:
    made = renew(seed(), days).plan
    before, after = by_number(seed()), by_number(made)
    for number, dated in before.items():
        expected = Status.AGREES if number == "67" else dated.status
        assert after[number].status is expected, number
        assert bool(after[number].item.printed) is bool(dated.item.printed), number
    assert renew(made, days).plan == made


_BY_MONTHS = ("66", "103", "104")  # counted in months and years, which have no fixed length


@settings(max_examples=6, phases=_WITHOUT_SHRINKING)
@given(elections, st.integers(-400, 400))
def test_dates_move_with_the_election(days: NewElection, by: int) -> None:
    one, other = by_number(renew(seed(), days).plan), by_number(renew(seed(), _later(days, timedelta(days=by))).plan)
    for number, dated in one.items():
        if number not in _BY_MONTHS:
            assert [day + timedelta(days=by) for day in _printed(dated)] == _printed(other[number]), number


def _printed(dated: DatedItem) -> list[date]:
    return [claim.date for claim in dated.printed]


@settings(max_examples=6, phases=_WITHOUT_SHRINKING)
@given(elections, elections)
def test_the_way_does_not_matter(days: NewElection, between: NewElection) -> None:
    """By way of another election, of as many voting days or not, the same plan comes out."""
    straight = renew(seed(), days).plan
    assert renew(renew(seed(), between).plan, days).plan.items == straight.items
