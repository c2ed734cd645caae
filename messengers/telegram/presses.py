"""A Press to and from Telegram's callback data: `act:argument:argument`, 64 bytes of UTF-8 at most."""

from __future__ import annotations

from views.screen import Press

CALLBACK_DATA_BYTES = 64
"""https://core.telegram.org/bots/api#inlinekeyboardbutton"""

_SEPARATOR = ":"


class PressTooLong(ValueError):
    """A view asked for more than a button can carry: a mistake of the code, found by the view's test."""


def pack(press: Press) -> str:
    """The callback data. Raises PressTooLong, or ValueError when a part holds the separator."""
    parts = (press.act, *press.arguments)
    if not press.act or any(_SEPARATOR in part for part in parts):
        raise ValueError(f"a press has an act, and no part of it holds a colon: {press}")
    data = _SEPARATOR.join(parts)
    if len(data.encode()) > CALLBACK_DATA_BYTES:
        raise PressTooLong(data)
    return data


def unpack(data: str | None) -> Press | None:
    """The press behind callback data; None for what this bot has not written."""
    if not data or len(data.encode()) > CALLBACK_DATA_BYTES:
        return None
    act, *arguments = data.split(_SEPARATOR)
    return Press(act, tuple(arguments)) if act else None
