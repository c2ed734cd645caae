"""Lanes that must wait because the messenger throttles the whole bot, or cannot be reached at all."""

from datetime import datetime, timedelta

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
    goes through all the while, as long as the messenger asked for.
    """

    def __init__(self) -> None:
        self._lanes: dict[Lane, tuple[datetime, datetime]] = {}  # from, until
        self._refused: dict[Address, datetime] = {}
        self._in_a_row = 0

    def refused(self, delivery: Delivery, outcome: RetryLater, now: datetime) -> datetime | None:
        """Take note; until when the lane is held because of it, None when only the chat is."""
        chat = Address(delivery.address.messenger, delivery.address.chat)
        self._refused = {c: at for c, at in self._refused.items() if _lasts((at, at + TOGETHER), now)}
        others = any(c != chat for c in self._refused)
        self._refused[chat] = now
        if not (outcome.lane_wide or others):
            return None
        current = self._lanes.get(delivery.lane)
        if current is None or not _lasts(current, now):
            current = None
            self._in_a_row += 1
        # A call that went through meanwhile may have set the row of holds back while one still lasts.
        doublings = min(max(self._in_a_row - 1, 0), 16)
        hold: timedelta = min(timedelta(seconds=1) * (1 << doublings), LONGEST_GROWTH)
        if outcome.lane_wide or self._in_a_row > PROBES:
            hold = max(hold, timedelta(seconds=outcome.after))
        until = now + hold
        if current is None or until > current[1]:
            self._lanes[delivery.lane] = (now, until)
        return until

    def sent(self) -> None:
        """Something went through: the next hold begins small again."""
        self._in_a_row = 0

    def open_lanes(self, now: datetime) -> tuple[Lane, ...]:
        """The lanes that may be sent from, the urgent first."""
        held = [lane for lane, span in self._lanes.items() if _lasts(span, now)]
        return tuple(lane for lane in Lane if not held or lane < min(held))

    def next_release(self, now: datetime) -> datetime | None:
        """When the first of the holds ends."""
        return min((span[1] for span in self._lanes.values() if _lasts(span, now)), default=None)


def _lasts(span: tuple[datetime, datetime], now: datetime) -> bool:
    """A clock that was set back before the hold began ends it: it must not last an hour longer for that."""
    return span[0] <= now < span[1]
