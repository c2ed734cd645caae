"""Questions about a plan: what a person's words mean, and one item with all that is known of it."""

from dataclasses import dataclass
from datetime import datetime

from plan.in_force import Ruling, rulings
from plan.model import DatedItem, Role
from questions.answer import Understanding, understand
from services.access.model import Action
from services.access.rights import allows
from services.campaigns.choose_campaign import campaign_of
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignPlan
from services.duties.model import Duty
from services.duties.owed_rows import Owner
from services.duties.person_lines import duties_of, roles_in
from services.duties.tree import takes_part
from services.errors import NotFound
from services.ids import CampaignId
from services.people.model import Actor, MembershipRole
from services.unit_of_work import UnitOfWork, Units


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question was understood as, over the person's campaign. All empty when no campaign is active."""

    campaign_plan: CampaignPlan | None
    understanding: Understanding | None
    items: tuple[DatedItem, ...]  # what the understanding names, in its order, best first


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item of a plan, and this person's duties that come of it (empty for anybody else). `rulings` are the
    decisions on its dates, in force or not; `may_decide`: whether this person may make and withdraw them."""

    campaign_plan: CampaignPlan
    dated: DatedItem
    duties: tuple[Duty, ...]
    rulings: tuple[Ruling, ...] = ()
    may_decide: bool = False


async def answer_question(units: Units, library: PlanLibrary, actor: Actor, text: str, now: datetime) -> Answer:
    """Understand a question in the light of the person's own campaign and of their roles in it. Writes nothing."""
    campaign = await campaign_of(units, actor, now)
    if campaign is None:
        return Answer(None, None, ())
    async with units(reading=True) as unit:
        campaign_plan = await library.of(unit, campaign)
        roles = await _roles(unit, campaign, actor)
    askable = await library.askable(campaign_plan)
    understanding = understand(text, askable, campaign.today(now), roles=roles)
    named = (campaign_plan.dated_item(number) for number in understanding.items)
    return Answer(campaign_plan, understanding, tuple(dated for dated in named if dated is not None))


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


_ROLES: dict[Owner, tuple[Role, ...]] = {
    Owner.ORGANISER: (Role.TIK, Role.OIK),  # it carries the duties of the ОИК
    Owner.PRECINCT: (Role.UIK,),
    Owner.REGIONAL: (Role.REGIONAL,),
    Owner.CANDIDATE: (Role.CANDIDATE,),
}


async def _roles(unit: UnitOfWork, campaign: Campaign, actor: Actor) -> tuple[Role, ...]:
    """What the person is in this campaign, in the words of its plan."""
    owners: list[Owner] = []
    for grant in (membership.grant for membership in actor.memberships):
        if grant.role is MembershipRole.COMMISSION and grant.commission_id is not None:
            owners.extend(await takes_part(unit, campaign, grant.commission_id))
        elif grant.role is MembershipRole.CANDIDATE and grant.campaign_id == campaign.id:
            owners.append(Owner.CANDIDATE)
    return tuple(dict.fromkeys(role for owner in owners for role in _ROLES[owner]))
