"""Values are read in the type that the schema names, never in the type that they look like."""

import json
from typing import Any

import pytest

from sandbox.dispatch import read_args
from sandbox.errors import ApiError
from sandbox.schema import load_schema


def read(method: str, **params: Any) -> dict[str, Any]:
    found = load_schema().method(method)
    assert found is not None
    return read_args(found, params, {})


def test_digits_in_a_text_stay_text() -> None:
    assert read("sendMessage", chat_id="42", text="42") == {"chat_id": 42, "text": "42"}
    assert read("sendMessage", chat_id="42", text="true")["text"] == "true"
    assert read("sendMessage", chat_id="42", text='{"a":1}')["text"] == '{"a":1}'


def test_an_unknown_parameter_is_ignored() -> None:
    assert "reply_to_message_id" not in read("sendMessage", chat_id=1, text="x", reply_to_message_id=5, nonsense="y")


def test_method_names_are_found_in_any_case() -> None:
    schema = load_schema()
    assert schema.method("SENDMESSAGE") is schema.method("sendMessage")
    assert schema.method("sendNothing") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("True", True), ("1", True), ("yes", True), ("false", False), ("0", False), ("no", False)],
)
def test_booleans_are_read_as_telegram_reads_them(text: str, value: bool) -> None:
    assert read("sendMessage", chat_id=1, text="x", disable_notification=text)["disable_notification"] is value


def test_a_chat_is_a_number_or_a_username() -> None:
    assert read("getChat", chat_id="-1001")["chat_id"] == -1001
    assert read("getChat", chat_id="@srok")["chat_id"] == "@srok"


def test_objects_come_as_json_text_or_as_json() -> None:
    rows = [[{"text": "Да", "callback_data": "yes", "unknown": 1}]]
    wanted = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}
    for markup in ({"inline_keyboard": rows}, json.dumps({"inline_keyboard": rows})):
        assert read("sendMessage", chat_id=1, text="x", reply_markup=markup)["reply_markup"] == wanted


@pytest.mark.parametrize(
    ("markup", "field"),
    [
        ({"keyboard": [[{"text": "a"}]]}, "keyboard"),
        ({"remove_keyboard": True}, "remove_keyboard"),
        ({"force_reply": True}, "force_reply"),
        ({"inline_keyboard": []}, "inline_keyboard"),
    ],
)
def test_a_reply_markup_is_recognised_by_its_field(markup: dict[str, Any], field: str) -> None:
    assert field in read("sendMessage", chat_id=1, text="x", reply_markup=markup)["reply_markup"]


@pytest.mark.parametrize(
    ("method", "name", "value", "kept"),
    [
        ("setMyCommands", "scope", {"type": "chat", "chat_id": "5", "user_id": 3}, {"type": "chat", "chat_id": 5}),
        ("setMyCommands", "scope", {"type": "all_private_chats", "x": 1}, {"type": "all_private_chats"}),
        ("setChatMenuButton", "menu_button", {"type": "commands"}, {"type": "commands"}),
    ],
)
def test_a_union_is_told_apart_by_its_type(method: str, name: str, value: Any, kept: Any) -> None:
    assert read(method, commands=[], chat_id=1, **{name: value})[name] == kept


def test_a_photo_of_an_album_is_no_live_photo() -> None:
    media = [{"type": "photo", "media": "attach://a", "has_spoiler": True}] * 2
    assert read("sendMediaGroup", chat_id=1, media=media)["media"] == media


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendPhoto", {"chat_id": 1}, "there is no photo in the request"),
        ("deleteMessage", {"chat_id": 1}, "message identifier is not specified"),
        ("deleteMessage", {"chat_id": 1, "message_id": "x"}, 'Field "message_id" must be of type Number'),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": "{"},
            "can't parse reply keyboard markup JSON object",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"buttons": []}},
            "can't parse reply keyboard markup: unknown type",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "a"}]]}},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": {}}},
            'can\'t parse InlineKeyboardMarkup: Field "inline_keyboard" must be of type Array',
        ),
        ("setChatTitle", {"chat_id": 1, "title": "s" * 129}, "title is too long: at most 128"),
        ("sendLocation", {"chat_id": 1, "latitude": "x", "longitude": 1}, 'Field "latitude" must be of type Number'),
        ("sendLocation", {"chat_id": 1, "latitude": 1, "longitude": 1, "live_period": 5}, "live_period is too small"),
        ("deleteMessages", {"chat_id": 1, "message_ids": list(range(101))}, "message_ids is too long: at most 100"),
        ("setMyCommands", {"commands": [{"command": "a"}]}, "can't parse BotCommand: Can't find field"),
        ("sendInvoice", {"chat_id": 1, "title": "x" * 33}, "title is too long: at most 32"),
    ],
)
def test_what_does_not_fit_is_refused(method: str, params: dict[str, Any], description: str) -> None:
    with pytest.raises(ApiError) as caught:
        read(method, **params)
    assert caught.value.code == 400
    assert caught.value.description.startswith(f"Bad Request: {description}")


def test_every_method_of_the_schema_is_compiled() -> None:
    schema = load_schema()
    assert schema.version == "10.3"
    assert len(schema.methods) == 185
    assert sum(len(m.parameters) for m in schema.methods.values()) == 932
