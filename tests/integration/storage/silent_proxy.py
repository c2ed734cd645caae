"""Something between a bot and its PostgreSQL that swallows what they say: a firewall that has forgotten the connection,
a host that hangs. Nobody is told: no FIN, no RST, and TCP itself is answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import make_url


@dataclass
class SilentProxy:
    """Listens on 127.0.0.1 and hands on to a server's socket, both ways, until `swallow()`."""

    socket: Path
    port: int = 0
    _is_open: asyncio.Event = field(default_factory=asyncio.Event)
    _talks: set[asyncio.Task[None]] = field(default_factory=set)

    def swallow(self) -> None:
        """Hand nothing on any more, and close nothing."""
        self._is_open.clear()

    def through(self, url: str) -> str:
        """The URL of the same database by this way."""
        parsed = make_url(url).set(host="127.0.0.1", port=self.port)
        return parsed.difference_update_query(["host"]).render_as_string(hide_password=False)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        with suppress(OSError, asyncio.CancelledError):
            to_reader, to_writer = await asyncio.open_unix_connection(self.socket)
            try:
                await asyncio.gather(self._hand_on(reader, to_writer), self._hand_on(to_reader, writer))
            finally:
                to_writer.close()
        writer.close()

    async def _hand_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """An end, too, is handed on only while the way is open."""
        while said := await reader.read(65_536):
            await self._is_open.wait()
            writer.write(said)
            await writer.drain()
        await self._is_open.wait()
        writer.close()

    async def end(self) -> None:
        for task in self._talks:
            task.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)


@asynccontextmanager
async def silent_proxy(url: str) -> AsyncIterator[SilentProxy]:
    """Before the server of this URL, which names the folder of its socket."""
    host = make_url(url).query["host"]
    assert isinstance(host, str)
    proxy = SilentProxy(Path(host) / ".s.PGSQL.5432")
    proxy._is_open.set()
    async with await asyncio.start_server(proxy.talk, "127.0.0.1", 0) as server:
        proxy.port = server.sockets[0].getsockname()[1]
        try:
            yield proxy
        finally:
            await proxy.end()
