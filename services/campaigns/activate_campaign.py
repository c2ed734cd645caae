"""Set a campaign going: duties for everybody concerned, reminders in the outbox."""

from datetime import datetime

from services.campaigns.library import PlanLibrary
from services.ids import CampaignId
from services.unit_of_work import Units


async def activate_campaign(units: Units, library: PlanLibrary, campaign_id: CampaignId, now: datetime) -> None:
    """Make it active and, in the same transaction, expand its duties and plan its reminders. Doing it again follows
    a new version of the plan and adds nothing otherwise. Raises NotFound."""
    raise NotImplementedError
