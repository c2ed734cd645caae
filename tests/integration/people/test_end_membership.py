"""Leaving: rights, duties and reminders end together."""

from datetime import timedelta

import pytest

from plan.model import Position
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from services.errors import NotAllowed, NotFound
from services.ids import MembershipId
from services.people.accept_invitation import accept_invitation
from services.people.end_membership import end_membership
from services.people.invite import invite
from services.people.model import Actor, Grant, MembershipRole
from services.people.recognise import recognise
from tests.integration.campaigns.conftest import DOCUMENT
from tests.integration.world import NOW, World, of

LATER = NOW + timedelta(days=1)


@pytest.fixture
def library() -> PlanLibrary:
    return PlanLibrary()


async def joined(world: World, library: PlanLibrary, grant: Grant) -> Actor:
    token = (await invite(world.units, None, grant, "", NOW)).token
    return (await accept_invitation(world.units, library, await world.guest(), token, NOW)).actor


@pytest.mark.parametrize("who", ["member", "candidate"])
async def test_who_leaves_is_neither_reminded_nor_counted(who: str, world: World, library: PlanLibrary) -> None:
    campaign = await seed_campaign(world.units, "one", DOCUMENT, NOW)
    await activate_campaign(world.units, library, campaign.id, NOW)
    grant = of(world.uik, Position.MEMBER) if who == "member" else world.candidacy()
    leaving = await joined(world, library, grant)
    async with world.units(reading=True) as unit:
        assert await unit.outbox.upcoming(10)
    chairman = await world.member(world.tik, Position.CHAIRMAN)
    ended = await end_membership(world.units, library, chairman, leaving.memberships[0].id, LATER)
    assert ended.until == LATER
    assert (await recognise(world.units, leaving.person.address, "Анна", "ru", LATER)).memberships == ()
    async with world.units(reading=True) as unit:
        assert await unit.outbox.upcoming(10) == []
        assert not await unit.duties.of(campaign.id, candidate=leaving.person.id)
        entry = (await unit.audit.latest(1))[0]
    assert (entry.act, entry.actor_id) == ("membership.ended", chairman.person.id)


async def test_only_those_who_give_it_take_it_back(world: World, library: PlanLibrary) -> None:
    chair = (await joined(world, library, of(world.tik, Position.CHAIRMAN))).memberships[0]
    for actor in (
        await world.guest(),
        await world.member(world.tik, Position.SECRETARY),
        await world.member(world.other_tik, Position.CHAIRMAN),
    ):
        with pytest.raises(NotAllowed):
            await end_membership(world.units, library, actor, chair.id, LATER)
    await end_membership(world.units, library, await world.administrator(), chair.id, LATER)


async def test_what_has_ended_or_never_was_cannot_be_ended(world: World, library: PlanLibrary) -> None:
    operator = (await joined(world, library, Grant(MembershipRole.OPERATOR))).memberships[0]
    await end_membership(world.units, library, None, operator.id, LATER)
    for membership in (operator.id, MembershipId(999)):
        with pytest.raises(NotFound):
            await end_membership(world.units, library, None, membership, LATER + timedelta(hours=1))
