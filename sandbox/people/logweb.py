"""The log of updates, calls and answers over HTTP."""

import asyncio
from datetime import UTC, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from sandbox.control import Sandbox
from sandbox.jsontypes import Json
from sandbox.world.wirelog import Entry, without

NEWS_EVERY: Final = 0.5
"""Wall seconds between two pieces of news about the log."""

OPEN_FOR: Final = 30.0
"""Wall seconds for which the log counts as open after it was read: nobody is told of what nobody looks at."""


class LogRoutes:
    """Reads the log; pages that have read it lately are told when there is more."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._wire = sandbox.world.wire
        self._wire.on_entry = self._grown
        self._read_at: float | None = None
        self._news: asyncio.TimerHandle | None = None

    async def show(self, request: web.Request) -> web.StreamResponse:
        """GET ?after=N: the entries with a higher number, of the newest that are kept, oldest first."""
        after = request.query.get("after", "")
        self._read_at = asyncio.get_running_loop().time()
        zone = await self._zone()
        secrets = tuple(self._sandbox.world.bots)
        found = self._wire.after(int(after) if after.isascii() and after.isdecimal() else 0)
        entries = ",".join(without(_entry_json(entry, zone), secrets) for entry in found)
        return web.Response(text=f'{{"entries":[{entries}],"last":{self._wire.last}}}', content_type="application/json")

    def close(self) -> None:
        """Tell nobody any more."""
        if self._news is not None:
            self._news.cancel()
            self._news = None

    async def _zone(self) -> tzinfo:
        controls = self._sandbox.controls
        return UTC if controls is None else ZoneInfo((await controls.state()).zone)

    def _grown(self) -> None:
        if self._read_at is None or self._news is not None or not self._sandbox.changes.watched:
            return
        loop = asyncio.get_running_loop()
        if loop.time() < self._read_at + OPEN_FOR:
            self._news = loop.call_later(NEWS_EVERY, self._tell)

    def _tell(self) -> None:
        self._news = None
        last = self._wire.last
        self._sandbox.changes.tell(lambda: {"type": "log", "last": last})


def _entry_json(entry: Entry, zone: tzinfo) -> Json:
    at = datetime.fromtimestamp(entry.at, zone).replace(tzinfo=None).isoformat(timespec="seconds")
    return {
        "n": entry.number,
        "at": at,
        "direction": entry.direction.value,
        "method": entry.method,
        "chat": entry.chat,
        "summary": entry.summary,
        "json": entry.body,
    }
