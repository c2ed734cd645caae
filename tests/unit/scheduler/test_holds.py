"""When does one refusal stop more than its chat?"""

from datetime import datetime, timedelta

import pytest

from scheduler.holds import LONGEST_GROWTH, PROBES, TOGETHER, LaneHolds
from services.delivery.holds import LaneHold
from services.delivery.model import Lane, RetryLater
from tests.unit.scheduler.fakes import START, delivery

SECOND = timedelta(seconds=1)


def test_one_chats_refusal_is_its_own_affair() -> None:
    holds = LaneHolds()
    assert holds.refused(delivery(1), RetryLater(60, "429"), START) is None
    assert holds.refused(delivery(1), RetryLater(60, "429"), START + SECOND) is None
    assert holds.open_lanes(START) == tuple(Lane)


def test_another_chats_soon_after_stops_the_lane_and_those_behind_a_little() -> None:
    holds = LaneHolds()
    holds.refused(delivery(1), RetryLater(3600, "429"), START)
    assert holds.refused(delivery(2), RetryLater(3600, "429"), START + SECOND) == START + 2 * SECOND
    assert holds.open_lanes(START + SECOND) == (Lane.ANSWER, Lane.RELAY)
    assert holds.next_release(START + SECOND) == START + 2 * SECOND
    assert holds.open_lanes(START + 2 * SECOND) == tuple(Lane)
    assert holds.next_release(START + 2 * SECOND) is None


def test_another_chats_later_on_does_not_though_the_first_still_rests() -> None:
    holds = LaneHolds()
    holds.refused(delivery(1), RetryLater(3600, "429"), START)
    assert holds.refused(delivery(2), RetryLater(60, "429"), START + TOGETHER) is None


def test_the_whole_bots_lasts_as_long_as_was_asked() -> None:
    holds = LaneHolds()
    until = holds.refused(delivery(1), RetryLater(7200, "429", lane_wide=True), START)
    assert until == START + timedelta(hours=2)


def test_holds_in_a_row_grow_until_something_goes_through() -> None:
    holds, now, spans = LaneHolds(), START, []
    for _ in range(9):
        until = holds.refused(delivery(1), RetryLater(0.5, "no connection", lane_wide=True), now)
        assert until is not None
        spans.append((until - now).total_seconds())
        now = until
    assert spans == [1, 2, 4, 8, 16, 32, *([LONGEST_GROWTH.total_seconds()] * 3)]
    holds.sent(now)
    assert holds.refused(delivery(1), RetryLater(0.5, "no connection", lane_wide=True), now) == now + SECOND


def test_when_nothing_goes_through_for_minutes_everybody_waits_as_long_as_was_asked() -> None:
    """A 429 of hours in two chats may be theirs alone; in every chat that is tried, it is the whole bot's."""
    holds, now = LaneHolds(), START
    for _ in range(PROBES):
        holds.refused(delivery(1), RetryLater(7200, "429"), now)
        until = holds.refused(delivery(2), RetryLater(7200, "429"), now)
        assert until is not None
        assert until - now <= LONGEST_GROWTH
        now = until
    assert now - START < timedelta(minutes=2)
    holds.refused(delivery(3), RetryLater(7000, "429"), now)
    assert holds.refused(delivery(4), RetryLater(7000, "429"), now) == now + timedelta(seconds=7000)


def test_a_refusal_while_the_lane_is_held_and_after_something_went_through() -> None:
    holds = LaneHolds()
    holds.refused(delivery(1), RetryLater(5, "429", lane_wide=True), START)
    holds.sent(START)
    assert holds.refused(delivery(2), RetryLater(1, "429"), START) == START + SECOND
    assert holds.next_release(START) == START + 5 * SECOND


def throttled_for(hours: int) -> tuple[LaneHolds, datetime]:
    """Nothing has gone through for two minutes, so everybody waits as long as was asked; and since when."""
    holds, since = LaneHolds(), START
    for _ in range(PROBES):
        since = _everybody_refused(holds, hours, since)
    _everybody_refused(holds, hours, since)
    return holds, since


def _everybody_refused(holds: LaneHolds, hours: int, now: datetime) -> datetime:
    refusal = RetryLater(hours * 3600, "429", asked=True)
    holds.refused(delivery(1), refusal, now)
    until = holds.refused(delivery(2), refusal, now)
    assert until is not None
    return until


def test_a_hold_of_hours_is_known_to_whoever_comes_next() -> None:
    holds, since = throttled_for(hours=5)
    (kept,) = holds.asked_for()
    assert holds.is_unsaved
    assert kept == LaneHold(Lane.REMINDER, since, since + timedelta(hours=5), PROBES + 1)
    later = since + timedelta(hours=1)
    next_one = LaneHolds()
    assert next_one.restore([kept], later) == [kept]
    assert next_one.open_lanes(later) == (Lane.ANSWER, Lane.RELAY)
    assert next_one.next_release(later) == kept.until
    assert not next_one.is_unsaved
    # Still throttled when it is over: known at once, without finding out by trying.
    next_one.refused(delivery(1), RetryLater(3600, "429", asked=True), kept.until)
    until = next_one.refused(delivery(2), RetryLater(3600, "429", asked=True), kept.until)
    assert until == kept.until + timedelta(hours=1)


@pytest.mark.parametrize("away", [timedelta(hours=5), timedelta(days=3), -timedelta(hours=1)])
def test_a_hold_that_is_over_or_lies_ahead_of_a_clock_set_back_is_forgotten(away: timedelta) -> None:
    holds, since = throttled_for(hours=5)
    next_one = LaneHolds()
    assert next_one.restore(holds.asked_for(), since + away) == []
    assert next_one.open_lanes(since + away) == tuple(Lane)


def test_what_nobody_asked_for_is_not_kept() -> None:
    holds = LaneHolds()
    holds.refused(delivery(1), RetryLater(60, "Unauthorized", lane_wide=True), START)
    assert holds.next_release(START) == START + 60 * SECOND
    assert (holds.asked_for(), holds.is_unsaved) == ([], False)


def test_a_hold_of_hours_ends_a_minute_after_something_else_went_through() -> None:
    """A relay that arrives shows that it is not the whole bot that is shut out."""
    holds, since = throttled_for(hours=5)
    holds.is_unsaved = False
    later = since + timedelta(minutes=20)
    holds.sent(later)
    assert holds.next_release(later) == holds.last_release(later) == later + LONGEST_GROWTH
    assert holds.open_lanes(later) == (Lane.ANSWER, Lane.RELAY)
    assert holds.is_unsaved
    holds.is_unsaved = False
    holds.sent(later + SECOND)
    assert holds.next_release(later) == later + LONGEST_GROWTH, "not put off by every message that goes through"
    assert not holds.is_unsaved


def test_a_hold_does_not_last_longer_because_the_clock_was_set_back() -> None:
    holds = LaneHolds()
    holds.refused(delivery(1), RetryLater(60, "429", lane_wide=True), START)
    assert holds.open_lanes(START - timedelta(hours=1)) == tuple(Lane)
