"""Who gets a message and when: rows of the outbox for every recipient of a campaign."""

from datetime import datetime

from services.campaigns.model import CampaignPlan
from services.ids import PersonId
from services.unit_of_work import UnitOfWork


async def plan_reminders(
    unit: UnitOfWork, campaign_plan: CampaignPlan, now: datetime, *, person: PersonId | None = None
) -> int:
    """Fill the outbox for all recipients of the campaign (or one); how many rows are new.

    A DIGEST row for each morning on which something falls, an HOUR_REMINDER row 2 hours before each end with an hour.
    Safe to call again at any time: what is planned stays, what a changed plan, position or address makes wrong is
    dropped and planned anew. Nothing is planned for mornings before the person was first planned for, but today's
    morning is caught up with during the day.
    """
    raise NotImplementedError
