"""Whatever nothing else took: answered politely, never with silence."""

from __future__ import annotations

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers.filters import Private
from handlers.routes import Routes
from messengers.telegram.read import is_about_chat
from messengers.telegram.talk import Talk
from views import fallback
from views.translator import Translator

router = Routes("fallback")


@router.message(Private())
async def not_words(message: Message, talk: Talk, t: Translator) -> None:
    """A sticker, a voice message, a place on the map, a command nobody knows; an album is answered once."""
    if is_about_chat(message):
        return
    if message.text is not None:
        await talk.say(fallback.unknown_command(t))
    elif message.media_group_id is None or message.caption is not None:
        await talk.say(fallback.not_words(t))


@router.edited_message(Private())
async def edited(message: Message, talk: Talk, t: Translator) -> None:
    if message.text is not None or message.caption is not None:
        await talk.say(fallback.edited(t))


@router.callback_query()
async def dead_button(callback: CallbackQuery, talk: Talk, t: Translator) -> None:
    """A button of an older version, or data that the bot has not written."""
    await talk.alert(fallback.dead_button(t))


@router.my_chat_member()
async def came_or_went(event: ChatMemberUpdated) -> None:
    """Blocked or left: the next delivery finds that out by itself, there is nothing to say."""
