"""The outbox as use cases see it."""

from datetime import timedelta, timezone

import pytest

from services.delivery.model import Ambiguous, DeliveryState, Lane, RetryLater, Sent, Unreachable
from services.people.model import UnreachableReason
from services.unit_of_work import Units
from storage.database import Database
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


async def test_a_known_key_adds_nothing_even_after_its_row_was_sent(units: Units, database: Database) -> None:
    assert await put(units, row("a", 1), row("b", 2), row("a", 3)) == 2
    claimed = await claim(database)
    await database.queue.record([(d, Sent("7")) for d in claimed], START)
    assert await put(units, row("a", 1), row("c", 3)) == 1
    assert await states(database) == {
        "a": DeliveryState.SENT,
        "b": DeliveryState.SENT,
        "c": DeliveryState.PENDING,
    }


async def test_rows_of_a_unit_that_is_not_committed_are_not_there(units: Units, database: Database) -> None:
    async with units() as unit:
        await unit.outbox.add([row("a", 1)])
    assert await rows(database) == {}


async def test_somebody_known_to_be_away_is_counted_as_blocked_and_never_tried(
    units: Units, database: Database
) -> None:
    new = row("a", 1)
    blocked = type(new)(
        new.dedup_key,
        new.kind,
        new.lane,
        new.address,
        new.due_at,
        unreachable=UnreachableReason.BLOCKED,
    )
    await put(units, blocked)
    assert await claim(database) == []
    assert (await rows(database))["a"].state is DeliveryState.BLOCKED


async def test_dropping_takes_pending_rows_with_exactly_that_beginning(units: Units, database: Database) -> None:
    await put(units, row("digest:1:12:a", 1), row("digest:1:1:a", 2), row("digest:1:1:b", 3), row("Digest:1:1:c", 4))
    first, *_ = await claim(database, 1)
    assert first.dedup_key == "digest:1:12:a"
    async with units() as unit:
        assert await unit.outbox.drop_pending(prefix="digest:1:1:") == 2
        assert await unit.outbox.drop_pending(prefix="digest:1:12:") == 0  # being sent
        await unit.commit()
    assert set(await rows(database)) == {"digest:1:12:a", "Digest:1:1:c"}


async def test_dropping_everything_is_refused(units: Units) -> None:
    async with units() as unit:
        with pytest.raises(ValueError, match="nobody's wish"):
            await unit.outbox.drop_pending(prefix="")


async def test_which_of_these_were_sent(units: Units, database: Database) -> None:
    await put(units, row("a", 1), row("b", 2))
    a, b = await claim(database)
    await database.queue.record([(a, Sent("7")), (b, RetryLater(5, "429"))], START)
    async with units(reading=True) as unit:
        assert await unit.outbox.sent_among(["a", "b", "c"]) == {"a"}


async def test_upcoming_rows_are_in_the_order_they_are_due(units: Units) -> None:
    await put(
        units,
        row("c", 1, due=START + 3 * MINUTE),
        row("a", 2, due=START + MINUTE),
        relay("b", 3, due=START + 2 * MINUTE),
    )
    async with units(reading=True) as unit:
        assert keys(list(await unit.outbox.upcoming(2))) == ["a", "b"]


async def test_a_press_on_its_button_shows_that_a_doubtful_message_arrived(units: Units, database: Database) -> None:
    """Which one it is, its time says: that of the call."""
    person = (await people(units, [1]))[1]
    await put(units, row("a", 1, person=person.id), row("b", 1, person=person.id))
    now = START
    (a,) = await claim(database)
    await database.queue.record([(a, Sent("41"))], now)
    for _ in range(2):
        now += MINUTE
        (b,) = await claim(database, now=now)
        await database.queue.record([(b, Ambiguous("no answer"))], now)
    assert (await rows(database))["b"].state is DeliveryState.UNKNOWN

    later = now + timedelta(days=1)
    async with units() as unit:
        assert await unit.outbox.has_doubtful(person.id)
        assert await unit.outbox.heal(person.id, chat(1), "41", now, later) == 0  # that one is known
        assert await unit.outbox.heal(person.id, chat(1), "40", START, later) == 0  # written before the call
        assert await unit.outbox.heal(person.id, chat(1), "43", now + 2 * MINUTE, later) == 0  # and after it
        assert await unit.outbox.heal(person.id, chat(1), "42", now, later) == 1
        assert await unit.outbox.heal(person.id, chat(1), "42", now, later) == 0
        assert not await unit.outbox.has_doubtful(person.id)
        await unit.commit()
    healed = (await rows(database))["b"]
    assert (healed.state, healed.message_id) == (DeliveryState.SENT, "42")


async def test_a_press_before_the_repetition_makes_it_needless(units: Units, database: Database) -> None:
    person = (await people(units, [1]))[1]
    await put(units, row("a", 1, person=person.id))
    (a,) = await claim(database)
    await database.queue.record([(a, Ambiguous("no answer"))], START)
    async with units() as unit:
        assert await unit.outbox.heal(person.id, chat(1), "5", START, START) == 1
        await unit.commit()
    assert await claim(database, now=START + MINUTE) == []
    assert (await rows(database))["a"].state is DeliveryState.SENT


async def test_the_first_copy_of_a_repeated_message_proves_nothing_of_another(units: Units, database: Database) -> None:
    person = (await people(units, [1]))[1]
    await put(units, row("a", 1, person=person.id))
    (a,) = await claim(database)
    await database.queue.record([(a, Ambiguous("no answer"))], START)
    announcement = await announcement_rows(units, (await campaign(units)).id, {1: person})
    (sent,) = await claim(database, lanes={Lane.ANNOUNCEMENT: 1}, now=START)
    await database.queue.record([(sent, Ambiguous("no answer"))], START)
    (again,) = await claim(database, now=START + MINUTE)
    await database.queue.record([(again, Sent("9"))], START + MINUTE)
    async with units() as unit:
        assert await unit.outbox.heal(person.id, chat(1), "5", START, START + MINUTE) == 0
        assert (await unit.outbox.counts(announcement))[DeliveryState.UNKNOWN] == 1


async def test_whoever_comes_back_gets_what_was_refused_but_no_announcement(units: Units, database: Database) -> None:
    person = (await people(units, [1]))[1]
    announcement = await announcement_rows(units, (await campaign(units)).id, {1: person})
    await put(units, row("a", 1, person=person.id), row("over", 1, person=person.id, expires=START + MINUTE))
    for now in (START, START + timedelta(seconds=1)):
        for one in await claim(database, now=now):
            blocked = Unreachable(UnreachableReason.BLOCKED, "bot was blocked by the user")
            await database.queue.record([(one, blocked)], now)
    later = START + timedelta(hours=1)
    async with units() as unit:
        await unit.people.set_unreachable(person.id, None, later)
        await unit.outbox.resume(person.id, later.astimezone(timezone(timedelta(hours=7))))
        await unit.commit()
    await database.queue.expire_stale(later)
    assert keys(await claim(database, now=later)) == ["a"]
    found = await states(database)
    assert found[f"announcement:{announcement}:1"] is DeliveryState.BLOCKED
    assert found["over"] is DeliveryState.EXPIRED


async def test_a_new_message_of_a_conversation_waits_behind_one_that_was_put_off(
    units: Units, database: Database
) -> None:
    await put(units, relay("first", "-100"))
    (first,) = await claim(database)
    await database.queue.record([(first, RetryLater(30, "429"))], START)
    await put(units, relay("second", "-100", due=START + timedelta(seconds=10)), relay("elsewhere", "-200"))
    assert keys(await claim(database, now=START + timedelta(seconds=29))) == ["elsewhere"]
    assert keys(await claim(database, now=START + timedelta(seconds=31))) == ["first"]


async def test_what_is_overdue_leaves_out_announcements_and_whoever_is_away(units: Units, database: Database) -> None:
    to = await people(units, [1, 2, 3])
    await announcement_rows(units, (await campaign(units)).id, {3: to[3]})
    async with units() as unit:
        await unit.people.set_unreachable(to[2].id, UnreachableReason.BLOCKED, START)
        await unit.commit()
    await put(units, row("a", 1, person=to[1].id), row("away", 2, person=to[2].id), relay("b", -100))
    await put(units, row("later", 4, due=START + MINUTE))
    refused = await claim(database)  # puts "away" aside
    await database.queue.record([(one, RetryLater(60, "429")) for one in refused], START)
    async with units(reading=True) as unit:
        assert await unit.outbox.overdue(START, START, 10) == 2
        assert await unit.outbox.overdue(START, START, 1) == 1
        assert await unit.outbox.overdue(START - MINUTE, START, 10) == 0
