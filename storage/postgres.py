"""Everything that is PostgreSQL's own: the engines, writers' turns, and who may send.

Several instances of the bot share one database. Units of work take turns by an advisory lock, held to the end of the
transaction, so that use cases may rely on what they have read, as they may on SQLite with its one writer. The outbox's
own transactions need no turn: they lock the rows that they change.
"""

import asyncio
import contextlib
import socket
import time
import zlib
from typing import Any

import asyncpg
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.errors import DatabaseAway, DatabaseUnusable
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

PING_EVERY_S = 1.0
"""A connection from the pool is asked for a sign of life before it is used, unless it has given one just now."""

HOLDER_TIMEOUT_S = 10
"""The same for the connection by which an instance leads: the others wait for it."""

FAREWELL_S = 2.0
"""How long a connection that is closed waits for a server that says nothing: a stop must not take a minute."""

IDLE_TIMEOUT_S = 20
"""How long a transaction may stand open without a word: an instance that was stopped in the middle of one (a suspended
machine) must not keep the writers' turn from all others."""

KEEPALIVE_IDLE_S, KEEPALIVE_EVERY_S, KEEPALIVES = 2, 1, 3
UNHEARD_S = 5
"""How long a TCP connection outlives the other host: while nothing is said (the keepalives), and with something said
that is never acknowledged."""

UNREACHABLE = (
    SQLAlchemyError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what the driver makes of a server that stops in the middle of a word
    OSError,
    TimeoutError,
    EOFError,  # a stream that ends early
    BufferError,
    RuntimeError,  # "unable to perform operation on …; the handler is closed"
    AttributeError,  # the driver's transport is None once it has been torn down
)
"""What SQLAlchemy, the driver and the event loop raise when a server is away, is starting, ends in the middle of a
word or says nothing. (All but a few may also be raised by a wrong statement.)"""

CHANNEL = "srok_outbox"
"""What a committed unit of work notifies, for the instance that sends."""


ANSWERS = "srok_answers"
"""Where an instance tells the others of its answers, so that together they keep to the messenger's limits."""


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
    return _notices(
        create_async_engine(
            url, json_serializer=to_json, poolclass=NullPool, connect_args=_connecting(answer_timeout=HOLDER_TIMEOUT_S)
        )
    )


def take_migration_turn(connection: Connection) -> None:
    """Instances that start together migrate one after another; the turn ends with the transaction."""
    connection.execute(_MIGRATION)


def _engine(url: URL, connections: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        json_serializer=to_json,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_S,
        pool_pre_ping=True,  # a server that was started anew is noticed before a unit of work begins
        connect_args=_connecting(answer_timeout=ANSWER_TIMEOUT_S),
    )
    _ping_seldom(engine)
    return _notices(engine)


def _ping_seldom(engine: AsyncEngine) -> None:
    """A ping costs three exchanges with the server, as much as a short unit of work. A connection that has answered
    just now, and that the server has not hung up on since, is not asked again."""
    dialect = engine.sync_engine.dialect
    ping = dialect.do_ping

    def pings(dbapi_connection: Any) -> bool:
        driver: WatchedConnection = dbapi_connection.driver_connection
        now = time.monotonic()
        if driver.is_closed() or not driver.pinged_at <= now < driver.pinged_at + PING_EVERY_S:
            ping(dbapi_connection)
            driver.pinged_at = now
        return True

    dialect.do_ping = pings  # type: ignore[method-assign]  # an engine's dialect is its own


def _connecting(*, answer_timeout: int) -> dict[str, Any]:
    return {
        "timeout": CONNECT_TIMEOUT_S,
        "command_timeout": answer_timeout,
        "connection_class": WatchedConnection,
        # After a fail-over the old address may be a standby's: it takes no writes, and is as good as away.
        "target_session_attrs": "primary",
        # A host that is gone without a word must not keep its locks: noticed in five seconds.
        "server_settings": {
            "application_name": "srok",
            "tcp_keepalives_idle": str(KEEPALIVE_IDLE_S),
            "tcp_keepalives_interval": str(KEEPALIVE_EVERY_S),
            "tcp_keepalives_count": str(KEEPALIVES),
            "idle_in_transaction_session_timeout": str(IDLE_TIMEOUT_S * 1000),
        },
    }


class WatchedConnection(asyncpg.Connection):  # type: ignore[misc]  # the driver has no types
    """Notices within five seconds that the server's host is gone without a word (nobody pulls the cord politely), where
    it would otherwise wait for minutes; the server does the same (`_connecting`, `_NOTICE`)."""

    __slots__ = ("pinged_at",)

    async def close(self, *, timeout: float | None = None) -> None:  # noqa: ASYNC109 - the name is the driver's
        """As the driver's, which would wait for the server's answer as long as for any other's."""
        with contextlib.suppress(TimeoutError):  # hung up on all the same
            await super().close(timeout=FAREWELL_S if timeout is None else timeout)

    def __init__(self, protocol: Any, transport: asyncio.Transport, *rest: Any) -> None:
        super().__init__(protocol, transport, *rest)
        self.pinged_at = time.monotonic()
        connected = transport.get_extra_info("socket")
        if connected is not None and connected.family in (socket.AF_INET, socket.AF_INET6):
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            for name, value in _WATCHED.items():
                if hasattr(socket, name):  # Linux has all of them
                    connected.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


_WATCHED = {
    "TCP_KEEPIDLE": KEEPALIVE_IDLE_S,
    "TCP_KEEPINTVL": KEEPALIVE_EVERY_S,
    "TCP_KEEPCNT": KEEPALIVES,
    "TCP_USER_TIMEOUT": UNHEARD_S * 1000,
}


def _notices(engine: AsyncEngine) -> AsyncEngine:
    """Let the server notice soon that nobody is at the other end, while it has something to say or waits for a lock on
    somebody's behalf. Settings that a server does not have are left alone."""

    def connected(connection: Any, record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(_NOTICE)
        cursor.close()
        connection.commit()

    event.listen(engine.sync_engine, "connect", connected)
    return engine


_NOTICE = f"""
SELECT set_config(name, '{UNHEARD_S * 1000}', false) FROM pg_settings
WHERE name = 'tcp_user_timeout' OR (name = 'client_connection_check_interval' AND version() NOT LIKE '%Visual C%')
"""


def unusable(where: str, error: BaseException) -> DatabaseUnusable:
    """What a refusal to open means for the person who starts the bot: DatabaseAway where it may pass without them. The
    password is in none of its words."""
    if isinstance(error, asyncpg.TargetServerAttributeNotMatched):  # a fail-over may be under way
        return DatabaseAway(where, "это резервный сервер, он только для чтения", "укажите адрес основного сервера")
    state = _sqlstate(error)
    for code, kind, what, remedy in _REFUSALS:
        if state.startswith(code):
            return kind(where, what, remedy)
    if state:
        return DatabaseAway(where, f"сервер отказывает (SQLSTATE {state})", "посмотрите журнал сервера")
    return DatabaseAway(where, "сервер не отвечает", "проверьте адрес и что сервер запущен")


def refusal(where: str, error: BaseException) -> DatabaseUnusable | None:
    """The same of what went wrong later, where the error itself says that it is the server; None where it may as well
    be a wrong statement."""
    state = _sqlstate(error)
    if state:
        told = state.startswith(_CONNECTION_ENDS) or any(state.startswith(code) for code, *_ in _REFUSALS)
        return unusable(where, error) if told else None
    gone = isinstance(error, DBAPIError) and error.connection_invalidated
    return unusable(where, error) if gone or isinstance(error, ConnectionError) else None


def _sqlstate(error: BaseException) -> str:
    return getattr(getattr(error, "orig", error), "sqlstate", None) or ""


_CONNECTION_ENDS = ("08", "57P")
"""https://www.postgresql.org/docs/current/errcodes-appendix.html"""

_REFUSALS = (
    ("28", DatabaseUnusable, "сервер не принимает имя или пароль", "проверьте их в DATABASE_URL"),
    ("3D000", DatabaseUnusable, "такой базы на сервере нет", "создайте её: createdb"),
    ("42501", DatabaseUnusable, "нет прав на создание таблиц", "дайте пользователю бота права на базу"),
    ("53300", DatabaseAway, "на сервере кончились соединения", "увеличьте max_connections или остановите лишнее"),
    ("53100", DatabaseAway, "на диске сервера нет места", "освободите место и запустите бота снова"),
    ("57P01", DatabaseAway, "сервер останавливают", "запустите его снова"),
    ("57P03", DatabaseAway, "сервер ещё запускается", "подождите минуту"),
)
