"""The plans of campaigns, read and dated once a version."""

import asyncio
from collections.abc import Mapping, Sequence

from plan.dated import date_plan
from plan.model import DatedItem, Item, Plan
from plan.yaml_file import load
from questions.askable import AskablePlan, make_askable
from questions.learned import Lesson, Lessons
from services.asking.phrasings import Phrasing
from services.campaigns.model import Campaign, CampaignPlan
from services.errors import NotFound
from services.ids import CampaignId, PlanVersionId
from services.unit_of_work import UnitOfWork

OLDER_KEPT = 4
"""Older versions, undated: thousands may be told at once what is gone from one of them."""


class PlanLibrary:
    """Keeps what was read: versions are immutable, so a version's id is the whole key."""

    def __init__(self) -> None:
        self._known: dict[PlanVersionId, tuple[Plan, tuple[DatedItem, ...]]] = {}
        self._askable: dict[PlanVersionId, tuple[Mapping[str, tuple[str, ...]], AskablePlan]] = {}
        self._learned: tuple[int, Sequence[Phrasing]] = (-1, ())
        self._versions: dict[CampaignId, list[PlanVersionId]] = {}
        self._older: dict[PlanVersionId, Plan] = {}
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

    async def item_of(
        self, unit: UnitOfWork, campaign: Campaign, version: PlanVersionId, number: str
    ) -> tuple[Plan, Item] | None:
        """An item as an older version of the plan had it, and that version; None where there is no such."""
        if version not in self._older:
            stored = await unit.campaigns.plan_version(version)
            if stored is None or stored.campaign_id != campaign.id:
                return None
            if len(self._older) >= OLDER_KEPT:
                self._older.pop(next(iter(self._older)))
            self._older[version] = load(stored.document, f"{campaign.slug}, версия {stored.number}")
        item = self._older[version].item(number)
        return None if item is None else (self._older[version], item)

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

    async def lessons(self, unit: UnitOfWork, campaign_plan: CampaignPlan) -> Lessons:
        """What the bot has been taught, as it is for this plan: by the activity of the law from every campaign, by the
        row's number from its own. What another instance was taught is noticed by the stamp."""
        stamp = await unit.phrasings.stamp()
        if stamp != self._learned[0]:
            self._learned = (stamp, await unit.phrasings.learned())
        own = campaign_plan.campaign.id
        return Lessons(
            Lesson(one.text, one.activity, one.item if one.campaign_id == own else "") for one in self._learned[1]
        )

    async def askable(self, campaign_plan: CampaignPlan, lessons: Lessons | None = None) -> AskablePlan:
        """The plan made ready for questions, with what was taught. The first call for a version, and the first after
        something was taught, takes half a second, in a thread: to be made outside a unit of work, and at the bot's
        start, so that no person waits for it."""
        taught = lessons.by_activity if lessons is not None else {}
        async with self._building:
            known = self._askable.get(campaign_plan.version)
            if known is None or (lessons is not None and known[0] != taught):
                made = await asyncio.to_thread(make_askable, campaign_plan.plan, None, taught)
                known = self._askable[campaign_plan.version] = (taught, made)
        return known[1]
