"""The operators' group under the number it has now. The settings keep the one that it was given: a group that becomes a
supergroup gets another.

https://core.telegram.org/bots/api#message (migrate_to_chat_id)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import Chat, TelegramObject, Update

from services.clock import Clock
from services.people.model import Address
from services.unit_of_work import Units
from services.updates import aside

log = structlog.get_logger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class DeskFollower(BaseMiddleware):
    """Hands every handler the operators' chat as it is now under `desk`. Around all updates."""

    def __init__(self, units: Units, clock: Clock, desk: Address | None) -> None:
        self._units = units
        self._clock = clock
        self._configured = desk
        self._desk: Address | None = None

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if self._configured is not None and isinstance(event, Update):
            try:
                data["desk"] = await self._current(event, self._configured)
            except Exception as error:
                # Whatever the database has: the update's own handler meets it too, and is tried again.
                log.warning("telegram.desk_not_looked_up", exc_info=error)
                data["desk"] = self._desk or self._configured
        return await handler(event, data)

    async def _current(self, update: Update, configured: Address) -> Address:
        chat = _group_of(update)
        moved_to = None if update.message is None else update.message.migrate_to_chat_id
        if self._desk is None or (chat is not None and str(chat.id) != self._desk.chat):
            # The first update, or a group that may be the desk's new one: another instance may have learnt of it.
            async with self._units(reading=True) as unit:
                self._desk = await unit.outbox.where_now(configured)
        if chat is not None and moved_to is not None:
            old, new = replace(configured, chat=str(chat.id)), replace(configured, chat=str(moved_to))
            with aside():
                async with self._units() as unit:
                    await unit.outbox.follow(old, new, self._clock.now())
                    await unit.commit()
            if old == self._desk:
                log.warning(
                    "telegram.desk_moved", old=old.chat, new=new.chat, remedy="set OPERATORS_CHAT_ID to the new one"
                )
                self._desk = new
        return self._desk


def _group_of(update: Update) -> Chat | None:
    """The group or channel that it stands in; None for a private chat, and where it stands nowhere."""
    message = update.message or update.edited_message
    if message is None and update.callback_query is not None:
        pressed = update.callback_query.message
        chat = None if pressed is None else pressed.chat
    else:
        chat = None if message is None else message.chat
    return None if chat is None or chat.type == "private" else chat
