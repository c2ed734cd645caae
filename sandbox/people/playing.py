"""Playing: the host's clock goes forward by itself, at so many of its minutes a second of the wall."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sandbox.clock import Clock
from sandbox.controls import ControlRefused, Controls, ask_to_stop
from sandbox.world.changes import Changes

TICK: Final = 0.1
"""Wall seconds between two steps: the pages are told of the hour no more often."""

LONGEST_STEP: Final = 0.5
"""Wall seconds that one step makes up for: where sending takes longer, the calendar waits for it and does not run
after the time that was lost."""

log = logging.getLogger(__name__)


class Player:
    """Plays a host's calendar through `Controls.advance`, so that all that is due on the way is done in its order.

    `sleep` and `monotonic` are the wall's.
    """

    def __init__(
        self,
        clock: Clock,
        changes: Changes,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._changes = changes
        self._sleep = sleep
        self._monotonic = monotonic
        self._speed = 0.0
        self._task: asyncio.Task[None] | None = None
        self._controls: Controls | None = None
        self.refusal = ""
        """Why it stopped by itself before the calendar's end; "" when it did not."""

    @property
    def speed(self) -> float:
        """Minutes of the calendar a second of the wall; 0 when it does not play."""
        return self._speed

    async def play(self, controls: Controls, minutes_per_second: float) -> None:
        """Begin, or go on at another speed. Errors: ValueError unless the speed is above 0."""
        if not minutes_per_second > 0:
            raise ValueError(f"a speed is above 0, not {minutes_per_second}")
        state = await controls.state()
        if self._speed and self._task is not None and not self._task.done():
            self._speed = minutes_per_second
        else:
            await self.stop()
            self._speed, self.refusal, self._controls = minutes_per_second, "", controls
            self._task = asyncio.ensure_future(self._run(controls, state.last, ZoneInfo(state.zone)))
        self._tell(state.now, ZoneInfo(state.zone))

    async def stop(self) -> None:
        """Stop; returns when the step under way is through, which a host that can ends at once."""
        self._speed = 0.0
        if self._task is not None:
            if not self._task.done():
                ask_to_stop(self._controls)
            await asyncio.shield(self._task)  # whoever asked may go away: the step is brought to its end
            self._task = None

    async def _run(self, controls: Controls, last: datetime, zone: ZoneInfo) -> None:
        try:
            await self._steps(controls, last, zone)
        except ControlRefused as error:
            self.refusal = str(error)
        except Exception as error:  # whatever the host's trouble is: it is said, and the clock can be moved again
            log.exception("the clock does not play on")
            self.refusal = f"{type(error).__name__}: {error}"
        finally:
            self._speed = 0.0
            self._tell(self._clock.now(), zone)

    async def _steps(self, controls: Controls, last: datetime, zone: ZoneInfo) -> None:
        begun, busy = self._monotonic(), 0.0
        at = self._clock.now()  # the host's clock may run by itself as well: its minutes are not counted twice
        while self._speed:
            await self._sleep(max(TICK - busy, 0.0))  # what sending took is not waited once more
            now = self._monotonic()
            passed, begun = min(now - begun, LONGEST_STEP), now
            if not self._speed:
                return
            at = min(max(at + timedelta(minutes=self._speed * passed), self._clock.now()), last)
            await controls.advance(at)
            busy = self._monotonic() - begun
            at = max(at, self._clock.now())
            self._tell(at, zone)
            if at >= last:
                return

    def _tell(self, now: datetime, zone: ZoneInfo) -> None:
        local = now.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")
        playing = {"minutes_per_second": self._speed} if self._speed else None
        event = {"type": "clock", "now": local, "playing": playing}
        if self.refusal:
            event["refused"] = self.refusal
        self._changes.tell(lambda: event)
