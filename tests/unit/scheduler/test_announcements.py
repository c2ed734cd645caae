"""Whoever looks after the announcements looks when it is time, and not at every turn."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from scheduler.announcements import AGAIN_AFTER, NOT_OFTENER, AnnouncementKeeper
from tests.unit.scheduler.fakes import START, FakeClock, settle


class Alarm:
    """Rings when the test says so; remembers for when it was set."""

    def __init__(self) -> None:
        self.event = asyncio.Event()
        self.moment: datetime | None = None

    def set_next(self, moment: datetime | None) -> None:
        self.moment = moment

    def wake(self) -> None:
        self.event.set()

    async def wait(self) -> None:
        await self.event.wait()
        self.event.clear()


class Looks:
    def __init__(self, *answers: datetime | Exception | None) -> None:
        self.answers: Iterator[datetime | Exception | None] = iter(answers)
        self.at: list[datetime] = []

    async def __call__(self, now: datetime) -> datetime | None:
        self.at.append(now)
        answer = next(self.answers, None)
        if isinstance(answer, Exception):
            raise answer
        return answer


@contextmanager
def at_work(looks: Looks, clock: FakeClock, alarm: Alarm) -> Iterator[AnnouncementKeeper]:
    keeper = AnnouncementKeeper(looks, clock, alarm)
    task = asyncio.ensure_future(keeper.run())
    try:
        yield keeper
    finally:
        task.cancel()


async def test_it_looks_at_once_and_then_at_the_moment_asked_for() -> None:
    clock, alarm, looks = FakeClock(), Alarm(), Looks(START + timedelta(hours=1))
    with at_work(looks, clock, alarm):
        await settle()
        assert (looks.at, alarm.moment) == ([START], START + timedelta(hours=1))
        clock.pass_by(hours=1)
        alarm.wake()
        await settle()
        assert looks.at == [START, START + timedelta(hours=1)]


async def test_a_moment_that_has_come_means_at_once() -> None:
    looks = Looks(START, START, None)
    with at_work(looks, FakeClock(), Alarm()):
        await settle()
        assert looks.at == [START] * 3


async def test_woken_a_thousand_times_a_second_it_looks_once() -> None:
    clock, alarm, looks = FakeClock(), Alarm(), Looks()
    with at_work(looks, clock, alarm):
        await settle()
        for _ in range(10):
            alarm.wake()
            await settle()
        assert (len(looks.at), alarm.moment) == (1, START + NOT_OFTENER)
        clock.pass_by(seconds=1)
        alarm.wake()
        await settle()
        assert len(looks.at) == 2


async def test_a_clock_set_back_does_not_make_it_wait() -> None:
    clock, alarm, looks = FakeClock(), Alarm(), Looks()
    with at_work(looks, clock, alarm):
        await settle()
        clock.pass_by(hours=-1)
        alarm.wake()
        await settle()
        assert len(looks.at) == 2


async def test_what_fails_is_tried_again() -> None:
    clock, alarm, looks = FakeClock(), Alarm(), Looks(OSError("disk full"), None)
    with at_work(looks, clock, alarm) as keeper:
        await settle()
        assert alarm.moment == START + AGAIN_AFTER
        clock.pass_by(seconds=AGAIN_AFTER.total_seconds())
        alarm.wake()
        await settle()
        assert len(looks.at) == 2
        assert not keeper.is_busy


async def test_stopped_it_returns() -> None:
    keeper = AnnouncementKeeper(Looks(), FakeClock(), Alarm())
    running = asyncio.ensure_future(keeper.run())
    await settle()
    keeper.stop()
    await asyncio.wait_for(running, 5)
