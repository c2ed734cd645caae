"""Drains the outbox: claims a small window, sends what it claimed at the pace allowed, writes down what came of it.

One coroutine looks, claims and writes; a task for each claimed row waits for its turn and calls the sender. A row is
`sending` from the claim until its outcome is written, and there are never more than the window of them: that is what
a kill can leave ambiguous.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from scheduler.holds import LaneHolds
from services.clock import Clock
from services.delivery.holds import HoldBook
from services.delivery.model import Ambiguous, Delivery, Lane, Outcome, Refused, RetryLater, Sent, Unreachable
from services.delivery.ports import NotSent, OutboxQueue, Sender
from services.ids import DeliveryId
from services.people.model import Address

log = structlog.stdlib.get_logger(__name__)

SWEEP_EVERY = timedelta(seconds=30)
"""How often (by the Clock) stale rows are expired and other processes' leases are looked at."""

STORAGE_BACKOFF = (1, 2, 5, 10, 30)
"""Seconds (of the Clock) between tries when storage fails; the last one again and again."""

NOT_SENT_PAUSE = 2.0
"""Seconds (of the Clock) before a row that could not be composed is tried again, for the first time: storage is away
for a moment. The outbox doubles it from try to try."""

DOUBTS_IN_A_ROW = 5
"""So many calls one after another that nobody answered hold their lane: each of them costs a row one of its few tries.
"""

LAST_TRIES = 3
"""How often a stopping dispatcher tries to write down what came of its calls."""

LINGER = 0.03
"""Wall seconds at most that a large window waits for half of it to come back, so that a transaction is worth its price:
a commit costs milliseconds, and the other half keeps the messenger busy meanwhile."""

LINGER_FROM = 20
"""The window from which lingering pays."""


class Wakes(Protocol):
    """What the dispatcher needs of `scheduler.wakeup.WakeUp`."""

    def set_next(self, moment: datetime | None) -> None: ...
    def wake(self) -> None: ...
    async def wait(self) -> None: ...


class Paces(Protocol):
    """What the dispatcher needs of `scheduler.pace.Pace`."""

    async def turn(self, address: Address, lane: Lane) -> None: ...
    def shut(self, address: Address, seconds: float) -> None: ...
    def resting(self) -> dict[Address, float]: ...


@dataclass(frozen=True, slots=True)
class DispatchSettings:
    window: int = 5
    """Rows in `sending` at a time: what a kill can leave ambiguous. 30/s needs no more; 100 for paid broadcasts."""

    lease: timedelta = timedelta(minutes=10)
    """By the Clock. Only another process's leases are ever judged by it: the own rows in flight are known."""

    call_limit: timedelta = timedelta(minutes=3)
    """Wall time after which a call that has not come back counts as unanswered."""

    drain_limit: timedelta = timedelta(seconds=20)
    """Wall time that `stop()` leaves to the calls in flight."""

    sole_owner: bool = True
    """No other process sends from this database (SQLite: always): at start every row in `sending` is a dead one's."""


class Dispatcher:
    """`async run()` until `stop()`. Nothing that storage or the sender does ends the loop."""

    def __init__(
        self,
        queue: OutboxQueue,
        sender: Sender,
        clock: Clock,
        wakeup: Wakes,
        pace: Paces,
        settings: DispatchSettings = DispatchSettings(),
        *,
        book: HoldBook | None = None,
    ) -> None:
        """`book` keeps the lanes' holds over a restart."""
        self._queue = queue
        self._book = book
        self._sender = sender
        self._clock = clock
        self._wakeup = wakeup
        self._pace = pace
        self._settings = settings
        self._holds = LaneHolds()
        self._in_flight: dict[DeliveryId, Delivery] = {}  # claimed, outcome not known yet
        self._calls: set[asyncio.Task[None]] = set()
        self._finished: list[tuple[Delivery, Outcome]] = []  # outcome known, not written yet
        self._unsent: list[Delivery] = []  # claimed, and because of stopping never sent
        self._half_back = asyncio.Event()
        self._recovered = False
        self._swept_at: datetime | None = None
        self._failures = 0  # of storage, in a row
        self._book_failing = False
        self._doubts = 0  # calls in a row that nobody answered
        self._not_composed: set[str] = set()  # what has been said, once each, until something is composed again
        self._stopping = False
        self.claimed_at: datetime | None = None
        """When storage last let rows be claimed, were there any or not."""
        self.failing_since: datetime | None = None
        """Since when it has not."""
        self.unreachable_desks: dict[str, str] = {}
        """Groups, and what the messenger says of why nothing can be written there."""

    @property
    def is_busy(self) -> bool:
        """Whether a claimed row is on its way, or its outcome still to be written."""
        return bool(self._in_flight or self._finished)

    def held_lanes(self) -> tuple[Lane, ...]:
        """The lanes that wait because the messenger throttles the bot or cannot be reached."""
        open_lanes = self._holds.open_lanes(self._clock.now())
        return tuple(lane for lane in Lane if lane not in open_lanes)

    def held_until(self) -> datetime | None:
        """When the last of them may be sent from again, unless something goes through before."""
        return self._holds.last_release(self._clock.now())

    def stop(self) -> None:
        """Claim nothing more; `run()` returns when the calls in flight are through and written down."""
        self._stopping = True
        self._half_back.set()
        self._wakeup.wake()

    async def run(self) -> None:
        """Recover what an earlier process left in `sending`, then send what falls due. `wakeup` has to be entered.

        Cancelling it cuts the calls in flight off: their rows stay in `sending` for the next start to recover.
        `stop()` is the better way.
        """
        async with asyncio.TaskGroup() as calls:
            while not self._stopping:
                if not await self._look(calls):
                    await self._wakeup.wait()
            await self._drain()

    async def _look(self, calls: asyncio.TaskGroup) -> bool:
        """One round. True when the next should follow at once; otherwise the next wake-up is set."""
        try:
            again = await self._round(calls)
        except Exception as error:
            # A full disk, a lock, a bug: whatever it is, reminders must go out once it has passed.
            backoff = STORAGE_BACKOFF[min(self._failures, len(STORAGE_BACKOFF) - 1)]
            self._failures += 1
            if self.failing_since is None:  # one line for each incident, however long it lasts
                self.failing_since = self._clock.now()
                log.error("outbox_unavailable", again_in_s=backoff, exc_info=error)
            self._wakeup.set_next(self._clock.now() + timedelta(seconds=backoff))
            return False
        if self._failures:
            log.warning("outbox_available_again", failures=self._failures, since=self.failing_since)
        self._failures, self.failing_since = 0, None
        return again

    async def _round(self, calls: asyncio.TaskGroup) -> bool:
        """Write what is finished, claim as far as there is room, begin the calls."""
        window = self._settings.window
        if window >= LINGER_FROM and self._in_flight:
            await self._linger()
        if self._failures:
            await self._write_finished()  # whatever keeps rows from being claimed, what is known is written
        await self._keep_holds()
        now = self._clock.now()
        swept = await self._sweep(now)
        # What comes of a call while the others' outcomes are being written is still `sending` in the outbox.
        finished = tuple(self._finished)
        room = window - len(self._in_flight)
        if room <= 0:
            return False  # a call that ends wakes the loop
        resting = self._pace.resting()
        claimed = await self._queue.claim(
            now,
            room,
            self._settings.lease,
            lanes=self._lane_room(now),
            busy={delivery.address for delivery in self._in_flight.values()} | set(resting),
            recording=finished,
        )
        del self._finished[: len(finished)]
        self.claimed_at = now
        for delivery in claimed:
            self._in_flight[delivery.id] = delivery
            task = calls.create_task(self._call(delivery))
            self._calls.add(task)
            task.add_done_callback(self._calls.discard)
        if len(claimed) == room or swept or (claimed and window >= LINGER_FROM):
            # Calls that need not wait are finished by the next round, and a large window lingers in it: as long as
            # there is something to claim, nobody has to ask for the moment when there will be.
            await asyncio.sleep(0)
            return True
        self._wakeup.set_next(await self._next_look(now, resting))
        return False

    async def _linger(self) -> None:
        """Until half of the window has come back, or for a moment."""
        self._half_back.clear()
        if self._stopping or len(self._finished) >= self._settings.window // 2:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                await self._half_back.wait()

    def _lane_room(self, now: datetime) -> dict[Lane, int]:
        """How many rows of each lane may be claimed. A slot is kept free for each lane that is more urgent, so that
        slow calls of an announcement do not fill the window."""
        room = {}
        for lane in self._holds.open_lanes(now):
            taken = sum(delivery.lane >= lane for delivery in self._in_flight.values())
            room[lane] = max(0, max(1, self._settings.window - (lane - Lane.RELAY)) - taken)
        return room

    async def _next_look(self, now: datetime, resting: Mapping[Address, float]) -> datetime | None:
        """When something that cannot be claimed at `now` may be: it falls due, its chat has rested, its lane is open
        again. A call in flight that ends wakes the loop itself. `resting` is what the claim went by: a chat that has
        become free since still has its rows to be looked for."""
        moments = [await self._queue.next_due(after=now), self._holds.next_release(now)]
        if resting:
            moments.append(now + timedelta(seconds=min(resting.values())))
        return min((moment for moment in moments if moment is not None), default=None)

    async def _sweep(self, now: datetime) -> bool:
        """At start what a dead process left, and now and then what has grown stale; True while there is more."""
        if not self._recovered:
            for hold in self._holds.restore(await self._book.read() if self._book is not None else (), now):
                log.warning("lane_still_held", lane=hold.lane.name, until=hold.until)
            recovered = await self._queue.recover(now, at_start=self._settings.sole_owner)
            self._recovered = True
            if recovered:
                log.warning("outbox_recovered", rows=recovered)
        if self._swept_at is not None and self._swept_at <= now < self._swept_at + SWEEP_EVERY:
            return False
        if expired := await self._queue.expire_stale(now):
            log.info("outbox_expired", rows=expired)
            return True
        if not self._settings.sole_owner:
            await self._queue.recover(now, held=self._held())
        self._swept_at = now
        return False

    def _held(self) -> list[DeliveryId]:
        return [*self._in_flight, *(delivery.id for delivery, _ in self._finished), *(d.id for d in self._unsent)]

    async def _call(self, delivery: Delivery) -> None:
        """One row's turn and call. Ends with the row in `_finished`, or in `_unsent` when stopping came first."""
        try:
            await self._pace.turn(delivery.address, delivery.lane)
            if self._stopping:
                self._unsent.append(delivery)
                return
            self._finished.append((delivery, outcome := await self._outcome(delivery)))
            self._consider(delivery, outcome)
        finally:
            del self._in_flight[delivery.id]
            if not self._in_flight or len(self._finished) >= self._settings.window // 2:
                self._half_back.set()
            self._wakeup.wake()

    async def _outcome(self, delivery: Delivery) -> Outcome:
        try:
            async with asyncio.timeout(self._settings.call_limit.total_seconds()):
                outcome = await self._sender.send(delivery)
            self._not_composed.clear()
            return outcome
        except NotSent as error:
            if str(error) not in self._not_composed:
                self._not_composed.add(str(error))
                log.exception("not_composed", delivery=delivery.id, kind=delivery.kind.value)
            return RetryLater(NOT_SENT_PAUSE, f"not composed: {error}", ours=True)
        except TimeoutError:
            return Ambiguous(f"no answer within {self._settings.call_limit}")
        except Exception as error:
            # The port forbids it; a sender's bug must not take the other rows with it. Nobody knows how far it came.
            log.exception("sender_raised", delivery=delivery.id, kind=delivery.kind.value)
            return Ambiguous(f"the sender raised {error!r}")

    def _consider(self, delivery: Delivery, outcome: Outcome) -> None:
        """What an outcome means for the rows to come."""
        self._doubts = self._doubts + 1 if isinstance(outcome, Ambiguous) else 0
        match outcome:
            case Ambiguous(detail) if self._doubts >= DOUBTS_IN_A_ROW:
                silence = RetryLater(0, detail, lane_wide=True)
                until = self._holds.refused(delivery, silence, self._clock.now())
                log.warning("lane_held", lane=delivery.lane.name, until=until, detail=detail)
            case Sent():
                self._holds.sent(self._clock.now())
                if self.unreachable_desks.pop(delivery.address.chat, None):
                    log.warning("operators_chat_reachable_again", chat=delivery.address.chat)
            case RetryLater(ours=True):
                pass
            case RetryLater():
                self._pace.shut(delivery.address, outcome.after)
                until = self._holds.refused(delivery, outcome, self._clock.now())
                if until is not None:
                    log.warning("lane_held", lane=delivery.lane.name, until=until, detail=outcome.detail)
            case Unreachable() if delivery.person_id is None:
                if delivery.address.chat not in self.unreachable_desks:
                    log.error("operators_chat_unreachable", chat=delivery.address.chat, detail=outcome.detail)
                self.unreachable_desks[delivery.address.chat] = outcome.detail
            case _:
                pass
        if isinstance(outcome, Refused):  # for good, and not for anything about the person: somebody goes without it
            log.warning("delivery_refused", delivery=delivery.id, kind=delivery.kind.value, detail=outcome.detail)
        elif not isinstance(outcome, Sent):
            log.info("delivery_not_sent", delivery=delivery.id, kind=delivery.kind.value, outcome=repr(outcome))

    async def _write_finished(self) -> None:
        """In one transaction. When it fails the outcomes stay here and are written in a later round."""
        if finished := tuple(self._finished):
            await self._queue.record(finished, self._clock.now())
            del self._finished[: len(finished)]

    async def _keep_holds(self) -> None:
        """Write down what the messenger has asked for. Failing, it is tried again in the next round, and keeps nothing
        back: a leader to come finds the hold out by itself, at a cost of some ten calls."""
        if self._book is None or not self._holds.is_unsaved:
            return
        self._holds.is_unsaved = False
        try:
            await self._book.write(self._holds.asked_for())
        except Exception:
            self._holds.is_unsaved = True
            if not self._book_failing:  # one line for each incident
                log.exception("lane_holds_not_kept")
            self._book_failing = True
        else:
            self._book_failing = False

    async def _drain(self) -> None:
        """Let the calls in flight end, as long as the limit allows, and write down everything that is known."""
        try:
            async with asyncio.timeout(self._settings.drain_limit.total_seconds()):
                while self._in_flight:
                    await self._wakeup.wait()
        except TimeoutError:
            log.warning("calls_cut_off", deliveries=list(self._in_flight))
        for call in tuple(self._calls):
            call.cancel()
        for attempt in range(1, LAST_TRIES + 1):
            try:
                await self._write_finished()
                await self._queue.release(self._unsent)
                await self._keep_holds()
                return
            except Exception:
                log.exception("outcomes_not_written", attempt=attempt, deliveries=self._held())
