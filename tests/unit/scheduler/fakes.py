"""A clock that tests move, and what stands around a dispatcher: a sender with a script, an alarm that never sleeps."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

from services.delivery.model import Delivery, Lane, Outcome, Sent
from services.people.model import Address

START = datetime(2023, 1, 30, 2, 0, tzinfo=UTC)  # 09:00 in Novokuznetsk


class FakeClock:
    """Stands until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def wall_delay_until(self, moment: datetime) -> float:
        return max(0.0, (moment - self._now).total_seconds())

    def move_to(self, moment: datetime) -> None:
        self._now = moment

    def pass_by(self, **span: float) -> None:
        self._now += timedelta(**span)


class LeapingClock(FakeClock):
    """Whoever asks how long to wait for a moment is there already: time passes only where somebody waits."""

    def wall_delay_until(self, moment: datetime) -> float:
        self._now = max(self._now, moment)
        return 0.0


class LeapingAlarm:
    """Wakes at once, having moved the clock to the moment asked for; calls `on_idle` when there is none."""

    def __init__(self, clock: FakeClock, until: datetime | None = None) -> None:
        self._clock = clock
        self._until = until
        self._woken = False
        self._moment: datetime | None = None
        self.on_idle: Callable[[], None] = lambda: None
        self.waits = 0

    def set_next(self, moment: datetime | None) -> None:
        self._moment = moment

    def wake(self) -> None:
        self._woken = True

    async def wait(self) -> None:
        self.waits += 1
        assert self.waits < 20_000, "the loop spins"
        for _ in range(10):  # turns in which calls in flight come to an end
            if self._woken:
                break
            await asyncio.sleep(0)
        if self._woken:
            self._woken = False
            return
        moment, self._moment = self._moment, None
        if moment is None or (self._until is not None and moment > self._until):
            self.on_idle()
        elif moment > self._clock.now():
            self._clock.move_to(moment)


class NoPace:
    """Everybody's turn is now."""

    def __init__(self) -> None:
        self.shut_chats: dict[Address, float] = {}

    async def turn(self, address: Address, lane: Lane) -> None:
        pass

    def shut(self, address: Address, seconds: float) -> None:
        self.shut_chats[address] = seconds

    def resting(self) -> dict[Address, float]:
        return {}


Step = Outcome | Exception | Callable[[Delivery], Awaitable[Outcome]]


class ScriptedSender:
    """Answers each chat with its script's next step, then with Sent; records what it was handed and when."""

    def __init__(self, clock: FakeClock, script: dict[str, Sequence[Step]] | None = None) -> None:
        self._clock = clock
        self._script = {chat: list(steps) for chat, steps in (script or {}).items()}
        self.calls: list[tuple[datetime, Delivery]] = []
        self.arrived: dict[str, list[Delivery]] = defaultdict(list)  # chat -> what a person reads there

    async def send(self, delivery: Delivery) -> Outcome:
        self.calls.append((self._clock.now(), delivery))
        steps = self._script.get(delivery.address.chat)
        step: Step = steps.pop(0) if steps else Sent(f"m{len(self.calls)}")
        if isinstance(step, Exception):
            raise step
        outcome = await step(delivery) if callable(step) else step
        if isinstance(outcome, Sent):
            self.arrived[delivery.address.chat].append(delivery)
        return outcome

    @property
    def chats(self) -> list[str]:
        return [delivery.address.chat for _, delivery in self.calls]
