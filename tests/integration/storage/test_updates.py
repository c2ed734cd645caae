"""The inbox of updates: stored once, handled once, whatever happens in between."""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog.testing

from services.people.model import Address
from services.unit_of_work import Units
from services.updates import ATTEMPTS, UpdateAlreadyHandled, aside, current_update, handling
from storage.database import Database, open_database

ROOT = Path(__file__).parents[3]
NOW = datetime(2023, 1, 25, 6, 0, tzinfo=UTC)


async def meet(units: Units, chat: str) -> None:
    async with units() as unit:
        await unit.people.add("Анна", "ru", Address("telegram", chat), NOW)
        await unit.commit()


async def known(units: Units, chat: str) -> bool:
    async with units(reading=True) as unit:
        return await unit.people.by_address("telegram", chat) is not None


async def test_a_repeated_update_is_stored_once(database: Database) -> None:
    assert await database.updates.store("telegram", [(2, "b"), (1, "a")], NOW) == [1, 2]
    assert await database.updates.store("telegram", [(2, "b"), (3, "c")], NOW) == [3]
    assert await database.updates.store("another", [(2, "B")], NOW) == [2]
    assert await database.updates.store("telegram", [], NOW) == []
    assert await database.updates.open("telegram", NOW) == [(1, "a"), (2, "b"), (3, "c")]


async def test_what_was_marked_is_not_open_and_not_new(database: Database) -> None:
    await database.updates.store("telegram", [(1, "a"), (2, "b")], NOW)
    await database.updates.handled("telegram", 1, NOW)
    await database.updates.handled("telegram", 1, NOW)
    assert await database.updates.store("telegram", [(1, "a")], NOW) == []
    assert await database.updates.open("telegram", NOW) == [(2, "b")]


async def test_another_update_under_a_known_id_is_new(database: Database) -> None:
    """A Bot API server that was started anew counts from the beginning."""
    await database.updates.store("telegram", [(1, "a"), (2, "b")], NOW)
    await database.updates.handled("telegram", 1, NOW)
    await database.updates.handled("telegram", 2, NOW)
    assert await database.updates.store("telegram", [(1, "another"), (2, "b")], NOW) == [1]
    assert await database.updates.open("telegram", NOW) == [(1, "another")]
    with handling("telegram", 1, NOW) as update:
        await meet(database.units, "1")
    assert update.handled


async def test_the_first_commit_marks_the_current_update(database: Database) -> None:
    await database.updates.store("telegram", [(1, "a"), (2, "b")], NOW)
    with handling("telegram", 1, NOW) as update:
        await meet(database.units, "1")
        assert update.handled
        await meet(database.units, "2")
    assert current_update() is None
    assert await database.updates.open("telegram", NOW) == [(2, "b")]


async def test_nothing_committed_leaves_it_open(database: Database) -> None:
    await database.updates.store("telegram", [(1, "a")], NOW)
    with handling("telegram", 1, NOW) as update:
        assert not await known(database.units, "1")
        async with database.units() as unit:
            await unit.people.add("Анна", "ru", Address("telegram", "1"), NOW)
    assert not update.handled
    assert await database.updates.open("telegram", NOW) == [(1, "a")]


async def test_a_commit_aside_does_not_mark(database: Database) -> None:
    await database.updates.store("telegram", [(1, "a")], NOW)
    with handling("telegram", 1, NOW) as update:
        with aside():
            await meet(database.units, "1")
        assert current_update() is update
    assert not update.handled


async def test_the_same_update_handled_at_the_same_time_has_one_effect(database: Database) -> None:
    await database.updates.store("telegram", [(1, "a")], NOW)

    async def handle(chat: str) -> None:
        with handling("telegram", 1, NOW):
            await meet(database.units, chat)

    outcomes = await asyncio.gather(handle("1"), handle("2"), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome] == [UpdateAlreadyHandled]
    assert [await known(database.units, chat) for chat in ("1", "2")].count(True) == 1


async def test_a_failing_update_is_given_up_after_three_attempts(database: Database) -> None:
    await database.updates.store("telegram", [(1, "a")], NOW)
    with structlog.testing.capture_logs() as logs:
        assert [await database.updates.failed("telegram", 1, NOW) for _ in range(4)] == [True, True, False, False]
    assert [entry["event"] for entry in logs] == ["update_given_up"]
    assert await database.updates.open("telegram", NOW) == []


async def test_an_update_that_kills_the_process_is_given_up_and_nothing_behind_it_is(database: Database) -> None:
    await database.updates.store("telegram", [(1, "a"), (2, "b")], NOW)
    for _ in range(ATTEMPTS):  # starts that came no further than the first one
        assert await database.updates.open("telegram", NOW) == [(1, "a"), (2, "b")]
        await database.updates.begin_again("telegram", 1)
    with structlog.testing.capture_logs() as logs:
        assert await database.updates.open("telegram", NOW) == [(2, "b")]
    assert [(entry["event"], entry["update_id"]) for entry in logs] == [("update_given_up", 1)]
    assert await database.updates.open("telegram", NOW) == [(2, "b")]


async def test_a_failure_after_the_effect_changes_nothing(database: Database) -> None:
    await database.updates.store("telegram", [(1, "a")], NOW)
    with handling("telegram", 1, NOW):
        await meet(database.units, "1")
    assert await database.updates.failed("telegram", 1, NOW) is False
    assert await database.updates.open("telegram", NOW) == []


async def test_old_handled_updates_are_forgotten_open_ones_never(database: Database) -> None:
    await database.updates.store("telegram", [(1, "a"), (2, "b")], NOW)
    await database.updates.store("telegram", [(3, "c")], NOW + timedelta(days=3))
    await database.updates.handled("telegram", 1, NOW)
    await database.updates.handled("telegram", 3, NOW)
    assert await database.updates.forget(NOW + timedelta(days=2)) == 1
    assert await database.updates.open("telegram", NOW) == [(2, "b")]


CHILD = """
import asyncio, os, signal, sys
from datetime import UTC, datetime
from services.people.model import Address
from services.updates import handling
from storage.database import open_database

NOW = datetime(2023, 1, 25, 6, 0, tzinfo=UTC)

async def main(url, moment):
    database = await open_database(url)
    await database.updates.store("telegram", [(1, "a"), (2, "b")], NOW)
    def at(here):
        if here == moment:
            os.kill(os.getpid(), signal.SIGKILL)
    at("stored")
    with handling("telegram", 1, NOW):
        async with database.units() as unit:
            await unit.people.add("Anna", "ru", Address("telegram", "1"), NOW)
            at("before commit")
            await unit.commit()
            at("committed")

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize(("moment", "effect"), [("stored", False), ("before commit", False), ("committed", True)])
async def test_killed_at_any_moment_an_update_has_its_effect_or_is_open(
    moment: str, effect: bool, database_url: str
) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        CHILD,
        database_url,
        moment,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert await child.wait() == -signal.SIGKILL
    async with await open_database(database_url) as database:
        assert await database.updates.store("telegram", [(1, "a"), (2, "b")], NOW) == []
        assert await known(database.units, "1") is effect
        assert await database.updates.open("telegram", NOW) == ([(2, "b")] if effect else [(1, "a"), (2, "b")])
