"""SIGTERM in the middle of minutes of work: it is taken between two parts, and the next start does the rest."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from benchmarks.delivery.world import settle
from bot.app import Application, make_bot
from bot.demo.clock import DemoClock
from bot.seeds import PlanSeed
from bot.settings import Settings
from bot.stopping import CutShort
from sandbox import Sandbox, SandboxServer
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.add_precincts import add_precincts
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from services.duties import plan_reminders
from storage.database import Database, open_database
from storage.tables import outbox, reminder_plans
from tests.e2e.due_today import PLAN
from tests.e2e.troubled import NOON, ZONE

MEMBERS = 24
PARTS_BEFORE = 6
"""Units of work committed before the signal comes."""

PATIENCE = 120.0


async def planned(database: Database) -> dict[int, set[str]]:
    """The people for whom reminders are planned, with the keys of their rows."""
    async with database.engine.connect() as connection:
        people = (await connection.execute(select(reminder_plans.c.person_id))).scalars().all()
        rows = (await connection.execute(select(outbox.c.person_id, outbox.c.dedup_key))).all()
    return {person: {row.dedup_key for row in rows if row.person_id == person} for person in people}


@pytest.fixture
async def crowd(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with members for whom nothing is planned yet; one of them makes a part."""
    monkeypatch.setattr(plan_reminders, "PEOPLE_LOOKED_AT", 1)
    async with await open_database(database_url) as database:
        units, library = database.units, PlanLibrary()
        campaign = await seed_campaign(units, "plan", PLAN.format(voting_day="2023-03-12", zone=ZONE.key), NOON)
        await activate_campaign(units, library, campaign.id, NOON)
        (precinct,) = await add_precincts(units, library, None, campaign.commission_id, [1034], NOON)
        await settle(database, MEMBERS, [precinct.id], campaign.commission_id, NOON)
    return database_url


async def live(url: str, parts: int | None) -> dict[int, set[str]]:
    """Run the bot until so many parts are committed, or (None) until everybody is planned for; what there is then."""
    sandbox = Sandbox()
    async with SandboxServer(sandbox) as server:
        settings = Settings.load(_env_file=None, bot_token=sandbox.token, bot_api_url=server.base_url, database_url=url)
        bot = make_bot(sandbox.token, server.base_url)
        async with bot.context(auto_close=True), await open_database(url) as database:
            application = Application(settings, DemoClock(NOON), database, bot)
            committed = asyncio.Semaphore(0)
            database.on_commit(committed.release)
            running = asyncio.ensure_future(application.run())
            async with asyncio.timeout(PATIENCE):
                for _ in range(parts or 0):
                    await committed.acquire()
                while parts is None and len(await planned(database)) < MEMBERS:
                    await committed.acquire()
                await application.stop()
                await running
            return await planned(database)


async def test_a_stop_is_taken_between_two_parts_and_the_next_start_does_the_rest(crowd: str) -> None:
    first = await live(crowd, PARTS_BEFORE)
    assert 0 < len(first) < MEMBERS, "it did not wait for everybody, and kept what was done"
    assert all(first.values()), "each part is whole"
    after = await live(crowd, None)
    assert len(after) == MEMBERS
    assert all(after.values())
    assert {person: after[person] for person in first} == first


async def test_nothing_more_is_prepared_once_the_bot_is_stopping(crowd: str) -> None:
    seed = PlanSeed("plan", PLAN.format(voting_day="2023-03-12", zone=ZONE.key))
    async with await open_database(crowd) as database, make_bot("1:T", "http://127.0.0.1:9").context() as bot:
        settings = Settings.load(_env_file=None, bot_token="1:T", database_url=crowd)
        application = Application(settings, DemoClock(NOON), database, bot)
        await application.stop()
        with pytest.raises(CutShort):
            await application.prepare([seed])
        assert await planned(database) == {}
