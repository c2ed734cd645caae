"""The demo's clock runs at its speed, goes forward only, and stops at the calendar's end."""

from datetime import UTC, datetime, timedelta
from math import inf

import pytest

from bot.demo.clock import ClockCannotGoBack, DemoClock

START = datetime(2022, 12, 13, 1, 30, tzinfo=UTC)


class Wall:
    """Monotonic seconds, passed by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def clock(wall: Wall) -> DemoClock:
    return DemoClock(START, monotonic=wall)


def test_it_runs_with_the_wall(wall: Wall, clock: DemoClock) -> None:
    wall.seconds += 60
    assert clock.now() == START + timedelta(minutes=1)
    assert clock.wall_delay_until(START + timedelta(minutes=3)) == 120


def test_a_jump_takes_no_wall_time(clock: DemoClock) -> None:
    clock.jump(START + timedelta(days=40))
    assert clock.now() == START + timedelta(days=40)
    assert clock.wall_delay_until(START) == 0


def test_speed_shortens_the_wall_delay(wall: Wall, clock: DemoClock) -> None:
    clock.set_speed(86_400)
    assert clock.wall_delay_until(START + timedelta(days=2)) == 2
    wall.seconds += 1
    assert clock.now() == START + timedelta(days=1)


def test_it_does_not_go_back(clock: DemoClock) -> None:
    with pytest.raises(ClockCannotGoBack):
        clock.jump(START - timedelta(seconds=1))
    assert clock.now() == START


def test_whoever_listens_hears_of_every_change(clock: DemoClock) -> None:
    heard: list[datetime] = []
    clock.on_change(lambda: heard.append(clock.now()))
    clock.jump(START + timedelta(hours=1))
    clock.set_speed(60)
    assert heard == [START + timedelta(hours=1)] * 2


def test_a_speed_of_nothing_is_refused(clock: DemoClock) -> None:
    with pytest.raises(ValueError, match="above 0"):
        clock.set_speed(0)


def test_it_stops_at_the_end_while_seconds_pass(wall: Wall) -> None:
    end = START + timedelta(hours=1)
    clock = DemoClock(START, end=end, monotonic=wall)
    assert clock.wall_delay_until(end + timedelta(seconds=1)) == inf
    wall.seconds += 3500
    assert (clock.now(), clock.seconds.now()) == (START + timedelta(seconds=3500),) * 2
    wall.seconds += 200
    assert clock.now() == end
    assert clock.seconds.now() == end + timedelta(seconds=100)
    assert clock.wall_delay_until(end) == 0
    clock.set_speed(8)
    wall.seconds += 10
    assert clock.seconds.now() == end + timedelta(seconds=180)


def test_a_jump_beyond_the_end_ends_there(wall: Wall) -> None:
    end = START + timedelta(hours=1)
    clock = DemoClock(START, end=end, monotonic=wall)
    clock.jump(end + timedelta(days=1))
    assert clock.now() == clock.seconds.now() == end
    wall.seconds += 5
    clock.jump(end)
    assert clock.seconds.now() == end + timedelta(seconds=5), "nor do its seconds go back"
