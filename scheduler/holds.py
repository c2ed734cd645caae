"""Lanes that must wait because the messenger throttles the whole bot, or cannot be reached at all."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from services.delivery.holds import LaneHold
from services.delivery.model import Delivery, Lane, RetryLater
from services.people.model import Address

LONGEST_GROWTH = timedelta(minutes=1)
"""Holds in a row grow up to this. Only a refusal that is the whole bot's lasts longer, as the messenger asks."""

PROBES = 6
"""Holds in a row, two minutes together, after which nobody doubts any more that a refusal is the whole bot's. Before
that a `retry_after` of hours may be one chat's alone, and must not keep everybody's reminders back."""

TOGETHER = timedelta(seconds=10)
"""Refusals in different chats within this are one thing that has gone wrong, not two."""


class LaneHolds:
    """A lane told to wait holds those behind it. All moments are the Clock's.

    One chat's refusal is that chat's affair; another chat's soon after makes it the lane's: the limit is not one
    chat's, or there is no connection. How long it lasts is found out by trying: a second, two, four …, and when nothing
    goes through all the while, as long as the messenger asked for. Such a hold of hours ends early when something goes
    through after all, in a lane that is more urgent: then it is not the whole bot that the messenger shuts out, and a
    minute later it is tried again.
    """

    def __init__(self) -> None:
        self._lanes: dict[Lane, LaneHold] = {}
        self._asked: set[Lane] = set()  # whose hold the messenger named; the others are guesses
        self._refused: dict[Address, datetime] = {}
        self._in_a_row = 0
        self.is_unsaved = False
        """Whether `asked_for()` has changed since this was last set to False."""

    def refused(self, delivery: Delivery, outcome: RetryLater, now: datetime) -> datetime | None:
        """Take note; until when the lane is held because of it, None when only the chat is."""
        lane, chat = delivery.lane, Address(delivery.address.messenger, delivery.address.chat)
        self._refused = {c: at for c, at in self._refused.items() if _lasts((at, at + TOGETHER), now)}
        others = any(c != chat for c in self._refused)
        self._refused[chat] = now
        if not (outcome.lane_wide or others):
            return None
        current = self._lanes.get(lane)
        if current is None or not _is_on(current, now):
            current = None
            self._in_a_row += 1
        # A call that went through meanwhile may have set the row of holds back while one still lasts.
        doublings = min(max(self._in_a_row - 1, 0), 16)
        span: timedelta = min(timedelta(seconds=1) * (1 << doublings), LONGEST_GROWTH)
        if outcome.lane_wide or self._in_a_row > PROBES:
            span = max(span, timedelta(seconds=outcome.after))
        until = now + span
        if current is None or until > current.until:
            self._hold(LaneHold(lane, now, until, self._in_a_row), asked=outcome.asked)
        return until

    def sent(self, now: datetime) -> None:
        """Something went through: the next hold begins small again, and none that was found out by trying goes on for
        hours."""
        self._in_a_row = 0
        for hold in self.asked_for():
            if _is_on(hold, now) and hold.until > now + LONGEST_GROWTH:
                self._hold(LaneHold(hold.lane, hold.since, now + LONGEST_GROWTH, 0), asked=True)

    def asked_for(self) -> list[LaneHold]:
        """The last hold of each lane that the messenger asked for. The others (no connection, a token refused) say
        nothing to whoever sends from elsewhere, or later."""
        return [hold for lane, hold in self._lanes.items() if lane in self._asked]

    def restore(self, holds: Iterable[LaneHold], now: datetime) -> Sequence[LaneHold]:
        """Take over what an earlier process, or another instance, was asked for; those that last."""
        lasting = [hold for hold in holds if _is_on(hold, now)]
        for hold in lasting:
            self._lanes[hold.lane] = hold
            self._asked.add(hold.lane)
            self._in_a_row = max(self._in_a_row, hold.in_a_row)
        return lasting

    def open_lanes(self, now: datetime) -> tuple[Lane, ...]:
        """The lanes that may be sent from, the urgent first."""
        held = [hold.lane for hold in self._lanes.values() if _is_on(hold, now)]
        return tuple(lane for lane in Lane if not held or lane < min(held))

    def next_release(self, now: datetime) -> datetime | None:
        """When the first of the holds ends."""
        return min((hold.until for hold in self._lanes.values() if _is_on(hold, now)), default=None)

    def last_release(self, now: datetime) -> datetime | None:
        """When the last of them does."""
        return max((hold.until for hold in self._lanes.values() if _is_on(hold, now)), default=None)

    def _hold(self, hold: LaneHold, *, asked: bool) -> None:
        self._lanes[hold.lane] = hold
        if asked:
            self._asked.add(hold.lane)
            self.is_unsaved = True
        else:
            self._asked.discard(hold.lane)


def _is_on(hold: LaneHold, now: datetime) -> bool:
    return _lasts((hold.since, hold.until), now)


def _lasts(span: tuple[datetime, datetime], now: datetime) -> bool:
    """A clock that was set back before the hold began ends it: it must not last an hour longer for that."""
    return span[0] <= now < span[1]
