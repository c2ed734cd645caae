"""An announcement that fails for reasons that are not its recipients' stops by itself."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from plan.model import Position
from services.announcements.cancel_announcement import cancel_announcement
from services.announcements.confirm_announcement import confirm_announcement
from services.announcements.model import Announcement, AnnouncementState, StopReason
from services.announcements.pause_announcement import resume_announcement
from services.announcements.surge import FAILURES, LAST, NOBODY_REACHED, WatchedQueue, stop_on_surge
from services.campaigns.library import PlanLibrary
from services.delivery.compose import StoppedLetter, compose
from services.delivery.model import (
    Ambiguous,
    DeliveryKind,
    DeliveryState,
    Outcome,
    Refused,
    RetryLater,
    Sent,
    Unreachable,
)
from services.people.model import Actor, Address, UnreachableReason
from services.unit_of_work import UnitOfWork
from storage.database import Database
from tests.integration.announcements.acting import claimed, drafted, ended, report
from tests.integration.world import NOW, World, of

S = AnnouncementState
MINUTE = timedelta(minutes=1)
REFUSED, SILENCE = Refused("Bad Request: wrong file"), Ambiguous("timeout")
BLOCKED = Unreachable(UnreachableReason.BLOCKED, "bot was blocked by the user")


@pytest.fixture
async def going(world: World, chairman: Actor) -> Announcement:
    """To 120 people."""
    async with world.units() as unit:
        for number in range(119):
            person = await unit.people.add(f"Член {number}", "ru", Address("telegram", str(1000 + number)), NOW)
            await unit.memberships.add(person.id, of(world.uik, Position.MEMBER), NOW)
        await unit.commit()
    return await confirm_announcement(world.units, chairman, (await drafted(world, chairman)).id, NOW)


@pytest.fixture
def queue(database: Database, world: World) -> WatchedQueue:
    return WatchedQueue(database.queue, world.units)


@pytest.mark.parametrize("failure", [REFUSED, SILENCE])
async def test_too_many_failures_stop_it_before_anything_more_is_claimed(
    world: World, chairman: Actor, going: Announcement, queue: WatchedQueue, failure: Outcome
) -> None:
    await ended(queue, await claimed(queue, limit=30), Sent("1"))
    rows = await claimed(queue, limit=FAILURES)
    await ended(queue, rows[:-1], failure)
    assert (await report(world, chairman, going)).announcement.state is S.SENDING
    await ended(queue, rows[-1:], failure)
    found = await report(world, chairman, going)
    assert (found.announcement.state, found.announcement.stop_reason) == (S.PAUSED, StopReason.FAILURES)
    assert found.remaining == 120 - 30 - FAILURES

    (notice,) = await claimed(queue)
    assert (notice.kind, notice.person_id) == (DeliveryKind.NOTICE, chairman.person.id)
    letter = await compose(world.units, PlanLibrary(), notice, NOW)
    assert isinstance(letter, StoppedLetter)
    assert letter.report.counts == found.counts

    later = NOW + MINUTE
    await resume_announcement(world.units, chairman, going.id, later)
    assert await compose(world.units, PlanLibrary(), notice, later) is None, "somebody has seen to it"
    await ended(queue, await claimed(queue, later, limit=FAILURES - 1), failure, later)
    assert (await report(world, chairman, going)).announcement.state is S.SENDING, "it has a new chance"


async def test_failures_here_and_there_do_not(
    world: World, chairman: Actor, going: Announcement, queue: WatchedQueue
) -> None:
    for _ in range(15):
        rows = await claimed(queue, limit=8)
        await ended(queue, rows[:2], REFUSED)
        await ended(queue, rows[2:], Sent("1"))
    found = await report(world, chairman, going)
    assert (found.announcement.state, found.counts[DeliveryState.FAILED]) == (S.DONE, 30)


async def test_people_who_have_left_are_their_own_affair(
    world: World, chairman: Actor, going: Announcement, queue: WatchedQueue
) -> None:
    await ended(queue, await claimed(queue, limit=LAST - NOBODY_REACHED + 1), Sent("1"))
    await ended(queue, await claimed(queue, limit=NOBODY_REACHED - 1), BLOCKED)
    assert (await report(world, chairman, going)).announcement.state is S.SENDING


async def test_unless_it_is_nearly_everybody(
    world: World, chairman: Actor, going: Announcement, queue: WatchedQueue
) -> None:
    await ended(queue, await claimed(queue, limit=2), Sent("1"))
    await ended(queue, await claimed(queue, limit=NOBODY_REACHED), BLOCKED)
    found = await report(world, chairman, going)
    assert (found.announcement.state, found.announcement.stop_reason) == (S.PAUSED, StopReason.NOBODY_REACHED)


async def test_what_is_tried_again_later_is_no_failure(
    world: World, chairman: Actor, going: Announcement, queue: WatchedQueue
) -> None:
    await ended(queue, await claimed(queue), RetryLater(5, "502"))
    assert (await report(world, chairman, going)).announcement.state is S.SENDING


async def test_one_that_is_through_or_taken_back_is_not_paused(
    world: World, chairman: Actor, going: Announcement, queue: WatchedQueue
) -> None:
    rows = await claimed(queue, limit=FAILURES)
    await cancel_announcement(world.units, chairman, going.id, NOW)
    await ended(queue, rows, REFUSED)
    assert (await report(world, chairman, going)).announcement.state is S.CANCELLED
    assert not await stop_on_surge(world.units, going.id, StopReason.FAILURES, NOW)
    assert await claimed(queue) == []


@pytest.mark.parametrize("each", [1, 3, FAILURES - 1])
async def test_what_earlier_processes_came_to_counts(
    world: World, chairman: Actor, going: Announcement, database: Database, each: int
) -> None:
    """One that dies again and again, after a few failures each time, must not get through to everybody."""
    failed = 0
    while failed < FAILURES:
        assert (await report(world, chairman, going)).announcement.state is S.SENDING
        of_a_new_process = WatchedQueue(database.queue, world.units)
        await ended(of_a_new_process, await claimed(of_a_new_process, limit=each), REFUSED)
        failed += each
    found = await report(world, chairman, going)
    assert (found.announcement.state, found.announcement.stop_reason) == (S.PAUSED, StopReason.FAILURES)

    await resume_announcement(world.units, chairman, going.id, NOW + MINUTE)
    resumed = WatchedQueue(database.queue, world.units)
    rows = [row for row in await claimed(resumed, NOW + MINUTE, limit=FAILURES + 1) if row.announcement_id is not None]
    assert len(rows) == FAILURES, "and the word to the author"
    await ended(resumed, rows[:-1], REFUSED, NOW + MINUTE)
    assert (await report(world, chairman, going)).announcement.state is S.SENDING, "a new chance after a restart too"
    await ended(WatchedQueue(database.queue, world.units), rows[-1:], REFUSED, NOW + MINUTE)
    assert (await report(world, chairman, going)).announcement.state is S.PAUSED


async def test_who_was_reached_before_a_restart_counts_too(
    world: World, chairman: Actor, going: Announcement, queue: WatchedQueue, database: Database
) -> None:
    await ended(queue, await claimed(queue, limit=3), Sent("1"))
    await ended(queue, await claimed(queue, limit=NOBODY_REACHED - 1), BLOCKED)
    again = WatchedQueue(database.queue, world.units)
    await ended(again, await claimed(again, limit=1), BLOCKED)
    assert (await report(world, chairman, going)).announcement.stop_reason is StopReason.NOBODY_REACHED


async def test_what_kills_left_in_doubt_and_who_was_away_before_is_no_failure(
    world: World, chairman: Actor, queue: WatchedQueue, database: Database, going: Announcement
) -> None:
    for _ in range(2):
        await claimed(queue, limit=FAILURES)
        await database.queue.recover(NOW, at_start=True)
    await ended(queue, await claimed(queue, limit=FAILURES - 1), SILENCE)
    found = await report(world, chairman, going)
    assert (found.announcement.state, found.counts[DeliveryState.UNKNOWN]) == (S.SENDING, 3 * FAILURES - 1)


async def test_outcomes_written_together_are_counted_once(
    world: World, chairman: Actor, going: Announcement, queue: WatchedQueue
) -> None:
    await queue.record([(row, REFUSED) for row in await claimed(queue, limit=FAILURES - 1)], NOW)
    assert (await report(world, chairman, going)).announcement.state is S.SENDING
    await queue.record([(row, Sent("1")) for row in await claimed(queue, limit=5)], NOW)
    await queue.record([(row, REFUSED) for row in await claimed(queue, limit=1)], NOW)
    assert (await report(world, chairman, going)).announcement.state is S.PAUSED


async def test_a_store_that_fails_while_judging_costs_no_outcome_and_is_asked_again(
    world: World, chairman: Actor, going: Announcement, database: Database
) -> None:
    failing = [OSError("database or disk is full")] * 2

    def units(*, reading: bool = False) -> UnitOfWork:
        if failing:
            raise failing.pop()
        return world.units(reading=reading)

    queue = WatchedQueue(database.queue, units)
    rows = await claimed(queue, limit=FAILURES)
    with capture_logs() as logs:
        await ended(queue, rows, REFUSED)
    assert [entry["event"] for entry in logs].count("announcement_not_judged") == 2
    found = await report(world, chairman, going)
    assert (found.announcement.state, found.counts[DeliveryState.FAILED]) == (S.PAUSED, FAILURES)


async def test_what_is_written_with_the_next_claim_is_judged_before_it(
    world: World, chairman: Actor, going: Announcement, queue: WatchedQueue
) -> None:
    """Failures, and what a process that has just begun does not know; what has arrived only counts."""
    rows = await claimed(queue, limit=FAILURES)
    assert await queue.claim(NOW, 5, MINUTE, recording=[(row, REFUSED) for row in rows[:-1]]) != []
    begun_anew = WatchedQueue(queue, world.units)
    taken = await begun_anew.claim(NOW, 5, MINUTE, recording=[(rows[-1], REFUSED)])
    assert [row.kind for row in taken] == [DeliveryKind.NOTICE], "nothing but the word to its author"
    found = await report(world, chairman, going)
    assert (found.announcement.state, found.announcement.stop_reason) == (S.PAUSED, StopReason.FAILURES)


async def test_the_last_ones_written_with_a_claim_end_it(
    world: World, chairman: Actor, going: Announcement, queue: WatchedQueue
) -> None:
    rows = await claimed(queue)
    while rows:
        done, rows = rows[:25], rows[25:]
        assert (await report(world, chairman, going)).announcement.state is S.SENDING
        assert await queue.claim(NOW, 5, MINUTE, recording=[(row, Sent(str(row.id))) for row in done]) == []
    found = await report(world, chairman, going)
    assert (found.announcement.state, found.counts[DeliveryState.SENT]) == (S.DONE, 120)
