"""A message of Telegram read back into the project's own values."""

from __future__ import annotations

from aiogram.enums import ContentType
from aiogram.types import InaccessibleMessage, Message

from messengers.telegram.presses import unpack
from messengers.telegram.talk import address_of
from services.announcements.model import Content, Media
from services.hotline.model import MessageRef
from views.hotline import described
from views.screen import Button, Screen


def screen_of(message: Message | InaccessibleMessage | None) -> Screen | None:
    """The screen that a message of the bot's shows; None when Telegram does not tell any more."""
    if not isinstance(message, Message) or message.text is None:
        return None
    rows: list[tuple[Button, ...]] = []
    if message.reply_markup is not None:
        keyboard = message.reply_markup.inline_keyboard
        rows.extend(tuple(Button(b.text, unpack(b.callback_data), b.url) for b in row) for row in keyboard)
    return Screen(message.html_text, buttons=tuple(rows))


def ref_of(message: Message) -> MessageRef:
    return MessageRef(address_of(message), str(message.message_id))


def replied_ref(message: Message) -> MessageRef | None:
    """The message that this one replies to. In a topic every message formally replies to the topic's first one."""
    replied = message.reply_to_message
    if replied is None or (message.is_topic_message and replied.message_id == message.message_thread_id):
        return None
    return ref_of(replied)


WITHOUT_CAPTION = {
    "sticker": "стикер",
    "video_note": "видеосообщение",
    "location": "место на карте",
    "venue": "место на карте",
    "contact": "контакт",
    "poll": "опрос",
    "dice": "кубик",
    "story": "история",
}
"""Kinds of message that carry no words; the operators read these instead, in Russian like everything of theirs."""


_SAID = frozenset(
    {
        ContentType.TEXT,
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.DOCUMENT,
        ContentType.PAID_MEDIA,
        ContentType.PHOTO,
        ContentType.VIDEO,
        ContentType.VOICE,
        ContentType.CHECKLIST,
        ContentType.GAME,
        ContentType.INVOICE,
        ContentType.UNKNOWN,
        *WITHOUT_CAPTION,
    }
)


def words_of(message: Message) -> tuple[str, bool]:
    """The message's own words, plain, and whether it is media."""
    if message.text is not None:
        return message.text, False
    for kind, name in WITHOUT_CAPTION.items():
        if getattr(message, kind, None) is not None:
            emoji = message.sticker.emoji if message.sticker else None
            return described(f"{name} {emoji}" if emoji else name), True
    return message.caption or "", True


def is_about_chat(message: Message) -> bool:
    """A service message («…закрепил сообщение»): nobody's words, and it can't be copied. A kind that is not known yet
    counts as somebody's words."""
    return message.content_type not in _SAID


def content_of(message: Message) -> Content | None:
    """What an announcement can carry of this message, its formatting kept; None for what it can't."""
    media = _media(message)
    if media is None and message.text is None:
        return None
    text = message.html_text if (message.text is not None or message.caption is not None) else ""
    return Content(text, (media,) if media else ())


def _media(message: Message) -> Media | None:
    if message.photo:
        return Media("photo", message.photo[-1].file_id)
    if message.animation:  # comes with a document of the same file
        return Media("animation", message.animation.file_id)
    for kind in ("video", "document", "audio", "voice", "video_note"):
        found = getattr(message, kind)
        if found is not None:
            return Media(kind, found.file_id)
    return None
