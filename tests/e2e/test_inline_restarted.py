"""What somebody typed while the bot was down is nobody's question when it is back; what they wrote is answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import select

from bot.app import Application, make_bot
from bot.clock import SystemClock
from bot.settings import Settings
from sandbox import Sandbox, SandboxServer
from sandbox.people import acts
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from storage.database import Database, open_database
from storage.tables import updates
from tests.e2e.due_today import PLAN
from tests.e2e.troubled import ZONE


@asynccontextmanager
async def running(url: str, sandbox: Sandbox, server: SandboxServer) -> AsyncIterator[Database]:
    """One run of the bot."""
    settings = Settings.load(_env_file=None, bot_token=sandbox.token, bot_api_url=server.base_url, database_url=url)
    bot = make_bot(sandbox.token, server.base_url)
    async with bot.context(auto_close=True), await open_database(url) as database:
        application = Application(settings, SystemClock(), database, bot)
        run = asyncio.ensure_future(application.run())
        yield database
        await application.stop()
        await run


async def test_queries_are_not_answered_late(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'srok.db'}"
    sandbox = Sandbox()
    anna = sandbox.add_user("Анна")
    async with await open_database(url) as database:
        now = SystemClock().now()
        document = PLAN.format(voting_day=now.date(), zone=ZONE.key)
        campaign = await seed_campaign(database.units, "plan", document, now)
        await activate_campaign(database.units, PlanLibrary(), campaign.id, now)
    async with SandboxServer(sandbox) as server:
        async with running(url, sandbox, server):
            anna.start()
            await anna.next_message()
            assert await anna.inline("1")
        late = acts.ask_inline(sandbox.world, anna.user, sandbox.bot, anna.chat, "1")
        anna.send("/help")
        async with running(url, sandbox, server) as database:
            assert "Что я умею" in (await anna.next_message()).text
            assert await anna.inline("1"), "and what is typed now is answered"
            async with database.engine.connect() as connection:
                bodies = (await connection.execute(select(updates.c.body))).scalars().all()
    assert late.answer is None
    assert not any("inline_query" in body for body in bodies)
    assert len(bodies) == 2, "what was written, and nothing of what was typed"
    assert not [call for call in sandbox.calls if call.error is not None]
