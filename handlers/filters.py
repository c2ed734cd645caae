"""What an update is, as async filters: aiogram sends every synchronous one through a thread."""

from __future__ import annotations

from typing import Any

from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message, TelegramObject

from messengers.telegram.presses import unpack
from messengers.telegram.talk import MESSENGER
from services.people.model import Address
from views.menu import key_action
from views.translator import Translators


class Private(BaseFilter):
    """A chat with one person."""

    async def __call__(self, event: Message) -> bool:
        return event.chat.type == "private"


class AtDesk(BaseFilter):
    """The operators' chat."""

    async def __call__(self, event: Message, desk: Address | None = None) -> bool:
        return desk is not None and desk.messenger == MESSENGER and str(event.chat.id) == desk.chat


class PrivateOrAtDesk(AtDesk):
    """Where operators and heads of the commission work: not in other groups."""

    async def __call__(self, event: Message, desk: Address | None = None) -> bool:
        return event.chat.type == "private" or await super().__call__(event, desk)


class NoCommand(BaseFilter):
    """Anything but a command or a large key: what an open dialogue may take for its own."""

    async def __call__(self, event: Message, translators: Translators) -> bool:
        text = event.text or ""
        return not text.startswith("/") and not key_action(text, translators)


class Replied(BaseFilter):
    """A reply to a message."""

    async def __call__(self, event: Message) -> bool:
        return event.reply_to_message is not None


class NotFinished(BaseFilter):
    """Anything but a command or «Закончить»: other labels may well be words for somebody."""

    async def __call__(self, event: Message, translators: Translators) -> bool:
        text = event.text or ""
        return not text.startswith("/") and key_action(text, translators) != "finish"


class Mentioned(BaseFilter):
    """Words that begin with the bot's own name: «@srok_bot когда списки избирателей»; the handler gets its `asked`."""

    async def __call__(self, event: Message) -> bool | dict[str, Any]:
        first, _, rest = (event.text or "").strip().partition(" ")
        if event.bot is None or not first.startswith("@"):
            return False
        me = await event.bot.me()
        if me.username is None or first.rstrip(",:.!").casefold() != f"@{me.username}".casefold():
            return False
        return {"asked": rest.strip()}


class Quoted(BaseFilter):
    """What somebody has chosen from the bot's own offers («@bot words»): its words, not theirs."""

    async def __call__(self, event: Message) -> bool:
        return event.via_bot is not None and event.bot is not None and event.via_bot.id == event.bot.id


class Question(BaseFilter):
    """Words that are no command."""

    async def __call__(self, event: Message) -> bool:
        return event.text is not None and not event.text.startswith("/")


class Key(BaseFilter):
    """A large key was pressed, or its label typed, in any language."""

    def __init__(self, action: str) -> None:
        self.action = action

    async def __call__(self, event: Message, translators: Translators) -> bool:
        return key_action(event.text or "", translators) == self.action


class FreeText(BaseFilter):
    """Words that are neither a command nor a large key."""

    async def __call__(self, event: Message, translators: Translators) -> bool:
        if not event.text or event.text.startswith("/"):
            return False
        return not key_action(event.text, translators)


class Pressed(BaseFilter):
    """A button with this act; the handler gets its `press`."""

    def __init__(self, act: str, arguments: int | None = None) -> None:
        self.act = act
        self.arguments = arguments

    async def __call__(self, event: TelegramObject) -> bool | dict[str, Any]:
        if not isinstance(event, CallbackQuery):
            return False
        press = unpack(event.data)
        if press is None or press.act != self.act:
            return False
        if self.arguments is not None and len(press.arguments) != self.arguments:
            return False
        return {"press": press}
