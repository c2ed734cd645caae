"""Keyboards: what Telegram accepts below a message."""

from typing import Any

import pytest

from sandbox.errors import ApiError
from sandbox.keyboards import check_markup


def button(**fields: Any) -> dict[str, Any]:
    return {"text": "Да", "callback_data": "x", **fields}


def inline(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def plain(**fields: Any) -> dict[str, Any]:
    return {k: v for k, v in {"text": "Да", **fields}.items() if v is not None}


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (inline([button(callback_data="ж" * 33)]), "BUTTON_DATA_INVALID"),
        (inline([button(callback_data="")]), "BUTTON_DATA_INVALID"),
        (inline(*[[button()] * 8] * 13), "reply markup is too long"),
        (inline([button()] * 9), "BUTTON_ROW_TOO_LONG"),
        (inline(*[[button(text="ж" * 100)] * 6] * 9), "reply markup is too long"),
        (inline([plain()]), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (inline([button(text=" ")]), "can't parse inline keyboard button: Button text must be non-empty"),
        (inline([plain(url="no address")]), "inline keyboard button URL 'no address' is invalid: Wrong HTTP URL"),
        (inline([plain(copy_text={"text": "x" * 257})]), "BUTTON_COPY_TEXT_INVALID"),
        ({"keyboard": []}, "reply markup is empty"),
        ({"keyboard": [[plain()] * 13]}, "reply markup is too long"),
        ({"keyboard": [[plain(request_contact=True)]]}, "phone number can be requested in private chats only"),
    ],
)
def test_refused(markup: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        check_markup(markup, private=False)
    assert caught.value.description == f"Bad Request: {reason}"


def test_the_largest_that_fits() -> None:
    full = inline(*[[button(callback_data="x" * 64)] * 8] * 6)
    assert check_markup(full, private=True) == full
    hundred = inline(*[[{"text": "a", "callback_data": "b"}] * 8] * 12, [{"text": "a", "callback_data": "b"}] * 4)
    assert check_markup(hundred, private=True) == hundred


def test_empty_rows_go_and_an_empty_keyboard_is_none() -> None:
    assert check_markup(inline([], [button()], []), private=True) == inline([button()])
    assert check_markup(inline([]), private=True) is None
    assert check_markup({}, private=True) is None
    assert check_markup({"remove_keyboard": False}, private=True) is None


def test_addresses_are_completed() -> None:
    checked = check_markup(inline([plain(url="cikrf.ru")], [plain(url="tg://resolve?domain=x")]), private=True)
    assert checked is not None
    assert [row[0]["url"] for row in checked["inline_keyboard"]] == ["http://cikrf.ru/", "tg://resolve?domain=x"]
