"""What else could send to everybody, and keeps no row: aiogram in a loop, aiogram-broadcaster, python-telegram-bot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from multiprocessing.connection import Connection
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from benchmarks.delivery.sending import FIRST_CHAT, TOKEN, Spent, most_memory, warm_up

AT_A_TIME = 100
"""Connections of aiogram's session, and the pool given to python-telegram-bot."""

Rival = Callable[[str, int, str], Coroutine[Any, Any, Spent]]


def _bare(telegram: str) -> Bot:
    """As one writes it: aiogram's own session, no defaults."""
    return Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(telegram)))


async def gather_loop(telegram: str, people: int, words: str) -> Spent:
    """The limit: every send a task, nothing kept."""
    async with _bare(telegram).context(auto_close=True) as bot:
        await warm_up(bot)
        return await _timed(
            lambda: asyncio.gather(
                *(bot.send_message(FIRST_CHAT + number, words, parse_mode="HTML") for number in range(people))
            )
        )


async def broadcaster(telegram: str, people: int, words: str) -> Spent:
    """aiogram-broadcaster without an interval and without a storage."""
    from aiogram_broadcaster import Broadcaster
    from aiogram_broadcaster.contents import TextContent

    async with _bare(telegram).context(auto_close=True) as bot:
        await warm_up(bot)
        content = TextContent(text=words, parse_mode="HTML")
        mailer = await Broadcaster(bot).create_mailer(
            content=content, chats=[FIRST_CHAT + number for number in range(people)]
        )
        return await _timed(lambda: mailer.start())


async def rate_limiter(telegram: str, people: int, words: str) -> Spent:
    """python-telegram-bot with its AIORateLimiter, the limits so high that they do not matter."""
    from telegram.ext import AIORateLimiter, ApplicationBuilder

    limiter = AIORateLimiter(overall_max_rate=1e6, overall_time_period=1, group_max_rate=1e6, group_time_period=1)
    built = ApplicationBuilder().token(TOKEN).base_url(f"{telegram}/bot").rate_limiter(limiter)
    bot = built.connection_pool_size(AT_A_TIME).pool_timeout(600).updater(None).build().bot
    waiting = iter(range(people))

    async def send_next() -> None:
        for number in waiting:
            await bot.send_message(FIRST_CHAT + number, words, parse_mode="HTML")

    # The bot is not initialised: that would ask the server who it is, which a stub does not know.
    await bot.request.initialize()
    # A few at a time: thousands that wait for httpx's pool take it ten times as long.
    try:
        await asyncio.gather(*(bot.send_message(FIRST_CHAT, words) for _ in range(AT_A_TIME)))
        return await _timed(lambda: asyncio.gather(*(send_next() for _ in range(AT_A_TIME))))
    finally:
        await bot.request.shutdown()


RIVALS: dict[str, Rival] = {
    "asyncio.gather over aiogram": gather_loop,
    "aiogram-broadcaster": broadcaster,
    "python-telegram-bot, AIORateLimiter": rate_limiter,
}


def run_rival(name: str, telegram: str, people: int, words: str, told: Connection) -> None:
    """A process's main."""
    told.send(asyncio.run(RIVALS[name](telegram, people, words)))


async def _timed(work: Callable[[], Awaitable[object]]) -> Spent:
    began, processor = time.perf_counter(), time.process_time()
    await work()
    return Spent(time.perf_counter() - began, time.process_time() - processor, most_memory())
