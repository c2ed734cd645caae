"""The campaign's present plan as a file, with the decisions on its dates."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from plan.writers import plan_as
from services.access.model import Action
from services.access.rights import require
from services.campaigns.library import PlanLibrary
from services.errors import NotFound
from services.ids import CampaignId
from services.people.model import Actor
from services.unit_of_work import Units

SUFFIXES = (".docx", ".xlsx", ".ics", ".yaml")
"""Formats that are handed out, the one to sign first."""


@dataclass(frozen=True, slots=True)
class PlanFile:
    name: str  # "2023-03-12-kmo-11.docx"
    body: bytes


async def export_plan(
    units: Units, library: PlanLibrary, actor: Actor, campaign_id: CampaignId, suffix: str, now: datetime
) -> PlanFile:
    """The file, written in a thread. For those who may decide on dates: it names who decided, and why.

    Raises NotAllowed, NotFound (an unknown campaign or format), PlanFileError for a plan that the format cannot hold.
    """
    async with units(reading=True) as unit:
        campaign = await unit.campaigns.get(campaign_id)
        if campaign is None or suffix not in SUFFIXES:
            raise NotFound(f"campaign {campaign_id} as {suffix}")
        require(actor, Action.DECIDE_DATE, campaign)
        campaign_plan = await library.of(unit, campaign)
    name = f"{campaign.slug}{suffix}"
    local = now.astimezone(campaign.tz)
    body = await asyncio.to_thread(plan_as, suffix, campaign_plan.plan, now=local, name=name)
    return PlanFile(name, body)
