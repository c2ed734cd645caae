"""Everything that is PostgreSQL's own: the engines, writers' turns, and who may send.

Several instances of the bot share one database. Units of work take turns by an advisory lock, held to the end of the
transaction, so that use cases may rely on what they have read, as they may on SQLite with its one writer. The outbox's
own transactions need no turn: they lock the rows that they change.
"""

import zlib
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.errors import DatabaseUnusable
from storage.json_text import to_json

DRIVER = "postgresql+asyncpg"

WRITERS = 8
"""Connections for writing: one works, the others wait for their turn, or belong to the outbox."""

READERS = 8
"""Connections for reading units."""

POOL_TIMEOUT_S = 60
"""How long a unit of work waits for a connection before it gives up."""

ANSWER_TIMEOUT_S = 60
"""How long a statement may take; a server that says nothing at all is given up then."""

CONNECT_TIMEOUT_S = 10

HOLDER_TIMEOUT_S = 10
"""The same for the connection by which an instance leads: the others wait for it."""

IDLE_TIMEOUT_S = 60
"""How long a transaction may stand open without a word: an instance that was stopped in the middle of one (a suspended
machine) must not keep the writers' turn from all others."""

CHANNEL = "srok_outbox"
"""What a committed unit of work notifies, for the instance that sends."""


def lock_key(name: str) -> int:
    """The advisory lock of this name, of 32 bits; a database belongs to one bot, so names need not be long."""
    return zlib.crc32(f"srok:{name}".encode())


_TURN = text(f"SELECT pg_advisory_xact_lock({lock_key('turn')})")
_MIGRATION = text(f"SELECT pg_advisory_xact_lock({lock_key('migration')})")
NOTIFY = text(f"SELECT pg_notify('{CHANNEL}', '')")
"""In a transaction: tell the instance that sends, once it is committed."""

LEADER = lock_key("leader")
UPDATES = lock_key("updates") - 2**31
"""The first half of the locks on updates, a signed number of 32 bits; the second half names the update."""


def plain_engine(url: URL) -> AsyncEngine:
    """For the outbox and the inbox: short transactions over rows of their own, without turns."""
    return _engine(url, WRITERS)


def writing_engine(url: URL) -> AsyncEngine:
    """For units of work and dialogues: one writes at a time, over all instances."""
    engine = _engine(url, WRITERS)

    def began(connection: Connection) -> None:
        connection.execute(_TURN)

    event.listen(engine.sync_engine, "begin", began)
    return engine


def reading_engine(url: URL) -> AsyncEngine:
    """Each transaction sees one state of the database; a statement that would write raises."""
    engine = _engine(url, READERS)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def own_engine(url: URL) -> AsyncEngine:
    """For connections outside the pools, each opened for one purpose (`storage.own_connection`)."""
    return create_async_engine(
        url, json_serializer=to_json, poolclass=NullPool, connect_args=_connecting(answer_timeout=HOLDER_TIMEOUT_S)
    )


def take_migration_turn(connection: Connection) -> None:
    """Instances that start together migrate one after another; the turn ends with the transaction."""
    connection.execute(_MIGRATION)


def _engine(url: URL, connections: int) -> AsyncEngine:
    return create_async_engine(
        url,
        json_serializer=to_json,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_S,
        pool_pre_ping=True,  # a server that was started anew is noticed before a unit of work begins
        connect_args=_connecting(answer_timeout=ANSWER_TIMEOUT_S),
    )


def _connecting(*, answer_timeout: int) -> dict[str, Any]:
    return {
        "timeout": CONNECT_TIMEOUT_S,
        "command_timeout": answer_timeout,
        # A host that is gone without a word must not keep its locks: noticed in five seconds.
        "server_settings": {
            "application_name": "srok",
            "tcp_keepalives_idle": "2",
            "tcp_keepalives_interval": "1",
            "tcp_keepalives_count": "3",
            "idle_in_transaction_session_timeout": str(IDLE_TIMEOUT_S * 1000),
        },
    }


def unusable(where: str, error: BaseException) -> DatabaseUnusable:
    """What a refusal to open means for the person who starts the bot. The password is in none of its words."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    for code, what, remedy in _REFUSALS:
        if state is not None and state.startswith(code):
            return DatabaseUnusable(where, what, remedy)
    return DatabaseUnusable(where, "сервер не отвечает", "проверьте адрес, имя и пароль, и что сервер запущен")


_REFUSALS = (
    ("28", "сервер не принимает имя или пароль", "проверьте их в DATABASE_URL"),
    ("3D000", "такой базы на сервере нет", "создайте её: createdb"),
    ("42501", "нет прав на создание таблиц", "дайте пользователю бота права на базу"),
    ("53300", "на сервере кончились соединения", "увеличьте max_connections или остановите лишнее"),
    ("53100", "на диске сервера нет места", "освободите место и запустите бота снова"),
)
