"""The plans of campaigns, read and dated once a version."""

from services.campaigns.model import Campaign, CampaignPlan
from services.unit_of_work import UnitOfWork


class PlanLibrary:
    """Keeps what was read: versions are immutable, so a version's id is the whole key."""

    async def of(self, unit: UnitOfWork, campaign: Campaign) -> CampaignPlan:
        """The campaign with its present plan. Raises NotFound when it has none, a plan error for a document that
        cannot be read (none is stored unread)."""
        raise NotImplementedError
