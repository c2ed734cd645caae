"""The demo's clock runs at its speed and goes forward only."""

from datetime import UTC, datetime, timedelta

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
