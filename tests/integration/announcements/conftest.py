"""A campaign under way, its chairman and a crowd, for every test of announcements."""

import pytest

from plan.model import Position
from services.campaigns.model import CampaignState
from services.people.model import Actor
from services.unit_of_work import Units
from tests.integration.world import World, build_world, of


@pytest.fixture
async def world(units: Units) -> World:
    made = await build_world(units)
    async with units() as unit:
        await unit.campaigns.set_state(made.campaign.id, CampaignState.ACTIVE)
        await unit.commit()
    return made


@pytest.fixture
async def chairman(world: World) -> Actor:
    return await world.member(world.tik, Position.CHAIRMAN)


@pytest.fixture
async def crowd(world: World, chairman: Actor) -> list[Actor]:
    """With the chairman seven people: two of the ТИК, three of the УИКs, two candidates, one of whom sits in an УИК."""
    return [
        await world.member(world.tik, Position.MEMBER),
        await world.member(world.uik, Position.CHAIRMAN),
        await world.member(world.sister_uik, Position.MEMBER),
        await world.person(of(world.uik, Position.MEMBER), world.candidacy()),
        await world.person(world.candidacy()),
        await world.member(world.other_tik, Position.CHAIRMAN),
    ]
