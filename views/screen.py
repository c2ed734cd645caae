"""A Screen: one message, neutral of any messenger.

Text is a small HTML that adapters understand: <b> <i> <u> <s> <code> <pre> <a href> <blockquote>; everything that
came from a person or a document passes through `escape`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from services.announcements.model import Media
from services.hotline.model import MessageRef


def escape(text: str) -> str:
    """Text from a person or a document, made safe inside a Screen's text."""
    return html.escape(text, quote=False)


_TAG = re.compile(r"<[^<>]*>")


def plain(text: str) -> str:
    """What a Screen's text reads as, without its markup; its length is what a messenger's limits count."""
    return html.unescape(_TAG.sub("", text))


@dataclass(frozen=True, slots=True)
class Press:
    """What a button does: an act's short name and its arguments, stateless, so it works months later.

    The adapter packs it into the messenger's callback data (Telegram: 64 bytes); arguments hold no colon.
    """

    act: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    press: Press | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The large keys under the input field; `rows` of labels."""

    rows: tuple[tuple[str, ...], ...]
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class File:
    name: str
    body: bytes
    kind: str = "document"  # "document" | "photo"


@dataclass(frozen=True, slots=True)
class Screen:
    """`copy_of`: the message itself is a copy of another one (hotline relays), with `text` as fallback where it can't
    be copied any more. `caption` replaces a copied media's own. `reply_to` is the message in the same chat that
    this one answers. `media` are references a messenger already knows; `files` are new bytes."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    keyboard: Keyboard | None = None
    files: tuple[File, ...] = ()
    media: tuple[Media, ...] = ()
    copy_of: MessageRef | None = None
    caption: str | None = None
    reply_to: MessageRef | None = None
    silent: bool = False
    topic: str | None = field(default=None)  # opens a thread of this name first, where the chat has threads
