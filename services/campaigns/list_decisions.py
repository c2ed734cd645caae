"""«Расхождения в плане»: which dates wait for a person's decision, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plan.deciding import End, choices
from plan.in_force import Ruling
from plan.model import DatedItem
from services.access.model import Action
from services.access.rights import require
from services.campaigns.decide_date import open_end
from services.campaigns.find_items import rulings_of
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignPlan
from services.errors import NotFound
from services.ids import CampaignId
from services.people.model import Actor
from services.unit_of_work import Units


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """An end of an item's term that waits for a decision, with the dates that the document and the law give it."""

    dated: DatedItem
    end: End
    printed: date | None
    computed: date | None


@dataclass(frozen=True, slots=True)
class Decisions:
    """`open` in the plan's order; `made`: the decisions on dates that stand in the plan, in force or not."""

    campaign_plan: CampaignPlan
    open: tuple[OpenDecision, ...]
    made: tuple[tuple[DatedItem, Ruling], ...]


async def list_decisions(units: Units, library: PlanLibrary, actor: Actor, campaign_id: CampaignId) -> Decisions:
    """For those who may decide. Raises NotAllowed, NotFound."""
    async with units(reading=True) as unit:
        campaign = await unit.campaigns.get(campaign_id)
        if campaign is None:
            raise NotFound(f"campaign {campaign_id}")
        require(actor, Action.DECIDE_DATE, campaign)
        campaign_plan = await library.of(unit, campaign)
    return Decisions(
        campaign_plan,
        tuple(
            OpenDecision(dated, end, *choices(dated, end))
            for dated in campaign_plan.dated
            if (end := open_end(dated)) is not None
        ),
        tuple((dated, ruling) for dated in campaign_plan.dated for ruling in rulings_of(campaign_plan, dated)),
    )


async def count_open(units: Units, library: PlanLibrary, campaign: Campaign) -> int:
    """How many items wait for a decision on their date."""
    async with units(reading=True) as unit:
        campaign_plan = await library.of(unit, campaign)
    return sum(open_end(dated) is not None for dated in campaign_plan.dated)
