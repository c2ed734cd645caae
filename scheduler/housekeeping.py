"""What has to be looked after every day: reminders planned anew at start and at every local midnight."""

from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog

from services.clock import Clock

log = structlog.stdlib.get_logger(__name__)

AGAIN_AFTER = timedelta(minutes=1)
"""By the Clock: the next try when a refresh has failed."""


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
    however many days the Clock has jumped over. What fails is logged and tried again after `AGAIN_AFTER`."""

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
            return next_midnight(now, await self._zones())
        except Exception:
            # Whatever it is (a full disk, a plan that cannot be read): the reminders planned before still go out.
            log.exception("housekeeping_failed", again_in=str(AGAIN_AFTER))
            return now + AGAIN_AFTER
