"""A Screen -> calls of the Bot API. Errors are aiogram's; `outcomes` says what they mean."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest, TelegramNotFound, TelegramServerError
from aiogram.methods import (
    CopyMessage,
    EditMessageText,
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    ReplyParameters,
)

from messengers.telegram.markup import CAPTION_CHARACTERS, MESSAGE_CHARACTERS, inline_keyboard, markup_of, pieces
from messengers.telegram.outcomes import PartlyShown, names_no_method, sent_after_all
from messengers.telegram.session import UnreadableAnswer
from messengers.telegram.shown import LastShown
from services.delivery.model import Lane
from services.delivery.ports import Turn
from services.people.model import Address
from views.screen import Screen, plain

log = structlog.get_logger(__name__)

HTML = "HTML"
ALBUM = 10
"""https://core.telegram.org/bots/api#sendmediagroup: 2–10 items, documents and audio only among their own kind."""

_GROUPABLE = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
    "audio": InputMediaAudio,
}
_WITHOUT_CAPTION = frozenset({"video_note", "sticker"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Characters."""

    text: int
    caption: int


LIMITS = Limits(MESSAGE_CHARACTERS, CAPTION_CHARACTERS)
SMALLER = Limits(MESSAGE_CHARACTERS // 4, 0)
"""For a server to which that is too long: a character takes four bytes at most."""


class Edited(enum.Enum):
    """What came of an edit."""

    CHANGED = enum.auto()
    UNCHANGED = enum.auto()  # it read the same before
    REFUSED = enum.auto()  # Telegram can't any more: gone, or not the bot's own


class TelegramScreens:
    """Shows Screens through one bot. `turn` is asked before each further message of a screen that takes several: the
    first one's turn is the caller's to wait for. `last` remembers what messages show, where
    they are edited."""

    def __init__(self, bot: Bot, turn: Turn | None = None, last: LastShown | None = None) -> None:
        self.bot = bot
        self.last = last
        self._turn = turn

    async def show(self, address: Address, screen: Screen, *, lane: Lane = Lane.ANSWER, paid: bool = False) -> str:
        """Send the screen; the id of the message that carries its buttons (the last one, of several). `paid` lets
        Telegram take Stars for it instead of keeping to its limit over all.

        Raises PartlyShown when the first message of several went through and a later one did not.
        """
        if screen.copy_of is not None:
            copied = await self._copy(address, screen, paid=paid)
            if copied is not None:
                return copied
        try:
            methods = self._methods(address, screen, paid=paid)
            sent = await self._show_all(methods, address, lane)
        except TelegramBadRequest as error:
            if "is too long" not in error.message.lower():
                raise
            # Some servers count bytes: the words go in smaller pieces, and not below a file.
            log.error("telegram.text_too_long", chat=address.chat, detail=error.message)
            methods = self._methods(address, screen, paid=paid, limits=SMALLER)
            sent = await self._show_all(methods, address, lane)
        if self.last is not None and len(methods) == 1 and isinstance(methods[0], SendMessage):
            self.last.note(address, sent, screen)
        return sent

    async def _show_all(self, methods: Sequence[TelegramMethod[Any]], address: Address, lane: Lane) -> str:
        """Make the calls; the last message's id. Raises PartlyShown."""
        sent = ""
        for at, method in enumerate(methods):
            if at and self._turn is not None:
                await self._turn(address, lane)
            try:
                sent = await self._call(method)
            except Exception as error:
                if at:
                    raise PartlyShown(error) from error
                raise
        return sent

    async def replace(self, address: Address, message_id: str, screen: Screen) -> Edited:
        """Edit a message in place; one that is known to show this already is left alone."""
        last = self.last
        if last is None:
            return await self._edit(address, message_id, screen)
        async with last.turn(address, message_id):
            if last.alone and last.is_shown(address, message_id, screen):
                return Edited.UNCHANGED
            last.forget(address, message_id)  # until an answer says what it shows
            edited = await self._edit(address, message_id, screen)
            if edited is not Edited.REFUSED:
                last.note(address, message_id, screen)
            return edited

    async def _edit(self, address: Address, message_id: str, screen: Screen) -> Edited:
        parts = pieces(screen.text)
        if len(parts) != 1 or screen.media or screen.files or screen.copy_of:
            return Edited.REFUSED
        edit = EditMessageText(
            chat_id=chat_id(address),
            message_id=int(message_id),
            text=parts[0],
            parse_mode=HTML,
            reply_markup=inline_keyboard(screen.buttons),
        )
        try:
            await self._call(edit)
        except TelegramBadRequest as error:
            said = error.message.lower()
            if "not modified" in said:
                return Edited.UNCHANGED
            if any(words in said for words in ("not found", "can't be edited", "no text in the message", "invalid")):
                return Edited.REFUSED
            raise
        return Edited.CHANGED

    async def _copy(self, address: Address, screen: Screen, *, paid: bool) -> str | None:
        """Copy the message; None when it can't be copied (any more), so that its text is sent instead."""
        assert screen.copy_of is not None
        copy = CopyMessage(
            from_chat_id=chat_id(screen.copy_of.address),
            message_id=int(screen.copy_of.message_id),
            caption=screen.caption,
            parse_mode=HTML if screen.caption is not None else None,
            reply_markup=markup_of(screen),
            **_where(address, screen, first=True, paid=paid),
        )
        try:
            return await self._call(copy)
        except (TelegramBadRequest, TelegramNotFound, TelegramServerError, UnreadableAnswer) as error:
            gone = isinstance(error, TelegramBadRequest) and "copy" in error.message.lower()
            # A bare 404 may mean a server without the method as well as a wrong token: the words fail too then.
            lacking = isinstance(error, TelegramNotFound) or names_no_method(error)
            if not (gone or lacking) or not screen.text.strip():
                raise
            log.warning("telegram.copy_impossible", chat=address.chat, detail=str(error))
            return None

    def _methods(
        self, address: Address, screen: Screen, *, paid: bool, limits: Limits = LIMITS
    ) -> list[TelegramMethod[Any]]:
        """The calls that show it, in order."""
        if not (screen.media or screen.files):
            return _texts(address, screen, limits, paid=paid)
        return _media(address, screen, limits, paid=paid)

    async def _call(self, method: TelegramMethod[Any]) -> str:
        """Make the call; the message's id. What Telegram refuses about it (its markup, its buttons, what it replies to)
        is left away, and it is sent once more: the words matter more."""
        try:
            result = await self.bot(method)
        except TelegramBadRequest as error:
            bare = _without_what_was_refused(method, error.message.lower())
            if bare is None:
                raise
            log.error("telegram.markup_refused", method=method.__api_method__, detail=error.message)
            return await self._call(bare)
        except ClientDecodeError as error:
            sent = sent_after_all(error)
            if sent is None:
                raise
            return sent.message_id
        if isinstance(result, list):
            result = result[0]
        return str(getattr(result, "message_id", ""))


def chat_id(address: Address) -> int | str:
    """Telegram's id of the chat: a number, or @name."""
    return int(address.chat) if address.chat.lstrip("-").isdigit() else address.chat


def _texts(address: Address, screen: Screen, limits: Limits, *, paid: bool) -> list[TelegramMethod[Any]]:
    parts = pieces(screen.text, limits.text)
    if not parts:
        raise ValueError("a screen without text, media, files and a message to copy")
    last = len(parts) - 1
    return [
        SendMessage(
            text=part,
            parse_mode=HTML,
            reply_markup=markup_of(screen) if at == last else None,
            **_where(address, screen, first=at == 0, paid=paid),
        )
        for at, part in enumerate(parts)
    ]


def _media(address: Address, screen: Screen, limits: Limits, *, paid: bool) -> list[TelegramMethod[Any]]:
    """One medium carries text and buttons itself; of several, text that fits is the first one's caption."""
    items: list[tuple[str, Any]] = [(m.kind, m.file) for m in screen.media]
    items += [(f.kind, BufferedInputFile(f.body, f.name)) for f in screen.files]
    single = len(items) == 1
    fits = len(plain(screen.text)) <= limits.caption and items[0][0] not in _WITHOUT_CAPTION
    captioned = fits and (single or not (screen.buttons or screen.keyboard))
    texts = _texts(address, screen, limits, paid=paid) if not captioned and screen.text.strip() else []
    caption = screen.text if captioned and screen.text.strip() else None
    where = _where(address, screen, first=True, paid=paid)
    shown: list[TelegramMethod[Any]] = []
    for group in _albums(items):
        if len(group) == 1:
            markup = markup_of(screen) if captioned and single else None
            shown.append(_single(group[0], caption, markup, where))
        else:
            shown.append(SendMediaGroup(media=_album(group, caption), **where))
        caption = None
    return [*shown, *texts] if screen.buttons else [*texts, *shown]


def _where(address: Address, screen: Screen, *, first: bool, paid: bool) -> dict[str, Any]:
    where: dict[str, Any] = {
        "chat_id": chat_id(address),
        "disable_notification": screen.silent or None,
        "allow_paid_broadcast": paid or None,  # https://core.telegram.org/bots/api#sendmessage
    }
    if address.thread:
        where["message_thread_id"] = int(address.thread)
    if first and screen.reply_to is not None and screen.reply_to.address.chat == address.chat:
        where["reply_parameters"] = ReplyParameters(
            message_id=int(screen.reply_to.message_id), allow_sending_without_reply=True
        )
    return where


def _albums(items: Sequence[tuple[str, Any]]) -> list[list[tuple[str, Any]]]:
    """Runs of what may stand in one album."""
    groups: list[list[tuple[str, Any]]] = []
    for item in items:
        if groups and len(groups[-1]) < ALBUM and _may_join(groups[-1][-1][0], item[0]):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _may_join(kind: str, other: str) -> bool:
    visual = {"photo", "video"}
    return kind in _GROUPABLE and (kind == other or {kind, other} <= visual)


def _album(group: Sequence[tuple[str, Any]], caption: str | None) -> list[Any]:
    return [
        _GROUPABLE[kind](media=file, caption=caption if at == 0 else None, parse_mode=HTML)
        for at, (kind, file) in enumerate(group)
    ]


def _single(item: tuple[str, Any], caption: str | None, markup: Any, where: dict[str, Any]) -> TelegramMethod[Any]:
    kind, file = item
    said: dict[str, Any] = {"reply_markup": markup, **where}
    if kind == "video_note":
        return SendVideoNote(video_note=file, **said)
    said |= {"caption": caption, "parse_mode": HTML if caption else None}
    match kind:
        case "photo":
            return SendPhoto(photo=file, **said)
        case "video":
            return SendVideo(video=file, **said)
        case "audio":
            return SendAudio(audio=file, **said)
        case "voice":
            return SendVoice(voice=file, **said)
        case "animation":
            return SendAnimation(animation=file, **said)
        case _:
            return SendDocument(document=file, **said)


def _without_what_was_refused(method: TelegramMethod[Any], said: str) -> TelegramMethod[Any] | None:
    """The same call without that; None where nothing helps. `said` is the refusal in small letters."""
    if "not modified" in said:  # names the reply markup too, and refuses nothing about it
        return None
    if any(word in said for word in ("button", "keyboard", "reply markup")) and getattr(method, "reply_markup", None):
        return method.model_copy(update={"reply_markup": None})
    if "can't parse" in said or "entit" in said:
        return _without_markup(method)
    if "repl" in said and getattr(method, "reply_parameters", None):
        return method.model_copy(update={"reply_parameters": None})
    return None


def _without_markup(method: TelegramMethod[Any]) -> TelegramMethod[Any] | None:
    """The same call as plain text; None where there is no markup to take away."""
    if isinstance(method, SendMediaGroup):
        media = [m.model_copy(update={"caption": plain(m.caption or ""), "parse_mode": None}) for m in method.media]
        changed = any(m.parse_mode is not None for m in method.media)
        return method.model_copy(update={"media": media}) if changed else None
    if getattr(method, "parse_mode", None) is None:
        return None
    update: dict[str, Any] = {"parse_mode": None}
    for field in ("text", "caption"):
        if getattr(method, field, None):
            update[field] = plain(getattr(method, field))
    return method.model_copy(update=update)
