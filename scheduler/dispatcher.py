"""Drains the outbox: claims a small window, sends what it claimed at the pace allowed, writes down what came of it."""

from dataclasses import dataclass
from datetime import timedelta

from scheduler.pace import Pace
from scheduler.wakeup import WakeUp
from services.clock import Clock
from services.delivery.ports import OutboxQueue, Sender


@dataclass(frozen=True, slots=True)
class DispatchSettings:
    window: int = 5
    """Rows in `sending` at a time: what a kill can leave ambiguous. 30/s needs no more; 100 for paid broadcasts."""

    lease: timedelta = timedelta(minutes=10)
    call_limit: timedelta = timedelta(minutes=3)
    """Wall time after which a call that has not come back counts as unanswered."""

    drain_limit: timedelta = timedelta(seconds=20)
    """Wall time that `stop()` leaves to the calls in flight."""


class Dispatcher:
    """`async run()` until `stop()`. Nothing that storage or the sender does ends the loop."""

    def __init__(
        self,
        queue: OutboxQueue,
        sender: Sender,
        clock: Clock,
        wakeup: WakeUp,
        pace: Pace,
        settings: DispatchSettings = DispatchSettings(),
    ) -> None:
        raise NotImplementedError

    async def run(self) -> None:
        """Recover what an earlier process left in `sending`, then send what falls due. Enters and leaves `wakeup`."""
        raise NotImplementedError

    def stop(self) -> None:
        """Claim nothing more; `run()` returns when the calls in flight are through and written down."""
        raise NotImplementedError
