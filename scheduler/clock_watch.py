"""Notices that the clock has jumped: it was set, or the machine has slept. What has fallen due meanwhile goes out then.

Timers of the event loop count the time that the machine is awake: whoever waits for nine o'clock through a night in
which the laptop is shut would wake hours late.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from services.clock import Clock

log = structlog.stdlib.get_logger(__name__)

LOOK_EVERY_S = 1.0
"""Seconds that the machine is awake."""

JUMP_S = 2.0
"""By so much the clock may run apart from the seconds that have passed, for a busy loop's sake."""

_AHEAD = timedelta(days=1)


async def watch_clock(
    clock: Clock,
    jumped: Callable[[], None],
    *,
    monotonic: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Call `jumped` whenever the clock has gone another way than the seconds did; for ever.

    Of a clock of another speed only its jumps are noticed: the time that is left until a moment is asked of it.
    """
    while True:
        moment = clock.now() + _AHEAD
        left, before = clock.wall_delay_until(moment), monotonic()
        await sleep(LOOK_EVERY_S)
        passed = monotonic() - before
        by = left - passed - clock.wall_delay_until(moment)
        if abs(by) > JUMP_S:
            log.warning("clock_jumped", seconds=round(by))
            jumped()
