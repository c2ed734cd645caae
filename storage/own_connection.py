"""A PostgreSQL connection outside every pool. What the server keeps for it (advisory locks, LISTEN) ends with it, so
that it must never be replaced unnoticed by another one."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any, Self

import asyncpg
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.postgres import UNREACHABLE

log = structlog.stdlib.get_logger(__name__)

PROBE_TIMEOUT_S = 4.0
"""A server that leaves the probe unanswered for so long has hung."""

SILENCE_S = 10
"""The server closes the connection of a process that has said nothing for so long: it was stopped, has hung, or
something between the two swallows what they say; it must not keep what others wait for. A living one has noticed
before: it asks every two seconds, and waits for four. PostgreSQL 14 or later; an older one waits for TCP."""

_SILENCE = """
SELECT set_config(name, $1, false) FROM pg_settings
WHERE name IN ('idle_session_timeout', 'idle_in_transaction_session_timeout')
"""

_GOING = ("08", "57P")
"""Beginnings of the SQLSTATEs by which a server says that the connection, or the server itself, ends."""


class ConnectionLost(Exception):
    """The connection is gone, and with it what the server kept for it."""


class OwnConnection:
    """Made by `open`. One statement or transaction at a time, whoever asks; `close()` always."""

    def __init__(self, connection: AsyncConnection, driver: Any) -> None:
        self.lost = asyncio.Event()
        self._connection = connection
        self._driver = driver
        self._turn = asyncio.Lock()
        self._probing: asyncio.Task[None] | None = None
        driver.add_termination_listener(self._terminated)

    @classmethod
    async def open(cls, engine: AsyncEngine, *, silence: float = SILENCE_S) -> Self:
        """A new connection from an engine without a pool; the server hangs up after `silence` seconds without a word
        (see `keep_alive`). Raises what the driver makes of a server that is away."""
        connection = await engine.connect()
        try:
            driver = (await connection.get_raw_connection()).driver_connection
            own = cls(connection, driver)
            await own.rows(_SILENCE, f"{round(silence * 1000)}ms")
        except BaseException:
            await connection.close()
            raise
        return own

    async def fetch(self, statement: str, *arguments: Any) -> Any:
        """The first value of a statement run by itself, in the driver's own notation ($1). Raises ConnectionLost, and
        what the server refuses."""
        async with self._in_turn():
            return await self._driver.fetchval(statement, *arguments, timeout=PROBE_TIMEOUT_S)

    async def rows(self, statement: str, *arguments: Any) -> list[Any]:
        """The first value of every row."""
        async with self._in_turn():
            return [row[0] for row in await self._driver.fetch(statement, *arguments, timeout=PROBE_TIMEOUT_S)]

    @contextlib.asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction on this very connection. Raises ConnectionLost when it is, or gets, lost."""
        async with self._in_turn(), self._connection.begin():
            yield self._connection

    async def listen(self, channel: str, heard: Callable[[], None]) -> None:
        """Call `heard` at every NOTIFY on the channel."""
        async with self._in_turn():
            await self._driver.add_listener(channel, lambda *_: heard())

    async def hear(self, channel: str, heard: Callable[[str], None]) -> None:
        """Call `heard` with the words of every NOTIFY on the channel that came from another connection."""
        async with self._in_turn():
            own = self._driver.get_server_pid()
            await self._driver.add_listener(channel, lambda _, pid, __, words: None if pid == own else heard(words))

    def keep_alive(self, every: float) -> None:
        """Ask the server for a sign of life so often (wall seconds), until the connection is lost or closed."""
        self._probing = asyncio.get_running_loop().create_task(self._probe(every))

    def give_up(self) -> None:
        """Count it as lost: what the server keeps for it is no more what it should be. `close()` all the same."""
        self.lost.set()

    async def close(self) -> None:
        """Hang up. Never raises: the server lets go of everything at the latest when it finds out."""
        self._driver.remove_termination_listener(self._terminated)
        if self._probing is not None:
            self._probing.cancel()
            await asyncio.wait({self._probing})
        with contextlib.suppress(Exception):  # whatever a driver makes of a connection that is no more
            if self.lost.is_set():
                self._driver.terminate()  # a polite farewell would wait for the server's answer
                await self._connection.invalidate()
            await self._connection.close()

    @contextlib.asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        async with self._turn:
            self._check()
            try:
                yield
            except Exception as error:
                # Which errors a driver raises over a server that dies in the middle of a word is written nowhere: what
                # counts is whether there is a connection left.
                hung = isinstance(error, TimeoutError | asyncpg.InternalClientError)
                if hung or _sqlstate(error).startswith(_GOING) or self._is_gone():
                    self.lost.set()
                    raise ConnectionLost from error
                raise
            except BaseException:
                if self._is_gone():  # cancelled in the middle of a statement
                    self.lost.set()
                raise

    def _check(self) -> None:
        # SQLAlchemy would open another connection in the place of one that is gone: without the lock.
        if self.lost.is_set() or self._is_gone():
            self.lost.set()
            raise ConnectionLost

    def _is_gone(self) -> bool:
        return self._connection.closed or self._connection.invalidated or self._driver.is_closed()

    def _terminated(self, _: object) -> None:
        self.lost.set()

    async def _probe(self, every: float) -> None:
        refused = False
        while not self.lost.is_set():
            await asyncio.sleep(every)
            try:
                await self.fetch("SELECT 1")
                refused = False
            except ConnectionLost:
                return
            except UNREACHABLE as error:  # somebody cancelled it, memory is short: the connection lives
                if not refused:
                    log.warning("own_connection.probe_refused", reason=reason_of(error))
                refused = True


def reason_of(error: BaseException) -> str:
    """An error of the driver's or of SQLAlchemy's on one line, without the statement, for the log."""
    cause = getattr(error, "orig", None) or error
    words = " ".join(str(cause).split())
    return f"{type(cause).__name__}: {words[:200]}" if words else type(cause).__name__


def _sqlstate(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    return getattr(cause, "sqlstate", None) or ""
