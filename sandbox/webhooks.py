"""Delivery of updates to a bot's own address, with retries that go by the sandbox's clock.

Source: https://core.telegram.org/bots/api#setwebhook and https://core.telegram.org/bots/webhooks
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.files import Upload
from sandbox.jsontypes import Json
from sandbox.world.bots import Bot, Webhook
from sandbox.world.world import World

ANSWER_SECONDS = 30
"""Seconds of wall time that a bot's server has for its answer."""
RETRY_FIRST = 1.0
RETRY_LONGEST = 60.0
_GONE = 410

RunMethod = Callable[[Bot, str, dict[str, Any], dict[str, Upload]], Awaitable[Any]]
"""Runs the method call with which a bot may answer an update."""


@dataclass(slots=True)
class _Retry:
    attempts: int = 0
    due: float = 0.0


class Webhooks:
    """One delivery loop for each bot that has a webhook."""

    def __init__(self, world: World, run: RunMethod) -> None:
        self._world = world
        self._run = run
        self._loops: dict[int, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None
        self.is_cut_off: Callable[[], bool] = lambda: False
        """Whether nothing gets through now: deliveries fail then, and are tried again."""

    def start(self, bot: Bot) -> None:
        """Begin delivering, or begin anew after a change of the webhook."""
        self.stop(bot)
        self._loops[bot.id] = asyncio.get_running_loop().create_task(self._deliver(bot))

    def stop(self, bot: Bot) -> None:
        """Deliver no more to this bot."""
        task = self._loops.pop(bot.id, None)
        if task is not None:
            task.cancel()

    def clock_moved(self) -> None:
        """Look again which retries are due: the clock was moved by hand."""
        for number in self._loops:
            self._world.bots_by_id[number].feed.wake()

    async def close(self) -> None:
        """End all deliveries."""
        tasks = list(self._loops.values())
        self._loops.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _deliver(self, bot: Bot) -> None:
        """Updates of one chat go in order; different chats go side by side, up to max_connections."""
        retries: dict[int, _Retry] = {}
        flying: dict[asyncio.Task[bool], tuple[Json, object]] = {}
        try:
            while (webhook := bot.webhook) is not None:
                busy = {lane for _, lane in flying.values()}
                now, nearest = self._world.seconds(), None
                for update in bot.feed.peek():
                    lane = _lane(update)
                    if lane in busy or len(flying) >= webhook.max_connections:
                        continue
                    busy.add(lane)
                    due = retries.get(update["update_id"], _Retry()).due
                    if due > now:
                        nearest = due if nearest is None else min(nearest, due)
                        continue
                    flying[asyncio.ensure_future(self._send(bot, webhook, update))] = (update, lane)
                news = asyncio.ensure_future(bot.feed.wait_news())
                pause = None if nearest is None else max(nearest - now, 0.0)
                try:
                    done, _ = await asyncio.wait({news, *flying}, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    news.cancel()
                for task in [t for t in flying if t in done]:
                    update, _ = flying.pop(task)
                    if task.result():
                        bot.feed.discard(update)
                        retries.pop(update["update_id"], None)
                    else:
                        self._postpone(retries.setdefault(update["update_id"], _Retry()))
        finally:
            for task in flying:
                task.cancel()

    def _postpone(self, retry: _Retry) -> None:
        pause = min(RETRY_FIRST * 2**retry.attempts, RETRY_LONGEST)
        retry.attempts += 1
        retry.due = self._world.seconds() + pause

    async def _send(self, bot: Bot, webhook: Webhook, update: Json) -> bool:
        """Deliver one update; False if it has to be tried again."""
        if self.is_cut_off():
            return self._failed(webhook, "Connection timed out")
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS),
                connector=aiohttp.TCPConnector(ssl=False, limit=0),
            )
        headers = {"Content-Type": "application/json"}
        if webhook.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
        body = json.dumps(update, ensure_ascii=False).encode()
        try:
            async with self._session.post(webhook.url, data=body, headers=headers, allow_redirects=False) as response:
                if response.status == _GONE:
                    bot.webhook, bot.feed.webhook_active = None, False
                    return True
                if not 200 <= response.status < 300:
                    reason = f"{response.status} {response.reason}"
                    return self._failed(webhook, f"Wrong response from the webhook: {reason}")
                await self._reply(bot, response)
        except aiohttp.ClientConnectorError:
            return self._failed(webhook, "Connection refused")
        except TimeoutError:
            return self._failed(webhook, "Read timeout expired")
        except aiohttp.ClientError as error:
            return self._failed(webhook, f"Connection failed: {error}")
        return True

    def _failed(self, webhook: Webhook, reason: str) -> bool:
        webhook.last_error_date, webhook.last_error_message = self._world.now(), reason
        return False

    async def _reply(self, bot: Bot, response: aiohttp.ClientResponse) -> None:
        """A bot may answer an update with one method call; its result goes nowhere."""
        params: dict[str, Any] = {}
        uploads: dict[str, Upload] = {}
        if response.content_type == "application/json":
            body = await response.read()
            try:
                given = json.loads(body) if body else None
            except ValueError:
                return
            params = given if isinstance(given, dict) else {}
        elif response.content_type.startswith("multipart/"):
            async for part in aiohttp.MultipartReader.from_response(response):
                if not isinstance(part, aiohttp.BodyPartReader) or part.name is None:
                    continue
                content = bytes(await part.read(decode=True))
                if part.filename:
                    uploads[part.name] = Upload(part.filename, content, part.headers.get("Content-Type"))
                else:
                    params[part.name] = content.decode()
        method = params.pop("method", None)
        if isinstance(method, str):
            await self._run(bot, method, params, uploads)


def _lane(update: Json) -> object:
    """What keeps updates in order: the chat, or else the person."""
    payload = next(v for k, v in update.items() if k != "update_id")
    holder = payload.get("message", payload) if isinstance(payload, dict) else {}
    chat = holder.get("chat") or payload.get("from") or {}
    return chat.get("id")
