"""What may be claimed, in which order, and what an outcome does to the row, the person and the chat."""

from datetime import timedelta
from typing import cast

import pytest

from services.announcements.model import AnnouncementState
from services.delivery.model import (
    Ambiguous,
    Delivery,
    DeliveryState,
    Lane,
    Moved,
    Outcome,
    Pointless,
    Refused,
    RetryLater,
    Sent,
    Unreachable,
)
from services.people.model import UnreachableReason
from services.unit_of_work import Units
from storage.database import Database
from storage.outbox_outcomes import AFTER_TIMEOUT, DESK_AGAIN, RETRY_FOR, retry_moment
from tests.integration.delivery.rows import (
    announcement_rows,
    campaign,
    chat,
    claim,
    keys,
    people,
    put,
    relay,
    row,
    rows,
    states,
)
from tests.unit.scheduler.fakes import START

MINUTE = timedelta(minutes=1)
S = DeliveryState


async def test_the_urgent_lane_goes_first_then_what_was_due_first(units: Units, database: Database) -> None:
    await put(
        units,
        row("late", 1, due=START - MINUTE),
        row("early", 2, due=START - 2 * MINUTE),
        row("future", 3, due=START + MINUTE),
        relay("relay", 4),
    )
    assert keys(await claim(database)) == ["relay", "early", "late"]
    assert await claim(database) == []


async def test_one_message_of_a_chat_is_under_way_at_a_time(units: Units, database: Database) -> None:
    await put(units, *(relay(f"desk{n}", "-100") for n in range(5)), row("other", 1))
    first = await claim(database)
    assert keys(first) == ["desk0", "other"]
    assert await claim(database, busy=[d.address for d in first]) == []
    assert keys(await claim(database, busy=[chat(1)])) == ["desk1"]


async def test_a_full_or_closed_lane_gives_way(units: Units, database: Database) -> None:
    await put(units, *(relay(f"r{n}", n) for n in range(1, 4)), *(row(f"d{n}", 10 + n) for n in range(3)))
    assert keys(await claim(database, 4, lanes={Lane.RELAY: 1, Lane.REMINDER: 2})) == ["r1", "d0", "d1"]
    assert keys(await claim(database, lanes={Lane.REMINDER: 5})) == ["d2"]


async def test_past_its_time_nothing_is_claimed_and_it_is_swept(units: Units, database: Database) -> None:
    await put(units, row("gone", 1, expires=START), row("soon", 2, expires=START + MINUTE), row("never", 3))
    assert keys(await claim(database)) == ["soon", "never"]
    assert await database.queue.expire_stale(START) == 1
    assert await database.queue.expire_stale(START) == 0
    assert (await states(database))["gone"] is S.EXPIRED


async def test_what_is_claimed_is_committed_as_sending_with_one_more_attempt(units: Units, database: Database) -> None:
    await put(units, row("a", 1))
    (claimed,) = await claim(database)
    assert (claimed.state, claimed.attempts, claimed.possibly_repeated) == (S.SENDING, 1, False)
    assert (await rows(database))["a"] == claimed


async def test_when_to_look_next(units: Units, database: Database) -> None:
    assert await database.queue.next_due() is None
    await put(units, row("a", 1), row("b", 2, due=START + 3 * MINUTE), relay("c", 3, due=START + 2 * MINUTE))
    assert await database.queue.next_due() == START
    assert await database.queue.next_due(after=START) == START + 2 * MINUTE
    await claim(database)
    assert await database.queue.next_due() == START + 2 * MINUTE  # the lease of "a" is ten minutes off
    assert await database.queue.next_due(after=START + 3 * MINUTE) == START + 10 * MINUTE


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Sent("77"), S.SENT),
        (Refused("message is too long"), S.FAILED),
        (Unreachable(UnreachableReason.BLOCKED, "bot was blocked by the user"), S.BLOCKED),
        (Pointless("all done"), S.EXPIRED),
        (RetryLater(10, "no connection"), S.PENDING),
        (Ambiguous("timeout"), S.PENDING),
        (Moved(chat("-1007")), S.PENDING),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, S) else value.value,
)
async def test_the_state_that_an_outcome_leads_to(
    units: Units, database: Database, outcome: Outcome, state: DeliveryState
) -> None:
    person = (await people(units, [1]))[1]
    await put(units, row("a", 1, person=person.id))
    (claimed,) = await claim(database)
    await database.queue.record([(claimed, outcome)], START)
    after = (await rows(database))["a"]
    assert after.state is state
    assert after.possibly_repeated is isinstance(outcome, Ambiguous)
    assert after.message_id == ("77" if isinstance(outcome, Sent) else None)
    assert await database.queue.recover(START, at_start=True) == 0


async def test_what_came_of_the_last_calls_is_written_with_the_next_claim(units: Units, database: Database) -> None:
    """Both or neither; and a message to the same chat may go at once."""
    await put(units, row("first", 1), row("second", 1, due=START + timedelta(seconds=1)), row("refused", 2))
    await put(units, row("behind it", 2, due=START + timedelta(seconds=1)))
    now, lease = START + timedelta(seconds=2), timedelta(minutes=1)
    first, refused = await claim(database, now=now)
    outcomes: list[tuple[Delivery, Outcome]] = [(first, Sent("77")), (refused, RetryLater(10, "429"))]
    with pytest.raises(AssertionError):
        strange = cast("Outcome", "what no messenger says")
        await database.queue.claim(now, 5, lease, recording=[*outcomes, (refused, strange)])
    assert await states(database) == {
        "first": S.SENDING,
        "second": S.PENDING,
        "refused": S.SENDING,
        "behind it": S.PENDING,
    }
    claimed = await database.queue.claim(now, 5, lease, recording=outcomes)
    assert keys(claimed) == ["second"], "the refused chat waits"
    after = await rows(database)
    assert (after["first"].state, after["first"].message_id) == (S.SENT, "77")
    assert after["refused"].state is S.PENDING
    again = await database.queue.claim(now, 5, lease, recording=[(claimed[0], Sent("78"))])
    assert again == []
    assert (await states(database))["second"] is S.SENT, "also when there is nothing to claim"


async def test_a_refusal_for_now_holds_the_row_and_its_chat_back_and_nobody_else(
    units: Units, database: Database
) -> None:
    await put(units, row("a", 1), relay("b", 1, due=START + MINUTE), row("other", 2))
    (a, other) = await claim(database)
    await database.queue.record([(a, RetryLater(3600, "429"))], START)
    await database.queue.release([other])
    assert keys(await claim(database, now=START + 59 * MINUTE)) == ["other"]
    assert keys(await claim(database, now=START + 60 * MINUTE)) == ["b"]


async def test_tries_without_a_connection_are_bounded_by_time_and_not_by_count(
    units: Units, database: Database
) -> None:
    await put(units, row("a", 1))
    now, tries = START, 0
    while claimed := await claim(database, now=now):
        tries += 1
        await database.queue.record([(claimed[0], RetryLater(600, "no connection"))], now)
        now += timedelta(seconds=600)
    assert (await states(database))["a"] is S.FAILED
    assert tries == RETRY_FOR / timedelta(seconds=600) + 1


def test_waits_grow_but_never_undercut_what_was_asked_for() -> None:
    waits = [(retry_moment(START, 0, n) - START).total_seconds() for n in range(1, 10)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert retry_moment(START, 3600, 1) == START + timedelta(hours=1)


async def test_nobody_answered_so_a_reminder_goes_once_more_marked_and_then_is_unknown(
    units: Units, database: Database
) -> None:
    await put(units, row("a", 1))
    (first,) = await claim(database)
    await database.queue.record([(first, Ambiguous("timeout"))], START)
    assert await claim(database) == []
    (second,) = await claim(database, now=START + AFTER_TIMEOUT)
    assert second.possibly_repeated
    await database.queue.record([(second, Ambiguous("timeout"))], START + AFTER_TIMEOUT)
    assert (await states(database))["a"] is S.UNKNOWN


async def test_nobody_answered_so_an_announcement_is_unknown_at_once(units: Units, database: Database) -> None:
    to = await people(units, [1])
    announcement = await announcement_rows(units, (await campaign(units)).id, to)
    (claimed,) = await claim(database)
    await database.queue.record([(claimed, Ambiguous("timeout"))], START)
    assert list((await states(database)).values()) == [S.UNKNOWN]
    async with units(reading=True) as unit:
        found = await unit.announcements.get(announcement)
    assert found is not None
    assert found.state is AnnouncementState.DONE


async def test_whoever_blocked_the_bot_is_marked_and_gets_what_waited_after_coming_back(
    units: Units, database: Database
) -> None:
    person = (await people(units, [1]))[1]
    await put(
        units,
        row("a", 1, person=person.id),
        row("b", 1, person=person.id, due=START + MINUTE),
        row("c", 1, person=person.id, due=START + 9 * MINUTE),
        row("someone else", 2, due=START + MINUTE),
    )
    (a,) = await claim(database)
    await database.queue.record([(a, Unreachable(UnreachableReason.BLOCKED, "bot was blocked by the user"))], START)
    async with units(reading=True) as unit:
        marked = await unit.people.get(person.id)
    assert marked is not None
    assert marked.unreachable is UnreachableReason.BLOCKED

    later = START + 2 * MINUTE
    assert keys(await claim(database, now=later)) == ["someone else"]
    assert await database.queue.next_due(after=later) == START + 9 * MINUTE  # "b" wakes nobody any more
    assert (await states(database))["b"] is S.PENDING

    async with units() as unit:
        await unit.people.set_unreachable(person.id, None, later)
        assert await unit.outbox.resume(person.id, later + timedelta(seconds=5)) == 2
        await unit.commit()
    assert await claim(database, now=later) == []
    assert keys(await claim(database, now=later + timedelta(seconds=5))) == ["a"], "the refused one too"


async def test_the_sweep_finds_who_has_come_back_by_itself(units: Units, database: Database) -> None:
    person = (await people(units, [1]))[1]
    async with units() as unit:
        await unit.people.set_unreachable(person.id, UnreachableReason.DEACTIVATED, START)
        await unit.commit()
    await put(units, row("a", 1, person=person.id))
    assert await claim(database) == []
    await database.queue.expire_stale(START)
    assert await claim(database) == []
    async with units() as unit:
        await unit.people.set_unreachable(person.id, None, START)
        await unit.commit()
    await database.queue.expire_stale(START)
    assert keys(await claim(database)) == ["a"]


async def test_the_operators_chat_out_of_reach_is_tried_again_for_days(units: Units, database: Database) -> None:
    await put(units, relay("question", "-100"))
    (claimed,) = await claim(database)
    out = Unreachable(UnreachableReason.NO_CHAT, "bot was kicked from the supergroup chat")
    await database.queue.record([(claimed, out)], START)
    assert (await states(database))["question"] is S.PENDING
    (claimed,) = await claim(database, now=START + DESK_AGAIN)
    await database.queue.record([(claimed, out)], START + RETRY_FOR)
    assert (await states(database))["question"] is S.BLOCKED


async def test_a_chat_that_moved_takes_its_rows_along_in_order(units: Units, database: Database) -> None:
    await put(units, relay("a", "-7"), relay("b", "-7"), relay("c", "-8"))
    a, _ = await claim(database)
    await database.queue.record([(a, Moved(chat("-1007")))], START)
    after = await rows(database)
    assert [after[key].address for key in "abc"] == [chat("-1007"), chat("-1007"), chat("-8")]
    (again,) = await claim(database)
    assert (again.dedup_key, again.possibly_repeated) == ("a", False)


async def test_a_chat_that_moves_to_itself_fails_instead_of_going_round(units: Units, database: Database) -> None:
    await put(units, relay("a", "-7"))
    (a,) = await claim(database)
    await database.queue.record([(a, Moved(chat("-7")))], START)
    assert (await states(database))["a"] is S.FAILED


async def test_it_arrived_after_its_lease_had_run_out_and_is_not_sent_again(units: Units, database: Database) -> None:
    await put(units, row("a", 1))
    (slow,) = await claim(database)
    assert await database.queue.recover(START + timedelta(hours=1)) == 1
    await database.queue.record([(slow, Sent("9"))], START + timedelta(hours=1))
    assert await claim(database, now=START + timedelta(hours=1)) == []
    assert (await states(database))["a"] is S.SENT


async def test_rows_in_the_hands_of_this_process_are_not_recovered(units: Units, database: Database) -> None:
    await put(units, row("mine", 1), row("a dead one's", 2))
    mine, _ = await claim(database)
    assert await database.queue.recover(START + timedelta(days=1), held=[mine.id]) == 1
    assert await states(database) == {"mine": S.SENDING, "a dead one's": S.PENDING}


async def test_a_claim_given_back_is_as_if_it_had_never_been_made(units: Units, database: Database) -> None:
    await put(units, row("a", 1))
    before = await rows(database)
    await database.queue.release(await claim(database))
    assert await rows(database) == before
