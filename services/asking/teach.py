"""«Запомнить этот вопрос»: somebody who knows says what a question in other people's words asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plan.model import DatedItem
from questions.answer import Outcome, understand
from questions.learned import activity_of, nearest, same_question
from services.access.model import Action
from services.access.rights import DeskTarget, require
from services.asking.phrasings import TEXT_CHARACTERS, Phrasing, PhrasingState
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignPlan
from services.errors import NotFound, NothingToTeach
from services.ids import CampaignId, PhrasingId
from services.people.model import Actor
from services.unit_of_work import UnitOfWork, Units

OFFERED = 4
"""Rows that are offered for a question; any other is named by its number."""

OPEN_KEPT = 200
"""Questions of a campaign that wait for somebody to say what they ask for."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A question set aside, and the rows of the plan that it may ask for, likeliest first."""

    phrasing: Phrasing
    campaign_plan: CampaignPlan
    likely: tuple[DatedItem, ...]


@dataclass(frozen=True, slots=True)
class Taught:
    """What was learned. `before` is the phrasing as it was; `others_too`: the row is an activity of the law, so that
    other commissions' plans learn it as well."""

    phrasing: Phrasing
    before: Phrasing
    campaign_plan: CampaignPlan
    dated: DatedItem
    others_too: bool


async def set_aside(units: Units, text: str, campaign: CampaignId, now: datetime) -> None:
    """Keep a question that the bot has not understood for whoever looks through them. Nothing for what is no words."""
    said, normal = text.strip()[:TEXT_CHARACTERS], same_question(text)
    if not normal:
        return
    async with units() as unit:
        await unit.phrasings.set_aside(said, normal, campaign, now, None)
        await unit.phrasings.forget_open(campaign, OPEN_KEPT)
        await unit.commit()


async def offer(
    units: Units,
    library: PlanLibrary,
    actor: Actor,
    text: str,
    campaign: Campaign,
    now: datetime,
    *,
    at_desk: DeskTarget | None = None,
) -> Offer:
    """Set a question aside and say which rows it may ask for. Raises NotAllowed, NothingToTeach for a text without
    words or one that is too long to be asked again."""
    require(actor, Action.TEACH, at_desk or campaign)
    said, normal = text.strip(), same_question(text)
    if not normal or len(said) > TEXT_CHARACTERS:
        raise NothingToTeach
    async with units() as unit:
        phrasing = await unit.phrasings.set_aside(said, normal, campaign.id, now, actor.person.id)
        await unit.commit()
    return await _offer(units, library, phrasing, campaign, now)


async def offer_again(
    units: Units,
    library: PlanLibrary,
    actor: Actor,
    phrasing_id: PhrasingId,
    now: datetime,
    *,
    at_desk: DeskTarget | None = None,
) -> Offer:
    """The offer for a question that was set aside earlier. Raises NotAllowed, NotFound."""
    async with units(reading=True) as unit:
        phrasing, campaign = await _found(unit, phrasing_id)
    require(actor, Action.TEACH, at_desk or campaign)
    return await _offer(units, library, phrasing, campaign, now)


async def _offer(units: Units, library: PlanLibrary, phrasing: Phrasing, campaign: Campaign, now: datetime) -> Offer:
    async with units(reading=True) as unit:
        campaign_plan = await library.of(unit, campaign)
        lessons = await library.lessons(unit, campaign_plan)
    askable = await library.askable(campaign_plan, lessons)
    understood = understand(phrasing.text, askable, campaign.today(now))
    numbers = list(understood.items) if understood.outcome in (Outcome.ITEMS, Outcome.SUGGEST) else []
    numbers += [number for number in nearest(phrasing.text, askable) if number not in numbers]
    if phrasing.item:
        numbers = [phrasing.item, *(number for number in numbers if number != phrasing.item)]
    likely = (campaign_plan.dated_item(number) for number in numbers[:OFFERED])
    return Offer(phrasing, campaign_plan, tuple(dated for dated in likely if dated is not None))


async def teach(
    units: Units,
    library: PlanLibrary,
    actor: Actor,
    phrasing_id: PhrasingId,
    number: str,
    now: datetime,
    *,
    at_desk: DeskTarget | None = None,
) -> Taught:
    """This question asks for this row from now on, in every instance of the bot; what it meant before is replaced.

    Raises NotAllowed, NotFound for an unknown question or row.
    """
    async with units(reading=True) as unit:
        before, campaign = await _found(unit, phrasing_id)
        campaign_plan = await library.of(unit, campaign)
    require(actor, Action.TEACH, at_desk or campaign)
    dated = campaign_plan.dated_item(number.strip())
    if dated is None:
        raise NotFound(f"item {number} of campaign {campaign.slug}")
    activity = activity_of(dated.item.number, campaign_plan.dated)
    async with units() as unit:
        await unit.phrasings.teach(phrasing_id, dated.item.number, activity, now, actor.person.id)
        details = {"item": dated.item.number, "activity": activity}
        await unit.audit.add(now, actor.person.id, "phrasing.taught", f"phrasing:{phrasing_id}", details)
        phrasing, _ = await _found(unit, phrasing_id)
        await unit.commit()
    async with units(reading=True) as unit:
        lessons = await library.lessons(unit, campaign_plan)
    await library.askable(campaign_plan, lessons)
    return Taught(phrasing, before, campaign_plan, dated, others_too=bool(activity))


async def withdraw(
    units: Units,
    actor: Actor,
    phrasing_id: PhrasingId,
    now: datetime,
    *,
    at_desk: DeskTarget | None = None,
) -> Phrasing:
    """The question is what it was before anybody taught it. Twice is once. Raises NotAllowed, NotFound."""
    async with units() as unit:
        phrasing, campaign = await _found(unit, phrasing_id)
        require(actor, Action.TEACH, at_desk or campaign)
        if phrasing.state is PhrasingState.WITHDRAWN:
            return phrasing
        await unit.phrasings.withdraw(phrasing_id, now, actor.person.id)
        await unit.audit.add(now, actor.person.id, "phrasing.withdrawn", f"phrasing:{phrasing_id}")
        phrasing, _ = await _found(unit, phrasing_id)
        await unit.commit()
    return phrasing


async def _found(unit: UnitOfWork, phrasing_id: PhrasingId) -> tuple[Phrasing, Campaign]:
    phrasing = await unit.phrasings.get(phrasing_id)
    campaign = await unit.campaigns.get(phrasing.campaign_id) if phrasing is not None else None
    if phrasing is None or campaign is None:
        raise NotFound(f"phrasing {phrasing_id}")
    return phrasing, campaign
