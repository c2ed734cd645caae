"""The composition root: every part made once, handed to those who need it, started and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiohttp import web

from bot import heap
from bot.seeds import PlanSeed
from bot.settings import Settings
from bot.stopping import CutShort, UntilStopped
from handlers import build_router
from messengers.telegram.board import TelegramBoard
from messengers.telegram.commands import set_up_commands
from messengers.telegram.desk import DeskFollower
from messengers.telegram.intake import Intake
from messengers.telegram.middlewares import install
from messengers.telegram.polling import Polling, TokenRefused, forget_webhook
from messengers.telegram.screens import TelegramScreens
from messengers.telegram.sender import TelegramSender
from messengers.telegram.session import TelegramSession
from messengers.telegram.shown import LastShown
from messengers.telegram.talk import MESSENGER
from messengers.telegram.webhook import WebhookServer, derived_secret, set_webhook
from questions.words import warm
from scheduler.announcements import AnnouncementKeeper
from scheduler.clock_watch import watch_clock
from scheduler.dispatcher import Dispatcher as OutboxDispatcher
from scheduler.dispatcher import DispatchSettings
from scheduler.housekeeping import Housekeeping
from scheduler.pace import Pace, PaceLimits
from scheduler.wakeup import WakeUp
from services.announcements.jobs import AnnouncementJobs
from services.announcements.surge import WatchedQueue
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from services.clock import Clock
from services.ids import CampaignId
from services.leadership import Term
from services.people.appoint_administrators import appoint_administrators
from services.people.model import Address
from services.updates import Custody
from storage.database import Database
from views.translator import Translators, load_translators

log = structlog.get_logger(__name__)

UPDATES_KEPT = timedelta(days=2)
"""Handled updates are remembered so long; Telegram repeats none older than 24 hours."""


TAKE_UP_EVERY_S = 5.0
"""Wall seconds between looks for updates that an instance had in hand when it died; only with a webhook: where the
leader alone polls, it takes them up when it begins."""


MAKE_UP_EVERY_S = 60.0
"""Wall seconds between the leader's looks for decisions on dates that have not been followed to the end."""

CUT_SHORT_AFTER = timedelta(minutes=3)
"""By the Clock. A decision that is not followed for so long is nobody's work any more: the longest takes seconds."""


class TelegramUnusable(Exception):
    """The Bot API does not take the token; the message is one line for the administrator."""


class TelegramAway(TelegramUnusable):
    """It cannot be reached, which may pass by itself: after a power cut the network is later than the bot."""


def make_bot(token: str, api_url: str) -> Bot:
    """An aiogram bot for any Bot API server. Its texts carry their own mark-up; link previews are off."""
    session = TelegramSession(api=TelegramAPIServer.from_base(api_url.rstrip("/")))
    return Bot(token, session=session, default=DefaultBotProperties(link_preview_is_disabled=True))


async def check_telegram(bot: Bot, api_url: str) -> str:
    """The bot's user name. Raises TelegramUnusable, TelegramAway."""
    try:
        me = await bot.get_me(request_timeout=20)
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise TelegramUnusable(
            "Telegram не принимает BOT_TOKEN: он неверен или отозван. "
            "Возьмите новый у @BotFather (/token) и впишите его в .env."
        ) from None
    except AiogramError as error:
        raise TelegramAway(
            f"Сервер {api_url} не отвечает как Bot API ({type(error).__name__}): "
            "проверьте интернет и BOT_API_URL в .env."
        ) from None
    if not me.supports_inline_queries:
        log.info("telegram.inline_off", remedy="@BotFather: /setinline, for «@bot words» in other chats")
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
        paid = 1000.0 if settings.paid_broadcast else None
        self.pace = Pace(clock, PaceLimits(paid_per_second=paid))
        self._shown = LastShown(alone=not settings.webhook_url)  # whoever polls is the only one to answer
        self.answer_health: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None
        """Answers GET /health of the webhook's server; to be set before `run()`."""
        desk = settings.operators_chat_id
        self.desk = None if desk is None else Address(MESSENGER, str(desk))
        self._outbox: OutboxDispatcher | None = None
        self._lookout = self.wakeup.alarm()
        self._watch = self.wakeup.alarm()
        self._intake = Intake(bot, self._build_dispatcher(), database.updates, clock, custody=self._custody)
        self.polling: Polling | None = None
        """What fetches updates, while this instance does."""
        self._stopping = asyncio.Event()
        self._in_parts = UntilStopped(database.units, self._stopping)
        self._drained = asyncio.Event()
        self.leads_since: datetime | None = None
        database.on_commit(self.wakeup.wake)

    @property
    def is_leader(self) -> bool:
        """Whether this instance sends what the outbox holds, and polls. `leads_since` is when it began (UTC)."""
        return self.leads_since is not None

    @property
    def _custody(self) -> Custody | None:
        return self.database.custody if self._settings.webhook_url else None

    def _build_dispatcher(self) -> Dispatcher:
        dispatcher = Dispatcher(storage=self.database.fsm)
        dispatcher.include_router(build_router())
        dispatcher.update.outer_middleware(DeskFollower(self.database.units, self.clock, self.desk))
        install(dispatcher, TelegramScreens(self.bot, self.pace, self._shown))
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

        Raises PlanFileError before anything of that plan is written, CutShort after `stop()`.
        """
        now = self.clock.now()
        for seed in plans:
            await seed_campaign(self.database.units, seed.slug, seed.document, now)
        administrators = [Address(MESSENGER, str(person)) for person in self._settings.admin_ids]
        await appoint_administrators(self.database.units, administrators, now)
        for campaign_id in await self._campaigns_to_open(plans):
            await activate_campaign(self._in_parts, self.library, campaign_id, now)

    async def run(self) -> None:
        """Answer, and while this instance leads remind, relay and poll, until `stop()`. What an earlier run left is
        taken up first.

        Raises TokenRefused when Telegram does not take the token any more, WebhookNotListening.
        """
        server = await self._serve_webhook()
        try:
            await set_up_commands(self.bot, self.translators)
            async with self.wakeup, asyncio.TaskGroup() as parts:
                parts.create_task(self._warm_up())
                ticking = parts.create_task(watch_clock(self.clock, self.wakeup.wake))
                telling = parts.create_task(self._share_pace())
                answering = parts.create_task(self._intake.run())
                leading = parts.create_task(self._lead())
                await self._stopping.wait()
                if server is not None:
                    await server.stop()
                await self._intake.stop()
                await answering
                # Answers and relays come of updates, so the sending parts stop after the intake has drained.
                self._drained.set()
                ticking.cancel()
                telling.cancel()
                if not self.is_leader:
                    leading.cancel()
        except* TokenRefused as refused:
            raise TokenRefused(str(refused.exceptions[0])) from None
        finally:
            if server is not None:
                await server.stop()

    async def stop(self) -> None:
        """Take nothing more in, finish what is in hand; `run` returns then."""
        self._stopping.set()

    @property
    def outbox(self) -> OutboxDispatcher | None:
        """What sends the outbox, while this instance leads."""
        return self._outbox

    @property
    def is_sending(self) -> bool:
        """Whether a message of the outbox is on its way right now."""
        return self._outbox is not None and self._outbox.is_busy

    async def _serve_webhook(self) -> WebhookServer | None:
        if not self._settings.webhook_url:
            return None
        server = WebhookServer(self._intake.feed, self._webhook_secret(), health=self.answer_health)
        await server.start(*self._settings.listen)
        log.info("webhook.listening", address=self._settings.webhook_listen)
        return server

    def _webhook_secret(self) -> str:
        given = self._settings.webhook_secret
        return derived_secret(self.bot.token) if given is None else given.get_secret_value()

    async def _share_pace(self) -> None:
        """Where several instances answer, each hears of the others' answers, and whoever leads sends so much less."""
        news = self.database.answer_news
        if news is None or not self._settings.webhook_url:
            return
        self.pace.on_answer = news.tell
        await news.run(self.pace.heard)

    async def _lead(self) -> None:
        """One term after another, as often as this instance is the leader."""
        while not self._drained.is_set():
            async with self.database.leadership.term() as term:
                self.leads_since = self.clock.now()
                log.info("leader.elected")
                try:
                    await self._serve_term(term)
                finally:
                    self.leads_since = self._outbox = None

    async def _serve_term(self, term: Term) -> None:
        """Send, look after the days and take updates in, until the term is lost or everything is drained."""
        self._shown.clear()  # another instance may have led, and edited, meanwhile
        self._in_parts = UntilStopped(self.database.units, self._stopping, term.lost)
        self._outbox = outbox = OutboxDispatcher(
            WatchedQueue(term.queue, self.database.units),
            TelegramSender(
                self.bot,
                self.database.units,
                self.library,
                self.clock,
                self.translators,
                self.desk,
                self.pace,
                paid=self._settings.paid_broadcast,
            ),
            self.clock,
            self.wakeup,
            self.pace,
            DispatchSettings(window=self._settings.claim_window),
            book=self.database.holds,
        )
        housekeeping = Housekeeping(self._refresh, self._zones, self.clock, self._lookout)
        board = TelegramBoard(TelegramScreens(self.bot, last=self._shown), self.pace, self.translators)
        announcements = AnnouncementKeeper(AnnouncementJobs(self.database.units, board).look, self.clock, self._watch)
        async with asyncio.TaskGroup() as parts:
            parts.create_task(outbox.run())
            parts.create_task(housekeeping.run())
            parts.create_task(announcements.run())
            beside = [parts.create_task(self._take_in()), parts.create_task(self._make_up_for_ever())]
            ends = [asyncio.ensure_future(event.wait()) for event in (term.lost, self._drained)]
            try:
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for end in ends:
                    end.cancel()
            if term.lost.is_set():
                log.warning("leader.lost")
            for part in beside:
                part.cancel()
            outbox.stop()
            housekeeping.stop()
            announcements.stop()

    async def _take_in(self) -> None:
        """The leader's part of the updates: polling, or the webhook's address and what dead instances left."""
        url = self._settings.webhook_url
        if not url:
            await forget_webhook(self.bot)
            self.polling = Polling(self.bot, self._intake)
            try:
                await self.polling.run()
            finally:
                self.polling = None
            return
        async with asyncio.TaskGroup() as parts:
            parts.create_task(set_webhook(self.bot, url, self._webhook_secret()))
            parts.create_task(self._take_up_for_ever())

    async def _take_up_for_ever(self) -> None:
        while True:
            try:
                await self._intake.take_up()
            except Exception as error:  # the database is away: so is what there is to take up, until it is back
                log.warning("telegram.not_taken_up", exc_info=error)
            await asyncio.sleep(TAKE_UP_EVERY_S)

    async def _make_up_for_ever(self) -> None:
        """Whoever was told of a date that has been decided otherwise is corrected, also where the instance that was at
        it has died, or has lost the database for a moment."""
        while True:
            await asyncio.sleep(MAKE_UP_EVERY_S)
            try:
                await self._make_up(self.clock.now())
            except CutShort:
                return
            except Exception as error:  # the database is away: what is owed stays in it
                log.warning("corrections.not_taken_up", exc_info=error)

    async def _make_up(self, now: datetime) -> None:
        async with self.database.units(reading=True) as unit:
            left = [
                campaign.id
                for campaign in await unit.campaigns.active()
                if any(one.created_at <= now - CUT_SHORT_AFTER for one in await unit.campaigns.unfollowed(campaign.id))
            ]
        for campaign in left:
            await activate_campaign(self._in_parts, self.library, campaign, now)

    async def _warm_up(self) -> None:
        """Make the plans ready for questions beside everything else, so that nobody waits for it."""
        try:
            await asyncio.to_thread(warm)
            async with self.database.units(reading=True) as unit:
                plans = [await self.library.of(unit, campaign) for campaign in await unit.campaigns.active()]
            for campaign_plan in plans:
                await self.library.askable(campaign_plan)
            heap.settle()
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
        troubles: list[Exception] = []
        for campaign in active:
            try:
                await activate_campaign(self._in_parts, self.library, campaign.id, now)
            except CutShort:
                log.info("bot.day_cut_short", campaign=campaign.slug)  # taken up by the next leader, or the next start
                return
            except Exception as error:  # noqa: BLE001 - raised below: a plan's trouble must not cost the others their day
                error.add_note(f"campaign {campaign.id}")
                troubles.append(error)
        await self.database.updates.forget(now - UPDATES_KEPT)
        if troubles:
            raise ExceptionGroup("campaigns without their new day", troubles)

    async def _zones(self) -> Collection[ZoneInfo]:
        async with self.database.units(reading=True) as unit:
            return {campaign.tz for campaign in await unit.campaigns.active()}
