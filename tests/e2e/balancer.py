"""What stands before several instances: a proxy that hands each request to the next of them."""

from __future__ import annotations

import asyncio
import io
import socket
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        number: int = taken.getsockname()[1]
        return number


async def post(port: int, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Status and body of the answer."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{port}/bot", data=io.BytesIO(body), headers=headers) as answer,
    ):
        return answer.status, await answer.read()


class Balancer:
    """`url` is for Telegram. `only` sends everything to one port. An instance that does not answer gives a 502."""

    def __init__(self, ports: Sequence[int], url: str) -> None:
        self.url = url
        self.only: int | None = None
        self.used: Counter[int] = Counter()
        self._ports = ports
        self._turn = 0
        self._statuses: Counter[int] = Counter()
        self._news = asyncio.Condition()

    async def answered(self, status: int) -> None:
        """Until an answer with this status has been given."""
        async with self._news:
            await self._news.wait_for(lambda: self._statuses[status] > 0)

    async def pass_on(self, request: web.Request) -> web.Response:
        self._turn += 1
        port = self.only or self._ports[self._turn % len(self._ports)]
        self.used[port] += 1
        try:
            status, body = await post(port, await request.read(), request.headers)
        except aiohttp.ClientError:
            status, body = 502, b""
        async with self._news:
            self._statuses[status] += 1
            self._news.notify_all()
        return web.Response(status=status, body=body)


@asynccontextmanager
async def balancing(ports: Sequence[int]) -> AsyncIterator[Balancer]:
    """A balancer over these ports, as long as it is open."""
    port = free_port()
    balancer = Balancer(ports, f"http://127.0.0.1:{port}/bot")
    app = web.Application()
    app.router.add_post("/bot", balancer.pass_on)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield balancer
    finally:
        await runner.cleanup()
