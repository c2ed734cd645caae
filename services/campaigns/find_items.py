"""One item of a plan, with all that is known of it."""

from dataclasses import dataclass
from datetime import datetime

from plan.in_force import Ruling, rulings
from plan.model import DatedItem
from services.access.model import Action
from services.access.rights import allows
from services.campaigns.library import PlanLibrary
from services.campaigns.model import CampaignPlan
from services.duties.model import Duty
from services.duties.person_lines import duties_of, roles_in
from services.errors import NotFound
from services.ids import CampaignId
from services.people.model import Actor
from services.unit_of_work import Units


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item of a plan, and this person's duties that come of it (empty for anybody else). `rulings` are the
    decisions on its dates, in force or not; `may_decide`: whether this person may make and withdraw them."""

    campaign_plan: CampaignPlan
    dated: DatedItem
    duties: tuple[Duty, ...]
    rulings: tuple[Ruling, ...] = ()
    may_decide: bool = False


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
        duties = [assigned.duty for assigned in await duties_of(unit, campaign_plan, roles, now)]
    return ItemCard(
        campaign_plan,
        dated,
        tuple(duty for duty in duties if duty.key.item == number),
        rulings=rulings_of(campaign_plan, dated),
        may_decide=allows(actor, Action.DECIDE_DATE, campaign),
    )


def rulings_of(campaign_plan: CampaignPlan, dated: DatedItem) -> tuple[Ruling, ...]:
    """The decisions on an item's dates, and whether each still holds."""
    made = [one for one in campaign_plan.plan.overrides if one.item == dated.item.number]
    return rulings(dated.computed, dated.printed, made)
