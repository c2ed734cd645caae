"""Everything that is SQLite's own: the engines over one file, its pragmas, its lock."""

import errno
from pathlib import Path
from typing import Any
from urllib.parse import quote

from filelock import FileLock, Timeout
from sqlalchemy import Connection, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.errors import DatabaseAway, DatabaseBusy, DatabaseUnusable
from storage.json_text import to_json
from storage.sqlite_file import FileGone, FileGuard

BUSY_TIMEOUT_MS = 5_000
"""How long a statement waits for a lock held from outside the process (a backup, a look with the sqlite3 shell)."""

TURN_TIMEOUT_S = 60
"""How long a unit of work waits for its turn to write before it gives up."""

READERS = 4
"""Connections for reading units; each has a thread of its own."""

DURABLE = "PRAGMA synchronous=FULL"
"""What is committed is on the disk, and outlives the machine's end as it does the process's."""

DRIVER = "sqlite+aiosqlite"


def file_of(url: URL) -> Path:
    """The database's file. Raises DatabaseUnusable for a URL that names none (a database in memory has one user)."""
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise DatabaseUnusable(
            str(url), "в DATABASE_URL не назван файл", "напишите, например, sqlite+aiosqlite:///var/srok.db"
        )
    return Path(url.database)


def lock_file(path: Path) -> FileLock:
    """Take the file for this process alone, until `.release()` or the process's end, kill -9 included.

    Makes the folder where it is missing. Raises DatabaseBusy, DatabaseUnusable, DatabaseAway.
    """
    lock = FileLock(path.with_name(path.name + ".lock"), timeout=0, thread_local=False, fallback_to_soft=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise DatabaseBusy(str(path)) from None
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and _may_pass(path, error):
            raise _away(path, error) from error
        raise DatabaseUnusable(
            str(path),
            f"папка недоступна для записи ({error.__class__.__name__})",
            f"проверьте, что папка {path.parent} существует и принадлежит пользователю бота",
        ) from error
    return lock


def check_file(path: Path) -> None:
    """Raise DatabaseUnusable or DatabaseAway when the file cannot be opened or made.

    The driver would find out too, but in a thread that it then leaves to itself, and that may outlive the loop.
    """
    try:
        with path.open("ab"):
            pass
    except OSError as error:
        raise (_away(path, error) if _may_pass(path, error) else _no_access(path)) from error


def writing_engine(url: URL) -> AsyncEngine:
    """One connection, so writers queue in order of arrival; every transaction holds the write lock from its start."""
    engine = create_async_engine(
        _existing(url), json_serializer=to_json, pool_size=1, max_overflow=0, pool_timeout=TURN_TIMEOUT_S
    )
    pragmas = ("PRAGMA journal_mode=WAL", DURABLE, "PRAGMA foreign_keys=ON")
    _set_up(engine, "BEGIN IMMEDIATE", *pragmas, guard=FileGuard(file_of(url), writing=True))
    return engine


def reading_engine(url: URL) -> AsyncEngine:
    """Snapshots beside the writer; a statement that would write raises."""
    engine = create_async_engine(
        _existing(url), json_serializer=to_json, pool_size=READERS, max_overflow=0, pool_timeout=TURN_TIMEOUT_S
    )
    _set_up(engine, "BEGIN", "PRAGMA query_only=ON", guard=FileGuard(file_of(url), writing=False))
    return engine


def _existing(url: URL) -> URL:
    """The same file, but never made anew when it is gone: https://www.sqlite.org/uri.html"""
    return url.set(database=f"file:{quote(str(file_of(url)))}").update_query_dict({"mode": "rw", "uri": "true"})


def migrating_engine(url: URL) -> AsyncEngine:
    """Foreign keys are off: a migration rebuilds tables that others refer to. `check_references` follows it.

    It leaves the journal's mode alone, which is written into the file: the file may turn out to be somebody else's.
    """
    engine = create_async_engine(url, poolclass=NullPool)
    _set_up(engine, "BEGIN IMMEDIATE", DURABLE)
    return engine


def check_references(connection: Connection, where: str) -> None:
    """Raise DatabaseUnusable, so that the migration is rolled back, when a row refers to one that is not there."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise DatabaseUnusable(
            where, f"строка таблицы {broken[0]} ссылается на несуществующую", "восстановите базу из копии"
        )


def unusable(path: Path, error: DBAPIError) -> DatabaseUnusable:
    """What SQLite's own refusal to open means for the person who starts the bot; DatabaseAway where it may pass by
    itself."""
    found = _known(path, error)
    return found or DatabaseUnusable(str(path), str(error.orig), "проверьте файл или восстановите его из копии")


def refusal(path: Path, error: BaseException) -> DatabaseUnusable | None:
    """The same of what was refused later; None where it is not the file's fault."""
    if isinstance(error, FileGone):
        return DatabaseAway(str(path), "файл удалили или заменили другим", "верните его на место")
    if isinstance(error, OSError):
        return _away(path, error) if _may_pass(path, error) else None
    return _known(path, error) if isinstance(error, DBAPIError) else None


def _known(path: Path, error: DBAPIError) -> DatabaseUnusable | None:
    words = str(error.orig).lower()
    if "not a database" in words or "malformed" in words:
        return DatabaseUnusable(str(path), "файл повреждён или это не база SQLite", "восстановите его из копии")
    if "locked" in words:
        return DatabaseAway(str(path), "файл надолго занят другой программой", "закройте её, если она вам не нужна")
    if "i/o error" in words:
        return DatabaseAway(str(path), "диск не читается или не пишется", "проверьте диск")
    if "readonly" in words or "unable to open" in words:
        return _no_access(path)
    if "full" in words:
        return DatabaseAway(str(path), "на диске нет места", "освободите место и запустите бота снова")
    return None


_PASSING = {errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN}
_PASSING |= {errno.ETIMEDOUT, errno.EHOSTDOWN, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EAGAIN}
"""Of a disk that is full, broken, or away with the server that it belongs to; of a machine short of something."""


def _may_pass(path: Path, error: OSError) -> bool:
    is_loose = any(folder.is_symlink() and not folder.exists() for folder in path.parents)  # its disk is not mounted
    return error.errno in _PASSING or is_loose


def _away(path: Path, error: OSError) -> DatabaseAway:
    said = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return DatabaseAway(str(path), f"диск недоступен ({said})", "проверьте, что он подключён и на нём есть место")


def _no_access(path: Path) -> DatabaseUnusable:
    return DatabaseUnusable(
        str(path), "нет прав на чтение и запись", "дайте пользователю бота права на файл и его папку"
    )


def _set_up(engine: AsyncEngine, begin: str, *pragmas: str, guard: FileGuard | None = None) -> None:
    def connected(connection: Any, record: Any) -> None:
        if guard is not None:
            guard.opened(record)
        # Without this the driver begins transactions itself, late and deferred, and leaves DDL outside them.
        connection.isolation_level = None
        cursor = connection.cursor()
        try:
            for pragma in (f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}", *pragmas):
                cursor.execute(pragma)
            cursor.close()
        except BaseException:
            # The pool never gets to know a connection that fails here: its thread would outlive the loop.
            connection.close()
            raise

    def began(connection: Connection) -> None:
        if guard is not None:
            guard.check(connection)
        connection.exec_driver_sql(begin)

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "begin", began)
