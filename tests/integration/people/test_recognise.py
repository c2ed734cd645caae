"""Who is this? First contact, later contacts, coming back."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from plan.model import Position
from services.people.appoint_administrators import appoint_administrators
from services.people.model import Address, Grant, MembershipRole, UnreachableReason
from services.people.recognise import recognise
from services.updates import handling
from storage.database import Database
from tests.integration.world import NOW, World, of

HOME = Address("telegram", "77")


@pytest.mark.parametrize(
    ("code", "language"), [("ru", "ru"), ("en", "en"), ("en-GB", "en"), ("EN", "en"), ("uk", "ru"), ("", "ru")]
)
async def test_first_contact_creates_the_person(code: str, language: str, world: World) -> None:
    actor = await recognise(world.units, HOME, "Борис", code, NOW)
    assert (actor.person.name, actor.person.language, actor.person.address) == ("Борис", language, HOME)
    assert actor.memberships == ()
    assert await recognise(world.units, HOME, "Борис", code, NOW + timedelta(days=1)) == actor


async def test_a_message_from_a_topic_is_the_same_persons(world: World) -> None:
    actor = await recognise(world.units, replace(HOME, thread="5"), "Борис", "ru", NOW)
    assert actor.person.address == HOME


async def test_a_new_name_is_followed_a_language_is_not(world: World) -> None:
    first = await recognise(world.units, HOME, "Борис", "ru", NOW)
    second = await recognise(world.units, HOME, "Борис Петров", "en", NOW)
    assert second.person == replace(first.person, name="Борис Петров")
    assert await recognise(world.units, HOME, "", "ru", NOW) == second


async def test_coming_back_makes_reachable(world: World) -> None:
    person = (await recognise(world.units, HOME, "Борис", "ru", NOW)).person
    async with world.units() as unit:
        await unit.people.set_unreachable(person.id, UnreachableReason.BLOCKED, NOW)
        await unit.commit()
    assert (await recognise(world.units, HOME, "Борис", "ru", NOW)).person == person
    async with world.units(reading=True) as unit:
        assert await unit.people.get(person.id) == person


async def test_memberships_are_those_in_force(world: World) -> None:
    member = await world.person(of(world.uik, Position.MEMBER), Grant(MembershipRole.OPERATOR))
    async with world.units() as unit:
        await unit.memberships.end(member.memberships[0], NOW + timedelta(hours=1))
        await unit.commit()
    address = member.person.address
    now = await recognise(world.units, address, "Анна", "ru", NOW)
    later = await recognise(world.units, address, "Анна", "ru", NOW + timedelta(hours=1))
    assert [m.grant.role for m in now.memberships] == [MembershipRole.COMMISSION, MembershipRole.OPERATOR]
    assert [m.grant.role for m in later.memberships] == [MembershipRole.OPERATOR]


async def test_meeting_twice_at_once_makes_one_person(world: World) -> None:
    met = await asyncio.gather(*(recognise(world.units, HOME, "Борис", "ru", NOW) for _ in range(5)))
    assert len({actor.person.id for actor in met}) == 1


async def test_meeting_somebody_is_not_the_effect_of_the_update(database: Database) -> None:
    await database.updates.store("telegram", [(1, "{}")], NOW)
    with handling("telegram", 1, NOW) as update:
        await recognise(database.units, HOME, "Борис", "ru", NOW)
    assert not update.handled


async def test_a_very_long_name_is_cut(world: World) -> None:
    actor = await recognise(world.units, HOME, "Я" * 300, "ru", NOW)
    assert actor.person.name == "Я" * 256
    assert await recognise(world.units, HOME, "Я" * 300, "ru", NOW) == actor


async def test_administrators_are_appointed_once_and_named_when_they_come(world: World) -> None:
    for _ in range(2):
        await appoint_administrators(world.units, [HOME, Address("telegram", "78")], NOW)
    actor = await recognise(world.units, HOME, "Борис", "ru", NOW)
    assert actor.person.name == "Борис"
    assert [m.grant for m in actor.memberships] == [Grant(MembershipRole.ADMINISTRATOR)]
    assert await world.audit() == ["administrator.appointed"] * 2
