"""The clock that goes forward by itself."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox import ControlRefused, ControlState
from sandbox.people.playing import LONGEST_STEP, TICK, Player
from sandbox.world.changes import Changes
from tests.unit.sandbox.support import HandClock

START = datetime(2023, 1, 25, 6, tzinfo=UTC)
LAST = START + timedelta(days=10)


class Host:
    """Controls over a hand clock. Each step takes `busy` seconds of the wall; the clock also runs by itself."""

    def __init__(self) -> None:
        self.clock = HandClock(START)
        self.wall = 0.0
        self.busy = 0.0
        self.refusal: Exception | None = None
        self.moves: list[datetime] = []
        self.on_move = asyncio.Event()

    async def state(self) -> ControlState:
        return ControlState(self.clock.now(), START, LAST, "Europe/Moscow")

    async def advance(self, to: datetime) -> None:
        assert to >= self.clock.now()
        if self.refusal is not None:
            raise self.refusal
        self.moves.append(to)
        self.clock.forward((to - self.clock.now()).total_seconds())
        self.wall += self.busy
        self.on_move.set()
        await asyncio.sleep(0)

    async def sleep(self, seconds: float) -> None:
        self.wall += seconds
        self.clock.forward(seconds)
        await asyncio.sleep(0)

    async def moved(self, times: int) -> None:
        """Until there have been so many steps."""
        while len(self.moves) < times:
            self.on_move.clear()
            await self.on_move.wait()


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
async def player(host: Host, changes: Changes) -> AsyncIterator[Player]:
    made = Player(host.clock, changes, sleep=host.sleep, monotonic=lambda: host.wall)
    yield made
    await made.stop()


async def test_so_many_minutes_a_second(host: Host, player: Player) -> None:
    await player.play(host, 60)
    assert player.speed == 60
    await host.moved(10)
    await player.stop()
    assert player.speed == 0
    assert host.moves[9] - START == timedelta(minutes=60 * 10 * TICK)


async def test_the_clocks_own_seconds_are_not_added(host: Host, player: Player) -> None:
    await player.play(host, 1)
    await host.moved(10)
    assert host.moves[9] - START == timedelta(seconds=60)


async def test_another_speed_on_the_way(host: Host, player: Player) -> None:
    await player.play(host, 1)
    await host.moved(2)
    await player.play(host, 1440)
    before = len(host.moves)
    await host.moved(before + 2)
    assert host.moves[before + 1] - host.moves[before] == timedelta(days=TICK)


async def test_what_takes_long_is_not_made_up_for_without_end(host: Host, player: Player) -> None:
    host.busy = 5.0
    await player.play(host, 60)
    await host.moved(3)
    assert host.moves[2] - host.moves[1] == timedelta(minutes=60 * LONGEST_STEP)


async def test_what_a_step_takes_is_part_of_its_time(host: Host, player: Player) -> None:
    host.busy = TICK / 2
    await player.play(host, 60)
    await host.moved(11)
    assert host.moves[10] - host.moves[0] == timedelta(minutes=60 * 10 * TICK)
    assert host.wall == pytest.approx(11.5 * TICK)


async def test_it_ends_with_the_calendar(host: Host, player: Player, changes: Changes) -> None:
    async with changes.watch() as news:
        await player.play(host, 1440)
        await changes.until(lambda: player.speed == 0 or None, 5, lambda: "it plays for ever")
        assert host.moves[-1] == LAST
        told = [news.get_nowait() for _ in range(news.qsize())]
    assert told[0] == {"type": "clock", "now": "2023-01-25T09:00", "playing": {"minutes_per_second": 1440}}
    assert told[-1] == {"type": "clock", "now": "2023-02-04T09:00", "playing": None}
    hours = [event["now"] for event in told]
    assert hours == sorted(hours)


@pytest.mark.parametrize(
    ("trouble", "said"), [(ControlRefused("Идёт рассылка."), "Идёт рассылка."), (OSError("disk"), "OSError: disk")]
)
async def test_it_stops_where_the_host_refuses(
    host: Host, player: Player, changes: Changes, trouble: Exception, said: str
) -> None:
    host.refusal = trouble
    async with changes.watch() as news:
        await player.play(host, 60)
        await changes.until(lambda: player.speed == 0 or None, 5, lambda: "it plays for ever")
        told: list[dict[str, Any]] = [news.get_nowait() for _ in range(news.qsize())]
    assert told[-1]["refused"] == player.refusal == said
    host.refusal = None
    await player.play(host, 60)
    await host.moved(1)
    assert player.refusal == ""


async def test_a_speed_of_nothing_is_refused(host: Host, player: Player) -> None:
    for speed in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="above 0"):
            await player.play(host, speed)
    await player.stop()
