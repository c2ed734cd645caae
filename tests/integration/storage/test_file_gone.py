"""The SQLite file is deleted, replaced, damaged or full while the bot has it open."""

import contextlib
import os
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from services.people.model import Address
from storage.database import Database, open_database
from storage.sqlite_file import REPLACED, FileGone

NOW = datetime(2023, 1, 30, tzinfo=UTC)


def file_of(url: str) -> Path:
    return Path(url.partition(":///")[2])


async def meet(database: Database, number: int) -> None:
    async with database.units() as unit:
        await unit.people.add(f"person {number}", "ru", Address("telegram", str(number)), NOW)
        await unit.commit()


async def knows(database: Database, number: int) -> bool:
    async with database.units(reading=True) as unit:
        return await unit.people.by_address("telegram", str(number)) is not None


@pytest.mark.parametrize("endings", [("",), ("", "-wal", "-shm")])
async def test_a_deleted_file_is_put_back_with_everything_in_it(sqlite_url: str, endings: tuple[str, ...]) -> None:
    file = file_of(sqlite_url)
    async with await open_database(sqlite_url) as database:
        await meet(database, 1)
        assert await knows(database, 1)
        for ending in endings:
            file.with_name(file.name + ending).unlink()
        assert not await database.is_reachable()
        with pytest.raises(FileGone):
            await meet(database, 2)
        await meet(database, 2)
        assert await database.is_reachable()
        assert await knows(database, 1)
    async with await open_database(sqlite_url) as database:
        assert [await knows(database, n) for n in (1, 2)] == [True, True]


async def test_reading_makes_no_empty_file_in_the_place_of_a_deleted_one(sqlite_url: str) -> None:
    async with await open_database(sqlite_url) as database:
        await meet(database, 1)
        file_of(sqlite_url).unlink()
        for _ in range(2):
            with pytest.raises((FileGone, OperationalError)):
                await knows(database, 1)
        assert not file_of(sqlite_url).exists()


async def test_a_copy_put_in_the_files_place_is_gone_on_with_and_ours_is_kept(
    sqlite_url: str, migrated_file: Path
) -> None:
    file = file_of(sqlite_url)
    async with await open_database(sqlite_url) as database:
        await meet(database, 1)
        other = file.with_name("copy.db")
        shutil.copyfile(migrated_file, other)
        for ending in ("-wal", "-shm"):
            file.with_name(file.name + ending).unlink()
        other.replace(file)
        with pytest.raises(FileGone):
            await meet(database, 2)
        await meet(database, 2)
        assert [await knows(database, n) for n in (1, 2)] == [False, True]
    with sqlite3.connect(file.with_name(file.name + REPLACED)) as kept:
        assert kept.execute("SELECT name FROM people").fetchall() == [("person 1",)]
    kept.close()


async def test_a_damaged_file_is_found_out(sqlite_url: str) -> None:
    async with await open_database(sqlite_url) as database:
        await meet(database, 1)
        await database.engine.dispose()  # what is in the journal is in the file now
        with file_of(sqlite_url).open("r+b") as file:
            file.write(os.urandom(100_000))
        assert not await database.is_reachable()
        with pytest.raises(DBAPIError):
            await knows(database, 1)


async def test_a_full_disk_takes_nothing_and_loses_nothing(sqlite_url: str) -> None:
    async with await open_database(sqlite_url) as database:
        await meet(database, 1)
        async with database.engine.connect() as connection:
            pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
            await connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
            await connection.commit()
        with pytest.raises(OperationalError, match="full"):
            async with database.units() as unit:
                for number in range(2, 500):
                    await unit.people.add("x" * 200, "ru", Address("telegram", str(number)), NOW)
                await unit.commit()
        assert [await knows(database, n) for n in (1, 2)] == [True, False]
        async with database.engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA max_page_count=1000000")
            await connection.commit()
        await meet(database, 2)
        assert await knows(database, 2)


async def test_a_copy_is_not_mixed_with_the_journal_of_the_file_that_it_replaces(
    sqlite_url: str, migrated_file: Path
) -> None:
    """Put in its place as people do it, by one command: what our journal holds is no word of theirs."""
    file = file_of(sqlite_url)
    async with await open_database(sqlite_url) as database:
        for number in range(1, 4):
            await meet(database, number)
        other = file.with_name("copy.db")
        shutil.copyfile(migrated_file, other)
        other.replace(file)
        with pytest.raises(FileGone):
            await meet(database, 4)
        await meet(database, 4)
        assert [await knows(database, n) for n in (1, 2, 3, 4)] == [False, False, False, True]
    async with await open_database(sqlite_url) as database:
        assert [await knows(database, n) for n in (1, 2, 3, 4)] == [False, False, False, True]


async def test_a_copy_replaces_a_damaged_file(sqlite_url: str, migrated_file: Path) -> None:
    """Of which nothing can be kept."""
    file = file_of(sqlite_url)
    async with await open_database(sqlite_url) as database:
        await meet(database, 1)
        for engine in database.engines:
            await engine.dispose()
        with file.open("r+b") as damaged:
            damaged.seek(4096)
            damaged.write(os.urandom(100_000))
        with pytest.raises(DBAPIError):
            await meet(database, 2)
        other = file.with_name("copy.db")
        shutil.copyfile(migrated_file, other)
        other.replace(file)
        with contextlib.suppress(FileGone):
            await meet(database, 3)
        await meet(database, 2)
        assert await knows(database, 2)
