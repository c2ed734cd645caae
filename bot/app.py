"""The composition root: every part made once, handed to those who need it, started and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError

from bot.seeds import PlanSeed
from bot.settings import Settings
from handlers import build_router
from messengers.telegram.commands import set_up_commands
from messengers.telegram.intake import Intake, TokenRefused
from messengers.telegram.middlewares import install
from messengers.telegram.screens import TelegramScreens
from messengers.telegram.sender import TelegramSender
from messengers.telegram.session import TelegramSession
from messengers.telegram.talk import MESSENGER
from questions.words import warm
from scheduler.dispatcher import Dispatcher as OutboxDispatcher
from scheduler.dispatcher import DispatchSettings
from scheduler.housekeeping import Housekeeping
from scheduler.pace import Pace
from scheduler.wakeup import WakeUp
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from services.clock import Clock
from services.ids import CampaignId
from services.people.appoint_administrators import appoint_administrators
from services.people.model import Address
from storage.database import Database
from views.translator import Translators, load_translators

log = structlog.get_logger(__name__)

UPDATES_KEPT = timedelta(days=2)
"""Handled updates are remembered so long; Telegram repeats none older than 24 hours."""


class TelegramUnusable(Exception):
    """The Bot API does not take the token or cannot be reached; the message is one line for the administrator."""


def make_bot(token: str, api_url: str) -> Bot:
    """An aiogram bot for any Bot API server. Its texts carry their own mark-up; link previews are off."""
    session = TelegramSession(api=TelegramAPIServer.from_base(api_url.rstrip("/")))
    return Bot(token, session=session, default=DefaultBotProperties(link_preview_is_disabled=True))


async def check_telegram(bot: Bot, api_url: str) -> str:
    """The bot's user name. Raises TelegramUnusable."""
    try:
        me = await bot.get_me(request_timeout=20)
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise TelegramUnusable(
            "Telegram не принимает BOT_TOKEN: он неверен или отозван. "
            "Возьмите новый у @BotFather (/token) и впишите его в .env."
        ) from None
    except AiogramError as error:
        raise TelegramUnusable(
            f"Сервер {api_url} не отвечает как Bot API ({type(error).__name__}): "
            "проверьте интернет и BOT_API_URL в .env."
        ) from None
    return me.username or me.first_name


class Application:
    """The whole bot over one database and one Bot API server. `run()` until `stop()`."""

    def __init__(self, settings: Settings, clock: Clock, database: Database, bot: Bot) -> None:
        self._settings = settings
        self.clock = clock
        self.database = database
        self.bot = bot
        self.library = PlanLibrary()
        self.translators: Translators = load_translators()
        self.wakeup = WakeUp(clock)
        self.pace = Pace(clock)
        desk = settings.operators_chat_id
        self.desk = None if desk is None else Address(MESSENGER, str(desk))
        self._outbox = OutboxDispatcher(
            database.queue,
            TelegramSender(bot, database.units, self.library, clock, self.translators, self.desk, self.pace),
            clock,
            self.wakeup,
            self.pace,
            DispatchSettings(window=settings.claim_window),
        )
        self._housekeeping = Housekeeping(self._refresh, self._zones, clock, self.wakeup.alarm())
        self._intake = Intake(bot, self._build_dispatcher(), database.updates, clock)
        database.on_commit(self.wakeup.wake)

    def _build_dispatcher(self) -> Dispatcher:
        dispatcher = Dispatcher(storage=self.database.fsm)
        dispatcher.include_router(build_router())
        install(dispatcher, TelegramScreens(self.bot))
        dispatcher.workflow_data.update(
            units=self.database.units,
            library=self.library,
            clock=self.clock,
            turn=self.pace,
            desk=self.desk,
            translators=self.translators,
        )
        return dispatcher

    async def prepare(self, plans: Sequence[PlanSeed]) -> None:
        """Bring the plans and the administrators of the settings into the database. Doing it again adds nothing.

        Raises PlanFileError before anything of that plan is written.
        """
        now = self.clock.now()
        for seed in plans:
            await seed_campaign(self.database.units, seed.slug, seed.document, now)
        administrators = [Address(MESSENGER, str(person)) for person in self._settings.admin_ids]
        await appoint_administrators(self.database.units, administrators, now)
        for campaign_id in await self._campaigns_to_open(plans):
            await activate_campaign(self.database.units, self.library, campaign_id, now)

    async def run(self) -> None:
        """Answer, remind and relay until `stop()`. What an earlier run left is taken up first.

        Raises TokenRefused when Telegram does not take the token any more.
        """
        await set_up_commands(self.bot, self.translators)
        try:
            async with self.wakeup, asyncio.TaskGroup() as parts:
                parts.create_task(self._outbox.run())
                parts.create_task(self._housekeeping.run())
                parts.create_task(self._warm_up())
                parts.create_task(self._take_updates())
        except* TokenRefused as refused:
            raise TokenRefused(str(refused.exceptions[0])) from None

    async def stop(self) -> None:
        """Take nothing more in, finish what is in hand; `run` returns then."""
        await self._intake.stop()

    @property
    def is_sending(self) -> bool:
        """Whether a message of the outbox is on its way right now."""
        return self._outbox.is_busy

    async def _take_updates(self) -> None:
        # Answers and relays come of updates, so the sending parts stop after the intake has drained.
        try:
            await self._intake.run()
        finally:
            self._outbox.stop()
            self._housekeeping.stop()

    async def _warm_up(self) -> None:
        """Make the plans ready for questions beside everything else, so that nobody waits for it."""
        try:
            await asyncio.to_thread(warm)
            async with self.database.units(reading=True) as unit:
                plans = [await self.library.of(unit, campaign) for campaign in await unit.campaigns.active()]
            for campaign_plan in plans:
                await self.library.askable(campaign_plan)
        except Exception as error:
            # A head start and no more: whatever it was, reminders go out, and the first question tries again.
            log.error("bot.warm_up_failed", exc_info=error)

    async def _campaigns_to_open(self, plans: Sequence[PlanSeed]) -> list[CampaignId]:
        slugs = {seed.slug for seed in plans}
        async with self.database.units(reading=True) as unit:
            return [campaign.id for campaign in await unit.campaigns.all() if campaign.slug in slugs]

    async def _refresh(self, now: datetime) -> None:
        """What the new day asks for: reminders planned anew, old updates forgotten."""
        async with self.database.units(reading=True) as unit:
            active = await unit.campaigns.active()
        for campaign in active:
            await activate_campaign(self.database.units, self.library, campaign.id, now)
        await self.database.updates.forget(now - UPDATES_KEPT)

    async def _zones(self) -> Collection[ZoneInfo]:
        async with self.database.units(reading=True) as unit:
            return {campaign.tz for campaign in await unit.campaigns.active()}
