"""The whole bot over one database, in this process, with a clock that is moved: reminders fall due, a voter asks, and
meanwhile something befalls the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import Application, make_bot
from bot.demo.clock import DemoClock
from bot.health import Problem
from bot.health_watch import HealthWatch
from bot.settings import Settings
from plan.model import Position
from sandbox import NO_LIMITS, Person, Sandbox, SandboxServer
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.add_precincts import add_precincts
from services.campaigns.seed_campaign import seed_campaign
from services.people.accept_invitation import accept_invitation
from services.people.invite import invite
from services.people.model import Address, Grant, MembershipRole
from services.people.recognise import recognise
from storage.database import open_database
from tests.e2e.due_today import MAYBE_REPEATED, PLAN

ZONE = ZoneInfo("Asia/Novokuznetsk")
NOON = datetime(2023, 2, 28, 12, tzinfo=ZONE)
MORNING = datetime(2023, 3, 1, 9, 0, 1, tzinfo=ZONE)
"""A week before item 1 ends: everybody is reminded of it."""

MEMBERS = 6
PATIENCE = 60.0


@dataclass
class House:
    """A running bot. `watch` looks when a test says so."""

    sandbox: Sandbox
    clock: DemoClock
    application: Application
    watch: HealthWatch
    members: list[Person]
    voter: Person
    asked: int = 0

    def fall_due(self) -> None:
        """Everybody's reminder is due, and the voter asks something."""
        self.clock.jump(max(MORNING, self.clock.now() + timedelta(seconds=1)))
        self.voter.send("/help")
        self.asked += 1

    async def until_it_is_said(self) -> None:
        """The outbox cannot be worked on, and health says so: a minute of it is more than a hiccup."""
        await self.until(lambda: self.failing_since is not None)
        assert Problem.DATABASE in await self.watch.look()

    async def until_all_is_done(self) -> None:
        """Everybody is reminded and answered, and health has nothing to say of the database."""
        await self.until(lambda: all(mornings(one) for one in self.members))
        await self.until(lambda: answers(self.voter) == self.asked)
        await self.until(lambda: self.failing_since is None and not self.application.is_sending)
        await self.until(lambda: self.application.is_leader)
        assert Problem.DATABASE not in await self.watch.look()
        assert answers(self.voter) == self.asked, "each question once"

    def state(self) -> str:
        """For who looks at a story that stands still."""
        outbox = self.application.outbox
        return (
            f"leads: {self.application.is_leader}, failing since: {self.failing_since}, "
            f"claimed: {outbox and outbox.claimed_at}, busy: {outbox and outbox.is_busy}, now: {self.clock.now()}, "
            f"mornings: {[len(mornings(one)) for one in self.members]}, "
            f"answers: {answers(self.voter)} of {self.asked}, "
            f"last said: {[m.text[:40] for m in self.voter.from_bot()][-3:]}"
        )

    @property
    def failing_since(self) -> datetime | None:
        outbox = self.application.outbox
        return None if outbox is None else outbox.failing_since

    async def until(self, ready: Callable[[], bool]) -> None:
        """Poll; the story's clock goes on, so that nobody waits out a pause."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not ready():
            assert asyncio.get_running_loop().time() < deadline, self.state()
            self.clock.jump(self.clock.now() + timedelta(milliseconds=200))
            await asyncio.sleep(0.01)


def mornings(member: Person) -> list[str]:
    return [m.text for m in member.from_bot() if "сроки" in m.text.partition("\n")[0].lower()]


def repeats(house: House) -> list[str]:
    """What came more than once."""
    return [text for member in house.members for text in mornings(member)[1:]]


def unmarked(house: House) -> list[str]:
    """What came more than once and does not say so."""
    return [text for text in repeats(house) if MAYBE_REPEATED not in text]


def answers(person: Person) -> int:
    """Questions that were answered, or of which it was said that this did not succeed: a session may be ended while the
    answer is being made."""
    return sum(m.text.startswith(("Что я умею", "Извините, у меня что-то не получилось")) for m in person.from_bot())


@asynccontextmanager
async def house(database_url: str, folder: Path, **more: Any) -> AsyncIterator[House]:
    """A bot at noon before the morning on which its members are to be reminded; `more` are settings."""
    clock = DemoClock(NOON)
    sandbox = Sandbox(clock=clock, limits=NO_LIMITS)
    clock.on_change(sandbox.clock_moved)
    members = [sandbox.add_user(f"Член{n}") for n in range(MEMBERS)]
    voter = sandbox.add_user("Гражданин")
    for person in (*members, voter):
        person.start()
    sandbox.bot.feed.drop_pending()
    async with SandboxServer(sandbox) as server:
        settings = Settings.load(
            _env_file=None,
            bot_token=sandbox.token,
            bot_api_url=server.base_url,
            database_url=database_url,
            **more,
        )
        bot = make_bot(sandbox.token, server.base_url)
        async with bot.context(auto_close=True), await open_database(settings.database_url) as database:
            application = Application(settings, clock, database, bot)
            clock.on_change(application.wakeup.wake)
            await _seat(application, members)
            watch = HealthWatch(application, settings.admin_ids, folder / "health.json")
            running = asyncio.ensure_future(application.run())
            home = House(sandbox, clock, application, watch, members, voter)
            try:
                await home.until(lambda: application.outbox is not None and application.outbox.claimed_at is not None)
                yield home
                assert not running.done(), "the bot has ended by itself"
            finally:
                await application.stop()
                await running


async def _seat(application: Application, members: list[Person]) -> None:
    units, library, now = application.database.units, application.library, application.clock.now()
    campaign = await seed_campaign(units, "plan", PLAN.format(voting_day="2023-03-12", zone=ZONE.key), now)
    (precinct,) = await add_precincts(units, library, None, campaign.commission_id, [1034], now)
    await activate_campaign(units, library, campaign.id, now)
    grant = Grant(MembershipRole.COMMISSION, precinct.id, position=Position.MEMBER)
    for member in members:
        actor = await recognise(units, Address("telegram", str(member.id)), member.name, "ru", now)
        invited = await invite(units, None, grant, member.name, now)
        await accept_invitation(units, library, actor, invited.token, now)
