"""A Screen -> calls of the Bot API. Errors are aiogram's; `outcomes` says what they mean."""

from __future__ import annotations

import enum
from collections.abc import Sequence
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

from messengers.telegram.markup import CAPTION_CHARACTERS, inline_keyboard, markup_of, pieces
from messengers.telegram.outcomes import names_no_method, sent_after_all
from messengers.telegram.session import UnreadableAnswer
from services.announcements.model import Media
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


class Edited(enum.Enum):
    """What came of an edit."""

    CHANGED = enum.auto()
    UNCHANGED = enum.auto()  # it read the same before
    REFUSED = enum.auto()  # Telegram can't any more: gone, or not the bot's own


class TelegramScreens:
    """Shows Screens through one bot."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    async def show(self, address: Address, screen: Screen) -> str:
        """Send the screen; the id of the message that carries its buttons (the last one, of several)."""
        if screen.copy_of is not None:
            copied = await self._copy(address, screen)
            if copied is not None:
                return copied
        media = list(screen.media)
        if media or screen.files:
            return await self._show_media(address, screen, media)
        return await self._show_text(address, screen)

    async def replace(self, address: Address, message_id: str, screen: Screen) -> Edited:
        """Edit a message in place."""
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

    async def _show_text(self, address: Address, screen: Screen) -> str:
        parts = pieces(screen.text)
        if not parts:
            raise ValueError("a screen without text, media, files and a message to copy")
        last = len(parts) - 1
        sent = ""
        for at, part in enumerate(parts):
            sent = await self._call(
                SendMessage(
                    text=part,
                    parse_mode=HTML,
                    reply_markup=markup_of(screen) if at == last else None,
                    **_where(address, screen, first=at == 0),
                )
            )
        return sent

    async def _copy(self, address: Address, screen: Screen) -> str | None:
        """Copy the message; None when it can't be copied (any more), so that its text is sent instead."""
        assert screen.copy_of is not None
        copy = CopyMessage(
            from_chat_id=chat_id(screen.copy_of.address),
            message_id=int(screen.copy_of.message_id),
            caption=screen.caption,
            parse_mode=HTML if screen.caption is not None else None,
            reply_markup=markup_of(screen),
            **_where(address, screen, first=True),
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

    async def _show_media(self, address: Address, screen: Screen, media: Sequence[Media]) -> str:
        """One medium carries text and buttons itself; of several, text that fits is the first one's caption."""
        items: list[tuple[str, Any]] = [(m.kind, m.file) for m in media]
        items += [(f.kind, BufferedInputFile(f.body, f.name)) for f in screen.files]
        single = len(items) == 1
        fits = len(plain(screen.text)) <= CAPTION_CHARACTERS and items[0][0] not in _WITHOUT_CAPTION
        captioned = fits and (single or not (screen.buttons or screen.keyboard))
        sent = ""
        if not captioned and screen.text.strip() and not screen.buttons:
            sent = await self._show_text(address, screen)
        caption = screen.text if captioned and screen.text.strip() else None
        for group in _albums(items):
            where = _where(address, screen, first=True)
            if len(group) == 1:
                markup = markup_of(screen) if captioned and single else None
                sent = await self._call(_single(group[0], caption, markup, where))
            else:
                sent = await self._call(SendMediaGroup(media=_album(group, caption), **where))
            caption = None
        if not captioned and screen.text.strip() and screen.buttons:
            sent = await self._show_text(address, screen)
        return sent

    async def _call(self, method: TelegramMethod[Any]) -> str:
        """Make the call; the message's id. Markup that Telegram refuses is sent once more as plain text."""
        try:
            result = await self.bot(method)
        except TelegramBadRequest as error:
            bare = _without_markup(method) if "can't parse" in error.message.lower() else None
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


def _where(address: Address, screen: Screen, *, first: bool) -> dict[str, Any]:
    where: dict[str, Any] = {"chat_id": chat_id(address), "disable_notification": screen.silent or None}
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
