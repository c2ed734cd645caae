"""The rows of a plan whose date waits for an event: shown as «после события …», never left out."""

from __future__ import annotations

from datetime import datetime

from services.campaigns.library import PlanLibrary
from services.duties.list_duties import PlanRows
from services.duties.owed_rows import every_row
from services.duties.person_lines import LineMaker
from services.duties.timing import is_dated
from services.errors import NotFound
from services.ids import CampaignId
from services.unit_of_work import Units


async def waiting_rows(units: Units, library: PlanLibrary, campaign: CampaignId, now: datetime) -> PlanRows:
    """What has a term and no date yet, in the plan's order. Raises NotFound for an unknown campaign."""
    async with units(reading=True) as unit:
        known = await unit.campaigns.get(campaign)
        if known is None:
            raise NotFound(f"campaign {campaign}")
        campaign_plan = await library.of(unit, known)
    maker = LineMaker(campaign_plan, known.today(now))
    rows = [row for row in every_row(campaign_plan) if row.occurrence is not None and not is_dated(row.term)]
    return PlanRows(known, None, None, tuple(map(maker.plan_line, rows)), ())
