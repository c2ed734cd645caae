"""Whatever the clock does (set forward or back by an hour, a laptop shut for days) and however often the bot is started
anew meanwhile: nothing is lost, nothing goes twice, nothing before its time and nothing after it has lost its sense."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.dispatcher import Dispatcher
from services.delivery.model import Delivery, DeliveryState, Outcome, RetryLater, Sent
from storage.database import Database, open_database
from tests.integration.delivery.rows import put, row, rows
from tests.unit.scheduler.fakes import START, FakeClock, LeapingAlarm, NoPace

HOUR = timedelta(hours=1)
JUMPS = st.sampled_from([HOUR, -HOUR, -HOUR, timedelta(seconds=-20), timedelta(minutes=7), timedelta(days=3)])
ROWS = st.lists(
    st.tuples(
        st.integers(0, 5),  # hours until it is due
        st.sampled_from([None, None, 1, 4]),  # hours after that it expires
        st.sampled_from([0, 0, 0, 1, 3]),  # refusals before it goes through
    ),
    min_size=1,
    max_size=8,
)


class JumpingAlarm(LeapingAlarm):
    """Time passes to the moment that is waited for; before that the clock may jump, and the process may be stopped."""

    def __init__(self, clock: FakeClock, jumps: list[timedelta | None]) -> None:
        super().__init__(clock)
        self._jumps = jumps
        self.stop_for_restart: Callable[[], None] = lambda: None

    async def wait(self) -> None:
        if self._woken or not self._jumps:
            await super().wait()
            return
        jump = self._jumps.pop(0)
        if jump is None:
            self.stop_for_restart()
        else:
            self._clock.move_to(self._clock.now() + jump)


class World:
    def __init__(self, clock: FakeClock, refusals: list[int]) -> None:
        self._clock = clock
        self._refusals = refusals
        self.sent: list[tuple[datetime, Delivery]] = []

    async def send(self, delivery: Delivery) -> Outcome:
        number = int(delivery.address.chat)
        if self._refusals[number]:
            self._refusals[number] -= 1
            return RetryLater(30, "429")
        self.sent.append((self._clock.now(), delivery))
        return Sent(str(len(self.sent)))


async def _live_through(database: Database, world: World, clock: FakeClock, jumps: list[timedelta | None]) -> None:
    while True:
        alarm = JumpingAlarm(clock, jumps)
        dispatcher = Dispatcher(database.queue, world, clock, alarm, NoPace())
        alarm.on_idle = alarm.stop_for_restart = dispatcher.stop
        left = len(jumps)
        await dispatcher.run()
        if not jumps and not left:
            return


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_rows=ROWS, jumps=st.lists(st.one_of(JUMPS, st.none()), max_size=12))
async def test_nothing_is_lost_or_repeated_or_early_or_stale(
    migrated_file: Path, given_rows: list[tuple[int, int | None, int]], jumps: list[timedelta | None]
) -> None:
    clock = FakeClock()
    world = World(clock, [refusals for _, _, refusals in given_rows])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "srok.db"
        shutil.copyfile(migrated_file, file)
        async with await open_database(f"sqlite+aiosqlite:///{file}") as database:
            await put(
                database.units,
                *(
                    row(
                        f"r{n}",
                        n,
                        due=START + due * HOUR,
                        expires=None if expires is None else START + (due + expires) * HOUR,
                    )
                    for n, (due, expires, _) in enumerate(given_rows)
                ),
            )
            await _live_through(database, world, clock, list(jumps))
            ended = await rows(database)
    went = [delivery.dedup_key for _, delivery in world.sent]
    assert sorted(went) == sorted({key for key, d in ended.items() if d.state is DeliveryState.SENT})
    assert not any(delivery.possibly_repeated for _, delivery in world.sent)
    for at, delivery in world.sent:
        assert at >= delivery.due_at, "before its time"
        assert delivery.expires_at is None or at < delivery.expires_at, "it has lost its sense"
    for delivery in ended.values():
        assert delivery.state in (DeliveryState.SENT, DeliveryState.EXPIRED)
        assert delivery.state is DeliveryState.SENT or delivery.expires_at is not None, "lost"
