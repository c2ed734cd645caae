"""Opening a database: created, migrated, locked; or one line that names the file and the remedy."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Database, open_database
from storage.errors import DatabaseAway, DatabaseBusy, DatabaseTooNew, DatabaseUnusable

ROOT = Path(__file__).parents[3]


def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def pragma(database: Database, name: str) -> object:
    async with database.engine.connect() as connection:
        return (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()


async def test_a_missing_file_is_created_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "var" / "deeper" / "srok.db"
    async with await open_database(url(path)) as database, database.units() as unit:
        assert await unit.campaigns.all() == []
    assert path.exists()


async def test_a_plain_sqlite_url_is_understood(tmp_path: Path) -> None:
    async with await open_database(f"sqlite:///{tmp_path / 'srok.db'}") as database:
        assert database.engine.dialect.driver == "aiosqlite"


@pytest.mark.usefixtures("durable")
async def test_every_commit_reaches_the_disk(sqlite_url: str) -> None:
    async with await open_database(sqlite_url) as database:
        assert await pragma(database, "journal_mode") == "wal"
        assert await pragma(database, "synchronous") == 2  # FULL
        assert await pragma(database, "foreign_keys") == 1
        assert await pragma(database, "busy_timeout") == 5_000


async def test_a_second_opening_is_refused_until_the_first_is_closed(sqlite_url: str) -> None:
    first = await open_database(sqlite_url)
    with pytest.raises(DatabaseBusy, match=r"srok\.db занята"):
        await open_database(sqlite_url)
    await first.close()
    await first.close()
    await (await open_database(sqlite_url)).close()


HOLDER = """
import asyncio, sys
from storage.database import open_database
async def hold():
    database = await open_database(sys.argv[1])
    print("open", flush=True)
    await asyncio.Event().wait()
asyncio.run(hold())
"""


async def test_a_killed_process_leaves_no_lock_behind(sqlite_url: str) -> None:
    holder = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        HOLDER,
        sqlite_url,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert holder.stdout is not None
        assert await holder.stdout.readline() == b"open\n"
        with pytest.raises(DatabaseBusy):
            await open_database(sqlite_url)
    finally:
        holder.kill()
        await holder.communicate()
    await (await open_database(sqlite_url)).close()


async def test_a_schema_from_the_future_is_left_alone(sqlite_url: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "srok.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = contents(tmp_path)
    with pytest.raises(DatabaseTooNew, match="9999"):
        await open_database(sqlite_url)
    assert contents(tmp_path) == before


def corrupt(path: Path) -> None:
    path.write_bytes(b"This is a text, and a long one at that. " * 200)


def strange(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name)")
    connection.close()


def folder(path: Path) -> None:
    path.mkdir()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but the lock, which outlives its use."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".lock"}


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(corrupt, "не база SQLite"), (strange, r"чужие таблицы \(recipes\)"), (folder, "нет прав")],
)
async def test_what_is_not_our_database_is_not_touched(
    spoil: Callable[[Path], None], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "srok.db"
    spoil(path)
    before = contents(tmp_path)
    with pytest.raises(DatabaseUnusable, match=words) as caught:
        await open_database(url(path))
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("sqlite+aiosqlite://", "не назван файл"),
        ("sqlite+aiosqlite:///:memory:", "не назван файл"),
        ("mysql://localhost/srok", "mysql не поддерживаются"),
        ("srok.db", "не адрес базы"),
        ("", "не адрес базы"),
        ("postgresql://srok:hush@127.0.0.1:1/srok", "сервер не отвечает"),
    ],
)
async def test_an_address_that_cannot_be_used(address: str, words: str) -> None:
    with pytest.raises(DatabaseUnusable, match=words) as caught:
        await open_database(address)
    assert "hush" not in str(caught.value)
    assert isinstance(caught.value, DatabaseAway) == ("не отвечает" in words), "an address has to be mended"


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnusable, match="папка недоступна"):
        await open_database(url(tmp_path / "file" / "srok.db"))


async def test_a_failed_opening_lets_the_file_go(tmp_path: Path) -> None:
    path = tmp_path / "srok.db"
    corrupt(path)
    with pytest.raises(DatabaseUnusable):
        await open_database(url(path))
    path.unlink()
    await (await open_database(url(path))).close()


async def test_a_database_that_fails_after_it_was_opened_is_told_in_one_line(tmp_path: Path) -> None:
    """What is not its fault is not."""
    path = tmp_path / "srok.db"
    async with await open_database(url(path)) as database:

        async def told(statement: str) -> object:
            with pytest.raises(DBAPIError) as failed:
                async with database.engine.begin() as connection:
                    await connection.execute(text(statement))
            return await database.explain(failed.value)

        async with database.engine.begin() as connection:
            await connection.execute(text("CREATE TABLE lines (words TEXT NOT NULL)"))
            pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
            await connection.execute(text(f"PRAGMA max_page_count={pages}"))
        full = await told("INSERT INTO lines VALUES (zeroblob(100000))")
        assert isinstance(full, DatabaseAway)
        assert "на диске нет места" in str(full)
        assert str(path) in str(full)
        assert await told("INSERT INTO lines VALUES (NULL)") is None
        assert await told("SELECT words FROM nowhere") is None
        assert await database.explain(KeyError("plan")) is None
