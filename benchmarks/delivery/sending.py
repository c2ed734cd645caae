"""The sending half of the bot, as bot.app puts it together, in a process that ends when the outbox is empty.

The real thing from the database to HTTP: storage, the dispatcher, the sender, aiogram. What differs from the bot: it
takes no updates, its pace and window are given, and its clock may run fast so that backoffs take no time.
"""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import signal
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import event

from bot import heap
from messengers.telegram.sender import TelegramSender
from messengers.telegram.session import TelegramSession
from scheduler.dispatcher import Dispatcher, DispatchSettings
from scheduler.pace import UNLIMITED, Pace, PaceLimits
from scheduler.wakeup import WakeUp
from services.campaigns.library import PlanLibrary
from services.delivery.model import Delivery, Lane, Outcome
from services.delivery.ports import OutboxQueue
from services.ids import DeliveryId
from services.people.model import Address
from storage.database import Database, open_database
from views.translator import load_translators

FIRST_CHAT = 1_000_001
"""The chats of the people who may be written to are numbered from here."""

TOKEN = "7000000001:sandbox-token"


@dataclass(frozen=True, slots=True)
class RunningClock:
    """`services.clock.Clock`: it showed `start` when the wall showed `wall` (Unix time), and runs `speed` times as
    fast. Every process that is given the same one reads the same time."""

    start: datetime
    wall: float = field(default_factory=time.time)
    speed: float = 1.0

    def now(self) -> datetime:
        return self.start + timedelta(seconds=(time.time() - self.wall) * self.speed)

    def wall_delay_until(self, moment: datetime) -> float:
        return max(0.0, (moment - self.now()).total_seconds() / self.speed)


@dataclass(frozen=True, slots=True)
class Job:
    """What to send from, and how. `dies_at`: kill -9 at this of its database's statements and commits. `warm`: connect
    and make aiogram build what it builds at first use before anything is counted (a message or some to the first
    person)."""

    database: str
    telegram: str
    clock: RunningClock
    window: int = 5
    limits: PaceLimits = UNLIMITED
    dies_at: int | None = None
    warm: bool = False
    log_level: int = logging.CRITICAL


@dataclass(frozen=True, slots=True)
class Spent:
    """Of the sending itself: wall seconds from the first look at the outbox to the last outcome's writing, processor
    seconds of the process in that time, and the most memory (MiB) that it had."""

    wall: float
    processor: float
    memory: float


def make_bot(telegram: str) -> Bot:
    session = TelegramSession(api=TelegramAPIServer.from_base(telegram))
    return Bot(TOKEN, session=session, default=DefaultBotProperties(link_preview_is_disabled=True))


async def warm_up(bot: Bot, messages: int = 100) -> None:
    """Open the connections, build the models: what a process that runs for weeks has behind it."""
    await asyncio.gather(*(bot.send_message(FIRST_CHAT, "…") for _ in range(messages)))


def send_all(job: Job, told: Connection | None = None) -> None:
    """A process's main: send until nothing is left, or SIGTERM. Tells `Spent` at the end."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(job.log_level))
    logging.disable(job.log_level - 1)
    spent = asyncio.run(_send_all(job))
    if told is not None:
        told.send(spent)


async def _send_all(job: Job) -> Spent:
    async with make_bot(job.telegram).context(auto_close=True) as bot, await open_database(job.database) as database:
        if job.dies_at is not None:
            die_at_statement(database, job.dies_at)
        if job.warm:
            await warm_up(bot)
        return await serve_term(job, bot, database)


async def serve_term(job: Job, bot: Bot, database: Database) -> Spent:
    """As bot.app serves one term of leadership."""
    clock, wakeup = job.clock, WakeUp(job.clock)
    pace = Pace(clock, job.limits)
    sender = TelegramSender(bot, database.units, PlanLibrary(), clock, load_translators(), None, pace)
    database.on_commit(wakeup.wake)
    async with database.leadership.term() as term:
        dispatcher: Dispatcher

        def stop() -> None:
            dispatcher.stop()

        queue = UntilEmpty(term.queue, stop)
        dispatcher = Dispatcher(queue, sender, clock, wakeup, pace, DispatchSettings(window=job.window))
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
        heap.settle()
        began, processor = time.perf_counter(), time.process_time()
        async with wakeup:
            await dispatcher.run()
        return Spent(time.perf_counter() - began, time.process_time() - processor, most_memory())


def most_memory() -> float:
    """MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def die_at_statement(database: Database, number: int) -> None:
    """kill -9 this very process before the n-th statement or commit from now on, over all of its connections."""
    left = number

    def count(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    for engine in database.engines:
        event.listen(engine.sync_engine, "before_cursor_execute", count)
        event.listen(engine.sync_engine, "commit", count)


class UntilEmpty:
    """An `OutboxQueue` that calls `stop` when nothing is pending any more, nor on its way."""

    def __init__(self, queue: OutboxQueue, stop: Any) -> None:
        self._queue = queue
        self._stop = stop

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
        return await self._queue.claim(now, limit, lease, lanes=lanes, busy=busy, recording=recording)

    async def record(self, outcomes: Sequence[tuple[Delivery, Outcome]], now: datetime) -> None:
        await self._queue.record(outcomes, now)

    async def release(self, deliveries: Sequence[Delivery]) -> None:
        await self._queue.release(deliveries)

    async def recover(self, now: datetime, *, at_start: bool = False, held: Collection[DeliveryId] = ()) -> int:
        return await self._queue.recover(now, at_start=at_start, held=held)

    async def expire_stale(self, now: datetime) -> int:
        return await self._queue.expire_stale(now)

    async def next_due(self, *, after: datetime | None = None) -> datetime | None:
        moment = await self._queue.next_due(after=after)
        if moment is None and await self._queue.next_due() is None:
            self._stop()
        return moment


START = datetime(2023, 1, 30, 3, 0, tzinfo=UTC)
"""Ten in the morning in Novokuznetsk: the digests of the day are due, and not late."""
