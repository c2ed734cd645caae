"""What this process's messages show, so that an edit that would change nothing is not made: Telegram refuses it.

https://core.telegram.org/bots/api#editmessagetext («message is not modified»)
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from services.people.model import Address
from views.screen import Screen

REMEMBERED = 2_000
"""Messages; those shown longest ago are forgotten first. Some hundred bytes each."""

MessageKey = tuple[str, str, str]


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class LastShown:
    """Shared by all that show Screens through one bot. `alone`: no other process edits this one's messages, so what is
    remembered is what they show; otherwise only who writes by itself (an announcement's progress) goes by it."""

    def __init__(self, *, alone: bool = False) -> None:
        self.alone = alone
        self._prints: dict[MessageKey, bytes] = {}
        self._turns: dict[MessageKey, _Turn] = {}

    def is_shown(self, address: Address, message_id: str, screen: Screen) -> bool:
        """Whether the message is known to show this already."""
        return self._prints.get(_key(address, message_id)) == _print(screen)

    def note(self, address: Address, message_id: str, screen: Screen) -> None:
        """The message shows this now."""
        key = _key(address, message_id)
        self._prints.pop(key, None)
        self._prints[key] = _print(screen)
        if len(self._prints) > REMEMBERED:
            del self._prints[next(iter(self._prints))]

    def forget(self, address: Address, message_id: str) -> None:
        """Nobody knows what it shows."""
        self._prints.pop(_key(address, message_id), None)

    def clear(self) -> None:
        """Another process may have edited any of them."""
        self._prints.clear()

    @asynccontextmanager
    async def turn(self, address: Address, message_id: str) -> AsyncIterator[None]:
        """One edit of a message at a time: the second of two sees what the first has come to."""
        key = _key(address, message_id)
        turn = self._turns.setdefault(key, _Turn())
        turn.users += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.users -= 1
            if not turn.users:
                del self._turns[key]


def _key(address: Address, message_id: str) -> MessageKey:
    return address.messenger, address.chat, message_id


def _print(screen: Screen) -> bytes:
    said = f"{screen.text}\0{screen.buttons!r}"
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()
