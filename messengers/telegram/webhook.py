"""Updates in by webhook: an HTTP server behind a proxy that speaks TLS, and telling Telegram where it is.

https://core.telegram.org/bots/api#setwebhook
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramRetryAfter, TelegramUnauthorizedError
from aiohttp import web

from messengers.telegram.intake import KINDS, IntakeBusy
from messengers.telegram.polling import TokenRefused

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

BODY_LIMIT = 1 << 20
"""Bytes of one update; Telegram's are far smaller."""

CONNECTIONS = 100
"""How many updates Telegram delivers at a time, each of another chat; the most that it allows."""

HOLD_S = 10.0
"""Seconds that an answer waits for its update to be handled. Telegram sends a chat's next update after the answer to
the one before, so that a chat keeps its order over all instances; and what an instance had in hand when it died comes
again at once. An update that takes longer has been stored anyway."""

STORE_S = 20.0
"""Seconds that storing may take before Telegram is asked to come again."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between tries to set the webhook."""

_LARGEST_ID = 2**63 - 1


class WebhookNotListening(Exception):
    """The address is taken or not this machine's; the message is one line for the administrator."""


class Feeds(Protocol):
    """`messengers.telegram.intake.Intake.feed`."""

    async def __call__(self, raw: Mapping[str, Any], *, patience: float = ...) -> None: ...


def derived_secret(token: str) -> str:
    """A secret that every instance finds out for itself, and nobody without the token can."""
    return hmac.new(token.encode(), b"webhook secret", hashlib.sha256).hexdigest()


class WebhookServer:
    """`start()`, then updates are handed to `feed`; `stop()` lets those under way end.

    It answers 200 only once the update is stored, 503 when that cannot be done now, 401 and 403 without the right
    secret, 400 and 413 for what is no update. Bodies of answers are empty: who asks without the secret learns nothing.
    """

    def __init__(
        self,
        feed: Feeds,
        secret: str,
        *,
        health: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None,
    ) -> None:
        """`health` answers GET /health, without a secret."""
        self._feed = feed
        self._secret = secret.encode()
        self._failing = False
        app = web.Application(client_max_size=BODY_LIMIT)
        if health is not None:
            app.router.add_get("/health", health)
        app.router.add_post("/{path:.*}", self._take)  # a proxy may have cut the path of WEBHOOK_URL
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=HOLD_S)

    async def start(self, host: str, port: int) -> None:
        """Listen. Raises WebhookNotListening."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise WebhookNotListening(
                f"Адрес {host}:{port} для вебхука занят или не принадлежит этой машине ({error.strerror or error}): "
                "проверьте WEBHOOK_LISTEN в .env."
            ) from None

    async def stop(self) -> None:
        """Accept no more; returns when the answers under way have been given."""
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        given = request.headers.get(SECRET_HEADER)
        if given is None:
            return web.Response(status=401)
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret):
            log.warning("telegram.webhook_secret_wrong", remote=request.remote)
            return web.Response(status=403)
        raw = _update_of(await request.read())  # aiohttp itself answers 413 beyond the limit
        if raw is None:
            return web.Response(status=400)
        try:
            async with asyncio.timeout(STORE_S + HOLD_S):
                await self._feed(raw, patience=HOLD_S)
        except IntakeBusy:
            return web.Response(status=503, headers={"Retry-After": "1"})
        except Exception as error:  # whatever it is, the update is not safe: Telegram has to send it again
            log.error("telegram.updates_not_stored", exc_info=None if self._failing else error)
            self._failing = True
            return web.Response(status=503, headers={"Retry-After": "1"})
        if self._failing:
            self._failing = False
            log.info("telegram.updates_stored_again")
        return web.Response()


async def set_webhook(bot: Bot, url: str, secret: str) -> None:
    """Tell Telegram the address; tries until it takes it. What waits for delivery is kept.

    Raises TokenRefused.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            await bot.set_webhook(
                url,
                secret_token=secret,
                max_connections=CONNECTIONS,
                allowed_updates=list(KINDS),
                drop_pending_updates=False,
            )
        except TelegramUnauthorizedError as error:
            raise TokenRefused(error.message) from error
        except TelegramRetryAfter as error:
            pause = max(pause, float(error.retry_after))
            log.warning("telegram.webhook_throttled", seconds=error.retry_after)
        except AiogramError as error:
            log.error("telegram.webhook_not_set", url=url, detail=str(error), again_in=pause, remedy="WEBHOOK_URL")
        else:
            log.info("telegram.webhook_set", url=url)
            return
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _update_of(body: bytes) -> Mapping[str, Any] | None:
    """The update in a request's body; None where there is none."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict):
        return None
    number = raw.get("update_id")
    return raw if type(number) is int and 0 <= number <= _LARGEST_ID else None
