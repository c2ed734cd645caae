"""Somebody takes every connection and gives no answer of the Bot API's: what is handed over is in doubt, and no more is
handed over until there is an answer."""

from __future__ import annotations

from collections import Counter

import pytest
from aiohttp import web

from benchmarks.delivery.sending import START, Job, RunningClock, make_bot, serve_term
from benchmarks.delivery.world import add_digests, found
from services.delivery.model import DeliveryState
from storage.database import open_database
from tests.integration.delivery.rows import states

MEMBERS = 30
WINDOW = 5

PROBES = 5
"""Calls that cost nothing, before the trouble is over."""

MAYBE_REPEATED = "Возможно, вы уже получали это сообщение"


class Behind:
    """A Bot API server, and in front of it what cuts connections or shows a page until it was probed often enough."""

    def __init__(self, page: str | None) -> None:
        self._page = page
        self.in_vain: Counter[str] = Counter()
        self.arrived: list[tuple[int, str]] = []

    @property
    def is_down(self) -> bool:
        return self.in_vain["getMe"] < PROBES and self.in_vain["sendMessage"] < 10 * WINDOW

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        form = await request.post()
        if self.is_down:
            self.in_vain[method] += 1
            if self._page is not None:
                return web.Response(text=self._page, content_type="text/html")
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if method == "getMe":
            return web.json_response({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "Срок"}})
        chat = int(str(form["chat_id"]))
        self.arrived.append((chat, str(form["text"])))
        said = {"message_id": len(self.arrived), "date": 1, "chat": {"id": chat, "type": "private"}}
        return web.json_response({"ok": True, "result": said})


@pytest.mark.parametrize("page", [None, "<html>Ведутся работы</html>"], ids=["cut off", "a page that says all is well"])
async def test_reminders_outlast_minutes_without_an_answer(sqlite_url: str, page: str | None) -> None:
    behind = Behind(page)
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", behind.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with await open_database(sqlite_url) as database, make_bot(url).context(auto_close=True) as bot:
            campaign = await found(database, MEMBERS + 1, START)
            await add_digests(database, campaign, range(1, MEMBERS + 1), START.date())
            await serve_term(Job(sqlite_url, url, RunningClock(START, speed=100.0), WINDOW), bot, database)
            reached = {key: state for key, state in (await states(database)).items() if key.startswith("digest")}
        assert set(reached.values()) == {DeliveryState.SENT}
    finally:
        await runner.cleanup()
    assert behind.in_vain["sendMessage"] <= WINDOW, "only what was under way when it began"
    assert len(behind.arrived) == MEMBERS
    assert sum(MAYBE_REPEATED in text for _, text in behind.arrived) == behind.in_vain["sendMessage"]
