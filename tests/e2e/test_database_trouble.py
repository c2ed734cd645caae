"""The database is full, locked, damaged, gone, cut off, restarted: the whole bot says so, keeps what it has and goes
on by itself when it can."""

from __future__ import annotations

import asyncio
import os
import resource
import sqlite3
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from sandbox import Sandbox, SandboxServer
from tests.e2e.due_today import mornings as mornings_of
from tests.e2e.due_today import plan_due_today, seat
from tests.e2e.processes import started
from tests.e2e.troubled import answers, house, repeats, unmarked
from tests.postgres import PostgresServer, find_binaries
from tests.restarting import RestartableServer, restartable_postgres

MOST_LINES = 30
"""Warnings and errors of one incident, however long it lasts and however often it is tried."""


def file_of(url: str) -> Path:
    return Path(url.partition(":///")[2])


def lines(logs: list[Any]) -> list[str]:
    return [entry["event"] for entry in logs if entry["log_level"] in ("warning", "error", "critical")]


async def test_another_process_holds_the_file_for_long(sqlite_url: str, tmp_path: Path) -> None:
    other = sqlite3.connect(file_of(sqlite_url), isolation_level=None)
    with capture_logs() as logs:
        async with house(sqlite_url, tmp_path) as home:
            async with home.application.database.engine.connect() as connection:
                await connection.exec_driver_sql("PRAGMA busy_timeout=0")  # nobody waits five seconds here
            other.execute("BEGIN IMMEDIATE")
            home.fall_due()
            await home.until_it_is_said()
            other.execute("ROLLBACK")
            await home.until_all_is_done()
            assert repeats(home) == []
    other.close()
    said = lines(logs)
    assert said.count("outbox_unavailable") == said.count("outbox_available_again") == 1
    assert len(said) <= MOST_LINES, said


@pytest.mark.parametrize("endings", [("",), ("", "-wal", "-shm")])
async def test_the_file_is_deleted(sqlite_url: str, tmp_path: Path, endings: tuple[str, ...]) -> None:
    file = file_of(sqlite_url)
    with capture_logs() as logs:
        async with house(sqlite_url, tmp_path) as home:
            for ending in endings:
                file.with_name(file.name + ending).unlink()
            home.fall_due()
            await home.until_all_is_done()
            assert repeats(home) == []
            assert file.exists()
    assert "database_file_gone" in lines(logs)
    assert len(lines(logs)) <= MOST_LINES


def damage(file: Path, copy: Path) -> None:
    """Write nonsense over everything but the file's first page, after a copy of it has been made."""
    other = sqlite3.connect(file, isolation_level=None, timeout=60.0)
    other.execute("VACUUM INTO ?", (str(copy),))
    other.execute("PRAGMA user_version=1")  # after somebody else's commit nobody believes what they have read before
    while other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() != (0, 0, 0):
        pass
    other.close()
    with file.open("r+b") as damaged:
        size = damaged.seek(0, os.SEEK_END)
        damaged.seek(4096)
        damaged.write(b"\xa5" * (size - 4096))


async def test_the_file_is_damaged_and_then_put_back_from_a_copy(sqlite_url: str, tmp_path: Path) -> None:
    """Nothing can mend it but the administrator: until then it is said, and nobody is told anything wrong."""
    file, copy = file_of(sqlite_url), tmp_path / "copy.db"
    with capture_logs() as logs:
        async with house(sqlite_url, tmp_path) as home:
            await asyncio.to_thread(damage, file, copy)  # the bot lets others write as long as it is not held up
            home.fall_due()
            await home.until_it_is_said()
            copy.replace(file)
            await home.until_all_is_done()
            assert repeats(home) == []
    said = lines(logs)
    assert "outbox_unavailable" in said
    assert len(said) <= MOST_LINES, said


async def test_the_disk_is_full(tmp_path: Path) -> None:
    """The process may write to no file any more; its clock is the wall's, and Telegram puts everything off until the
    disk has filled."""
    sandbox = Sandbox()
    members = [sandbox.add_user(f"Член{n}") for n in range(6)]
    voter = sandbox.add_user("Гражданин")
    for person in (*members, voter):
        person.start()
    sandbox.bot.feed.drop_pending()
    plan, url = plan_due_today(), f"sqlite+aiosqlite:///{tmp_path / 'srok.db'}"
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    await seat(members, plan, url)
    put_off = [sandbox.faults.flood(1, method="sendMessage", chat_id=one.id, times=None) for one in members]
    async with SandboxServer(sandbox) as server:
        settings = {
            "BOT_TOKEN": sandbox.token,
            "BOT_API_URL": server.base_url,
            "DATABASE_URL": url,
            "PLANS": "plan.yaml",
            "LOG_FORMAT": "json",
        }
        async with started("run", cwd=tmp_path, settings=settings, fresh=True) as bot:
            await bot.says("bot.started")
            await bot.says("health.state_written")
            await sandbox.changes.until(lambda: all(one.struck for one in put_off) or None, 60.0, lambda: "")
            assert isinstance(bot.process, Process)
            _, hard = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (0, hard))
            voter.send("/help")
            await bot.says("outbox_unavailable")
            await bot.says("telegram.updates_not_stored")
            await bot.says("health.state_not_written")
            resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
            sandbox.faults.clear()
            for member in members:
                await member.wait_for(lambda m: m.text.startswith("Ваши сроки"), seconds=60.0)
            await sandbox.changes.until(lambda: answers(voter) or None, 60.0, lambda: bot.transcript)
            await bot.says("outbox_available_again")
            await bot.says("health.state_written")
            bot.terminate()
            assert await bot.ends() == 0, bot.transcript
    assert answers(voter) == 1
    assert [len(mornings_of(member)) for member in members] == [1] * len(members)
    warned = [line for line in bot.err if '"level": "error"' in line or '"level": "warning"' in line]
    assert len(warned) <= MOST_LINES, bot.transcript


@pytest.fixture(scope="module")
def restartable() -> Iterator[RestartableServer]:
    binaries = find_binaries()
    if binaries is None:
        assert os.environ.get("REQUIRE_ALL") != "1", "PostgreSQL is not installed: apt-get install postgresql"
        pytest.skip("PostgreSQL is not installed")
    with restartable_postgres(binaries) as server:
        yield server


@pytest.fixture
def url_of_its_own(restartable: RestartableServer, request: pytest.FixtureRequest) -> tuple[str, str]:
    """A new database on the server that may be restarted: its URL and its name."""
    name = "d" + "".join(c if c.isalnum() else "_" for c in request.node.name.lower())[-50:]
    restartable.server.statement(f"CREATE DATABASE {name}")
    return restartable.server.url(name), name


REFUSING = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'it cannot be done now' USING ERRCODE = '{state}'; END $$;
"""
WRITTEN = ("outbox", "updates", "people", "fsm")


@contextmanager
def refusing(server: PostgresServer, database: str, state: str) -> Iterator[None]:
    """The server refuses to write, with this SQLSTATE."""
    server.statement(REFUSING.format(state=state), database)
    for table in WRITTEN:
        server.statement(
            f"CREATE TRIGGER refuse BEFORE INSERT OR UPDATE OR DELETE ON {table} EXECUTE FUNCTION refuse()", database
        )
    yield
    server.statement("DROP FUNCTION refuse CASCADE", database)


@contextmanager
def read_only(server: PostgresServer, database: str, state: str) -> Iterator[None]:
    """As who looks after a server does when its disk is nearly full."""
    server.statement("ALTER SYSTEM SET default_transaction_read_only = on")
    server.statement("SELECT pg_reload_conf()")
    yield
    server.statement("ALTER SYSTEM RESET default_transaction_read_only")
    server.statement("SELECT pg_reload_conf()")


@asynccontextmanager
async def beside_the_bot(trouble: AbstractContextManager[None]) -> AsyncIterator[None]:
    """Begun and ended in another thread: a statement that waits for the bot's lock waits for this thread's loop."""
    with ExitStack() as lasting:
        await asyncio.to_thread(lasting.enter_context, trouble)
        try:
            yield
        finally:
            await asyncio.to_thread(lasting.close)


@pytest.mark.parametrize(
    "state",
    [
        "53100",  # disk full
        "53200",  # out of memory
        "58030",  # an input/output error
        "57014",  # cancelled: a statement took too long, or somebody's hand
        "40P01",  # a deadlock
        "25006",  # read-only
        "XX000",  # an internal error
        "57P03",  # it cannot connect now
    ],
)
async def test_the_server_refuses_to_write(
    restartable: RestartableServer, url_of_its_own: tuple[str, str], tmp_path: Path, state: str
) -> None:
    url, name = url_of_its_own
    refusal = read_only if state == "25006" else refusing
    with capture_logs() as logs:
        async with house(url, tmp_path) as home:
            async with beside_the_bot(refusal(restartable.server, name, state)):
                home.fall_due()
                if state == "57P03":  # the connections are given up and made anew, again and again
                    await home.until(lambda: "leader.lost" in lines(logs))
                else:
                    await home.until_it_is_said()
            await home.until_all_is_done()
            assert repeats(home) == []
    assert len(lines(logs)) <= MOST_LINES, lines(logs)


async def test_the_server_crashes_and_every_session_is_ended_again_and_again(
    restartable: RestartableServer, url_of_its_own: tuple[str, str], tmp_path: Path
) -> None:
    url, name = url_of_its_own
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND "
    with capture_logs() as logs:
        async with house(url, tmp_path) as home:
            for n in range(3):
                await asyncio.to_thread(restartable.stop, "immediate")
                home.fall_due()
                assert [problem.value for problem in await home.watch.look()] == ["database"]
                await asyncio.to_thread(restartable.start)
                for _ in range(5):
                    await asyncio.to_thread(restartable.server.statement, f"{end} pid <> pg_backend_pid()", name)
                await home.until_all_is_done()
                assert answers(home.voter) == n + 1
            assert unmarked(home) == []
    assert len(lines(logs)) <= 3 * MOST_LINES, lines(logs)
