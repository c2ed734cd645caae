"""What went between the server and the bots, for people to read: updates, calls, answers."""

import json
import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sandbox.clock import Clock
from sandbox.errors import ApiError
from sandbox.files import Upload
from sandbox.jsontypes import Json

KEPT: Final = 2_000
"""Entries that are kept; older ones are forgotten."""

SUMMARY_LENGTH: Final = 120

UNLOGGED: Final = frozenset({"getupdates"})
"""A poll says nothing that the updates themselves do not; a refused one is kept."""

HIDDEN: Final = frozenset({"secret_token"})
"""Parameters of which only the name is kept."""

_NUMBER: Final = re.compile(r"-?[0-9]{1,19}")
_WORDS: Final = frozenset({"text", "caption"})


class Direction(StrEnum):
    """Who said it."""

    UPDATE = "update"  # the server to the bot
    CALL = "call"  # the bot to the server
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `at` is seconds since 1970 by the sandbox's clock, `body` the JSON that went over the wire:
    files are named, not shown."""

    number: int
    at: float
    direction: Direction
    method: str
    chat: int | str | None
    summary: str
    body: Json


class WireLog:
    """The newest entries of all bots, numbered from 1. It never holds a token: that is in the address alone."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self.last = 0
        self.on_entry: Callable[[], None] = _nobody
        """Told of each new entry."""

    def after(self, number: int) -> list[Entry]:
        """The entries with a higher number, oldest first."""
        found: list[Entry] = []
        for entry in reversed(self._entries):
            if entry.number <= number:
                break
            found.append(entry)
        return found[::-1]

    def update(self, update: Json) -> None:
        """A bot is given an update."""
        kind, payload = next((kind, value) for kind, value in update.items() if kind != "update_id")
        told = payload.get("message", payload)
        chat = told.get("chat", {}).get("id") if isinstance(told, dict) else None
        words = payload.get("data") or payload.get("query") or payload.get("text") or payload.get("caption") or ""
        self._add(Direction.UPDATE, kind, chat, words, update)

    def call(self, method: str, params: Mapping[str, Any], uploads: Mapping[str, Upload]) -> None:
        """A bot calls a method."""
        if method.lower() in UNLOGGED:
            return
        body: Json = {name: "…" if name in HIDDEN else _opened(name, value) for name, value in params.items()}
        body |= {name: {"file": upload.name, "size": len(upload.body)} for name, upload in uploads.items()}
        words = params.get("text") or params.get("caption") or ""
        self._add(Direction.CALL, method, params.get("chat_id"), words, body)

    def answer(self, method: str, chat: int | str | None, whole: Json) -> None:
        """It was answered."""
        if method.lower() not in UNLOGGED:
            self._add(Direction.ANSWER, method, chat, "ok", whole)

    def refusal(self, method: str, chat: int | str | None, error: ApiError) -> None:
        """It was refused."""
        body: Json = {"ok": False, "error_code": error.code, "description": error.description}
        if error.parameters:
            body["parameters"] = error.parameters
        self._add(Direction.ANSWER, method, chat, f"{error.code} {error.description}", body)

    def broken(self, method: str, chat: int | str | None, how: str) -> None:
        """The answer was none: silence, half a body, a gateway's page."""
        self._add(Direction.ANSWER, method, chat, how, {"trouble": how})

    def _add(self, direction: Direction, method: str, chat: int | str | None, words: object, body: Json) -> None:
        self.last += 1
        summary = " ".join(str(words).split())[:SUMMARY_LENGTH]
        now = self._clock.now().timestamp()
        if isinstance(chat, str) and _NUMBER.fullmatch(chat):
            chat = int(chat)  # a form's field
        self._entries.append(Entry(self.last, now, direction, method, chat, summary, body))
        self.on_entry()


def without(body: Json, secrets: tuple[str, ...]) -> str:
    """The JSON as text, with these words blotted out: a bot may have written its own token into a message."""
    text = json.dumps(body, ensure_ascii=False, default=str).encode(errors="replace").decode()
    for secret in secrets:
        text = text.replace(secret, "…")
    return text


def _opened(name: str, value: Any) -> Any:
    """A form's fields are strings: those that hold JSON are read, for people to read them."""
    if name in _WORDS or not isinstance(value, str) or not value.startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _nobody() -> None:
    pass
