"""Keeps the announcements' jobs going: looks when something is due, has been committed, or may have moved on."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from scheduler.housekeeping import Rings
from services.clock import Clock

log = structlog.stdlib.get_logger(__name__)

NOT_OFTENER = timedelta(seconds=1)
"""By the Clock. Every call of the dispatcher that ends wakes everybody; looking costs a query."""

AGAIN_AFTER = timedelta(seconds=5)
"""By the Clock: the next try when looking has failed."""


class AnnouncementKeeper:
    """`async run()` until `stop()`: calls `look(now)` (`services.announcements.jobs`), which says when it wants to be
    called again: a moment that has come means at once, None only when woken."""

    def __init__(self, look: Callable[[datetime], Awaitable[datetime | None]], clock: Clock, alarm: Rings) -> None:
        self._look = look
        self._clock = clock
        self._alarm = alarm
        self._stopping = False
        self._is_looking = False

    @property
    def is_busy(self) -> bool:
        """Whether something is being done right now."""
        return self._is_looking

    async def run(self) -> None:
        looked_at: datetime | None = None
        due: datetime | None = None
        while not self._stopping:
            now = self._clock.now()
            too_soon = looked_at is not None and looked_at <= now < looked_at + NOT_OFTENER
            if looked_at is not None and too_soon and (due is None or now < due):
                self._alarm.set_next(looked_at + NOT_OFTENER if due is None else min(due, looked_at + NOT_OFTENER))
                await self._alarm.wait()
                continue
            due = await self._look_after(now)
            looked_at = now
            if due is None or due > self._clock.now():
                self._alarm.set_next(due)
                await self._alarm.wait()

    def stop(self) -> None:
        """`run()` returns when a look under way is through."""
        self._stopping = True
        self._alarm.wake()

    async def _look_after(self, now: datetime) -> datetime | None:
        self._is_looking = True
        try:
            return await self._look(now)
        except Exception:
            # A full disk, a lock, a bug: what has been confirmed still goes out, and this is tried again.
            log.exception("announcements_not_looked_after", again_in=str(AGAIN_AFTER))
            return now + AGAIN_AFTER
        finally:
            self._is_looking = False
