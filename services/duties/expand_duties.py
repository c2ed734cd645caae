"""From a dated plan to duties: item × who must act × occurrence."""

from datetime import datetime

from services.campaigns.model import CampaignPlan
from services.unit_of_work import UnitOfWork


async def expand_duties(unit: UnitOfWork, campaign_plan: CampaignPlan, now: datetime) -> int:
    """Make the stored duties of the campaign those of its present plan; how many there are.

    ТИК and ОИК rows are owed by the organising commission (by item 16 it carries the ОИК's duties), УИК rows by each
    precinct below it, rows of the regional commission by the one above it where the bot has it, candidates' rows by
    each candidate. Rows of others are nobody's duty. A known duty keeps its state and gets the new dates; one that the
    plan no longer has is withdrawn. Safe to call again.
    """
    raise NotImplementedError
