"""What has to be looked after every day: reminders planned anew at start and at every local midnight."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.wakeup import WakeUp
from services.clock import Clock


class Housekeeping:
    """`async run()` until `stop()`: calls `refresh(now)` at start and whenever a day begins in one of `zones()`."""

    def __init__(
        self,
        refresh: Callable[[datetime], Awaitable[object]],
        zones: Callable[[], Awaitable[Collection[ZoneInfo]]],
        clock: Clock,
        wakeup: WakeUp,
    ) -> None:
        raise NotImplementedError

    async def run(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError
