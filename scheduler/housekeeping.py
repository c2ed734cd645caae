"""What has to be looked after every day: reminders planned anew at start and at every local midnight."""

from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog

from services.clock import Clock

log = structlog.stdlib.get_logger(__name__)

AGAIN_AFTER = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 5, 10, 30, 60))
"""By the Clock, between tries while a refresh fails; the last one again and again. A database that is busy for a
moment must not cost the day's reminders a minute; one that is away, or a plan that cannot be read, is not asked all
the time."""


class Rings(Protocol):
    """An alarm of its own: `scheduler.wakeup.WakeUp.alarm()`."""

    def set_next(self, moment: datetime | None) -> None: ...
    def wake(self) -> None: ...
    async def wait(self) -> None: ...


def next_midnight(now: datetime, zones: Collection[ZoneInfo]) -> datetime:
    """When the next day begins in any of the zones (UTC's where there are none); UTC, after `now`."""
    return min(
        datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(0), zone).astimezone(UTC)
        for zone in (zones or [ZoneInfo("UTC")])
    )


class Housekeeping:
    """`async run()` until `stop()`: calls `refresh(now)` at start and whenever a day begins in one of `zones()`, once
    however many days the Clock has jumped over. What fails is logged, once for each incident, and tried again as
    `AGAIN_AFTER` says."""

    def __init__(
        self,
        refresh: Callable[[datetime], Awaitable[object]],
        zones: Callable[[], Awaitable[Collection[ZoneInfo]]],
        clock: Clock,
        alarm: Rings,
    ) -> None:
        self._refresh = refresh
        self._zones = zones
        self._clock = clock
        self._alarm = alarm
        self._stopping = False
        self._failures = 0  # in a row

    async def run(self) -> None:
        due: datetime | None = None
        while not self._stopping:
            now = self._clock.now()
            if due is None or now >= due:
                due = await self._look_after(now)
                self._alarm.set_next(due)
            else:
                await self._alarm.wait()

    def stop(self) -> None:
        """`run()` returns when a refresh under way is through."""
        self._stopping = True
        self._alarm.wake()

    async def _look_after(self, now: datetime) -> datetime:
        """Refresh; when the next is due."""
        try:
            await self._refresh(now)
            due = next_midnight(now, await self._zones())
        except Exception:
            # Whatever it is (a full disk, a plan that cannot be read): the reminders planned before still go out.
            again_in = AGAIN_AFTER[min(self._failures, len(AGAIN_AFTER) - 1)]
            if not self._failures:
                log.exception("housekeeping_failed", again_in_s=again_in.total_seconds())
            self._failures += 1
            return now + again_in
        if self._failures:
            log.warning("housekeeping_done_after_all", failures=self._failures)
            self._failures = 0
        return due
