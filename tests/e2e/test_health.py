"""How the bot is: told by a command, at GET /health, and to an administrator when somebody has to act."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.app import Application, make_bot
from bot.clock import SystemClock
from bot.health import Problem, read_state
from bot.health_watch import HealthWatch
from bot.settings import Settings
from sandbox import Person, Sandbox, SandboxServer
from storage.database import open_database
from tests.e2e.due_today import plan_due_today
from tests.e2e.processes import started


@dataclass
class House:
    sandbox: Sandbox
    application: Application
    watch: HealthWatch
    administrator: Person
    file: Path

    def said(self, words: str) -> int:
        return sum(words in message.text for message in self.administrator.from_bot())


async def until(ready: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while True:
            if ready():
                return
            await asyncio.sleep(0)


@asynccontextmanager
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """A running bot and its watch, that looks when a test says so."""
    sandbox = Sandbox()
    administrator = sandbox.add_user("Администратор")
    administrator.start()
    sandbox.bot.feed.drop_pending()
    async with SandboxServer(sandbox) as server:
        settings = Settings.load(
            _env_file=None,
            bot_token=sandbox.token,
            bot_api_url=server.base_url,
            database_url=sqlite_url,
            operators_chat_id=-77,
            admin_ids=str(administrator.id),
        )
        bot = make_bot(sandbox.token, server.base_url)
        async with bot.context(auto_close=True), await open_database(settings.database_url) as database:
            application = Application(settings, SystemClock(), database, bot)
            file = tmp_path / "health.json"
            watch = HealthWatch(application, settings.admin_ids, file)
            running = asyncio.ensure_future(application.run())
            try:
                await until(lambda: application.outbox is not None and application.outbox.claimed_at is not None)
                yield House(sandbox, application, watch, administrator, file)
            finally:
                await application.stop()
                await running


async def test_the_state_is_written_and_answered(sqlite_url: str, tmp_path: Path) -> None:
    async with house(sqlite_url, tmp_path) as home:
        assert await home.watch.look() == ()
        facts = read_state(home.file)
        assert facts is not None
        assert facts.leads_since is not None
        assert facts.overdue == 0
        assert facts.clock_skew_s is not None
        assert abs(facts.clock_skew_s) < 5
        answer = await home.watch.answer(make_mocked_request("GET", "/health"))
        assert isinstance(answer, web.Response)
        assert answer.status == 200
        assert json.loads(answer.text or "") == {"ok": True, "leader": True, "problems": []}


async def test_an_operators_chat_that_is_lost_is_told_once_and_once_that_it_is_back(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with house(sqlite_url, tmp_path) as home:
        outbox = home.application.outbox
        assert outbox is not None
        outbox.unreachable_desks["-77"] = "Forbidden: bot was kicked from the supergroup chat"
        for _ in range(2):
            assert await home.watch.look() == (Problem.DESK,)
        again = HealthWatch(home.application, (home.administrator.id,), home.file)  # the bot was started anew
        assert await again.look() == (Problem.DESK,)
        assert home.said("Чат операторов недоступен") == 1
        outbox.unreachable_desks.clear()
        for _ in range(2):
            assert await again.look() == ()
        assert home.said("чат операторов снова доступен") == 1


async def test_the_command_tells_a_running_bot_from_one_that_was_never_started(tmp_path: Path) -> None:
    sandbox = Sandbox()
    async with SandboxServer(sandbox) as server:
        settings = {
            "BOT_TOKEN": sandbox.token,
            "BOT_API_URL": server.base_url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'srok.db'}",
            "PLANS": "plan.yaml",
        }
        (tmp_path / "plan.yaml").write_text(plan_due_today(), encoding="utf-8")
        async with started("health", cwd=tmp_path, settings=settings, fresh=True) as before:
            assert await before.ends() == 1
            assert "Бот не работает" in before.transcript
        async with started("run", cwd=tmp_path, settings=settings, fresh=True) as bot:
            await bot.says("bot.started")
            await bot.says("health.state_written")
            async with started("health", cwd=tmp_path, settings=settings, fresh=True) as asked:
                assert await asked.ends() == 0, asked.transcript
                assert asked.out[0] == "Бот работает."
            bot.terminate()
            assert await bot.ends() == 0
