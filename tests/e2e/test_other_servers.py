"""Somebody else's Bot API server: four methods, the least of fields, 404 for everything else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.app import Application, check_telegram, make_bot
from bot.clock import SystemClock
from bot.seeds import read_plans
from bot.settings import Settings
from storage.database import open_database
from tests.e2e.processes import ROOT

TOKEN = "42:minimal"
PATIENCE = 20.0

ANNA = {"id": 5, "is_bot": False, "first_name": "Анна"}


class MinimalServer:
    """Knows getMe, getUpdates, sendMessage and answerCallbackQuery. `sent` is what the bot said."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.answered: list[dict[str, Any]] = []
        self.unknown: set[str] = set()
        self.pending: list[dict[str, Any]] = []
        self.news = asyncio.Condition()

    async def push(self, **kind: Any) -> None:
        async with self.news:
            self.pending.append({"update_id": 1000 + len(self.pending), **kind})
            self.news.notify_all()

    async def write(self, text: str) -> str:
        """Anna writes; the bot's next words."""
        before = len(self.sent)
        message = {
            "message_id": 7 + before,
            "date": 1,
            "chat": {"id": 5, "type": "private"},
            "from": ANNA,
            "text": text,
        }
        await self.push(message=message)
        async with asyncio.timeout(PATIENCE), self.news:
            await self.news.wait_for(lambda: len(self.to(5)) > before)
        return str(self.to(5)[before]["text"])

    def to(self, chat: int) -> list[dict[str, Any]]:
        """What was sent there."""
        return [message for message in self.sent if message["chat_id"] == str(chat)]

    async def handle(self, request: web.Request) -> web.Response:
        parameters: dict[str, Any] = {**request.query, **await request.post()}
        if request.match_info["token"] != TOKEN:
            return _answer(401, ok=False, error_code=401, description="Unauthorized")
        match request.match_info["method"]:
            case "getMe":
                return _answer(ok=True, result={"id": 42, "is_bot": True, "first_name": "Срок"})
            case "getUpdates":
                return _answer(ok=True, result=await self._updates(parameters))
            case "sendMessage":
                async with self.news:
                    self.sent.append(parameters)
                    self.news.notify_all()
                chat = {"id": int(parameters["chat_id"]), "type": "private"}
                return _answer(ok=True, result={"message_id": 100 + len(self.sent), "date": 1, "chat": chat})
            case "answerCallbackQuery":
                async with self.news:
                    self.answered.append(parameters)
                    self.news.notify_all()
                return _answer(ok=True, result=True)
            case method:
                self.unknown.add(method)
                return _answer(404, ok=False, error_code=404, description="Not Found: method not found")

    async def _updates(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        offset = int(parameters.get("offset", 0))

        def fresh() -> list[dict[str, Any]]:
            return [update for update in self.pending if update["update_id"] >= offset]

        async with self.news:
            try:
                async with asyncio.timeout(min(float(parameters.get("timeout", 0)), 1.0)):
                    await self.news.wait_for(fresh)
            except TimeoutError:
                return []
            return fresh()


def _answer(status: int = 200, **body: Any) -> web.Response:
    return web.Response(status=status, text=json.dumps(body), content_type="text/plain")


@asynccontextmanager
async def serving(server: MinimalServer) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/somewhere/bot{token}/{method}", server.handle)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address: tuple[str, int] = runner.addresses[0]
    try:
        yield f"http://127.0.0.1:{address[1]}/somewhere/"
    finally:
        await runner.cleanup()


async def test_the_bot_starts_and_answers(tmp_path: Path) -> None:
    server = MinimalServer()
    async with serving(server) as url:
        settings = Settings.load(
            _env_file=None,
            bot_token=TOKEN,
            bot_api_url=url,
            database_url=f"sqlite+aiosqlite:///{tmp_path / 'srok.db'}",
            operators_chat_id=-77,
            admin_ids="5",
        )
        bot = make_bot(TOKEN, url)
        async with bot.context(auto_close=True), await open_database(settings.database_url) as database:
            assert await check_telegram(bot, url) == "Срок"
            application = Application(settings, SystemClock(), database, bot)
            await application.prepare(read_plans([ROOT / "data/plans/2023-03-12-kmo-11.yaml"]))
            running = asyncio.ensure_future(application.run())
            try:
                assert (await server.write("/start")).startswith("Здравствуйте, Анна!")
                assert "п. 39" in await server.write("до какого числа можно снять кандидатуру")
                assert "Что я умею" in await server.write("/help")
                await pressing(server)
                await a_ticket(server)
            finally:
                await application.stop()
                await running
    assert "getChat" in server.unknown


async def pressing(server: MinimalServer) -> None:
    """Buttons: the message cannot be edited on this server, so what was to be shown comes as a new one."""
    keyboard = json.loads(
        next(s["reply_markup"] for s in server.sent if "inline_keyboard" in s.get("reply_markup", ""))
    )
    data = keyboard["inline_keyboard"][0][0]["callback_data"]
    before = len(server.sent)
    message = {"message_id": 102, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "…"}
    await server.push(callback_query={"id": "q1", "from": ANNA, "chat_instance": "1", "data": data, "message": message})
    async with asyncio.timeout(PATIENCE), server.news:
        await server.news.wait_for(lambda: server.answered and len(server.sent) > before)
    assert server.answered[0]["callback_query_id"] == "q1"
    assert "П. 39." in server.sent[-1]["text"]


async def a_ticket(server: MinimalServer) -> None:
    """The hotline without topics, copies and reactions: the question arrives as words, and so does the answer."""
    assert "передал ваш вопрос" in await server.write("Куда жаловаться, если на участке нарушают тайну голосования?")
    async with asyncio.timeout(PATIENCE), server.news:
        await server.news.wait_for(lambda: server.to(-77))
    number = next(i for i, s in enumerate(server.sent, 101) if s["chat_id"] == "-77")
    group = {"id": -77, "type": "group", "title": "Операторы"}
    asked = {"message_id": number, "date": 1, "chat": group, "text": "…", "from": {**ANNA, "id": 42, "is_bot": True}}
    reply = {"message_id": 500, "date": 1, "chat": group, "from": {**ANNA, "id": 6}, "text": "В прокуратуру."}
    await server.push(message={**reply, "reply_to_message": asked})
    async with asyncio.timeout(PATIENCE), server.news:
        await server.news.wait_for(lambda: any("В прокуратуру." in s["text"] for s in server.sent))
    answer = next(s for s in server.sent if "В прокуратуру." in s["text"])
    assert answer["chat_id"] == "5"
