"""When does somebody have to look again? APScheduler holds one dated job for all who wait, whatever they wait for."""

import asyncio
import math
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from services.clock import Clock

SAFETY_NET = timedelta(seconds=30)
"""Whoever waits looks again at least this often (wall time), in case a wake-up was missed."""

FARTHEST = timedelta(days=365)
"""A wake-up further off is dated so; the safety net comes first anyway, and dates stay within what a datetime holds."""


class Alarm:
    """One waiter: its own next moment, its own event. Made by `WakeUp.alarm`."""

    def __init__(self, owner: "WakeUp") -> None:
        self._owner = owner
        self._event = asyncio.Event()
        self.moment: datetime | None = None

    def set_next(self, moment: datetime | None) -> None:
        """Wake at `moment` of the Clock (aware); None: only when woken, or by the safety net."""
        if moment != self.moment:
            self.moment = moment
            self._owner.reschedule()

    def wake(self) -> None:
        """Let the waiter look again now."""
        self._event.set()

    async def wait(self) -> None:
        """Until the moment, a `wake()`, or the safety net; a wake-up since the last wait counts."""
        # APScheduler reckons by the wall clock: set back by an hour, it would sleep through it. The loop's clock only
        # ever goes forward.
        try:
            async with asyncio.timeout(2 * SAFETY_NET.total_seconds()):
                await self._event.wait()
        except TimeoutError:
            pass
        self._event.clear()


class WakeUp:
    """The process's one APScheduler: a date job at the earliest moment anybody waits for, and an interval as a safety
    net. Both only set events. Use as `async with`; itself it is the dispatcher's alarm."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._alarms: list[Alarm] = []
        self._first = self.alarm()

    def alarm(self) -> Alarm:
        """Another waiter, with a moment and an event of its own."""
        alarm = Alarm(self)
        self._alarms.append(alarm)
        return alarm

    def set_next(self, moment: datetime | None) -> None:
        self._first.set_next(moment)

    async def wait(self) -> None:
        await self._first.wait()

    def wake(self) -> None:
        """Everybody looks again, and the date job is dated anew: the Clock has jumped, or there is something to do."""
        raise NotImplementedError

    def reschedule(self) -> None:
        """Date the job at the wall time of the earliest moment."""
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        raise NotImplementedError

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        raise NotImplementedError
