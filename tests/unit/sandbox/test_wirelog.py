"""The log of what went over the wire."""

import json

from sandbox.errors import too_many_requests
from sandbox.files import Upload
from sandbox.world.wirelog import KEPT, SUMMARY_LENGTH, WireLog, without
from tests.unit.sandbox.support import HandClock


def test_entries_are_numbered_and_come_after_one_another() -> None:
    log = WireLog(HandClock())
    log.update({"update_id": 7, "message": {"chat": {"id": 5}, "text": "привет\nвсем"}})
    log.call("sendMessage", {"chat_id": 5, "text": "да"}, {})
    log.refusal("sendMessage", 5, too_many_requests(3))
    first, call, answer = log.after(0)
    assert (first.direction, first.method, first.chat, first.summary) == ("update", "message", 5, "привет всем")
    assert (call.direction, call.summary, call.body) == ("call", "да", {"chat_id": 5, "text": "да"})
    assert answer.body["parameters"] == {"retry_after": 3}
    assert [entry.number for entry in log.after(1)] == [2, 3]
    assert log.after(3) == []


def test_the_oldest_are_forgotten() -> None:
    log = WireLog(HandClock())
    for number in range(KEPT + 5):
        log.call("sendMessage", {"chat_id": number, "text": "x" * 500}, {})
    kept = log.after(0)
    assert (len(kept), kept[0].number, log.last) == (KEPT, 6, KEPT + 5)
    assert len(kept[0].summary) == SUMMARY_LENGTH


def test_forms_are_read_files_named_and_secrets_hidden() -> None:
    log = WireLog(HandClock())
    markup: dict[str, list[str]] = {"inline_keyboard": []}
    params = {"reply_markup": json.dumps(markup), "caption": "[1]", "secret_token": "s", "media": "[broken"}
    log.call("sendPhoto", params, {"photo": Upload("a.png", b"123")})
    assert log.after(0)[0].body == {
        "reply_markup": markup,
        "caption": "[1]",
        "secret_token": "…",
        "media": "[broken",
        "photo": {"file": "a.png", "size": 3},
    }
    assert (
        without({"url": "https://x/bot1:abc/", "text": "1:abc"}, ("1:abc",))
        == '{"url": "https://x/bot…/", "text": "…"}'
    )


def test_a_chat_is_a_number_or_a_name_however_it_was_written() -> None:
    log = WireLog(HandClock())
    for chat in (5, "5", "-100", "@srok", None):
        log.call("sendMessage", {"chat_id": chat, "text": "x"}, {})
    assert [entry.chat for entry in log.after(0)] == [5, 5, -100, "@srok", None]


def test_polls_are_left_out_unless_refused() -> None:
    log = WireLog(HandClock())
    log.call("getUpdates", {}, {})
    log.answer("getUpdates", None, {"ok": True, "result": []})
    assert log.last == 0
    log.refusal("getUpdates", None, too_many_requests(1))
    assert log.last == 1
