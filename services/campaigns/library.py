"""The plans of campaigns, read and dated once a version."""

import asyncio

from plan.dated import date_plan
from plan.model import DatedItem, Plan
from plan.yaml_file import load
from questions.askable import AskablePlan, make_askable
from services.campaigns.model import Campaign, CampaignPlan
from services.errors import NotFound
from services.ids import CampaignId, PlanVersionId
from services.unit_of_work import UnitOfWork


class PlanLibrary:
    """Keeps what was read: versions are immutable, so a version's id is the whole key."""

    def __init__(self) -> None:
        self._known: dict[PlanVersionId, tuple[Plan, tuple[DatedItem, ...]]] = {}
        self._askable: dict[PlanVersionId, AskablePlan] = {}
        self._versions: dict[CampaignId, list[PlanVersionId]] = {}
        self._building = asyncio.Lock()

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
            self._forget_older(campaign)
        plan, dated = known
        return CampaignPlan(campaign, version, plan, dated)

    def _forget_older(self, campaign: Campaign) -> None:
        """Of a campaign only the newest version read is kept: each decision on a date makes one more."""
        of_campaign = self._versions.setdefault(campaign.id, [])
        if campaign.plan_version_id is not None:
            of_campaign.append(campaign.plan_version_id)
        newest = max(of_campaign)
        for version in of_campaign:
            if version != newest:
                self._known.pop(version, None)
                self._askable.pop(version, None)
        self._versions[campaign.id] = [newest]

    async def askable(self, campaign_plan: CampaignPlan) -> AskablePlan:
        """The plan made ready for questions. The first call for a version takes half a second, in a thread: to be
        made outside a unit of work, and at the bot's start, so that no person waits for it."""
        async with self._building:
            known = self._askable.get(campaign_plan.version)
            if known is None:
                known = await asyncio.to_thread(make_askable, campaign_plan.plan)
                self._askable[campaign_plan.version] = known
        return known
