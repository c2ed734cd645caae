"""A bot's updates: numbered, queued until confirmed, fetched by long polling.

Source: https://core.telegram.org/bots/api#getting-updates
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable

from sandbox.errors import conflict
from sandbox.jsontypes import Json
from sandbox.schema import load_schema

LONGEST_POLL = 50.0
"""Seconds of wall time that getUpdates waits at most."""
MOST_AT_ONCE = 100
LOG_LENGTH = 10_000
"""Updates kept for reading after they are confirmed."""

UPDATE_KINDS = tuple(kind for kind in load_schema().fields("Update") if kind != "update_id")
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
DEFAULT_KINDS = frozenset(UPDATE_KINDS) - _ON_REQUEST
"""What a bot gets that has not said what it wants."""


class UpdateFeed:
    """The updates of one bot, in order, with rising numbers."""

    def __init__(
        self,
        first_id: int,
        announce: Callable[[], None] = lambda: None,
        note: Callable[[Json], None] = lambda update: None,
    ) -> None:
        self._announce = announce  # told when somebody begins to wait
        self._note = note  # told of each update
        self._next_id = first_id
        self._queue: deque[Json] = deque()
        self._allowed: frozenset[str] = DEFAULT_KINDS
        self.allowed_given: list[str] | None = None
        self.log: deque[Json] = deque(maxlen=LOG_LENGTH)
        self._news = asyncio.Event()
        self._poll: asyncio.Future[str] | None = None
        self.webhook_active = False

    @property
    def pending(self) -> int:
        """Updates not yet confirmed."""
        return len(self._queue)

    @property
    def polled(self) -> bool:
        """Whether a long poll is waiting right now."""
        return self._poll is not None and not self._poll.done()

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind."""
        return kind in self._allowed

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Change what the bot wants from now on; None leaves it, an empty list asks for the usual."""
        if kinds is None:
            return
        known = [k for k in kinds if k in UPDATE_KINDS]
        self.allowed_given = known or None
        self._allowed = frozenset(known) if known else DEFAULT_KINDS

    def push(self, kind: str, payload: Json) -> int | None:
        """Queue an update; its number, or None if the bot does not want its kind."""
        if kind not in self._allowed:
            return None
        number = self._next_id
        self._next_id += 1
        update = {"update_id": number, kind: payload}
        self._queue.append(update)
        self.log.append(update)
        self._note(update)
        self.wake()
        return number

    def drop_pending(self) -> None:
        """Forget what has not been fetched."""
        self._queue.clear()

    def confirm(self, offset: int) -> None:
        """Forget updates below `offset`; a negative one leaves that many of the newest."""
        if offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()
            return
        while self._queue and self._queue[0]["update_id"] < offset:
            self._queue.popleft()

    def discard(self, update: Json) -> None:
        """Forget one update that a webhook has taken."""
        if update in self._queue:
            self._queue.remove(update)

    def peek(self) -> tuple[Json, ...]:
        """The pending updates."""
        return tuple(self._queue)

    async def wait_news(self) -> None:
        """Return when an update has come since the last call."""
        await self._news.wait()
        self._news.clear()

    def wake(self) -> None:
        """Let whoever waits, a poll or a webhook, look again."""
        self._news.set()
        self._end_poll("")

    def interrupt(self, reason: str) -> None:
        """End the waiting long poll with 409."""
        self._end_poll(reason)

    async def fetch(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """getUpdates: up to `limit` updates, waiting up to `seconds` for the first.

        Errors: 409 while a webhook is set; an older poll that still waits gets 409 itself.
        """
        if self.webhook_active:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self.interrupt("terminated by other getUpdates request; make sure that only one bot instance is running")
        if offset:
            self.confirm(offset)
        if not self._queue and seconds > 0:
            await self._wait(min(seconds, LONGEST_POLL))
        return [update for update, _ in zip(self._queue, range(limit), strict=False)]

    async def _wait(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        poll = self._poll = loop.create_future()
        self._announce()
        timer = loop.call_later(seconds, self._end_poll, "")
        try:
            reason = await poll
        finally:
            timer.cancel()
            if self._poll is poll:
                self._poll = None
        if reason:
            raise conflict(reason)

    def _end_poll(self, reason: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(reason)
