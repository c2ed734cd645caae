"""The system's own clock, which the bot runs by outside the demo."""

from datetime import UTC, datetime


class SystemClock:
    """`services.clock.Clock` over the machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wall_delay_until(self, moment: datetime) -> float:
        return max(0.0, (moment - self.now()).total_seconds())
