"""Open a database by its URL: locked, migrated, ready; or a DatabaseError that says in one line what to do."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

import structlog
from filelock import BaseFileLock
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from services.delivery.answer_news import AnswerNews
from services.delivery.holds import HoldBook
from services.delivery.ports import OutboxQueue
from services.leadership import Leadership
from services.unit_of_work import Units
from services.updates import Updates
from storage import postgres, sqlite
from storage.answer_news import SqlAnswerNews
from storage.custody import SqlCustody
from storage.errors import DatabaseError, DatabaseUnusable
from storage.lane_holds import SqlHoldBook
from storage.leadership import ElectedLeadership, OwnersLeadership
from storage.outbox_queue import SqlOutboxQueue
from storage.own_connection import reason_of
from storage.schema import bring_up_to_date
from storage.unit_of_work import SqlUnits
from storage.updates import SqlUpdates

if TYPE_CHECKING:
    from storage.fsm import SqlFsm


log = structlog.stdlib.get_logger(__name__)

ANSWER_S = 5.0


@dataclass(frozen=True, slots=True)
class Shared:
    """What a database needs beside its units of work when several instances share it: `plain` writes without taking a
    turn, `own` opens connections that belong to no pool."""

    plain: AsyncEngine
    own: AsyncEngine


class Database:
    """An open database and what is kept in it. `close()` always: the driver's threads outlive the loop otherwise."""

    def __init__(
        self,
        writing: AsyncEngine,
        reading: AsyncEngine,
        shared: Shared | None = None,
        lock: BaseFileLock | None = None,
        refusal: Callable[[BaseException], DatabaseError | None] = lambda error: None,
    ) -> None:
        """`shared` where other instances may use the same database, `lock` where none may; `refusal` says what an error
        means that is the database's."""
        self.engine = writing
        plain = writing if shared is None else shared.plain
        self._units = SqlUnits(writing, reading, None if shared is None else postgres.NOTIFY)
        self._listeners: list[Callable[[], None]] = []
        self._units.on_commit(self._committed)
        self.units: Units = self._units
        self.queue: OutboxQueue = SqlOutboxQueue(plain, reading)
        self.holds: HoldBook = SqlHoldBook(plain, reading)
        self.updates: Updates = SqlUpdates(plain, reading)
        self.leadership: Leadership
        self.custody: SqlCustody | None
        self.answer_news: AnswerNews | None = None if shared is None else SqlAnswerNews(shared.own)
        if shared is None:
            self.leadership, self.custody = OwnersLeadership(self.queue), None
        else:
            self.leadership = ElectedLeadership(shared.own, plain, self._committed)
            self.custody = SqlCustody(shared.own)
        self.engines: tuple[AsyncEngine, ...] = (
            (reading, writing) if shared is None else (reading, writing, shared.plain, shared.own)
        )
        self._reading = reading
        self._refusal = refusal
        self._reachable = True
        self._lock = lock

    @cached_property
    def fsm(self) -> "SqlFsm":
        """Dialogues' states, for aiogram; imported here, so that what opens the database without a bot (a tool, a
        crash test's child) does not pay its 3 s and 145 MiB."""
        from storage.fsm import SqlFsm

        return SqlFsm(self.engine, self._reading)

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every unit of work that was committed here, and, while this instance leads, in any
        other."""
        self._listeners.append(listener)

    async def is_reachable(self) -> bool:
        """Whether the database answers now, within ANSWER_S seconds; for the health report."""
        try:
            async with asyncio.timeout(ANSWER_S), self._reading.connect() as connection:
                await connection.execute(text("SELECT 1 FROM alembic_version"))
        except Exception as error:  # whatever it is: that it is said is what this is for
            if self._reachable:
                unknown = None if isinstance(error, postgres.UNREACHABLE) else error
                log.warning("database_unreachable", reason=reason_of(error), exc_info=unknown)
            self._reachable = False
        else:
            if not self._reachable:
                log.info("database_reachable_again")
            self._reachable = True
        return self._reachable

    async def explain(self, error: Exception) -> DatabaseError | None:
        """What a unit of work failed of, in one line for the person who starts the bot, where that is the database;
        None for anything else. Before the bot is at work, that is: later it waits until it can go on."""
        refused = self._refusal(error)
        if refused is None and isinstance(error, postgres.UNREACHABLE) and not await self.is_reachable():
            refused = self._refusal(ConnectionError())  # said in words that a wrong statement might have as well
        return refused

    async def close(self) -> None:
        """Close every connection, then let the file go. Closing again does nothing."""
        try:
            if self.custody is not None:
                await self.custody.close()
            for engine in self.engines:
                await engine.dispose()
        finally:
            if self._lock is not None:
                self._lock.release()

    def _committed(self) -> None:
        for listener in self._listeners:
            listener()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


async def open_database(url: str) -> Database:
    """Open, lock and migrate the database at a SQLAlchemy URL: `sqlite+aiosqlite:///var/srok.db` (`sqlite:///…` is
    taken for it), or `postgresql+asyncpg://…` (`postgresql://…`). A missing SQLite file is created, with its folder.

    Raises DatabaseBusy (another process owns the file), DatabaseTooNew (its schema is a later program's), DatabaseAway
    (it may pass by itself), DatabaseUnusable (anything else); the database is unchanged then.
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
    database = Database(
        sqlite.writing_engine(url),
        sqlite.reading_engine(url),
        lock=lock,
        refusal=lambda error: sqlite.refusal(path, error),
    )
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
    shared = Shared(postgres.plain_engine(url), postgres.own_engine(url))
    database = Database(
        postgres.writing_engine(url),
        postgres.reading_engine(url),
        shared,
        refusal=lambda error: postgres.refusal(where, error),
    )
    try:
        await _migrate_server(database, where)
    except BaseException as error:
        await database.close()
        if isinstance(error, postgres.UNREACHABLE) and not isinstance(error, AttributeError):
            raise postgres.unusable(where, error) from error
        raise
    return database


async def _migrate_server(database: Database, where: str) -> None:
    def migrate(connection: Connection) -> None:
        postgres.take_migration_turn(connection)
        bring_up_to_date(connection, where)

    async with database.engine.begin() as connection:
        await connection.run_sync(migrate)
