"""How the bot is: told by a command, at GET /health, and to an administrator when somebody has to act."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.app import Application, make_bot
from bot.clock import SystemClock
from bot.health import Problem, read_state
from bot.health_watch import HealthWatch
from bot.settings import Settings
from sandbox import Person, Sandbox, SandboxServer
from storage.database import open_database
from tests.e2e.balancer import free_port
from tests.e2e.due_today import plan_due_today
from tests.e2e.processes import started
from tests.e2e.test_database_trouble import restartable as restartable
from tests.e2e.test_database_trouble import url_of_its_own as url_of_its_own
from tests.restarting import RestartableServer


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
async def house(database_url: str, tmp_path: Path, **more: Any) -> AsyncIterator[House]:
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
            database_url=database_url,
            operators_chat_id=-77,
            admin_ids=str(administrator.id),
            **more,
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


async def asked(port: int, path: str = "/health") -> tuple[int, str, str]:
    """The status, the body and the headers of an answer of the real server, without a secret."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text(), str(dict(answer.headers))


async def test_health_is_answered_over_http_also_while_the_database_is_away(
    restartable: RestartableServer, url_of_its_own: tuple[str, str], tmp_path: Path
) -> None:
    url, name = url_of_its_own
    port, secret = free_port(), "not-for_everybody"
    listening = {
        "webhook_url": f"http://127.0.0.1:{port}/bot",
        "webhook_listen": f"127.0.0.1:{port}",
        "webhook_secret": secret,
    }
    async with house(url, tmp_path, **listening) as home:
        said = [await asked(port)]
        assert said.pop()[0] == 503, "nobody has looked yet"
        await home.watch.look()
        said.append(await asked(port))
        assert said[0][0] == 200, said
        assert json.loads(said[0][1]) == {"ok": True, "leader": True, "problems": []}
        await asyncio.to_thread(restartable.stop, "immediate")
        assert await home.watch.look() == (Problem.DATABASE,)
        said.append(await asked(port))
        assert said[1][0] == 503, said
        told = json.loads(said[1][1])
        assert (told["ok"], told["problems"]) == (False, ["database"])
        await asyncio.to_thread(restartable.start)
        await until(lambda: home.application.outbox is not None and home.application.outbox.claimed_at is not None)
        assert await home.watch.look() == ()
        said.append(await asked(port))
        assert said[2][0] == 200
        for path in ("/", "/bot", "/health/x", "/metrics"):
            said.append(await asked(port, path))
            assert said[-1][0] in (404, 405), path
        for _, body, headers in said:
            for hidden in (home.sandbox.token, secret, name, "postgres", str(home.administrator.id), str(tmp_path)):
                assert hidden not in body + headers
