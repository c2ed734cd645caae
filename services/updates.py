"""The durable inbox: what a messenger delivered is stored before it is confirmed, and handled once.

An update is marked handled in the transaction of its effect: the unit of work that commits first while the update is
the current one does that by itself. Nobody but the intake needs to think of it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

ATTEMPTS = 3
"""How often an update is tried: a failing handler, or one that takes the process down with it, is then given up."""


@dataclass(slots=True)
class CurrentUpdate:
    """The update being handled in this context. `at` is when handling began (UTC), `handled` whether it is marked."""

    messenger: str
    id: int
    at: datetime
    handled: bool = False


class UpdateAlreadyHandled(Exception):
    """Another run of the same update was faster: this one's transaction was rolled back, nothing was changed."""


_current: ContextVar[CurrentUpdate | None] = ContextVar("current_update", default=None)


def current_update() -> CurrentUpdate | None:
    """The update that is being handled here, if any."""
    return _current.get()


@contextmanager
def handling(messenger: str, update_id: int, at: datetime) -> Iterator[CurrentUpdate]:
    """Make the update the current one. Ask `handled` of the result afterwards: False means that nothing was
    committed, and `Updates.handled` (or `.failed`) is left to call."""
    update = CurrentUpdate(messenger, update_id, at)
    token = _current.set(update)
    try:
        yield update
    finally:
        _current.reset(token)


@contextmanager
def aside() -> Iterator[None]:
    """What is committed in here is not the current update's effect (a person's name, say) and does not mark it."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)


class Updates(Protocol):
    """Each call is a transaction of its own. Ids are the messenger's, ascending; bodies are its own JSON."""

    async def store(self, messenger: str, updates: Sequence[tuple[int, str]], now: datetime) -> Sequence[int]:
        """Keep them durably before they are confirmed; the ids that were new, ascending. Another body under a known
        id is new: a server that was started anew counts from the beginning."""
        ...

    async def open(self, messenger: str, now: datetime) -> Sequence[tuple[int, str]]:
        """The ones that an earlier run left unhandled, oldest first; for the start. What has used up `ATTEMPTS` is
        given up, logged and not returned."""
        ...

    async def begin_again(self, messenger: str, update_id: int) -> None:
        """Count an attempt, durably, before one of those is handled: should it take the process down, it is known
        which one did. They are to be handled one at a time, or a bystander is counted with the culprit."""
        ...

    async def handled(self, messenger: str, update_id: int, now: datetime) -> None:
        """It had no effect to commit (a question that was answered). Marking twice does nothing."""
        ...

    async def failed(self, messenger: str, update_id: int, now: datetime) -> bool:
        """Its handler raised. True while it may be tried again; False when it has now been given up (and logged)."""
        ...

    async def forget(self, before: datetime) -> int:
        """Delete handled updates received before then; how many. A messenger repeats none that old (Telegram: 24 h)."""
        ...


class Custody(Protocol):
    """Which of several instances has an update in hand. What a dead one had, another may take."""

    async def take(self, messenger: str, updates: Sequence[int]) -> Sequence[int]:
        """Those that are unhandled and in nobody else's hands; in this instance's from now on. Not to be asked about
        what this instance has in hand already. Raises when the database is away."""
        ...

    async def is_open(self, messenger: str, update_id: int) -> bool:
        """Whether it is still unhandled. Raises when the database is away."""
        ...

    async def let_go(self, messenger: str, update_id: int) -> None:
        """It was handled, or is left to others. Never raises."""
        ...
