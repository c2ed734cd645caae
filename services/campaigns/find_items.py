"""Questions about a plan: what a person's words mean, and one item with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from plan.model import DatedItem
from services.campaigns.library import PlanLibrary
from services.campaigns.model import CampaignPlan
from services.duties.model import Duty
from services.duties.person_lines import duties_of, roles_in
from services.errors import NotFound
from services.ids import CampaignId
from services.people.model import Actor
from services.unit_of_work import Units

if TYPE_CHECKING:
    from questions.answer import Understanding


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question was understood as, over the person's campaign. All empty when no campaign is active."""

    campaign_plan: CampaignPlan | None
    understanding: Understanding | None
    items: tuple[DatedItem, ...]  # what the understanding names, in its order, best first


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item of a plan, and this person's duties that come of it (empty for anybody else)."""

    campaign_plan: CampaignPlan
    dated: DatedItem
    duties: tuple[Duty, ...]


async def answer_question(units: Units, library: PlanLibrary, actor: Actor, text: str, now: datetime) -> Answer:
    """Understand a question in the light of the person's own campaign and roles. Writes nothing."""
    raise NotImplementedError


async def item_card(
    units: Units, library: PlanLibrary, actor: Actor, campaign_id: CampaignId, number: str, now: datetime
) -> ItemCard:
    """The card of an item by its number («28», «50-1»). Raises NotFound for an unknown campaign or number."""
    async with units(reading=True) as unit:
        campaign = await unit.campaigns.get(campaign_id)
        if campaign is None:
            raise NotFound(f"campaign {campaign_id}")
        campaign_plan = await library.of(unit, campaign)
        dated = campaign_plan.dated_item(number)
        if dated is None:
            raise NotFound(f"item {number} of campaign {campaign.slug}")
        roles = roles_in(campaign_plan, actor.person.id, actor.memberships)
        duties = await duties_of(unit, campaign_plan, roles)
    return ItemCard(campaign_plan, dated, tuple(duty for duty in duties if duty.key.item == number))
