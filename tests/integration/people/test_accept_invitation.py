"""Opening an invitation: spent once, whoever else holds the link, with all that follows from it."""

import asyncio
from datetime import timedelta

import pytest

from plan.model import Position
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from services.errors import InvitationUnusable
from services.people.accept_invitation import accept_invitation
from services.people.invite import invite
from services.people.model import Actor, Grant, MembershipRole
from tests.integration.campaigns.conftest import DOCUMENT
from tests.integration.world import NOW, World, of

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def library() -> PlanLibrary:
    return PlanLibrary()


async def accept(world: World, actor: Actor, token: str, library: PlanLibrary) -> Actor:
    return (await accept_invitation(world.units, library, actor, token, LATER)).actor


async def test_the_person_becomes_what_is_granted(world: World, library: PlanLibrary) -> None:
    grant = of(world.uik, Position.SECRETARY)
    token = (await invite(world.units, None, grant, "", NOW)).token
    guest = await world.guest()
    accepted = await accept_invitation(world.units, library, guest, token, LATER)
    assert (accepted.grant, accepted.commission, accepted.campaign) == (grant, world.uik, None)
    assert [(m.grant, m.since) for m in accepted.actor.memberships] == [(grant, LATER)]
    async with world.units(reading=True) as unit:
        assert tuple(await unit.memberships.of_person(guest.person.id, LATER)) == accepted.actor.memberships
        entry = (await unit.audit.latest(1))[0]
    assert (entry.act, entry.actor_id) == ("invitation.accepted", guest.person.id)


async def test_a_token_works_once(world: World, library: PlanLibrary) -> None:
    token = (await invite(world.units, None, of(world.uik, Position.MEMBER), "", NOW)).token
    await accept(world, await world.guest(), token, library)
    late = await world.guest()
    with pytest.raises(InvitationUnusable) as refused:
        await accept(world, late, token, library)
    assert refused.value.reason == "used"
    async with world.units(reading=True) as unit:
        assert await unit.memberships.of_person(late.person.id, LATER) == []


async def test_of_many_at_once_one_wins(world: World, library: PlanLibrary) -> None:
    token = (await invite(world.units, None, of(world.uik, Position.CHAIRMAN), "", NOW)).token
    people = [await world.guest() for _ in range(8)]
    outcomes = await asyncio.gather(
        *(accept(world, person, token, library) for person in people), return_exceptions=True
    )
    assert [isinstance(outcome, Actor) for outcome in outcomes].count(True) == 1
    assert {outcome.reason for outcome in outcomes if isinstance(outcome, InvitationUnusable)} == {"used"}
    async with world.units(reading=True) as unit:
        assert len(await unit.memberships.of_commissions([world.uik.id], LATER)) == 1


async def test_pressing_twice_is_answered_alike_and_changes_nothing(world: World, library: PlanLibrary) -> None:
    token = (await invite(world.units, None, of(world.uik, Position.MEMBER), "", NOW)).token
    guest = await world.guest()
    first = await accept(world, guest, token, library)
    assert await accept(world, guest, token, library) == first
    assert await world.audit() == ["invitation.created", "invitation.accepted"]


async def test_who_has_left_does_not_come_back_by_the_old_link(world: World, library: PlanLibrary) -> None:
    token = (await invite(world.units, None, of(world.uik, Position.MEMBER), "", NOW)).token
    member = await accept(world, await world.guest(), token, library)
    async with world.units() as unit:
        await unit.memberships.end(member.memberships[0], LATER)
        await unit.commit()
    with pytest.raises(InvitationUnusable) as refused:
        await accept(world, member, token, library)
    assert refused.value.reason == "used"


@pytest.mark.parametrize("age", [timedelta(days=7), timedelta(days=8)])
async def test_an_old_token_is_refused_and_not_spent(age: timedelta, world: World, library: PlanLibrary) -> None:
    token = (await invite(world.units, None, of(world.uik, Position.MEMBER), "", NOW)).token
    guest = await world.guest()
    with pytest.raises(InvitationUnusable) as refused:
        await accept_invitation(world.units, library, guest, token, NOW + age)
    assert refused.value.reason == "expired"
    moment_before = NOW + timedelta(days=7) - timedelta(seconds=1)
    assert (await accept_invitation(world.units, library, guest, token, moment_before)).actor.memberships


@pytest.mark.parametrize("token", ["", "x", "A" * 32, "слово", "A" * 4096])
async def test_a_made_up_token_is_unknown(token: str, world: World, library: PlanLibrary) -> None:
    await invite(world.units, None, of(world.uik, Position.MEMBER), "", NOW)
    with pytest.raises(InvitationUnusable) as refused:
        await accept(world, await world.guest(), token, library)
    assert refused.value.reason == "unknown"


async def test_two_roles_are_kept_the_same_role_is_not_doubled(world: World, library: PlanLibrary) -> None:
    guest = await world.guest()
    for grant in (of(world.uik, Position.MEMBER), Grant(MembershipRole.OPERATOR), of(world.uik, Position.MEMBER)):
        guest = await accept(world, guest, (await invite(world.units, None, grant, "", NOW)).token, library)
    assert [m.grant for m in guest.memberships] == [of(world.uik, Position.MEMBER), Grant(MembershipRole.OPERATOR)]


@pytest.mark.parametrize("who", ["member", "candidate"])
async def test_duties_and_reminders_follow_in_the_same_transaction(
    who: str, world: World, library: PlanLibrary
) -> None:
    campaign = await seed_campaign(world.units, "one", DOCUMENT, NOW)
    await activate_campaign(world.units, library, campaign.id, NOW)
    grant = of(world.uik, Position.MEMBER) if who == "member" else world.candidacy()
    token = (await invite(world.units, None, grant, "", NOW)).token
    guest = await world.guest()
    async with world.units(reading=True) as unit:
        assert await unit.outbox.upcoming(10) == []
    await accept(world, guest, token, library)
    async with world.units(reading=True) as unit:
        upcoming = await unit.outbox.upcoming(10)
        owed = [duty.key.item for duty in await unit.duties.of_campaign(campaign.id) if duty.key.candidate_id]
    assert {delivery.person_id for delivery in upcoming} == {guest.person.id}
    assert owed == (["3"] if who == "candidate" else [])
