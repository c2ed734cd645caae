"""The hour that the sandbox goes by: message dates, rate limits, lifetimes and webhook retries."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Anything that knows what time it is; a caller passes its own to move through time."""

    def now(self) -> datetime:
        """The present moment, timezone-aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)


def unix(clock: Clock) -> int:
    """Whole seconds since 1970, as the Bot API writes dates."""
    return int(clock.now().timestamp())
