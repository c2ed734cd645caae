"""A bot's own address, for webhooks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web


class Receiver:
    """A bot's own address: notes what comes and answers as told."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.statuses: list[int] = []  # for the next answers; then 200
        self.reply: dict[str, Any] | None = None
        self.url = ""
        self.free = asyncio.Event()
        """While it is not set, nothing is answered."""
        self.free.set()
        self._news = asyncio.Event()

    async def handle(self, request: web.Request) -> web.Response:
        self.updates.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self._news.set()
        await self.free.wait()
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        return web.json_response(self.reply) if self.reply else web.Response()

    async def received(self, count: int) -> None:
        while len(self.updates) < count:
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 10)


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    result = Receiver()
    app = web.Application()
    app.router.add_post("/hook", result.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    result.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield result
    finally:
        await runner.cleanup()
