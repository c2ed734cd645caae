"""The keyboards of a Screen, and its text cut to Telegram's limits."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from messengers.telegram.presses import pack
from views.screen import Button, Keyboard, Screen, escape, plain

MESSAGE_CHARACTERS = 4096
CAPTION_CHARACTERS = 1024
BUTTONS_A_ROW = 8
BUTTONS = 100
"""https://core.telegram.org/bots/api#sendmessage, limits counted after the entities are parsed."""


def inline_keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """The buttons under a message; None for none. Rows longer than Telegram takes are wrapped."""
    wrapped = [row[at : at + BUTTONS_A_ROW] for row in rows for at in range(0, len(row), BUTTONS_A_ROW)]
    kept: list[list[InlineKeyboardButton]] = []
    for row in wrapped:
        if sum(map(len, kept)) + len(row) > BUTTONS:
            break
        kept.append([_button(button) for button in row])
    return InlineKeyboardMarkup(inline_keyboard=kept) if kept else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.press is not None:
        return InlineKeyboardButton(text=button.label, callback_data=pack(button.press))
    return InlineKeyboardButton(text=button.label, url=button.url)


def reply_keyboard(keyboard: Keyboard) -> ReplyKeyboardMarkup:
    """The large keys under the input field."""
    return ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text=label) for label in row] for row in keyboard.rows],
        resize_keyboard=True,
        is_persistent=True,
        input_field_placeholder=keyboard.placeholder or None,
    )


def markup_of(screen: Screen) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    """A message carries one kind of keyboard: its buttons, or else the large keys."""
    inline = inline_keyboard(screen.buttons)
    if inline is not None or screen.keyboard is None:
        return inline
    return reply_keyboard(screen.keyboard)


def pieces(text: str, limit: int = MESSAGE_CHARACTERS) -> list[str]:
    """The text in messages of at most `limit` characters, cut between paragraphs where that leaves no message less than
    half full, else between lines, at need inside a line.

    Views open and close a tag within one line, so a cut between lines breaks none; a line that is too long by itself
    loses its markup.
    """
    found: list[str] = []
    current = ""
    for line in text.split("\n"):
        joined = f"{current}\n{line}" if current else line
        if len(plain(joined)) <= limit:
            current = joined
            continue
        whole, _, begun = current.rpartition("\n\n")
        if len(plain(whole)) >= limit // 2 and len(plain(f"{begun}\n{line}")) <= limit:
            found.append(whole.strip("\n"))
            current = f"{begun}\n{line}"
            continue
        if current.strip():
            found.append(current.strip("\n"))
        current = line
        while len(plain(current)) > limit:
            bare = plain(current)
            cut = bare.rfind(" ", 0, limit) + 1 or limit
            found.append(escape(bare[:cut]))
            current = escape(bare[cut:])
    if current.strip():
        found.append(current.strip("\n"))
    return found
