"""No token in a log, wherever it hides."""

from bot.logs import hide_tokens

TOKEN = "7000000001:AAE-abcdefghijklmnopqrstuvwxyz_012345"


def test_tokens_are_blackened_in_texts_lists_and_mappings() -> None:
    entry = {
        "event": "failed",
        "url": f"https://api.telegram.org/bot{TOKEN}/sendMessage",
        "args": [TOKEN, 5],
        "more": {"token": TOKEN},
    }
    shown = hide_tokens(None, "info", entry)
    assert "AAE" not in str(shown)
    assert "7000000001:***" in str(shown["url"])
    assert shown["args"] == ["7000000001:***", 5]


def test_hours_are_left_alone() -> None:
    assert hide_tokens(None, "info", {"event": "до 18:00"}) == {"event": "до 18:00"}
