"""The demo on its feet: the sandbox, the bot on a database of its own, the cast in their seats."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zoneinfo import ZoneInfo

from bot.app import Application, make_bot
from bot.demo.calendar import highlights, span
from bot.demo.cast import CAST, COMMISSION_CHAT_TITLE, DESK_TITLE, PRECINCT, Part, Seat
from bot.demo.clock import DemoClock
from bot.demo.controls import HURRY, DemoControls, Telegram
from bot.demo.crowd import troupe
from bot.demo.words import HIGHLIGHTS, DemoWords
from bot.seeds import read_plans
from bot.settings import Settings
from plan.dated import date_plan
from plan.files import open_plan
from sandbox import Group, PortsTaken, Sandbox, SandboxServer
from sandbox import Person as Player
from services.campaigns.add_precincts import add_precincts
from services.campaigns.model import Campaign
from services.ids import CommissionId
from services.people.invite import invite
from services.people.model import Grant, MembershipRole
from storage.database import open_database
from views.translator import load_translators

NoFreePort = PortsTaken
"""Raised when neither the page's port nor one of the next is free."""

PLAN: Final = Path("data/plans/2023-03-12-kmo-11.yaml")
FIRST_DAY: Final = date(2022, 12, 13)  # the decision that calls the election
FIRST_HOUR: Final = time(8, 30)  # the first morning's messages are half an hour away
LAST_DAY: Final = date(2023, 5, 11)  # the last date of the plan
CALENDAR_ENDS: Final = time(23, 59)  # and its last minute: there the clock stops


@dataclass(frozen=True, slots=True)
class Stage:
    """A running demo. `url` is its page; `players` are the people of `parts`, in that order."""

    url: str
    sandbox: Sandbox
    clock: DemoClock
    application: Application
    controls: DemoControls
    players: tuple[Player, ...]
    desk: Group
    parts: tuple[Part, ...] = CAST

    def player(self, subtitle: str) -> Player:
        """The first with this line under the name."""
        return next(player for part, player in zip(self.parts, self.players, strict=True) if part.subtitle == subtitle)


@asynccontextmanager
async def open_stage(
    port: int,
    *,
    first_day: date | None = None,
    topics: bool = True,
    people: int = len(CAST),
    plan_file: Path = PLAN,
) -> AsyncIterator[Stage]:
    """Start everything, seat the people through invitations of their own, stop everything at the end.

    `port` is the page's; the next free one is taken when it is in use. The clock begins at FIRST_HOUR of `first_day`,
    the plan's first unless it is given; the operators' group has `topics` or is a plain one. `people` is how many there
    are: fewer than the cast, and its last are missing; more, and they sit in further commissions. `plan_file` is a
    plan's YAML or document. Raises PlanFileError, NoFreePort.
    """
    plan = open_plan(plan_file)
    first, last = span(plan, date_plan(plan))
    first = first_day or first
    moments = HIGHLIGHTS if plan_file == PLAN else highlights(plan.head, first, last)
    seeds = read_plans([plan_file])
    zone = ZoneInfo(plan.head.zone)
    clock = DemoClock(datetime.combine(first, FIRST_HOUR, zone), end=datetime.combine(last, CALENDAR_ENDS, zone))
    sandbox = Sandbox(clock=clock, limits_clock=clock.seconds, ready=False)
    clock.on_change(sandbox.clock_moved)
    parts = troupe(people)
    words = DemoWords(load_translators(), parts)
    players = tuple(_add_player(sandbox, part, words) for part in parts)
    desk, _ = _add_groups(sandbox, parts, players, words, topics=topics)
    with TemporaryDirectory(prefix="srok-demo-") as folder:
        async with SandboxServer(sandbox, port=port) as server:
            settings = _settings(sandbox, server, desk, Path(folder), plan_file)
            bot = make_bot(sandbox.token, server.base_url)
            async with bot.context(auto_close=True), await open_database(settings.database_url) as database:
                application = Application(settings, clock, database, bot)
                clock.on_change(application.wakeup.wake)
                await application.prepare(seeds)
                campaign = await _campaign(application, plan_file)
                telegram = Telegram(
                    said=lambda: sandbox.world.said,
                    answered=partial(_answered, sandbox),
                    is_troubled=lambda: sandbox.faults.are_lasting,
                )
                controls = DemoControls(application, clock, campaign.id, first, last, telegram, words, moments)
                sandbox.controls = controls
                running = asyncio.ensure_future(application.run())
                try:
                    if len(parts) > len(CAST):
                        clock.set_speed(HURRY)
                    await _seat(application, campaign, parts, players)
                    clock.set_speed(1.0)
                    sandbox.open_page()
                    yield Stage(server.base_url, sandbox, clock, application, controls, players, desk, parts)
                finally:
                    await controls.close()
                    await application.stop()
                    await running


async def _answered(sandbox: Sandbox, seconds: float) -> None:
    with suppress(TimeoutError):
        await sandbox.changes.until(lambda: not sandbox.waits_for_bot or None, seconds, lambda: "the bot is busy")


def _settings(sandbox: Sandbox, server: SandboxServer, desk: Group, folder: Path, plan_file: Path) -> Settings:
    """The demo's own, whatever the environment and .env say."""
    return Settings.load(
        _env_file=None,
        bot_token=sandbox.token,
        bot_api_url=server.base_url,
        database_url=f"sqlite+aiosqlite:///{folder / 'demo.db'}",
        admin_ids=(),
        operators_chat_id=desk.id,
        plans=(plan_file,),
        log_level="ERROR",
        log_format="console",
        claim_window=5,
    )


def _add_player(sandbox: Sandbox, part: Part, words: DemoWords) -> Player:
    role, name = words.role(part), words.person(f"{part.first_name} {part.last_name}")
    return sandbox.add_user(part.first_name, part.last_name, role=role.ru, role_en=role.en, name_en=name.en)


def _add_groups(
    sandbox: Sandbox, parts: tuple[Part, ...], players: tuple[Player, ...], words: DemoWords, *, topics: bool
) -> tuple[Group, Group]:
    seats = list(zip(parts, players, strict=True))
    operators = [player for part, player in seats if part.seat is Seat.OPERATOR]
    colleagues = [player for part, player in seats if part.seat is Seat.UIK and part.precinct == PRECINCT]
    desk, chat = (words.group(title, PRECINCT) for title in (DESK_TITLE, COMMISSION_CHAT_TITLE))
    return (
        sandbox.add_group(desk.ru, title_en=desk.en, forum=topics, members=operators),
        sandbox.add_group(chat.ru, title_en=chat.en, members=colleagues),
    )


async def _campaign(application: Application, plan_file: Path) -> Campaign:
    async with application.database.units(reading=True) as unit:
        campaign = await unit.campaigns.by_slug(plan_file.stem)
    assert campaign is not None
    return campaign


async def _seat(
    application: Application, campaign: Campaign, parts: tuple[Part, ...], players: tuple[Player, ...]
) -> None:
    """Everybody opens the invitation that was made for them; the voter just says hello."""
    now = application.clock.now()
    units = application.database.units
    numbers = sorted({PRECINCT, *(part.precinct for part in parts)})
    precincts = await add_precincts(units, application.library, None, campaign.commission_id, numbers, now)
    commissions = {number: precinct.id for number, precinct in zip(numbers, precincts, strict=True)}
    for part, player in zip(parts, players, strict=True):
        grant = _grant(part, campaign, commissions[part.precinct])
        if grant is None:
            player.start()
        else:
            invited = await invite(units, None, grant, f"{part.first_name} {part.last_name}", now)
            player.start(invited.token)
    for player in players:
        await player.next_message()


def _grant(part: Part, campaign: Campaign, precinct: CommissionId) -> Grant | None:
    match part.seat:
        case Seat.TIK:
            return Grant(MembershipRole.COMMISSION, campaign.commission_id, position=part.position)
        case Seat.UIK:
            return Grant(MembershipRole.COMMISSION, precinct, position=part.position)
        case Seat.CANDIDATE:
            return Grant(MembershipRole.CANDIDATE, campaign_id=campaign.id)
        case Seat.OPERATOR:
            return Grant(MembershipRole.OPERATOR)
        case Seat.VOTER:
            return None
