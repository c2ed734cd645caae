"""Every day, and after every jump, the reminders are looked after once."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from scheduler.housekeeping import AGAIN_AFTER, Housekeeping, next_midnight
from tests.unit.scheduler.fakes import START, FakeClock, LeapingAlarm

NOVOKUZNETSK, MOSCOW = ZoneInfo("Asia/Novokuznetsk"), ZoneInfo("Europe/Moscow")  # UTC+7, UTC+3


@pytest.mark.parametrize(
    ("now", "zones", "expected"),
    [
        (datetime(2023, 1, 30, 2, 0, tzinfo=UTC), [NOVOKUZNETSK], datetime(2023, 1, 30, 17, 0, tzinfo=UTC)),
        (datetime(2023, 1, 30, 17, 0, tzinfo=UTC), [NOVOKUZNETSK], datetime(2023, 1, 31, 17, 0, tzinfo=UTC)),
        (datetime(2023, 1, 30, 18, 0, tzinfo=UTC), [NOVOKUZNETSK, MOSCOW], datetime(2023, 1, 30, 21, 0, tzinfo=UTC)),
        (datetime(2023, 1, 30, 2, 0, tzinfo=UTC), [], datetime(2023, 1, 31, 0, 0, tzinfo=UTC)),
        # The night of the change to summer time is an hour shorter.
        (
            datetime(2023, 3, 26, 0, 0, tzinfo=UTC),
            [ZoneInfo("Europe/Berlin")],
            datetime(2023, 3, 26, 22, 0, tzinfo=UTC),
        ),
    ],
)
def test_when_the_next_day_begins(now: datetime, zones: list[ZoneInfo], expected: datetime) -> None:
    assert next_midnight(now, zones) == expected


class House:
    def __init__(self, until: datetime) -> None:
        self.clock = FakeClock()
        self.alarm = LeapingAlarm(self.clock, until)
        self.refreshed: list[datetime] = []
        self.failures = 0
        self.fails_at: set[datetime] = set()
        self.housekeeping = Housekeeping(self.refresh, self.zones, self.clock, self.alarm)
        self.alarm.on_idle = self.housekeeping.stop

    async def refresh(self, now: datetime) -> None:
        self.refreshed.append(now)
        if self.failures or now in self.fails_at:
            self.failures = max(0, self.failures - 1)
            raise OSError("database or disk is full")

    async def zones(self) -> Collection[ZoneInfo]:
        return [NOVOKUZNETSK]


async def test_at_start_and_at_every_local_midnight() -> None:
    house = House(until=START + timedelta(days=2))
    await house.housekeeping.run()
    assert house.refreshed == [
        START,
        datetime(2023, 1, 30, 17, 0, tzinfo=UTC),
        datetime(2023, 1, 31, 17, 0, tzinfo=UTC),
    ]


async def test_a_failure_is_tried_again_soon_then_less_often_and_is_one_line() -> None:
    house = House(until=START + timedelta(hours=1))
    house.failures = len(AGAIN_AFTER) + 2
    with capture_logs() as logs:
        await house.housekeeping.run()
    waits = [(later - earlier) for earlier, later in pairwise(house.refreshed)]
    assert waits == [*AGAIN_AFTER, AGAIN_AFTER[-1], AGAIN_AFTER[-1]]
    assert waits[0] == timedelta(seconds=1)
    assert [entry["event"] for entry in logs] == ["housekeeping_failed", "housekeeping_done_after_all"]


async def test_the_next_incident_begins_with_a_short_pause_again() -> None:
    house = House(until=START + timedelta(days=1))
    house.failures = 2
    house.fails_at = {datetime(2023, 1, 30, 17, 0, tzinfo=UTC)}
    await house.housekeeping.run()
    midnight = datetime(2023, 1, 30, 17, 0, tzinfo=UTC)
    assert house.refreshed[-2:] == [midnight, midnight + AGAIN_AFTER[0]]


async def test_a_jump_over_many_days_is_looked_after_once() -> None:
    house = House(until=START)

    def jump() -> None:
        if house.clock.now() == START:
            house.clock.pass_by(days=30)
            house.alarm.wake()
        else:
            house.housekeeping.stop()

    house.alarm.on_idle = jump
    await house.housekeeping.run()
    assert house.refreshed == [START, START + timedelta(days=30)]
