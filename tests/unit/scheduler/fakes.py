"""A clock that tests move, and what stands around a dispatcher: a sender with a script, an alarm that never sleeps."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.delivery.model import Delivery, DeliveryKind, DeliveryState, Lane, Outcome, RetryLater, Sent
from services.ids import DeliveryId, PersonId
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


class ImpatientClock(FakeClock):
    """Stands until it is moved, and whoever waits for it looks again at every turn of the loop."""

    def wall_delay_until(self, moment: datetime) -> float:
        return 0.0


async def settle() -> None:
    """Some turns of the loop: whoever can go on has gone on."""
    for _ in range(10):
        await asyncio.sleep(0)


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
    """Everybody's turn is now; `rests` are what the next looks find resting, one after another."""

    def __init__(self) -> None:
        self.shut_chats: dict[Address, float] = {}
        self.rests: list[dict[Address, float]] = []

    async def turn(self, address: Address, lane: Lane) -> None:
        pass

    def shut(self, address: Address, seconds: float) -> None:
        self.shut_chats[address] = seconds

    def resting(self) -> dict[Address, float]:
        return self.rests.pop(0) if self.rests else {}


Step = Outcome | Exception | Callable[[Delivery], Awaitable[Outcome]]


class ScriptedSender:
    """Answers each chat with its script's next step, then with Sent; records what it was handed and when."""

    def __init__(self, clock: FakeClock, script: Mapping[str, Sequence[Step]] | None = None) -> None:
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


class FakeQueue:
    """An outbox in memory: what a dispatcher may rely on, and no more."""

    def __init__(self) -> None:
        self.pending: list[Delivery] = []
        self.sending: dict[DeliveryId, Delivery] = {}
        self.outcomes: dict[DeliveryId, Outcome] = {}
        self.recorded: list[list[DeliveryId]] = []  # a list each transaction
        self.most_sending = 0
        self.record_turns = 0  # of the loop, that writing outcomes takes
        self.recovered_at_start = 0
        self.stale = [0]  # what expire_stale answers, one after another
        self.failing: dict[str, list[Exception]] = {}  # method -> what its next calls raise

    def add(self, *deliveries: Delivery) -> None:
        self.pending.extend(deliveries)

    def fail(self, method: str, times: int = 1) -> None:
        self.failing[method] = [OSError("database or disk is full")] * times

    def _trip(self, method: str) -> None:
        if self.failing.get(method):
            raise self.failing[method].pop()

    async def claim(
        self,
        now: datetime,
        limit: int,
        lease: timedelta,
        *,
        lanes: Mapping[Lane, int] | None = None,
        busy: Collection[Address] = (),
        recording: Sequence[tuple[Delivery, Outcome]] = (),
    ) -> Sequence[Delivery]:
        self._trip("claim")
        if recording:
            await self.record(recording, now)
        room, chats = dict(lanes or dict.fromkeys(Lane, limit)), set(busy)
        claimed: list[Delivery] = []
        for delivery in sorted(self.pending, key=lambda d: (d.lane, d.due_at, d.id)):
            if len(claimed) == limit or delivery.due_at > now or delivery.address in chats:
                continue
            if room.get(delivery.lane, 0) > 0:
                room[delivery.lane] -= 1
                chats.add(delivery.address)
                claimed.append(delivery)
                self.pending.remove(delivery)
                self.sending[delivery.id] = delivery
        self.most_sending = max(self.most_sending, len(self.sending))
        return claimed

    async def record(self, outcomes: Sequence[tuple[Delivery, Outcome]], now: datetime) -> None:
        self._trip("record")
        for _ in range(self.record_turns):
            await asyncio.sleep(0)
        self.recorded.append([delivery.id for delivery, _ in outcomes])
        for delivery, outcome in outcomes:
            del self.sending[delivery.id]
            match outcome:
                case RetryLater(after):
                    self.pending.append(replace(delivery, due_at=now + timedelta(seconds=after)))
                case _:
                    assert delivery.id not in self.outcomes, "sent twice"
                    self.outcomes[delivery.id] = outcome

    async def release(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            self.pending.append(self.sending.pop(delivery.id))

    async def recover(self, now: datetime, *, at_start: bool = False, held: Collection[DeliveryId] = ()) -> int:
        self._trip("recover")
        self.recovered_at_start += at_start
        return 0

    async def expire_stale(self, now: datetime) -> int:
        return self.stale.pop(0) if self.stale else 0

    async def next_due(self, *, after: datetime | None = None) -> datetime | None:
        self._trip("next_due")
        return min((d.due_at for d in self.pending if after is None or d.due_at > after), default=None)


def delivery(
    number: int,
    to: int | str | None = None,
    *,
    lane: Lane = Lane.REMINDER,
    due: datetime = START,
    kind: DeliveryKind = DeliveryKind.DIGEST,
) -> Delivery:
    return Delivery(
        id=DeliveryId(number),
        dedup_key=f"row{number}",
        kind=kind,
        lane=lane,
        address=Address("telegram", str(number if to is None else to)),
        due_at=due,
        person_id=PersonId(number),
        campaign_id=None,
        announcement_id=None,
        ids={},
        expires_at=None,
        state=DeliveryState.PENDING,
        attempts=1,
        possibly_repeated=False,
    )
