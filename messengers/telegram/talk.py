"""The way back to the person whose update is being handled: straight out, through the pacing, in the ANSWER lane."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog
from aiogram.exceptions import AiogramError
from aiogram.types import CallbackQuery, InaccessibleMessage, Message, ReactionTypeEmoji

from messengers.telegram.markup import CAPTION_CHARACTERS, inline_keyboard
from messengers.telegram.outcomes import outcome_of
from messengers.telegram.screens import HTML, Edited, TelegramScreens, chat_id
from services.delivery.model import Ambiguous, Lane, Moved, RetryLater, Sent, Unreachable
from services.delivery.ports import Turn
from services.hotline.model import MessageRef
from services.people.model import Address
from views.screen import Screen, escape, plain

log = structlog.get_logger(__name__)

ANSWER_TRIES = 3
LONGEST_WAIT = 30.0
"""Seconds that an answer waits for Telegram; who asked has gone by then, and may ask again."""

ALERT_CHARACTERS = 200
"""https://core.telegram.org/bots/api#answercallbackquery"""

MESSENGER = "telegram"


class Talk:
    """Answers one update. `message_id` is the message that was last sent or edited; `lost`: something that was said
    here was not delivered, though it may be later on."""

    def __init__(
        self, screens: TelegramScreens, turn: Turn, address: Address, callback: CallbackQuery | None = None
    ) -> None:
        self.address = address
        self.message_id: str | None = None
        self.lost = False
        self._screens = screens
        self._turn = turn
        self._callback = callback
        self._callback_answered = False

    async def say(self, screen: Screen) -> str | None:
        """Send the screen; its message id, or None when it could not be delivered (which is logged). Groups get no
        large keys: those would be everybody's."""
        if not self.address.chat.isdigit():
            screen = replace(screen, keyboard=None)
        for attempt in range(1, ANSWER_TRIES + 1):
            await self._turn(self.address, Lane.ANSWER)
            try:
                sent = await self._screens.show(self.address, screen)
            except Exception as error:  # noqa: BLE001 - outcome_of raises again what is not the messenger's
                outcome = outcome_of(error, self.address)
            else:
                self.message_id = sent
                return sent
            match outcome:
                case Sent(message_id):
                    self.message_id = message_id
                    return message_id
                case Moved(address):
                    self.address = address
                    continue
                case RetryLater(after) if attempt < ANSWER_TRIES and after <= LONGEST_WAIT:
                    await asyncio.sleep(after)
                    continue
                case Ambiguous() if attempt < ANSWER_TRIES:
                    continue
            log.error("telegram.answer_undelivered", chat=self.address.chat, outcome=str(outcome))
            self.lost = not isinstance(outcome, Unreachable)
            return None
        return None

    @property
    def pressed(self) -> MessageRef | None:
        """The message whose button was pressed; None where there is none (any more) that could be edited."""
        message = self._callback.message if self._callback else None
        if not isinstance(message, Message) or message.from_user is None or _carries_media(message):
            return None
        return MessageRef(self.address, str(message.message_id))

    @property
    def shown(self) -> MessageRef | None:
        """The message that was last sent or edited here."""
        return None if self.message_id is None else MessageRef(self.address, self.message_id)

    async def replace(self, screen: Screen) -> bool:
        """Edit the message whose button was pressed; a new message where there is none to edit (any more). False when
        the message reads the same as before."""
        pressed = self.pressed
        if pressed is not None:
            await self._turn(self.address, Lane.ANSWER)
            try:
                edited = await self._screens.replace(self.address, pressed.message_id, screen)
                if edited is not Edited.REFUSED:
                    self.message_id = pressed.message_id
                    return edited is Edited.CHANGED
            except AiogramError as error:
                log.warning("telegram.edit_failed", chat=self.address.chat, detail=str(error))
        await self.say(screen)
        return True

    async def edit(self, message_id: str, screen: Screen) -> bool:
        """Edit a message of the bot's own; False when it can't be (logged). Never a new message."""
        await self._turn(self.address, Lane.ANSWER)
        try:
            return await self._screens.replace(self.address, message_id, screen) is not Edited.REFUSED
        except AiogramError as error:
            log.warning("telegram.edit_failed", chat=self.address.chat, detail=str(error))
            return False

    async def reword(self, screen: Screen) -> bool:
        """Change the words of the message whose button was pressed, or the words below its picture, and its buttons;
        False when it can't be (logged). Never a new message."""
        message = self._callback.message if self._callback else None
        if not isinstance(message, Message):
            return False
        if not _carries_media(message):
            return await self.edit(str(message.message_id), screen)
        if len(plain(screen.text)) > CAPTION_CHARACTERS:
            return False
        await self._turn(self.address, Lane.ANSWER)
        try:
            await self._screens.bot.edit_message_caption(
                chat_id=message.chat.id,
                message_id=message.message_id,
                caption=screen.text,
                parse_mode=HTML,
                reply_markup=inline_keyboard(screen.buttons),
            )
        except AiogramError as error:
            log.info("telegram.caption_unchanged", chat=self.address.chat, detail=str(error))
            return False
        return True

    async def rebutton(self, screen: Screen) -> None:
        """Change only the buttons under the message whose button was pressed; that failing is no harm."""
        message = self._callback.message if self._callback else None
        if message is None:
            return
        await self._turn(self.address, Lane.ANSWER)
        if self._screens.last is not None:
            self._screens.last.forget(self.address, str(message.message_id))
        try:
            await self._screens.bot.edit_message_reply_markup(
                chat_id=message.chat.id, message_id=message.message_id, reply_markup=inline_keyboard(screen.buttons)
            )
        except AiogramError as error:
            log.info("telegram.buttons_unchanged", chat=self.address.chat, detail=str(error))

    async def acknowledge(self, message_id: str) -> None:
        """A thumb under somebody's message: it has been passed on. Servers that know no reactions are forgiven."""
        try:
            await self._screens.bot.set_message_reaction(
                chat_id=chat_id(self.address), message_id=int(message_id), reaction=[ReactionTypeEmoji(emoji="👍")]
            )
        except AiogramError as error:
            log.info("telegram.reaction_refused", chat=self.address.chat, detail=str(error))

    async def alert(self, text: str) -> None:
        """A window over the chat, for a pressed button; a message where there was none."""
        await self._over(text, alert=True)

    async def toast(self, text: str) -> None:
        """A line that fades away, for a pressed button; a message where there was none."""
        await self._over(text, alert=False)

    async def release(self) -> None:
        """Stop the pressed button's spinner, if nothing has yet."""
        if self._callback is not None and not self._callback_answered:
            await self._answer(None, alert=False)

    async def _over(self, text: str, *, alert: bool) -> None:
        if self._callback is None or self._callback_answered or not await self._answer(text, alert=alert):
            await self.say(Screen(escape(text)))

    async def _answer(self, text: str | None, *, alert: bool) -> bool:
        """False when it is too late: a query lives for some seconds, and an old one can come after a restart."""
        assert self._callback is not None
        self._callback_answered = True
        try:
            await self._screens.bot.answer_callback_query(
                self._callback.id, text=text and text[:ALERT_CHARACTERS], show_alert=alert or None
            )
        except AiogramError as error:
            log.info("telegram.callback_unanswered", detail=str(error))
            return False
        return True


def address_of(message: Message | InaccessibleMessage) -> Address:
    """The chat a message stands in, with its topic where it is in one."""
    thread = None
    if isinstance(message, Message) and message.is_topic_message and message.message_thread_id is not None:
        thread = str(message.message_thread_id)
    return Address(MESSENGER, str(message.chat.id), thread)


def _carries_media(message: Message) -> bool:
    return message.text is None
