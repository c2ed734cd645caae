"""Who leads: on PostgreSQL whoever holds an advisory lock, on SQLite the one process that owns the file."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from services.delivery.model import Delivery, Lane, Outcome
from services.delivery.ports import OutboxQueue
from services.ids import DeliveryId
from services.leadership import Term
from services.people.model import Address
from storage.outbox_queue import SqlOutboxQueue
from storage.own_connection import SILENCE_S, ConnectionLost, OwnConnection, reason_of
from storage.postgres import CHANNEL, LEADER, NOTIFY, UNREACHABLE

log = structlog.stdlib.get_logger(__name__)

_TRY = "SELECT pg_try_advisory_lock($1)"


@dataclass(frozen=True, slots=True)
class Patience:
    """Wall seconds."""

    between_tries: float = 0.2
    """How long the lock may lie free. A waiting `pg_advisory_lock` would notice at once, but for days it would also be
    a running statement: its snapshot keeps VACUUM from every row that is updated or deleted meanwhile."""

    between_probes: float = 2.0
    """How often a leader asks whether its connection is alive."""

    silence: float = SILENCE_S
    """After which the server takes the lock from a leader that has stopped or hangs, or that it no longer hears."""

    leader_returns: float = 0.1
    """Between a former leader's tries to reach a database that was away: it knows what came of its last calls, and
    should be the first one back."""

    follower_returns: float = 1.0


@dataclass(frozen=True, slots=True)
class OwnersTerm:
    """Of the only process there is: never lost."""

    queue: OutboxQueue
    lost: asyncio.Event = field(default_factory=asyncio.Event)


class OwnersLeadership:
    """`services.leadership.Leadership` where the file's lock has decided already (SQLite)."""

    def __init__(self, queue: OutboxQueue) -> None:
        self._queue = queue

    @asynccontextmanager
    async def term(self) -> AsyncIterator[Term]:
        yield OwnersTerm(self._queue)


class ElectedLeadership:
    """`services.leadership.Leadership` among instances on one PostgreSQL database.

    The leader holds a session's advisory lock on a connection of its own, and claims through that connection alone:
    whoever has lost the lock cannot claim. The server lets go of the lock when the process or its host dies.
    """

    def __init__(
        self,
        own: AsyncEngine,
        writing: AsyncEngine,
        heard: Callable[[], None],
        patience: Patience = Patience(),
    ) -> None:
        """`own` has no pool; `writing` has one, for what came of the calls; `heard` is called when a unit of work was
        committed in any instance."""
        self._own = own
        self._writing = writing
        self._heard = heard
        self._patience = patience
        self._late = LateOutcomes(writing)
        self._has_led = False

    @asynccontextmanager
    async def term(self) -> AsyncIterator[Term]:
        own = await self._elected()
        self._has_led = True
        try:
            own.keep_alive(self._patience.between_probes)
            yield ElectedTerm(own, self._writing, self._late)
        finally:
            self._has_led = own.lost.is_set()
            await self._late.write()
            await own.close()

    async def _elected(self) -> OwnConnection:
        away: set[str] = set()  # the kinds of trouble that have been said
        while True:
            try:
                own = await OwnConnection.open(self._own, silence=self._patience.silence)
            except Exception as error:  # whatever it is: an instance that gives up for good is missed too late
                if type(error).__name__ not in away:
                    unknown = None if isinstance(error, UNREACHABLE) else error
                    log.warning("leader.database_away", reason=reason_of(error), exc_info=unknown)
                away.add(type(error).__name__)
            else:
                if away:
                    log.info("leader.database_back")
                away.clear()
                if await self._wait_for_lock(own):
                    return own
            await asyncio.sleep(self._patience.leader_returns if self._has_led else self._patience.follower_returns)

    async def _wait_for_lock(self, own: OwnConnection) -> bool:
        """False when the connection was lost meanwhile."""
        try:
            await self._late.write()
            while not await own.fetch(_TRY, LEADER):
                await asyncio.sleep(self._patience.between_tries)
                await self._late.write()
            await own.listen(CHANNEL, self._heard)
        except Exception as error:
            if not own.lost.is_set():
                unknown = None if isinstance(error, UNREACHABLE) else error
                log.warning("leader.cannot_stand", reason=reason_of(error), exc_info=unknown)
            await own.close()
            return False
        except BaseException:
            await own.close()
            raise
        return True


class ElectedTerm:
    """A `services.leadership.Term` that lasts as long as its connection."""

    def __init__(self, own: OwnConnection, writing: AsyncEngine, late: "LateOutcomes") -> None:
        self.lost = own.lost
        self.queue: OutboxQueue = TermQueue(own, writing, late)


class TermQueue:
    """`services.delivery.ports.OutboxQueue` of one term. After its loss nothing is claimed and nothing raises."""

    def __init__(self, own: OwnConnection, writing: AsyncEngine, late: "LateOutcomes") -> None:
        self._own = own
        self._queue = SqlOutboxQueue(writing, holding=own.begin)
        self._late = late

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
        try:
            return await self._queue.claim(now, limit, lease, lanes=lanes, busy=busy, recording=recording)
        except ConnectionLost:
            await self.record(recording, now)  # if that transaction was committed after all, it changes nothing
            return ()

    async def record(self, outcomes: Sequence[tuple[Delivery, Outcome]], now: datetime) -> None:
        try:
            await self._queue.record(outcomes, now)
        except Exception:  # a database on its way out, or a wrong word: the term's own connection tells which
            if not await self._is_lost():
                raise
            self._late.keep(outcomes, now)

    async def release(self, deliveries: Sequence[Delivery]) -> None:
        try:
            await self._queue.release(deliveries)
        except Exception:  # a database on its way out, or a wrong word: the term's own connection tells which
            if not await self._is_lost():
                raise
            self._late.keep_unsent(deliveries)

    async def recover(self, now: datetime, *, at_start: bool = False, held: Collection[DeliveryId] = ()) -> int:
        try:
            return await self._queue.recover(now, at_start=at_start, held=held)
        except ConnectionLost:
            return 0

    async def expire_stale(self, now: datetime) -> int:
        try:
            return await self._queue.expire_stale(now)
        except ConnectionLost:
            return 0

    async def next_due(self, *, after: datetime | None = None) -> datetime | None:
        try:
            return await self._queue.next_due(after=after)
        except ConnectionLost:
            return None

    async def _is_lost(self) -> bool:
        """The pool's trouble need not be the term's."""
        try:
            await self._own.fetch("SELECT 1")
        except ConnectionLost:
            return True
        except UNREACHABLE as error:  # an answer, though no good one
            log.warning("leader.probe_refused", reason=reason_of(error))
        return False


class LateOutcomes:
    """What came of a lost term's last calls, while there is no database to write it to."""

    def __init__(self, writing: AsyncEngine) -> None:
        self._writing = writing
        self._queue = SqlOutboxQueue(writing)
        self._outcomes: list[tuple[Delivery, Outcome]] = []
        self._unsent: list[Delivery] = []
        self._now: datetime | None = None
        self._writing_now = asyncio.Lock()

    def keep(self, outcomes: Sequence[tuple[Delivery, Outcome]], now: datetime) -> None:
        """Until `write` succeeds; `now` is when they became known."""
        log.warning("leader.outcomes_kept", rows=[delivery.id for delivery, _ in outcomes])
        self._outcomes.extend(outcomes)
        self._now = now

    def keep_unsent(self, deliveries: Sequence[Delivery]) -> None:
        """Claimed and never sent."""
        self._unsent.extend(deliveries)

    async def write(self) -> None:
        """Write what is kept, if anything and if there is a database. What another leader has claimed since is left
        alone. Never raises."""
        async with self._writing_now:
            if self._outcomes or self._unsent:
                await self._write()

    async def _write(self) -> None:
        try:
            if self._now is not None:
                await self._queue.record(self._outcomes, self._now)
                self._outcomes, self._now = [], None
            await self._queue.release(self._unsent)
            self._unsent = []
            async with self._writing.begin() as connection:
                await connection.execute(NOTIFY)
        except UNREACHABLE as error:  # said when they were put by; tried again soon
            log.debug("leader.outcomes_not_written_yet", reason=reason_of(error))
            return
        log.info("leader.outcomes_written_late")
