"""A plan document becomes a campaign, and an active campaign has duties and reminders."""

from datetime import date, timedelta

import pytest

from plan.errors import PlanFileError
from plan.model import Position
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.add_precincts import add_precincts
from services.campaigns.find_items import item_card
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignState, CommissionKind
from services.campaigns.seed_campaign import seed_campaign
from services.duties.model import Duty
from services.errors import NotAllowed, NotFound, NumberTaken
from services.ids import CampaignId, CommissionId
from services.unit_of_work import Units
from tests.integration.world import NOW, build_world, of

SLUG = "2023-03-12-test"


async def duties(units: Units, campaign: Campaign) -> list[Duty]:
    async with units(reading=True) as unit:
        return list(await unit.duties.of_campaign(campaign.id))


async def test_seeding_creates_commission_campaign_and_version(units: Units, document: str) -> None:
    campaign = await seed_campaign(units, SLUG, document, NOW)
    assert (campaign.slug, campaign.title) == (SLUG, "Дополнительные выборы депутата")
    assert (campaign.zone, campaign.voting_day) == ("Asia/Novokuznetsk", date(2023, 3, 12))
    assert campaign.state is CampaignState.DRAFT
    async with units(reading=True) as unit:
        organiser = await unit.commissions.get(campaign.commission_id)
        versions = await unit.campaigns.plan_versions(campaign.id)
        acts = [entry.act for entry in await unit.audit.latest(10)][::-1]
    assert organiser is not None
    assert (organiser.kind, organiser.name, organiser.zone) == (
        CommissionKind.TERRITORIAL,
        "ТИК округа",
        "Asia/Novokuznetsk",
    )
    assert [(version.id, version.number, version.document) for version in versions] == [
        (campaign.plan_version_id, 1, document)
    ]
    assert acts == ["commission.added", "campaign.added", "plan.version_added"]


async def test_a_known_commission_is_not_added_again(units: Units, document: str) -> None:
    world = await build_world(units)
    assert (await seed_campaign(units, SLUG, document, NOW)).commission_id == world.tik.id


async def test_the_same_document_again_adds_nothing(units: Units, document: str) -> None:
    first = await seed_campaign(units, SLUG, document, NOW)
    assert await seed_campaign(units, SLUG, document, NOW + timedelta(days=1)) == first
    async with units(reading=True) as unit:
        assert len(await unit.campaigns.plan_versions(first.id)) == 1


async def test_a_changed_document_is_the_next_version_and_its_head_is_followed(units: Units, document: str) -> None:
    first = await seed_campaign(units, SLUG, document, NOW)
    moved = document.replace("2023-03-12", "2023-03-19").replace("title: Доп", "title: Перенесённые доп")
    second = await seed_campaign(units, SLUG, moved, NOW)
    assert second.id == first.id
    assert second.plan_version_id != first.plan_version_id
    assert (second.title, second.voting_day) == ("Перенесённые дополнительные выборы депутата", date(2023, 3, 19))


async def test_seeding_at_a_start_does_not_undo_a_later_version(units: Units, document: str) -> None:
    await seed_campaign(units, SLUG, document, NOW)
    later = await seed_campaign(units, SLUG, document.replace("40 дней", "41 день"), NOW)
    assert await seed_campaign(units, SLUG, document, NOW) == later


@pytest.mark.parametrize(
    "broken", ["", "title: [", "title: Выборы\nzone: Asia/Novokuznetsk\nitems: []\n", "tittle: Выборы\nitems: []\n"]
)
async def test_a_document_that_cannot_be_used_changes_nothing(broken: str, units: Units) -> None:
    with pytest.raises(PlanFileError, match=SLUG):
        await seed_campaign(units, SLUG, broken, NOW)
    async with units(reading=True) as unit:
        assert await unit.commissions.all() == []
        assert await unit.campaigns.all() == []


async def test_activating_expands_duties_once(units: Units, library: PlanLibrary, document: str) -> None:
    world = await build_world(units)
    campaign = await seed_campaign(units, SLUG, document, NOW)
    await world.person(world.candidacy())  # stands in another campaign
    for _ in range(2):
        await activate_campaign(units, library, campaign.id, NOW)
    owed = {(duty.key.item, duty.key.commission_id) for duty in await duties(units, campaign)}
    assert owed == {("1", world.tik.id), ("2", world.uik.id), ("2", world.sister_uik.id)}
    async with units(reading=True) as unit:
        active = [campaign.slug for campaign in await unit.campaigns.active()]
        acts = [entry.act for entry in await unit.audit.latest(100)]
    assert active == [SLUG]
    assert acts.count("campaign.activated") == 1


async def test_activating_plans_reminders_for_those_who_are_there(
    units: Units, library: PlanLibrary, document: str
) -> None:
    world = await build_world(units)
    campaign = await seed_campaign(units, SLUG, document, NOW)
    member = await world.member(world.tik, Position.MEMBER)
    await activate_campaign(units, library, campaign.id, NOW)
    async with units(reading=True) as unit:
        upcoming = await unit.outbox.upcoming(100)
    assert {delivery.person_id for delivery in upcoming} == {member.person.id}
    assert all(delivery.campaign_id == campaign.id for delivery in upcoming)
    await activate_campaign(units, library, campaign.id, NOW)
    async with units(reading=True) as unit:
        assert await unit.outbox.upcoming(100) == upcoming


async def test_a_new_version_moves_the_duties_when_activated_again(
    units: Units, library: PlanLibrary, document: str
) -> None:
    await build_world(units)
    campaign = await seed_campaign(units, SLUG, document, NOW)
    await activate_campaign(units, library, campaign.id, NOW)
    before = {duty.id: duty.term.last_day for duty in await duties(units, campaign)}
    await seed_campaign(units, SLUG, document.replace("2023-03-12", "2023-03-19"), NOW)
    await activate_campaign(units, library, campaign.id, NOW)
    after = {duty.id: duty.term.last_day for duty in await duties(units, campaign)}
    week = timedelta(days=7)
    assert after == {duty: day + week for duty, day in before.items() if day}


async def test_an_unknown_campaign_is_not_activated(units: Units, library: PlanLibrary) -> None:
    with pytest.raises(NotFound):
        await activate_campaign(units, library, CampaignId(9), NOW)


async def test_the_library_reads_a_version_once_and_follows_the_campaign(
    units: Units, library: PlanLibrary, document: str
) -> None:
    campaign = await seed_campaign(units, SLUG, document, NOW)
    async with units(reading=True) as unit:
        first = await library.of(unit, campaign)
    await activate_campaign(units, library, campaign.id, NOW)
    async with units(reading=True) as unit:
        active = await unit.campaigns.get(campaign.id)
        assert active is not None
        second = await library.of(unit, active)
    assert second.plan is first.plan
    assert second.dated is first.dated
    assert (first.campaign.state, second.campaign.state) == (CampaignState.DRAFT, CampaignState.ACTIVE)
    assert [dated.item.number for dated in second.dated] == ["1", "2", "3", "4"]


async def test_a_campaign_without_a_plan_has_none(units: Units, library: PlanLibrary) -> None:
    world = await build_world(units)
    async with units(reading=True) as unit:
        with pytest.raises(NotFound):
            await library.of(unit, world.campaign)


async def test_new_precincts_owe_what_the_plan_asks_of_precincts(
    units: Units, library: PlanLibrary, document: str
) -> None:
    world = await build_world(units)
    campaign = await seed_campaign(units, SLUG, document, NOW)
    await activate_campaign(units, library, campaign.id, NOW)
    secretary = await world.member(world.tik, Position.SECRETARY)
    added = await add_precincts(units, library, secretary, world.tik.id, [1036, 1034, 1037], NOW)
    assert [(one.name, one.number, one.parent_id) for one in added] == [
        ("УИК № 1036", 1036, world.tik.id),
        ("УИК № 1034", 1034, world.tik.id),
        ("УИК № 1037", 1037, world.tik.id),
    ]
    assert added[1] == world.uik
    owing = {duty.key.commission_id for duty in await duties(units, campaign) if duty.key.item == "2"}
    assert owing == {world.uik.id, world.sister_uik.id, added[0].id, added[2].id}
    acts = await world.audit()
    assert acts.count("commission.added") == 2


async def test_precincts_are_added_by_those_who_head_the_tik(units: Units, library: PlanLibrary, document: str) -> None:
    world = await build_world(units)
    for actor in (
        await world.member(world.tik, Position.MEMBER),
        await world.member(world.uik, Position.CHAIRMAN),
        await world.member(world.other_tik, Position.CHAIRMAN),
        await world.guest(),
    ):
        with pytest.raises(NotAllowed):
            await add_precincts(units, library, actor, world.tik.id, [1], NOW)
    with pytest.raises(NumberTaken):
        await add_precincts(units, library, await world.administrator(), world.other_tik.id, [1, 1034], NOW)
    with pytest.raises(NotFound):
        await add_precincts(units, library, None, CommissionId(99), [1], NOW)
    async with units(reading=True) as unit:
        assert await unit.commissions.find(CommissionKind.PRECINCT, "УИК № 1") is None


async def test_a_card_holds_the_item_and_the_persons_own_duties(
    units: Units, library: PlanLibrary, document: str
) -> None:
    world = await build_world(units)
    campaign = await seed_campaign(units, SLUG, document, NOW)
    await activate_campaign(units, library, campaign.id, NOW)
    member = await world.person(of(world.uik, Position.MEMBER))
    card = await item_card(units, library, member, campaign.id, "2", NOW)
    assert card.dated.item.activity == "Оборудовать помещение для голосования"
    assert [duty.key.commission_id for duty in card.duties] == [world.uik.id]
    for actor, number in ((member, "1"), (member, "4"), (await world.guest(), "2")):
        assert (await item_card(units, library, actor, campaign.id, number, NOW)).duties == ()
    for campaign_id, number in ((campaign.id, "99"), (CampaignId(9), "1")):
        with pytest.raises(NotFound):
            await item_card(units, library, member, campaign_id, number, NOW)
