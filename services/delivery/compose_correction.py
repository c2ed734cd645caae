"""The letter that corrects what somebody was told of a plan: in the words, and by the plan, true at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plan.in_force import Ruling
from plan.model import DatedItem, Item, Plan
from services.campaigns.find_items import rulings_of
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignPlan
from services.delivery.model import Delivery
from services.duties.model import DutyState
from services.duties.person_lines import duties_of, roles_in
from services.duties.plan_changes import Correction
from services.ids import PersonId
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OtherDate:
    """The dates of an item that are in force now, and the decisions they come of."""

    dated: DatedItem
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True)
class GoneItem:
    """An item that the plan has no more, as the last plan had it."""

    plan: Plan
    item: Item


@dataclass(frozen=True, slots=True)
class CorrectionLetter:
    """Items have other dates than the person was told, or are in the plan no more; at least one."""

    campaign_plan: CampaignPlan
    changed: tuple[OtherDate, ...]
    gone: tuple[GoneItem, ...]
    today: date
    language: str
    late: bool
    possibly_repeated: bool


async def compose_correction(
    unit: UnitOfWork, library: PlanLibrary, campaign: Campaign, person: PersonId, delivery: Delivery, now: datetime
) -> tuple[CampaignPlan, tuple[OtherDate, ...], tuple[GoneItem, ...]] | None:
    """What there is to correct at `now`; None when it is nothing. An item of which the person has done all that it asks
    of them needs no other date; what has come back into the plan is not gone."""
    correction = Correction.of(delivery.ids)
    campaign_plan = await library.of(unit, campaign)
    roles = roles_in(campaign_plan, person, await unit.memberships.of_person(person, now))
    duties = [one.duty for one in await duties_of(unit, campaign_plan, roles, now)]
    changed: list[OtherDate] = []
    lost = list(correction.removed)
    for number in correction.items:
        dated = campaign_plan.dated_item(number)
        if dated is None:
            lost.append((correction.version, number))
        elif {duty.state for duty in duties if duty.key.item == number} != {DutyState.DONE}:
            changed.append(OtherDate(dated, rulings_of(campaign_plan, dated)))
    present = {item.activity for item in campaign_plan.plan.items}
    gone: list[GoneItem] = []
    for version, number in lost:
        found = await library.item_of(unit, campaign, version, number)
        if found is not None and found[1].activity not in present:
            gone.append(GoneItem(*found))
    return (campaign_plan, tuple(changed), tuple(gone)) if changed or gone else None
