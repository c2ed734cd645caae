"""The demo's clock: runs at a chosen speed from a chosen moment, jumps forward, stands at the calendar's end."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from math import inf


class ClockCannotGoBack(Exception):
    """A jump into the past: what was sent then cannot be unsent."""


class RunningOn:
    """A `sandbox.Clock` that does not stop with the demo's clock."""

    def __init__(self, clock: DemoClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.unbounded()


class DemoClock:
    """`services.clock.Clock` whose time passes `speed` times as fast as the wall's.

    `start`, `end` and the targets of `jump` are aware. At `end` it stops for good, however far it is sent; who counts
    seconds only (Telegram's limits) goes by `seconds`. Listeners are called after each change, so that whoever sleeps
    until a moment of this clock can look again.
    """

    def __init__(
        self,
        start: datetime,
        *,
        end: datetime | None = None,
        speed: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._end = end
        self._monotonic = monotonic
        self._base = start
        self._since = monotonic()
        self._speed = speed
        self._listeners: list[Callable[[], None]] = []

    @property
    def speed(self) -> float:
        return self._speed

    @property
    def seconds(self) -> RunningOn:
        """The same clock, that runs on after the end."""
        return RunningOn(self)

    def now(self) -> datetime:
        return self.within(self.unbounded())

    def within(self, moment: datetime) -> datetime:
        """The moment, or the end where that is earlier."""
        return moment if self._end is None else min(moment, self._end)

    def unbounded(self) -> datetime:
        """What it would show if there were no end."""
        return self._base + timedelta(seconds=(self._monotonic() - self._since) * self._speed)

    def wall_delay_until(self, moment: datetime) -> float:
        if self._end is not None and moment > self._end:
            return inf
        return max(0.0, (moment - self.now()).total_seconds() / self._speed)

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every jump and change of speed."""
        self._listeners.append(listener)

    def jump(self, to: datetime) -> None:
        """Make it `to` now, or the end where that is earlier. Raises ClockCannotGoBack for a moment that has passed."""
        if to < self.now():
            raise ClockCannotGoBack
        self._rebase(max(self.within(to), self.unbounded()))

    def set_speed(self, speed: float) -> None:
        """Clock seconds a wall second; above 0."""
        if speed <= 0:
            raise ValueError(f"a clock's speed is above 0, not {speed}")
        now = self.unbounded()
        self._speed = speed
        self._rebase(now)

    def _rebase(self, now: datetime) -> None:
        self._base = now
        self._since = self._monotonic()
        for listener in self._listeners:
            listener()
