"""Updates that are worth nothing a moment later: what somebody has typed so far behind the bot's name.

They are never stored and never tried again, stand in nobody's way, and only the last of each person's is answered: with
every further letter the one before is nobody's question any more (docs/decisions/0012).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any

import structlog

log = structlog.get_logger(__name__)

KINDS = ("inline_query",)

AT_ONCE = 4
"""People answered at the same time, beside those who have written or pressed something."""

PEOPLE = 200
"""Who wait for their turn; more of them, and whoever comes is let go: with their next letter they come again."""

REMEMBERED = 1000
"""Updates that are known when they come again: some servers know no offset."""


def is_passing(raw: Mapping[str, Any]) -> bool:
    return any(kind in raw for kind in KINDS)


def lasting(batch: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Without what is worth nothing any more."""
    kept = [raw for raw in batch if not is_passing(raw)]
    if len(kept) < len(batch):
        log.info("telegram.queries_too_late", queries=len(batch) - len(kept))
    return kept


class Passing:
    """`take()` what has come. Each is handled once, a person's newest alone."""

    def __init__(
        self,
        handle: Callable[[Mapping[str, Any]], Awaitable[None]],
        spawn: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        """`spawn` runs work until it ends."""
        self._handle = handle
        self._spawn = spawn
        self._newest: dict[str, Mapping[str, Any]] = {}
        self._served: set[str] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._known: deque[tuple[int, str]] = deque(maxlen=REMEMBERED)

    def take(self, batch: Sequence[Mapping[str, Any]]) -> bool:
        """Hand them on; whether any was new. The others in the batch are none of its business."""
        came = False
        for raw in filter(is_passing, batch):
            query = next(raw[kind] for kind in KINDS if kind in raw)
            identity = (int(raw["update_id"]), str(query.get("id")) if isinstance(query, Mapping) else "")
            if identity in self._known:
                continue
            self._known.append(identity)
            came = True
            self._queue(_author_of(query), raw)
        return came

    def forget(self) -> None:
        """Handle none of those that wait."""
        self._newest.clear()

    def _queue(self, person: str, raw: Mapping[str, Any]) -> None:
        if person not in self._served and len(self._served) >= PEOPLE:
            log.warning("telegram.queries_too_many", people=len(self._served))
            return
        self._newest[person] = raw
        if person not in self._served:
            self._served.add(person)
            self._spawn(self._serve(person))

    async def _serve(self, person: str) -> None:
        try:
            while person in self._newest:
                async with self._places:
                    raw = self._newest.pop(person, None)  # what came while it waited for a place is the newest
                    if raw is not None:
                        await self._attempt(raw)
        finally:
            self._served.discard(person)

    async def _attempt(self, raw: Mapping[str, Any]) -> None:
        try:
            await self._handle(raw)
        except Exception as error:  # the store is away, say: the next letter tries again
            log.warning("telegram.query_dropped", update=raw.get("update_id"), exc_info=error)


def _author_of(query: object) -> str:
    author = query.get("from") if isinstance(query, Mapping) else None
    return str(author.get("id")) if isinstance(author, Mapping) else ""
