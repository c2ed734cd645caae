"""Updates in by long polling: fetched, stored, and only then confirmed by the next offset.

https://core.telegram.org/bots/api#getupdates
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from messengers.telegram.intake import KINDS, Intake
from messengers.telegram.passing import lasting
from messengers.telegram.raw import GetRawUpdates

log = structlog.get_logger(__name__)

POLL_SECONDS = 30
"""Long polling; Telegram caps it at 50."""

PATIENCE = 15.0
"""Seconds beyond that before a poll counts as unanswered."""

BETWEEN_POLLS = 0.2
"""Seconds to rest after a poll that came back at once with nothing new: some servers know no long polling."""


BATCH = 100
"""Updates that a poll brings at most: https://core.telegram.org/bots/api#getupdates"""

AT_ONCE = 1.0
"""Seconds: what a poll brings sooner may have waited for it, what it brings later has not."""


class TokenRefused(Exception):
    """Telegram does not know the bot's token (any more): nothing can be done until an administrator acts."""


class Polling:
    """Feeds an intake that runs. Only one process may poll a bot."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        *,
        first_pause: float = 1.0,
        longest_pause: float = 30.0,
        poll_seconds: int = POLL_SECONDS,
        patience: float = PATIENCE,
    ) -> None:
        """The pauses, in seconds, are those after trouble. An answer is waited for `patience` seconds longer than the
        server was asked to take (`poll_seconds`)."""
        self._bot = bot
        self._intake = intake
        self._first_pause = first_pause
        self._longest_pause = longest_pause
        self._request: dict[str, Any] = {"request_timeout": poll_seconds + patience}
        self._poll_seconds = poll_seconds
        self._trouble: str | None = None  # what keeps polling from going on: said once, and once that it is over
        self.failing_since: datetime | None = None
        """Since when no updates could be fetched and stored (system clock, UTC), whatever else works."""

    async def run(self) -> None:
        """Take up what an earlier run left open, then fetch until the intake stops. When it is cancelled, what was
        stored and not yet queued stays open for the next time.

        Raises TokenRefused.
        """
        while not await self._taken_up():
            await self._intake.rest(self._first_pause)
        fetching = asyncio.ensure_future(self._fetch_for_ever())
        stopping = asyncio.ensure_future(self._intake.stopped())
        try:
            await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            fetching.cancel()
            stopping.cancel()
            await asyncio.wait({fetching, stopping})
        if not fetching.cancelled():
            fetching.result()

    @property
    def trouble(self) -> str:
        """What it is: "conflict", "throttled", "no_answer", "not_stored"; empty while all is well."""
        return self._trouble or ""

    async def _taken_up(self) -> bool:
        try:
            await self._intake.take_up()
        except Exception as error:  # the store is away: new updates could not be stored either
            log.error("telegram.not_taken_up", again_in=self._first_pause, exc_info=error)
            return self._intake.is_stopping
        return True

    async def _fetch_for_ever(self) -> None:
        offset: int | None = None
        behind = True  # what came while nobody fetched waits at the server, what somebody typed then among it
        pause = self._first_pause
        while not self._intake.is_stopping:
            asked_at, asked_since = asyncio.get_running_loop().time(), datetime.now(UTC)
            said = self._trouble
            try:
                batch = await self._bot(
                    GetRawUpdates(offset=offset, timeout=self._poll_seconds, allowed_updates=list(KINDS)),
                    **self._request,
                )
                batch = [raw for raw in batch if _has_id(raw)]
                behind = behind and asyncio.get_running_loop().time() - asked_at < AT_ONCE
                came = await self._intake.take(lasting(batch) if behind else batch)
                behind = behind and len(batch) >= BATCH
                if batch:
                    offset = max(int(raw["update_id"]) for raw in batch) + 1
                pause = self._first_pause
                if self._trouble is not None:
                    log.warning("telegram.polling_again", after=self._trouble)
                    self._trouble = self.failing_since = None
                if not came and asyncio.get_running_loop().time() - asked_at < BETWEEN_POLLS:
                    await self._intake.rest(BETWEEN_POLLS)
                continue
            except (TelegramUnauthorizedError, TelegramNotFound) as error:
                raise TokenRefused(error.message) from error
            except TelegramConflictError as error:
                self._trouble = "conflict"
                if said != self._trouble:
                    log.error("telegram.conflict", detail=error.message, remedy="stop the other process or the webhook")
                if "webhook" in error.message.lower():
                    await forget_webhook(self._bot)
            except TelegramRetryAfter as error:
                pause = max(pause, float(error.retry_after))
                self._trouble = "throttled"
                if said != self._trouble:
                    log.warning("telegram.polling_throttled", seconds=error.retry_after)
            except AiogramError as error:
                self._trouble = "no_answer"
                if said != self._trouble:
                    log.warning("telegram.polling_failed", detail=str(error), again_in=pause)
            except Exception as error:  # the store is away: nothing is confirmed, so nothing is lost
                self._trouble = "not_stored"
                if said != self._trouble:
                    log.error("telegram.updates_not_stored", again_in=pause, exc_info=error)
            behind = True
            self.failing_since = self.failing_since or asked_since
            await self._intake.rest(pause)
            pause = min(pause * 2, self._longest_pause)


async def forget_webhook(bot: Bot) -> None:
    """Polling and a webhook exclude each other. A server that knows no webhooks has none.

    https://core.telegram.org/bots/api#deletewebhook
    """
    try:
        await bot.delete_webhook(drop_pending_updates=False)
    except AiogramError as error:
        log.info("telegram.webhook_not_deleted", detail=str(error))


def _has_id(raw: Mapping[str, Any]) -> bool:
    """Some servers' updates are none; one of them must not hold up the others."""
    return type(raw.get("update_id")) is int
