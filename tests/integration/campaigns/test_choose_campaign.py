"""Which campaign is meant."""

from datetime import date, timedelta

import pytest

from plan.model import Position
from services.campaigns.choose_campaign import campaign_of, campaigns_of
from services.campaigns.model import CampaignState, CommissionKind
from services.unit_of_work import Units
from tests.integration.world import NOW, ZONE, World, build_world


@pytest.fixture
async def world(units: Units) -> World:
    """«one» of the ТИК is a draft; of the other ТИК «soon», «later», «past» and «undated» are active."""
    world = await build_world(units)
    async with units() as unit:
        for slug, day in (
            ("past", date(2023, 1, 1)),
            ("undated", None),
            ("later", date(2023, 9, 10)),
            ("soon", date(2023, 1, 25)),
        ):
            campaign = await unit.campaigns.add(slug, slug, world.other_tik.id, ZONE, day)
            await unit.campaigns.set_state(campaign.id, CampaignState.ACTIVE)
        await unit.commit()
    return world


async def activate(world: World) -> None:
    async with world.units() as unit:
        await unit.campaigns.set_state(world.campaign.id, CampaignState.ACTIVE)
        await unit.commit()


async def test_without_a_role_it_is_the_next_voting_day(world: World) -> None:
    guest = await world.guest()
    found = [campaign.slug for campaign in await campaigns_of(world.units, guest, NOW)]
    assert found == ["soon", "later", "undated", "past"]
    chosen = await campaign_of(world.units, guest, NOW)
    assert chosen is not None and chosen.slug == "soon"
    chosen = await campaign_of(world.units, guest, NOW + timedelta(days=1))
    assert chosen is not None and chosen.slug == "later"


@pytest.mark.parametrize("of", ["tik", "uik", "candidate"])
async def test_the_own_one_comes_first(of: str, world: World) -> None:
    await activate(world)
    match of:
        case "tik":
            actor = await world.member(world.tik, Position.MEMBER)
        case "uik":
            actor = await world.member(world.uik, Position.MEMBER)
        case _:
            actor = await world.person(world.candidacy())
    assert [campaign.slug for campaign in await campaigns_of(world.units, actor, NOW)][0:2] == ["one", "soon"]


async def test_an_own_draft_is_not_chosen(world: World) -> None:
    actor = await world.member(world.tik, Position.MEMBER)
    chosen = await campaign_of(world.units, actor, NOW)
    assert chosen is not None and chosen.slug == "soon"


async def test_nothing_active_is_nothing(units: Units) -> None:
    world = await build_world(units)
    assert await campaign_of(units, await world.guest(), NOW) is None
    assert await campaigns_of(units, await world.guest(), NOW) == []


async def test_a_commission_below_a_district_one_belongs_to_the_organiser_too(units: Units) -> None:
    world = await build_world(units)
    async with units() as unit:
        district = await unit.commissions.add(CommissionKind.DISTRICT, "ОИК", ZONE, None, world.tik.id)
        precinct = await unit.commissions.add(CommissionKind.PRECINCT, "УИК № 9", ZONE, 9, district.id)
        rival = await unit.campaigns.add("rival", "rival", world.other_tik.id, ZONE, date(2023, 2, 1))
        await unit.campaigns.set_state(rival.id, CampaignState.ACTIVE)
        await unit.commit()
    await activate(world)
    chosen = await campaign_of(units, await world.member(precinct, Position.MEMBER), NOW)
    assert chosen is not None and chosen.slug == "one"
