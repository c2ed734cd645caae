"""The plans of campaigns, read and dated once a version."""

from plan.dated import date_plan
from plan.model import DatedItem, Plan
from plan.yaml_file import load
from services.campaigns.model import Campaign, CampaignPlan
from services.errors import NotFound
from services.ids import PlanVersionId
from services.unit_of_work import UnitOfWork


class PlanLibrary:
    """Keeps what was read: versions are immutable, so a version's id is the whole key."""

    def __init__(self) -> None:
        self._known: dict[PlanVersionId, tuple[Plan, tuple[DatedItem, ...]]] = {}

    async def of(self, unit: UnitOfWork, campaign: Campaign) -> CampaignPlan:
        """The campaign with its present plan. Raises NotFound when it has none, a plan error for a document that
        cannot be read (none is stored unread)."""
        version = campaign.plan_version_id
        if version is None:
            raise NotFound(f"a plan of campaign {campaign.slug}")
        known = self._known.get(version)
        if known is None:
            stored = await unit.campaigns.plan_version(version)
            if stored is None:
                raise NotFound(f"version {version} of the plan of campaign {campaign.slug}")
            plan = load(stored.document, f"{campaign.slug}, версия {stored.number}")
            known = self._known[version] = (plan, date_plan(plan))
        plan, dated = known
        return CampaignPlan(campaign, version, plan, dated)
