"""The clock is set, or the machine sleeps: whoever waits looks again within a second of being awake."""

import asyncio
from datetime import datetime, timedelta

import pytest

from scheduler.clock_watch import LOOK_EVERY_S, watch_clock
from tests.unit.scheduler.fakes import FakeClock


class Machine:
    """A clock and the seconds that the machine is awake; `nights` are what happens during the watch's naps."""

    def __init__(self, *nights: tuple[float, float]) -> None:
        self.clock = FakeClock()
        self.awake = 0.0
        self.woken: list[float] = []
        self._nights = list(nights)

    async def sleep(self, seconds: float) -> None:
        if not self._nights:
            raise asyncio.CancelledError
        by_clock, by_awake = self._nights.pop(0)
        self.clock.pass_by(seconds=by_clock)
        self.awake += by_awake

    async def watch(self) -> list[float]:
        with pytest.raises(asyncio.CancelledError):
            await watch_clock(
                self.clock, lambda: self.woken.append(self.awake), monotonic=lambda: self.awake, sleep=self.sleep
            )
        return self.woken


HOUR = timedelta(hours=1).total_seconds()


async def test_seconds_that_pass_as_they_should_wake_nobody() -> None:
    assert await Machine(*[(LOOK_EVERY_S, LOOK_EVERY_S)] * 100, (1.4, 1.3), (5.0, 5.5)).watch() == []


@pytest.mark.parametrize("by", [HOUR, -HOUR, 3 * 24 * HOUR, 8 * HOUR, 10.0, -10.0])
async def test_a_step_of_the_clock_or_a_night_in_the_bag_wakes_at_once(by: float) -> None:
    machine = Machine((1, 1), (LOOK_EVERY_S + by, LOOK_EVERY_S), (1, 1), (1, 1))
    assert await machine.watch() == [2.0], "once, in the second after it"


async def test_a_clock_of_another_speed_does_not_jump_all_the_time() -> None:
    machine = Machine(*[(600.0, 1.0)] * 5, (600.0 + 7200, 1.0))

    class Fast(FakeClock):
        def wall_delay_until(self, moment: datetime) -> float:
            return super().wall_delay_until(moment) / 600

    machine.clock = Fast()
    assert await machine.watch() == [6.0]
