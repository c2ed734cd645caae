"""What must hold of everything the bot ever said, whatever the story was."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sandbox import Message, Sandbox
from sandbox.keyboards import button_texts

_TRACES = ("Traceback", "Exception", "Error", "object at 0x", "None", 'File "', "sqlite", "что-то не получилось")
_MARKUP_LEFT = re.compile(r"</?(b|i|u|s|a|code|pre|blockquote)\b|&(lt|gt|amp|quot);|\{[a-z_]*\}")
_ENGLISH = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}")


def said_by_bot(sandbox: Sandbox) -> Iterator[Message]:
    """Every message of the bot that still stands in some chat."""
    for chat in sandbox.world.chats.values():
        yield from (message for message in chat.alive() if message.from_bot and not message.is_service)


def check_manners(
    sandbox: Sandbox,
    logs: Collection[Mapping[str, Any]],
    *,
    quoted: Collection[str] = (),
    refusals: Collection[str] = (),
    errors: Collection[str] = (),
) -> None:
    """No stack trace, no leftover of mark-up or of English in anything said; every pressed button answered; no call
    refused by Telegram, no error logged.

    `quoted` are people's own words, passed on as they are; `refusals` and `errors` name what a story provokes: parts of
    the Bot API's descriptions, events of the log.
    """
    for message in said_by_bot(sandbox):
        if any(words in message.text for words in quoted):
            continue
        for text in (message.text, *(label for row in button_texts(message.markup) for label in row)):
            assert not any(trace in text for trace in _TRACES), f"a person was shown: {text}"
            assert not _MARKUP_LEFT.search(text), f"mark-up or a gap was left in: {text}"
            assert not _ENGLISH.search(text), f"English in a Russian message: {text}"
    unanswered = [query.data for query in sandbox.bot.callbacks.values() if query.answer is None]
    assert not unanswered, f"these buttons still spin: {unanswered}"
    refused = [
        f"{call.method} to {call.args.get('chat_id')}: {call.error.description}"
        for call in sandbox.calls
        if call.error is not None and not any(part in call.error.description for part in refusals)
    ]
    assert not refused, refused
    failed = [entry for entry in logs if entry["log_level"] in ("error", "critical") and entry["event"] not in errors]
    assert not failed, failed
