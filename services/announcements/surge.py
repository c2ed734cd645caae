"""An announcement that goes wrong for nearly everybody stops by itself, before it has gone wrong for all."""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from services.announcements.model import Announcement, AnnouncementState, StopReason
from services.delivery.model import (
    Ambiguous,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Lane,
    NewDelivery,
    Notice,
    Outcome,
    Refused,
    Sent,
    Unreachable,
)
from services.delivery.ports import OutboxQueue
from services.ids import AnnouncementId, DeliveryId
from services.people.model import Address
from services.unit_of_work import UnitOfWork, Units

log = structlog.stdlib.get_logger(__name__)

LAST = 50
"""So many outcomes are looked back upon: two seconds of sending, and enough to tell a surge from bad luck."""

FAILURES = 20
"""So many failures among the last ones that are not the person's doing (refused content, no answer) are a surge. In
good order there are none: a text that one person's messenger takes, all of them take."""

NOBODY_REACHED = 48
"""So many of the last ones who have blocked the bot, or were never there, are no wave of farewells: then the bot, its
token or its people are not what they were. Up to that, people who have left are their own affair."""


LOOKED_BACK_UPON = 2 * LAST
"""Rows from which a process that has just begun learns what came before it: of some nobody was reached."""


@dataclass(slots=True)
class Surge:
    """What came of the last messages of one announcement."""

    fates: deque[bool] = field(default_factory=lambda: deque(maxlen=LAST))  # True: failed; the unreachable do not count
    reached: deque[bool] = field(default_factory=lambda: deque(maxlen=LAST))  # False: unreachable

    def note(self, outcome: Outcome) -> None:
        """Count one. What is tried again later has no outcome yet."""
        match outcome:
            case Sent():
                self.note_state(DeliveryState.SENT)
            case Refused():
                self.note_state(DeliveryState.FAILED)
            case Ambiguous():
                self.note_state(DeliveryState.UNKNOWN)
            case Unreachable():
                self.note_state(DeliveryState.BLOCKED)
            case _:
                pass

    def note_state(self, state: DeliveryState) -> None:
        """The same of a row that is through."""
        self.reached.append(state is not DeliveryState.BLOCKED)
        if state is not DeliveryState.BLOCKED:
            self.fates.append(state is not DeliveryState.SENT)

    @property
    def reason(self) -> StopReason | None:
        """Why to stop; None while there is no reason to."""
        if sum(self.fates) >= FAILURES:
            return StopReason.FAILURES
        if self.reached.count(False) >= NOBODY_REACHED:
            return StopReason.NOBODY_REACHED
        return None


class WatchedQueue:
    """An `OutboxQueue` that stops an announcement on a surge, in the call that writes down what was one too many:
    nothing is claimed after that. The rows are what it judges by: it counts along while it runs, and reads from them
    what earlier processes, and other instances, came to."""

    def __init__(self, queue: OutboxQueue, units: Units) -> None:
        self._queue = queue
        self._units = units
        self._surges: dict[AnnouncementId, Surge] = {}

    async def claim(
        self,
        now: datetime,
        limit: int,
        lease: timedelta,
        *,
        lanes: Mapping[Lane, int] | None = None,
        busy: Collection[Address] = (),
        recording: Sequence[tuple[Delivery, Outcome]] = (),
    ) -> Sequence[Delivery]:
        announced = _announced(recording)
        together = all(
            announcement in self._surges and all(isinstance(outcome, Sent) for outcome in its)
            for announcement, its in announced.items()
        )
        if not together:  # it may be one too many: judged before anything is claimed
            await self.record(recording, now)
            return await self._queue.claim(now, limit, lease, lanes=lanes, busy=busy)
        claimed = await self._queue.claim(now, limit, lease, lanes=lanes, busy=busy, recording=recording)
        for announcement, its in announced.items():
            for outcome in its:
                self._surges[announcement].note(outcome)
        return claimed

    async def record(self, outcomes: Sequence[tuple[Delivery, Outcome]], now: datetime) -> None:
        await self._queue.record(outcomes, now)
        for announcement, its in _announced(outcomes).items():
            try:
                await self._judge(announcement, its, now)
            except Exception:
                # The outcomes are written: that the store fails now must not have them written again. With the next
                # ones it is judged again, from the rows.
                log.exception("announcement_not_judged", announcement=announcement)
                self._surges.pop(announcement, None)

    async def _judge(self, announcement: AnnouncementId, outcomes: Sequence[Outcome], now: datetime) -> None:
        """Count what has just been written, and stop the announcement if that was too much."""
        surge = self._surges.get(announcement)
        if surge is None:
            surge = self._surges[announcement] = await self._from_rows(announcement)  # those just written among them
        else:
            for outcome in outcomes:
                surge.note(outcome)
        if surge.reason is not None:
            await stop_on_surge(self._units, announcement, surge.reason, now)
            del self._surges[announcement]  # resumed, it has a new chance

    async def _from_rows(self, announcement_id: AnnouncementId) -> Surge:
        surge = Surge()
        async with self._units(reading=True) as unit:
            announcement = await unit.announcements.get(announcement_id)
            if announcement is not None and announcement.going_since is not None:
                last = await unit.outbox.last_outcomes(announcement_id, announcement.going_since, LOOKED_BACK_UPON)
                for state in reversed(last):
                    surge.note_state(state)
        return surge

    async def release(self, deliveries: Sequence[Delivery]) -> None:
        await self._queue.release(deliveries)

    async def recover(self, now: datetime, *, at_start: bool = False, held: Collection[DeliveryId] = ()) -> int:
        return await self._queue.recover(now, at_start=at_start, held=held)

    async def expire_stale(self, now: datetime) -> int:
        return await self._queue.expire_stale(now)

    async def next_due(self, *, after: datetime | None = None) -> datetime | None:
        return await self._queue.next_due(after=after)


def _announced(outcomes: Sequence[tuple[Delivery, Outcome]]) -> dict[AnnouncementId, list[Outcome]]:
    announced: dict[AnnouncementId, list[Outcome]] = {}
    for delivery, outcome in outcomes:
        if delivery.kind is DeliveryKind.ANNOUNCEMENT and delivery.announcement_id is not None:
            announced.setdefault(delivery.announcement_id, []).append(outcome)
    return announced


async def stop_on_surge(units: Units, announcement_id: AnnouncementId, reason: StopReason, now: datetime) -> bool:
    """Pause it and tell its author, who may let it go on or end it. Not being sent any more: nothing happens."""
    async with units() as unit:
        announcement = await unit.announcements.get(announcement_id)
        paused = announcement is not None and await unit.announcements.move(
            announcement_id, {AnnouncementState.SENDING}, AnnouncementState.PAUSED, reason=reason
        )
        if announcement is None or not paused:
            return False
        await tell_author(unit, announcement, now)
        await unit.audit.add(
            now, None, "announcement.stopped", f"announcement:{announcement_id}", {"reason": reason.value}
        )
        await unit.commit()
    log.warning("announcement_stopped", announcement=announcement_id, reason=reason.value)
    return True


async def tell_author(unit: UnitOfWork, announcement: Announcement, now: datetime) -> None:
    """A notice that the bot itself has stopped the announcement, or given it up."""
    author = await unit.people.get(announcement.author_id)
    if author is None:
        return
    await unit.outbox.add(
        [
            NewDelivery(
                dedup_key=f"announcement-stopped:{announcement.id}:{now.isoformat()}",
                kind=DeliveryKind.NOTICE,
                lane=Lane.RELAY,
                address=author.address,
                due_at=now,
                person_id=author.id,
                campaign_id=announcement.campaign_id,
                ids={"notice": Notice.ANNOUNCEMENT_STOPPED.value, "announcement": announcement.id},
                unreachable=author.unreachable,
            )
        ]
    )
