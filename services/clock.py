"""The one Clock of the process: the demo moves it, everything else follows it."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is for the campaign, and how long to wait, by the wall, for a moment of it."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def wall_delay_until(self, moment: datetime) -> float:
        """Seconds of wall time until `moment`; 0.0 when it has passed. A paused clock answers infinity."""
        ...
