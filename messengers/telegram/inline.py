"""«@bot words», typed in any chat: the answer to one such query, and what stands around its handler.

https://core.telegram.org/bots/api#inline-mode
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.dispatcher.event.bases import CancelHandler, SkipHandler
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    TelegramObject,
)

from messengers.telegram.markup import pieces
from messengers.telegram.talk import MESSENGER
from services.asking.typing_pace import TypingPace
from services.clock import Clock
from services.errors import ServiceError
from services.people.model import Address
from services.people.recognise import known
from views.quotes import Offers
from views.translator import Translators

log = structlog.get_logger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

HTML = "HTML"

ASK = "ask"
"""What «/start» carries of somebody who came by the button above the results."""

RESULTS = 20
"""Of one page; Telegram takes 50 at most. Every letter sends a list anew, and few look past the first screen."""

CACHE_SECONDS = 10
"""So long Telegram answers the same words of the same person by itself; dates change slower, but they do change."""

BUTTON_CHARACTERS = 64
TOO_OLD = ("query is too old", "query id is invalid", "query_id_invalid")


async def inline_name(bot: Bot) -> str:
    """The name by which the bot is asked in other chats; "" where that is switched off, or not known now."""
    try:
        me = await bot.me()
    except AiogramError as error:
        log.info("telegram.name_unknown", detail=str(error))
        return ""
    return me.username or "" if me.supports_inline_queries else ""


class Offering:
    """Answers one query, once."""

    def __init__(self, bot: Bot, query: InlineQuery) -> None:
        self._bot = bot
        self._query = query

    @property
    def first(self) -> int:
        """The row with which the page begins that is asked for."""
        return int(self._query.offset) if self._query.offset.isascii() and self._query.offset.isdecimal() else 0

    async def show(self, offers: Offers) -> None:
        """Fill the list. A query that is too old is left alone; rows that are refused leave an empty list."""
        try:
            await self._answer(offers)
        except TelegramBadRequest as error:
            if any(said in error.message.lower() for said in TOO_OLD):
                log.info("telegram.query_too_old")
                return
            log.error("telegram.results_refused", detail=error.message, rows=len(offers.rows))
            await self.give_up()
        except AiogramError as error:  # nobody waits for this one by the time it could be tried again
            log.info("telegram.query_unanswered", detail=str(error))

    async def give_up(self) -> None:
        """Show an empty list."""
        try:
            await self._bot.answer_inline_query(self._query.id, [], cache_time=0, is_personal=True)
        except AiogramError as error:
            log.info("telegram.query_unanswered", detail=str(error))

    async def _answer(self, offers: Offers) -> None:
        button = InlineQueryResultsButton(text=offers.way_in[:BUTTON_CHARACTERS], start_parameter=ASK)
        await self._bot.answer_inline_query(
            self._query.id,
            [
                InlineQueryResultArticle(
                    id=str(number),
                    title=row.title,
                    description=row.description or None,
                    input_message_content=InputTextMessageContent(message_text=pieces(row.text)[0], parse_mode=HTML),
                )
                for number, row in enumerate(offers.rows, self.first)
            ],
            cache_time=0 if offers.passing else CACHE_SECONDS,
            is_personal=True,
            next_offset=str(self.first + len(offers.rows)) if offers.more else "",
            button=button if offers.way_in and not self.first else None,
        )


class QueryMiddleware(BaseMiddleware):
    """Hands the handler `actor` (None for somebody the bot has not met), `t`, `now`, `offering`, `typing`. Nothing of
    the query is kept anywhere; whatever fails, the list is empty and the log says why."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._typing = TypingPace()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, InlineQuery)
        clock: Clock = data["clock"]
        translators: Translators = data["translators"]
        now = clock.now()
        offering = Offering(self._bot, event)
        try:
            actor = await known(data["units"], Address(MESSENGER, str(event.from_user.id)), now)
            language = event.from_user.language_code or "ru" if actor is None else actor.person.language
            t = translators.of(language)
            data |= {"now": now, "actor": actor, "t": t, "offering": offering, "typing": self._typing}
            return await handler(event, data)
        except (SkipHandler, CancelHandler):
            raise  # aiogram's own way to pass an update on
        except ServiceError as error:
            log.info("telegram.query_refused", refusal=type(error).__name__)
            await offering.give_up()
        except Exception as error:  # the last line of defence: logged, and the list is empty
            log.error("telegram.query_failed", exc_info=error)
            await offering.give_up()
        return None
