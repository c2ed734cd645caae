"""The demo's clock: runs at a chosen speed from a chosen moment and jumps forward."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta


class ClockCannotGoBack(Exception):
    """A jump into the past: what was sent then cannot be unsent."""


class DemoClock:
    """`services.clock.Clock` whose time passes `speed` times as fast as the wall's.

    `start` and the targets of `jump` are aware. Listeners are called after each change, so that whoever sleeps until
    a moment of this clock can look again.
    """

    def __init__(self, start: datetime, *, speed: float = 1.0, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._base = start
        self._since = monotonic()
        self._speed = speed
        self._listeners: list[Callable[[], None]] = []

    @property
    def speed(self) -> float:
        return self._speed

    def now(self) -> datetime:
        return self._base + timedelta(seconds=(self._monotonic() - self._since) * self._speed)

    def wall_delay_until(self, moment: datetime) -> float:
        return max(0.0, (moment - self.now()).total_seconds() / self._speed)

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every jump and change of speed."""
        self._listeners.append(listener)

    def jump(self, to: datetime) -> None:
        """Make it `to` now. Raises ClockCannotGoBack for a moment that has passed."""
        if to < self.now():
            raise ClockCannotGoBack
        self._rebase(to)

    def set_speed(self, speed: float) -> None:
        """Clock seconds a wall second; above 0."""
        if speed <= 0:
            raise ValueError(f"a clock's speed is above 0, not {speed}")
        now = self.now()
        self._speed = speed
        self._rebase(now)

    def _rebase(self, now: datetime) -> None:
        self._base = now
        self._since = self._monotonic()
        for listener in self._listeners:
            listener()
