"""One transaction over every repository: all of it or nothing, one writer, readers beside it."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from services.campaigns.model import CommissionKind
from services.ids import CommissionId
from services.people.model import Address, Person
from services.unit_of_work import Units
from storage.database import Database

NOW = datetime(2023, 1, 25, 6, 0, tzinfo=UTC)


async def add_person(units: Units, chat: str) -> Person:
    async with units() as unit:
        person = await unit.people.add("Анна", "ru", Address("telegram", chat), NOW)
        await unit.commit()
    return person


async def test_what_is_committed_stays(units: Units) -> None:
    person = await add_person(units, "1")
    async with units() as unit:
        assert await unit.people.get(person.id) == person


async def test_leaving_without_commit_rolls_back(units: Units) -> None:
    async with units() as unit:
        await unit.people.add("Анна", "ru", Address("telegram", "1"), NOW)
    async with units() as unit:
        assert await unit.people.by_address("telegram", "1") is None


async def test_an_error_rolls_back_every_repository(units: Units) -> None:
    with pytest.raises(RuntimeError, match="half way"):
        async with units() as unit:
            await unit.people.add("Анна", "ru", Address("telegram", "1"), NOW)
            await unit.commissions.add(CommissionKind.TERRITORIAL, "ТИК", "Asia/Novokuznetsk", None, None)
            raise RuntimeError("half way")
    async with units(reading=True) as unit:
        assert await unit.people.by_address("telegram", "1") is None
        assert await unit.commissions.all() == []


async def test_writers_take_turns(units: Units) -> None:
    """Each reads, lets the others run and writes what it read: without turns an increment would be lost."""
    person = await add_person(units, "1")

    async def count_up() -> None:
        async with units() as unit:
            known = await unit.people.get(person.id)
            assert known is not None
            await asyncio.sleep(0)
            await unit.people.rename(person.id, str(int(known.name) + 1))
            await unit.commit()

    async with units() as unit:
        await unit.people.rename(person.id, "0")
        await unit.commit()
    await asyncio.gather(*(count_up() for _ in range(20)))
    async with units(reading=True) as unit:
        known = await unit.people.get(person.id)
    assert known is not None and known.name == "20"


async def test_a_reading_unit_does_not_wait_for_a_writing_one_and_sees_what_was_committed(units: Units) -> None:
    person = await add_person(units, "1")
    async with units() as writing:
        await writing.people.rename(person.id, "Вера")

        async def read() -> str:
            async with units(reading=True) as unit:
                known = await unit.people.get(person.id)
                assert known is not None
                return known.name

        assert await asyncio.create_task(read()) == "Анна"
        await writing.commit()
        assert await asyncio.create_task(read()) == "Вера"


async def test_a_reading_unit_cannot_write(units: Units) -> None:
    person = await add_person(units, "1")
    async with units(reading=True) as unit:
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await unit.people.rename(person.id, "Вера")
    async with units(reading=True) as unit:
        with pytest.raises(RuntimeError):
            await unit.commit()


async def test_a_writing_unit_inside_another_is_refused_at_once(units: Units) -> None:
    async with units() as outer:
        await outer.people.add("Анна", "ru", Address("telegram", "1"), NOW)
        with pytest.raises(RuntimeError, match="inside another"):
            async with units():
                pass
        await outer.commit()
    await add_person(units, "2")


async def test_a_cancelled_unit_leaves_the_turn_to_the_next(units: Units) -> None:
    inside = asyncio.Event()

    async def hang() -> None:
        async with units() as unit:
            await unit.people.add("Анна", "ru", Address("telegram", "1"), NOW)
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await add_person(units, "2")
    async with units(reading=True) as unit:
        assert await unit.people.by_address("telegram", "1") is None


async def test_references_are_enforced(units: Units) -> None:
    with pytest.raises(IntegrityError):
        async with units() as unit:
            await unit.commissions.add(CommissionKind.PRECINCT, "УИК № 1", "Asia/Novokuznetsk", 1, CommissionId(99))


async def test_a_naive_datetime_is_refused(units: Units) -> None:
    with pytest.raises(StatementError, match="naive"):
        async with units() as unit:
            await unit.people.add("Анна", "ru", Address("telegram", "1"), NOW.replace(tzinfo=None))


async def test_listeners_hear_of_every_commit_and_of_nothing_else(database: Database) -> None:
    heard: list[str] = []
    database.on_commit(lambda: heard.append("committed"))
    async with database.units() as unit:
        await unit.people.add("Анна", "ru", Address("telegram", "1"), NOW)
    async with database.units(reading=True) as unit:
        await unit.commissions.all()
    assert heard == []
    await add_person(database.units, "1")
    assert heard == ["committed"]
