"""A million reminders that are not due yet: memory, start, and how late one goes out that falls due.

Beside it one APScheduler job each, as many bots have it: in memory, where a restart loses them, and in its own store.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from benchmarks.delivery.databases import Databases, path_of
from benchmarks.delivery.measure import resident, shares
from benchmarks.delivery.sending import START, RunningClock
from benchmarks.delivery.telegrams import PROCESSES
from scheduler.dispatcher import Dispatcher
from scheduler.pace import UNLIMITED, Pace
from scheduler.wakeup import WakeUp
from services.delivery.model import Delivery, DeliveryKind, DeliveryState, Lane, Outcome, Sent
from storage.database import open_database

COLUMNS = ("dedup_key", "kind", "lane", "messenger", "chat", "ids", "due_at", "not_before", "state")
SOON = timedelta(seconds=3)
"""After the start; by then everything has settled."""
STORED = 10
"""A tenth of the jobs goes into APScheduler's own store: it commits each by itself, a hundred a second."""

APART = timedelta(milliseconds=40)


def run(databases: Databases, *, rows: int, jobs: int, soon: int) -> None:
    """`soon` of them fall due one after another while it is looked on."""
    for engine in databases.engines:
        url = databases.new(engine)
        began = time.perf_counter()
        asyncio.run(_fill(url, rows))
        filled = time.perf_counter() - began
        said = _told(_remind, url, soon)
        print(f"{rows:,} rows, {engine} (filled in {filled:.0f} s): {said}", flush=True)
        databases.drop(url)
    print(f"{jobs:,} APScheduler jobs in memory: {_told(_schedule, None, jobs, soon)}", flush=True)
    fewer = jobs // STORED
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "jobs.db")
        added = _told(_add_jobs, path, fewer)
        said = _told(_schedule, path, fewer, soon)
        print(f"{fewer:,} APScheduler jobs in its SQLite store (added in {added} s): {said}", flush=True)


def _told(main: Any, *arguments: Any) -> str:
    ours, theirs = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=main, args=(*arguments, theirs))
    process.start()
    theirs.close()
    try:
        return str(ours.recv())
    finally:
        process.join()


def _rows(number: int, first: datetime, apart: timedelta, kind: DeliveryKind, at: int = 0) -> Iterator[tuple[Any, ...]]:
    for n in range(at, at + number):
        due = first + apart * (n - at)
        ids = '{"campaign": 1}'
        yield f"{kind}:{n}", kind.value, Lane.REMINDER.value, "telegram", str(n), ids, due, due, "pending"


async def _fill(url: str, rows: int) -> None:
    async with await open_database(url):
        pass
    await _insert(url, _rows(rows, START + timedelta(days=1), timedelta(seconds=1), DeliveryKind.DIGEST))


async def _insert(url: str, rows: Iterator[tuple[Any, ...]]) -> None:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(path_of(url))
        named = f"INSERT INTO outbox ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
        with connection:
            connection.executemany(named, (tuple(map(_as_text, row)) for row in rows))
        connection.close()
        return
    server = await asyncpg.connect(url.replace("+asyncpg", ""))
    await server.copy_records_to_table("outbox", records=rows, columns=COLUMNS)
    await server.execute("ANALYZE outbox")
    await server.close()


def _as_text(value: Any) -> Any:
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value


class _Stopwatch:
    """A sender that only looks how late it is; `full` once it has seen so many."""

    def __init__(self, clock: RunningClock, number: int) -> None:
        self._clock = clock
        self._number = number
        self.late: list[float] = []
        self.full = asyncio.Event()

    async def send(self, delivery: Delivery) -> Outcome:
        self.late.append((self._clock.now() - delivery.due_at).total_seconds())
        if len(self.late) >= self._number:
            self.full.set()
        return Sent("1")


def _remind(url: str, soon: int, told: Connection) -> None:
    told.send(asyncio.run(_reminding(url, soon)))


async def _reminding(url: str, soon: int) -> str:
    clock = RunningClock(START)
    await _insert(url, _rows(soon, START + SOON, APART, DeliveryKind.NOTICE, at=10_000_000))
    before, began = resident(), time.perf_counter()
    async with await open_database(url) as database:
        wakeup = WakeUp(clock)
        sender = _Stopwatch(clock, soon)
        async with database.leadership.term() as term, wakeup, asyncio.TaskGroup() as parts:
            dispatcher = Dispatcher(term.queue, sender, clock, wakeup, Pace(clock, UNLIMITED))
            looked = asyncio.Event()
            parts.create_task(_first_look(term.queue, looked))
            await looked.wait()
            started = time.perf_counter() - began
            parts.create_task(dispatcher.run())
            await sender.full.wait()
            dispatcher.stop()
        grown = resident() - before
    return f"memory +{grown:.0f} MiB, start {started * 1000:.0f} ms, late by {shares(sender.late)}"


async def _first_look(queue: Any, looked: asyncio.Event) -> None:
    """What a dispatcher does before it can wait for the first reminder."""
    now = datetime.now(UTC)
    await queue.recover(now, at_start=True)
    await queue.next_due()
    looked.set()


assert DeliveryState.PENDING.value == "pending"

_late: list[float] = []
_all_seen = asyncio.Event()


async def _reminder(due: float, number: int) -> None:
    _late.append(time.time() - due)
    if len(_late) >= number:
        _all_seen.set()


def _jobs(number: int, soon: int) -> Iterator[tuple[datetime, float]]:
    now = datetime.now(UTC)
    for n in range(number):
        yield now + timedelta(days=1, seconds=n), 0.0
    for n in range(soon):
        due = now + SOON + APART * n
        yield due, due.timestamp()


def _scheduler(path: str | None) -> AsyncIOScheduler:
    store = MemoryJobStore() if path is None else SQLAlchemyJobStore(url=f"sqlite:///{path}")
    return AsyncIOScheduler(jobstores={"default": store}, timezone=UTC)


def _add_jobs(path: str, jobs: int, told: Connection) -> None:
    async def add() -> float:
        began = time.perf_counter()
        scheduler = _scheduler(path)
        scheduler.start(paused=True)
        for at, due in _jobs(jobs, 0):
            scheduler.add_job(_reminder, "date", run_date=at, args=(due, 0), misfire_grace_time=None)
        scheduler.shutdown()
        return time.perf_counter() - began

    told.send(f"{asyncio.run(add()):.0f}")


def _schedule(path: str | None, jobs: int, soon: int, told: Connection) -> None:
    async def schedule() -> str:
        before, began = resident(), time.perf_counter()
        scheduler = _scheduler(path)
        scheduler.start(paused=path is None)
        if path is None:
            for at, due in _jobs(jobs, 0):
                scheduler.add_job(_reminder, "date", run_date=at, args=(due, soon), misfire_grace_time=None)
            scheduler.resume()
        await asyncio.sleep(0)
        scheduler.get_jobs()[:1]
        started = time.perf_counter() - began
        for at, due in _jobs(0, soon):
            scheduler.add_job(_reminder, "date", run_date=at, args=(due, soon), misfire_grace_time=None)
        await _all_seen.wait()
        grown = resident() - before
        scheduler.shutdown(wait=False)
        return f"memory +{grown:.0f} MiB, start {started * 1000:.0f} ms, late by {shares(_late)}"

    told.send(asyncio.run(schedule()))
