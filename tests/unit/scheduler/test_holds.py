"""When does one refusal stop more than its chat?"""

from datetime import timedelta

from scheduler.holds import LONGEST_GROWTH, LaneHolds
from services.delivery.model import Lane, RetryLater
from tests.unit.scheduler.fakes import START, delivery

SECOND = timedelta(seconds=1)


def test_one_chats_refusal_is_its_own_affair() -> None:
    holds = LaneHolds()
    assert holds.refused(delivery(1), RetryLater(60, "429"), START) is None
    assert holds.refused(delivery(1), RetryLater(60, "429"), START + SECOND) is None
    assert holds.open_lanes(START) == tuple(Lane)


def test_another_chats_while_the_first_lasts_stops_the_lane_and_those_behind() -> None:
    holds = LaneHolds()
    holds.refused(delivery(1), RetryLater(60, "429"), START)
    assert holds.refused(delivery(2), RetryLater(30, "429"), START) == START + 30 * SECOND
    assert holds.open_lanes(START) == (Lane.ANSWER, Lane.RELAY)
    assert holds.next_release(START) == START + 30 * SECOND
    assert holds.open_lanes(START + 30 * SECOND) == tuple(Lane)
    assert holds.next_release(START + 30 * SECOND) is None


def test_another_chats_afterwards_does_not() -> None:
    holds = LaneHolds()
    holds.refused(delivery(1), RetryLater(60, "429"), START)
    assert holds.refused(delivery(2), RetryLater(60, "429"), START + 61 * SECOND) is None


def test_holds_in_a_row_grow_until_something_goes_through() -> None:
    holds, now, spans = LaneHolds(), START, []
    for _ in range(9):
        until = holds.refused(delivery(1), RetryLater(0.5, "no connection", lane_wide=True), now)
        assert until is not None
        spans.append((until - now).total_seconds())
        now = until
    assert spans == [1, 2, 4, 8, 16, 32, *([LONGEST_GROWTH.total_seconds()] * 3)]
    holds.sent()
    assert holds.refused(delivery(1), RetryLater(0.5, "no connection", lane_wide=True), now) == now + SECOND


def test_a_hold_does_not_last_longer_because_the_clock_was_set_back() -> None:
    holds = LaneHolds()
    holds.refused(delivery(1), RetryLater(60, "429", lane_wide=True), START)
    assert holds.open_lanes(START - timedelta(hours=1)) == tuple(Lane)
