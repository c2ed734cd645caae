"""What may hang below a message: inline keyboards, reply keyboards, their removal and forced replies.

Source: https://core.telegram.org/bots/api#inlinekeyboardmarkup and #replykeyboardmarkup
"""

import json

from sandbox.entities.links import normal_url
from sandbox.errors import bad_request
from sandbox.jsontypes import Json

INLINE_BUTTONS_LIMIT = 100
"""Inline buttons of one message."""
INLINE_ROW_LIMIT = 8
"""Inline buttons side by side."""
REPLY_BUTTONS_LIMIT = 300
REPLY_ROW_LIMIT = 12
CALLBACK_DATA_LIMIT = 64
"""Bytes of a button's callback_data."""
MARKUP_LIMIT = 10_240
"""Bytes of the whole markup."""

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
_PRIVATE_ONLY = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_poll": "poll can be requested in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
    "web_app": "web App buttons can be used in private chats only",
}
"""Buttons of a reply keyboard that groups do not have, and what is said of them there."""


def check_markup(markup: Json | None, *, private: bool) -> Json | None:
    """The markup as the chat keeps it (empty rows dropped), or None where there is none.

    `private` says that the chat is with one person: contact and location buttons work only there.
    Errors: 400 in Telegram's words (BUTTON_DATA_INVALID, «reply markup is too long», …).
    """
    if not markup:
        return None
    if "inline_keyboard" in markup:
        checked = _inline(markup, private=private)
    elif "keyboard" in markup:
        checked = _reply(markup, private=private)
    elif "remove_keyboard" in markup:
        return markup if markup["remove_keyboard"] else None
    elif "force_reply" in markup:
        return markup if markup["force_reply"] else None
    else:
        return None
    if checked is not None and len(json.dumps(checked, ensure_ascii=False).encode()) > MARKUP_LIMIT:
        raise bad_request("reply markup is too long")
    return checked


def _inline(markup: Json, *, private: bool) -> Json | None:
    rows = [row for row in markup["inline_keyboard"] if row]
    for row in rows:
        if len(row) > INLINE_ROW_LIMIT:
            raise bad_request("BUTTON_ROW_TOO_LONG")
        for button in row:
            _inline_button(button, private=private)
    if sum(len(row) for row in rows) > INLINE_BUTTONS_LIMIT:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _inline_button(button: Json, *, private: bool) -> None:
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: Button text must be non-empty")
    given = [name for name in _ACTIONS if name in button]
    if not given:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(given) > 1:
        raise bad_request(f"can't parse inline keyboard button: exactly one action expected, got {given}")
    data = button.get("callback_data")
    if data is not None and not 0 < len(data.encode()) <= CALLBACK_DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    address = button.get("url")
    if address is not None:
        if address.lower().startswith("tg://"):
            return
        url = normal_url(address)
        if url is None:
            raise bad_request(f"inline keyboard button URL '{address}' is invalid: Wrong HTTP URL")
        button["url"] = url
    if "web_app" in button and not private:
        raise bad_request("BUTTON_TYPE_INVALID")
    _web_app(button, "inline keyboard button")
    if "pay" in button or "callback_game" in button:  # of an invoice or a game, which the sandbox does not send
        raise bad_request("BUTTON_TYPE_INVALID")
    copied = button.get("copy_text")
    if copied is not None and not 0 < len(copied["text"]) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _web_app(button: Json, what: str) -> None:
    address = (button.get("web_app") or {}).get("url")
    if address is not None and not address.lower().startswith("https://"):
        raise bad_request(f"{what} Web App URL '{address}' is invalid: Only HTTPS links are allowed")


def _reply(markup: Json, *, private: bool) -> Json:
    rows = [row for row in markup["keyboard"] if row]
    if not rows:
        raise bad_request("reply markup is empty")
    for row in rows:
        if len(row) > REPLY_ROW_LIMIT:
            raise bad_request("reply markup is too long")
        for button in row:
            if not button["text"].strip():
                raise bad_request("can't parse keyboard button: Button text must be non-empty")
            for name, refusal in _PRIVATE_ONLY.items():
                if not private and button.get(name, False) is not False:
                    raise bad_request(refusal)
            _web_app(button, "keyboard button")
    if sum(len(row) for row in rows) > REPLY_BUTTONS_LIMIT:
        raise bad_request("reply markup is too long")
    return {**markup, "keyboard": rows}


def find_button(markup: Json | None, wanted: str) -> Json | None:
    """The inline button whose text or callback data is `wanted`."""
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            if wanted in (button["text"], button.get("callback_data")):
                found: Json = button
                return found
    return None


def button_texts(markup: Json | None) -> list[list[str]]:
    """The texts of the buttons, row by row, of an inline or a reply keyboard."""
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [[button["text"] for button in row] for row in rows]
