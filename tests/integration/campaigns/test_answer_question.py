"""A question is understood over the person's own campaign, in the light of what they are in it."""

import asyncio

import pytest

from plan.model import Position, Role
from questions.answer import Outcome, Understanding
from services.asking.answer_question import answer_question
from services.asking.model import Answer
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from services.people.model import Actor
from services.unit_of_work import Units
from tests.integration.world import NOW, World, build_world, of


@pytest.fixture
async def world(units: Units, library: PlanLibrary, document: str) -> World:
    world = await build_world(units)
    campaign = await seed_campaign(units, "one", document, NOW)
    await activate_campaign(units, library, campaign.id, NOW)
    return world


async def ask(world: World, library: PlanLibrary, actor: Actor, text: str) -> tuple[Understanding, list[str]]:
    answer = await answer_question(world.units, library, actor, text, NOW)
    assert answer.understanding is not None
    assert answer.campaign_plan is not None and answer.campaign_plan.campaign.slug == "one"
    return answer.understanding, [dated.item.number for dated in answer.items]


async def test_a_number_is_answered_with_its_item(world: World, library: PlanLibrary) -> None:
    understanding, numbers = await ask(world, library, await world.guest(), "пункт 2")
    assert understanding.outcome is Outcome.ITEMS
    assert numbers == ["2"]


async def test_a_stretch_of_time_is_the_askers_own(world: World, library: PlanLibrary) -> None:
    question = "что нужно сделать до 12 марта"
    precinct = await world.member(world.uik, Position.MEMBER)
    territorial = await world.member(world.tik, Position.SECRETARY)
    candidate = await world.person(world.candidacy())
    both = await world.person(world.candidacy(), of(world.uik, Position.MEMBER))
    assert [(await ask(world, library, actor, question))[0].roles for actor in (precinct, territorial, candidate)] == [
        (Role.UIK,),
        (Role.TIK, Role.OIK),
        (Role.CANDIDATE,),
    ]
    assert set((await ask(world, library, both, question))[0].roles) == {Role.UIK, Role.CANDIDATE}
    assert (await ask(world, library, precinct, question))[1] == ["2"]
    assert (await ask(world, library, candidate, question))[1] == ["3"]
    assert len((await ask(world, library, await world.guest(), question))[1]) == 4


async def test_a_role_in_another_campaign_is_no_role_here(world: World, library: PlanLibrary) -> None:
    stranger = await world.member(world.other_tik, Position.CHAIRMAN)
    assert (await ask(world, library, stranger, "что нужно сделать до 12 марта"))[0].roles == ()


async def test_without_an_active_campaign_there_is_nothing_to_understand(units: Units, library: PlanLibrary) -> None:
    world = await build_world(units)
    answer = await answer_question(units, library, await world.guest(), "пункт 2", NOW)
    assert answer == Answer(None, None, ())


@pytest.mark.parametrize("text", ["", " ", "?", "👍", "я" * 4096, "пункт 99999999999999999999", "\x00"])
async def test_any_text_is_taken(text: str, world: World, library: PlanLibrary) -> None:
    await ask(world, library, await world.guest(), text)


async def test_first_questions_at_the_same_time_make_the_index_once(world: World, library: PlanLibrary) -> None:
    guest = await world.guest()
    await asyncio.gather(*(ask(world, library, guest, "пункт 2") for _ in range(5)))
    async with world.units(reading=True) as unit:
        campaign = await unit.campaigns.by_slug("one")
        assert campaign is not None
        campaign_plan = await library.of(unit, campaign)
    assert await library.askable(campaign_plan) is await library.askable(campaign_plan)
