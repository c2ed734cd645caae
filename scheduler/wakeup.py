"""When does somebody have to look again? APScheduler holds one dated job for all who wait, whatever they wait for.

Never a job a reminder: those were lost on kill -9, on downtime and on renaming a function, and took a hundred times
the room. The outbox knows what is due; this only says when to look.
"""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from services.clock import Clock

SAFETY_NET = timedelta(seconds=30)
"""Whoever waits looks again at least this often (wall time), in case a wake-up was missed."""

FARTHEST_S = timedelta(days=365).total_seconds()
"""What is further off needs no date: the safety net comes round a million times before."""

SAME = timedelta(milliseconds=1)
"""Wall times that lie no further apart are one: dating a job costs a hundred times as much as looking."""

OVERLAPPING_RINGS = 100
"""APScheduler skips a job while this many runs of it are not over; a ring is over in one turn of the loop."""

NEXT, NET = "next", "safety-net"


class Alarm:
    """One waiter: its own next moment, its own event. Made by `WakeUp.alarm`."""

    def __init__(self, owner: "WakeUp") -> None:
        self._owner = owner
        self._event = asyncio.Event()
        self.moment: datetime | None = None

    def set_next(self, moment: datetime | None) -> None:
        """Wake at `moment` of the Clock (aware), at once when it has passed; None: only when woken, or by the safety
        net."""
        self.moment = moment
        self._owner.reschedule()

    def wake(self) -> None:
        """Let this waiter look again now."""
        self._event.set()

    async def wait(self) -> None:
        """Until the moment, a `wake()`, or the safety net; a wake-up since the last wait counts."""
        # APScheduler reckons by the wall clock: set back by an hour, it would sleep through it. The loop's clock only
        # ever goes forward.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2 * SAFETY_NET.total_seconds()):
                await self._event.wait()
        self._event.clear()


class WakeUp:
    """The process's one APScheduler: a date job at the earliest moment anybody waits for, and an interval as a safety
    net. Both only set events. To be entered with `async with`; itself it is the dispatcher's alarm."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._scheduler: AsyncIOScheduler | None = None
        self._dated: datetime | None = None  # the wall time of the date job
        self._alarms: list[Alarm] = []
        self._first = self.alarm()

    def alarm(self) -> Alarm:
        """Another waiter, with a moment and an event of its own."""
        alarm = Alarm(self)
        self._alarms.append(alarm)
        return alarm

    def set_next(self, moment: datetime | None) -> None:
        """See `Alarm.set_next`."""
        self._first.set_next(moment)

    async def wait(self) -> None:
        """See `Alarm.wait`."""
        await self._first.wait()

    def wake(self) -> None:
        """Everybody looks again, and the job is dated anew: the Clock has jumped, or there is something to do."""
        for alarm in self._alarms:
            alarm.wake()
        self.reschedule()

    def reschedule(self) -> None:
        """Wake whose moment has come, and date the job at the wall time of the earliest that has not."""
        earliest = FARTHEST_S
        for alarm in self._alarms:
            if alarm.moment is not None:
                delay = self._clock.wall_delay_until(alarm.moment)
                if delay <= 0:
                    alarm.wake()
                else:
                    earliest = min(earliest, delay)
        if self._scheduler is None:
            return
        if earliest >= FARTHEST_S:
            if self._dated is not None and self._scheduler.get_job(NEXT) is not None:
                self._scheduler.remove_job(NEXT)
            self._dated = None
            return
        run_at = datetime.now(UTC) + timedelta(seconds=earliest)
        if self._dated is None or abs(run_at - self._dated) > SAME:
            self._dated = run_at
            self._scheduler.add_job(
                self._ring,
                DateTrigger(run_at),
                id=NEXT,
                replace_existing=True,
                misfire_grace_time=None,
                max_instances=OVERLAPPING_RINGS,
            )

    async def _ring(self) -> None:
        """A coroutine, so that APScheduler runs it in the loop: a plain function would go to a thread."""
        if self._scheduler is not None and self._scheduler.get_job(NEXT) is None:
            self._dated = None
        for alarm in self._alarms:
            alarm.wake()

    async def __aenter__(self) -> Self:
        if self._scheduler is not None:
            raise RuntimeError("this WakeUp is in use")
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.start()
        self._scheduler.add_job(
            self._ring,
            IntervalTrigger(seconds=int(SAFETY_NET.total_seconds())),
            id=NET,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=OVERLAPPING_RINGS,
        )
        self.reschedule()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        scheduler, self._scheduler, self._dated = self._scheduler, None, None
        if scheduler is not None:
            scheduler.shutdown(wait=False)
            await asyncio.sleep(0)  # it shuts down in the loop's next turn
