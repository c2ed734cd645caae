"""kill -9 at any moment: what the next process finds in the file, and what it makes of it."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from services.announcements.model import AnnouncementState
from services.delivery.model import DeliveryState, RetryLater, Sent
from services.ids import AnnouncementId
from services.unit_of_work import Units
from storage.database import Database, open_database
from storage.outbox_queue import ALONE_AFTER, REPEATS_AFTER_CRASH
from tests.integration.delivery.rows import (
    announcement_rows,
    campaign,
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

S = DeliveryState


async def announcement_state(units: Units, announcement: AnnouncementId) -> AnnouncementState:
    async with units(reading=True) as unit:
        found = await unit.announcements.get(announcement)
    assert found is not None
    return found.state


async def test_rows_in_every_state_after_a_kill(database_url: str) -> None:
    async with await open_database(database_url) as first:
        to = await people(first.units, [31, 32])
        await put(first.units, row("sent", 1), row("waiting", 2), relay("relay", 3), row("reminder", 4))
        await put(first.units, row("future", 6, due=START + timedelta(days=1)))
        announcement = await announcement_rows(first.units, (await campaign(first.units)).id, to)
        claimed = {d.dedup_key: d for d in await claim(first)}
        await first.queue.record([(claimed["sent"], Sent("1")), (claimed["waiting"], RetryLater(60, "429"))], START)
        # The process dies here: five rows in `sending`, nobody knows which of them arrived.

    async with await open_database(database_url) as second:
        assert await second.queue.recover(START, at_start=True) == 4
        one, two = (f"announcement:{announcement}:{n}" for n in to)
        assert await states(second) == {
            "sent": S.SENT,
            "waiting": S.PENDING,
            "relay": S.PENDING,
            "reminder": S.PENDING,
            "future": S.PENDING,
            one: S.UNKNOWN,
            two: S.UNKNOWN,
        }
        again = await claim(second)
        assert keys(again) == ["relay", "reminder"]
        assert all(d.possibly_repeated for d in again)
        later = await claim(second, now=START + timedelta(minutes=1))
        assert keys(later) == ["waiting"]
        assert not later[0].possibly_repeated, "a definite refusal is no doubt"
        assert await announcement_state(second.units, announcement) is AnnouncementState.DONE


async def test_the_claim_is_in_the_file_before_anything_can_be_sent(database_url: str) -> None:
    async with await open_database(database_url) as first:
        await put(first.units, row("a", 1))
        await claim(first)
    async with await open_database(database_url) as second:
        assert await states(second) == {"a": S.SENDING}


async def test_a_message_that_kills_the_process_does_not_do_so_for_ever(database_url: str) -> None:
    starts = 0
    while True:
        async with await open_database(database_url) as database:
            if starts == 0:
                await put(database.units, row("deadly", 1))
            await database.queue.recover(START, at_start=True)
            if not await claim(database):
                break
            starts += 1
    assert starts == REPEATS_AFTER_CRASH + 1
    async with await open_database(database_url) as database:
        assert await states(database) == {"deadly": S.UNKNOWN}


async def test_a_message_that_kills_the_process_does_not_take_others_along(database_url: str) -> None:
    handed_over: Counter[str] = Counter()
    async with await open_database(database_url) as first:
        await put(first.units, *(row(f"innocent {n}", n) for n in range(1, 4)), row("deadly", 4), row("last", 5))
    dead = True
    while dead:
        async with await open_database(database_url) as database:
            await database.queue.recover(START, at_start=True)
            dead = False
            while not dead and (claimed := await claim(database, 5)):
                handed_over.update(keys(claimed))
                dead = "deadly" in keys(claimed)
                if not dead:
                    await database.queue.record([(d, Sent("1")) for d in claimed], START)
    async with await open_database(database_url) as database:
        left = await states(database)
    assert left.pop("deadly") is S.UNKNOWN
    assert set(left.values()) == {S.SENT}
    assert handed_over.pop("deadly") == REPEATS_AFTER_CRASH + 1
    assert set(handed_over.values()) == {ALONE_AFTER + 1}, "in doubt as often as it took to accuse one alone"


async def test_an_outcome_is_written_whole_or_not_at_all(units: Units, database: Database) -> None:
    await put(units, row("a", 1), row("b", 2))
    a, b = await claim(database)
    broken = Sent(message_id=object())  # type: ignore[arg-type]  # what a driver cannot store
    with pytest.raises(DBAPIError):
        await database.queue.record([(a, Sent("1")), (b, broken)], START)
    assert {d.state for d in (await rows(database)).values()} == {S.SENDING}
