"""Open a database by its URL: locked, migrated, ready; or a DatabaseError that says in one line what to do."""

from collections.abc import Callable
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from filelock import BaseFileLock
from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from services.delivery.ports import OutboxQueue
from services.unit_of_work import Units
from services.updates import Updates
from storage import postgres, sqlite
from storage.errors import DatabaseUnusable
from storage.outbox_queue import SqlOutboxQueue
from storage.schema import bring_up_to_date
from storage.unit_of_work import SqlUnits
from storage.updates import SqlUpdates

if TYPE_CHECKING:
    from storage.fsm import SqlFsm


class Database:
    """An open database and what is kept in it. `close()` always: the driver's threads outlive the loop otherwise."""

    def __init__(
        self, writing: AsyncEngine, reading: AsyncEngine, plain: AsyncEngine | None, lock: BaseFileLock | None
    ) -> None:
        """`plain` writes without taking a turn, where the engine has turns to take."""
        self.engine = writing
        self._units = SqlUnits(writing, reading)
        self.units: Units = self._units
        self.queue: OutboxQueue = SqlOutboxQueue(plain or writing, reading)
        self.updates: Updates = SqlUpdates(plain or writing, reading)
        self.engines = (reading, writing) if plain is None else (reading, writing, plain)
        self._reading = reading
        self._lock = lock

    @cached_property
    def fsm(self) -> "SqlFsm":
        """Dialogues' states, for aiogram; imported here, so that what opens the database without a bot (a tool, a
        crash test's child) does not pay its 3 s and 145 MiB."""
        from storage.fsm import SqlFsm

        return SqlFsm(self.engine, self._reading)

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every unit of work that was committed here."""
        self._units.on_commit(listener)

    async def close(self) -> None:
        """Close every connection, then let the file go. Closing again does nothing."""
        try:
            for engine in self.engines:
                await engine.dispose()
        finally:
            if self._lock is not None:
                self._lock.release()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


async def open_database(url: str) -> Database:
    """Open, lock and migrate the database at a SQLAlchemy URL: `sqlite+aiosqlite:///var/srok.db` (`sqlite:///…` is
    taken for it), or `postgresql+asyncpg://…` (`postgresql://…`). A missing SQLite file is created, with its folder.

    Raises DatabaseBusy (another process owns the file), DatabaseTooNew (its schema is a later program's),
    DatabaseUnusable (anything else); the database is unchanged then.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseUnusable(
            f"«{url}»", "это не адрес базы", "напишите в DATABASE_URL, например, sqlite+aiosqlite:///var/srok.db"
        ) from error
    match parsed.get_backend_name():
        case "sqlite":
            return await _open_sqlite(parsed.set(drivername=sqlite.DRIVER))
        case "postgresql":
            return await _open_server(parsed.set(drivername=postgres.DRIVER))
        case other:
            raise DatabaseUnusable(
                parsed.render_as_string(),
                f"базы {other} не поддерживаются",
                "укажите в DATABASE_URL файл SQLite или базу PostgreSQL",
            )


async def _open_sqlite(url: URL) -> Database:
    path = sqlite.file_of(url)
    lock = sqlite.lock_file(path)
    database = Database(sqlite.writing_engine(url), sqlite.reading_engine(url), None, lock)
    try:
        sqlite.check_file(path)
        await _migrate_sqlite(url, str(path))
        # The writer's first connection sets the journal's mode, before any reader.
        await (await database.engine.connect()).close()
    except BaseException as error:
        await database.close()
        if isinstance(error, DBAPIError):
            raise sqlite.unusable(path, error) from error
        raise
    return database


async def _migrate_sqlite(url: URL, where: str) -> None:
    def migrate(connection: Connection) -> None:
        if bring_up_to_date(connection, where):
            sqlite.check_references(connection, where)

    engine = sqlite.migrating_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


async def _open_server(url: URL) -> Database:
    where = url.render_as_string(hide_password=True)
    database = Database(postgres.writing_engine(url), postgres.reading_engine(url), postgres.plain_engine(url), None)
    try:
        await _migrate_server(database, where)
    except BaseException as error:
        await database.close()
        if isinstance(error, (SQLAlchemyError, OSError, TimeoutError)):
            raise postgres.unusable(where, error) from error
        raise
    return database


async def _migrate_server(database: Database, where: str) -> None:
    def migrate(connection: Connection) -> None:
        postgres.take_migration_turn(connection)
        bring_up_to_date(connection, where)

    async with database.engine.begin() as connection:
        await connection.run_sync(migrate)
