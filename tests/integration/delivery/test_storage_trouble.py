"""The database is taken away from under the dispatcher: one line says so and one that it is over, and every row goes
out once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from scheduler.dispatcher import Dispatcher
from services.delivery.model import DeliveryState
from storage.database import Database, open_database
from tests.integration.delivery.rows import put, row, states
from tests.unit.scheduler.fakes import START, FakeClock, LeapingAlarm, NoPace, ScriptedSender

TRIES = 4
"""Looks at a database that is in trouble, before it is over."""


class Mender(LeapingAlarm):
    """Ends the trouble after some looks."""

    def __init__(self, clock: FakeClock, mend: Callable[[], object]) -> None:
        super().__init__(clock)
        self._mend = mend

    async def wait(self) -> None:
        await super().wait()
        if self.waits == TRIES:
            self._mend()


async def _send_all(database: Database, mend: Callable[[], object]) -> tuple[ScriptedSender, list[str]]:
    clock = FakeClock(START)
    sender = ScriptedSender(clock)
    alarm = Mender(clock, mend)
    dispatcher = Dispatcher(database.queue, sender, clock, alarm, NoPace())
    alarm.on_idle = dispatcher.stop
    with capture_logs() as logs:
        await dispatcher.run()
    assert dispatcher.failing_since is None
    assert dispatcher.claimed_at is not None
    return sender, [entry["event"] for entry in logs if entry["event"].startswith("outbox_")]


async def test_another_process_holds_the_lock(sqlite_url: str) -> None:
    other = sqlite3.connect(sqlite_url.partition(":///")[2], isolation_level=None, check_same_thread=False)
    try:
        async with await open_database(sqlite_url) as database:
            await put(database.units, *(row(f"r{n}", n) for n in range(12)))
            async with database.engine.connect() as connection:
                await connection.exec_driver_sql("PRAGMA busy_timeout=0")  # the test does not wait five seconds each
            other.execute("BEGIN IMMEDIATE")
            sender, said = await _send_all(database, lambda: other.execute("ROLLBACK"))
            assert set((await states(database)).values()) == {DeliveryState.SENT}
    finally:
        other.close()
    assert said == ["outbox_unavailable", "outbox_available_again"]
    assert sorted(sender.chats, key=int) == [str(n) for n in range(12)]


@pytest.mark.parametrize("endings", [("",), ("", "-wal", "-shm")])
async def test_the_file_is_deleted(sqlite_url: str, endings: tuple[str, ...]) -> None:
    file = Path(sqlite_url.partition(":///")[2])
    async with await open_database(sqlite_url) as database:
        await put(database.units, *(row(f"r{n}", n) for n in range(12)))
        for ending in endings:
            file.with_name(file.name + ending).unlink()
        sender, said = await _send_all(database, lambda: None)
    assert said[0] == "outbox_unavailable"
    assert said[-1] == "outbox_available_again"
    assert len(sender.calls) == 12
    async with await open_database(sqlite_url) as database:
        assert set((await states(database)).values()) == {DeliveryState.SENT}
