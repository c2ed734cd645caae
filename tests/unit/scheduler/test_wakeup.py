"""One dated job for all who wait, and the safety net; both only say when to look."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from scheduler.wakeup import NET, NEXT, SAFETY_NET, WakeUp
from tests.unit.scheduler.fakes import START, FakeClock

HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def wakeup(clock: FakeClock) -> AsyncIterator[WakeUp]:
    async with WakeUp(clock) as entered:
        yield entered


def jobs(wakeup: WakeUp) -> dict[str, Job]:
    scheduler = wakeup._scheduler
    assert isinstance(scheduler, AsyncIOScheduler)
    return {job.id: job for job in scheduler.get_jobs()}


async def rings(wakeup: WakeUp) -> None:
    await asyncio.wait_for(wakeup.wait(), 5)


async def test_however_many_moments_are_asked_for_there_is_one_dated_job_and_the_net(
    clock: FakeClock, wakeup: WakeUp
) -> None:
    other = wakeup.alarm()
    for n in range(1, 1000):
        wakeup.set_next(START + n * HOUR)
        other.set_next(START + 2 * n * HOUR)
    assert set(jobs(wakeup)) == {NEXT, NET}
    assert all(job.misfire_grace_time is None for job in jobs(wakeup).values())
    assert jobs(wakeup)[NET].trigger.interval == SAFETY_NET


async def test_the_job_is_dated_by_the_wall_though_the_clock_shows_2023(clock: FakeClock, wakeup: WakeUp) -> None:
    wakeup.set_next(START + HOUR)
    off = jobs(wakeup)[NEXT].next_run_time - datetime.now(UTC)
    assert timedelta(minutes=59) < off <= HOUR


async def test_the_earliest_of_all_who_wait_is_meant(clock: FakeClock, wakeup: WakeUp) -> None:
    other = wakeup.alarm()
    wakeup.set_next(START + 2 * HOUR)
    first = jobs(wakeup)[NEXT].next_run_time
    other.set_next(START + HOUR)
    assert first - jobs(wakeup)[NEXT].next_run_time > timedelta(minutes=59)
    other.set_next(None)
    assert abs(first - jobs(wakeup)[NEXT].next_run_time) < timedelta(minutes=1)


async def test_a_moment_that_has_passed_wakes_at_once(clock: FakeClock, wakeup: WakeUp) -> None:
    wakeup.set_next(START - HOUR)
    await rings(wakeup)
    assert NEXT not in jobs(wakeup)


async def test_the_dated_job_wakes_everybody(clock: FakeClock, wakeup: WakeUp) -> None:
    other = wakeup.alarm()
    wakeup.set_next(START + timedelta(milliseconds=5))
    await rings(wakeup)
    await asyncio.wait_for(other.wait(), 5)


async def test_a_jump_of_the_clock_wakes_and_dates_anew(clock: FakeClock, wakeup: WakeUp) -> None:
    wakeup.set_next(START + 100 * HOUR)
    before = jobs(wakeup)[NEXT].next_run_time
    clock.pass_by(hours=99)
    wakeup.wake()
    await rings(wakeup)
    assert before - jobs(wakeup)[NEXT].next_run_time > 98 * HOUR


async def test_a_wake_up_before_the_wait_is_not_lost_and_counts_once(wakeup: WakeUp) -> None:
    wakeup.wake()
    wakeup.wake()
    await rings(wakeup)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(wakeup.wait(), 0)


async def test_nothing_to_wait_for_leaves_the_net_alone(wakeup: WakeUp) -> None:
    wakeup.set_next(START + HOUR)
    wakeup.set_next(None)
    assert set(jobs(wakeup)) == {NET}


async def test_moments_may_be_set_before_it_is_entered_and_it_can_be_entered_again(clock: FakeClock) -> None:
    wakeup = WakeUp(clock)
    wakeup.set_next(START + HOUR)
    for _ in range(2):
        async with wakeup:
            assert set(jobs(wakeup)) == {NEXT, NET}
            with pytest.raises(RuntimeError, match="in use"):
                await wakeup.__aenter__()


async def test_a_moment_beyond_all_reckoning_breaks_nothing(wakeup: WakeUp) -> None:
    wakeup.set_next(datetime.max.replace(tzinfo=UTC))
    assert set(jobs(wakeup)) == {NET}
