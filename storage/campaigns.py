"""Campaigns and the immutable versions of their plans."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.campaigns.model import Campaign, CampaignState, PlanVersion
from services.ids import CampaignId, CommissionId, PersonId, PlanVersionId
from storage.tables import campaigns, plan_versions


class SqlCampaigns:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, slug: str, title: str, commission: CommissionId, zone: str, voting_day: date | None = None
    ) -> Campaign:
        values = {
            "slug": slug,
            "title": title,
            "commission_id": commission,
            "zone": zone,
            "state": CampaignState.DRAFT,
            "voting_day": voting_day,
        }
        added = await self._connection.execute(campaigns.insert().values(values).returning(campaigns.c.id))
        identity = CampaignId(added.scalar_one())
        return Campaign(identity, slug, title, commission, zone, CampaignState.DRAFT, None, voting_day)

    async def revise(self, campaign: CampaignId, title: str, zone: str, voting_day: date | None) -> None:
        await self._set(campaign, title=title, zone=zone, voting_day=voting_day)

    async def get(self, campaign: CampaignId) -> Campaign | None:
        return await self._one(select(campaigns).where(campaigns.c.id == campaign))

    async def by_slug(self, slug: str) -> Campaign | None:
        return await self._one(select(campaigns).where(campaigns.c.slug == slug))

    async def active(self) -> Sequence[Campaign]:
        return await self._all(select(campaigns).where(campaigns.c.state == CampaignState.ACTIVE))

    async def all(self) -> Sequence[Campaign]:
        return await self._all(select(campaigns))

    async def set_state(self, campaign: CampaignId, state: CampaignState) -> None:
        await self._set(campaign, state=state)

    async def add_plan_version(
        self,
        campaign: CampaignId,
        document: str,
        note: str,
        created_by: PersonId | None,
        now: datetime,
        *,
        corrects: PlanVersionId | None = None,
    ) -> PlanVersion:
        last = select(func.coalesce(func.max(plan_versions.c.number), 0)).where(plan_versions.c.campaign_id == campaign)
        number = int((await self._connection.execute(last)).scalar_one()) + 1
        values = {
            "campaign_id": campaign,
            "number": number,
            "document": document,
            "note": note,
            "created_by": created_by,
            "created_at": now,
            "corrects_id": corrects,
        }
        added = await self._connection.execute(plan_versions.insert().values(values).returning(plan_versions.c.id))
        identity = PlanVersionId(added.scalar_one())
        version = PlanVersion(identity, campaign, number, document, note, created_by, now, corrects)
        await self._set(campaign, plan_version_id=version.id)
        return version

    async def plan_versions(self, campaign: CampaignId) -> Sequence[PlanVersion]:
        query = select(plan_versions).where(plan_versions.c.campaign_id == campaign).order_by(plan_versions.c.number)
        return [_version(row) for row in await self._connection.execute(query)]

    async def plan_version(self, version: PlanVersionId) -> PlanVersion | None:
        query = select(plan_versions).where(plan_versions.c.id == version)
        row = (await self._connection.execute(query)).one_or_none()
        return _version(row) if row else None

    async def unfollowed(self, campaign: CampaignId) -> Sequence[PlanVersion]:
        ours = (plan_versions.c.campaign_id == campaign) & plan_versions.c.corrects_id.is_not(None)
        query = select(plan_versions).where(ours).order_by(plan_versions.c.number)
        return [_version(row) for row in await self._connection.execute(query)]

    async def set_followed(self, version: PlanVersionId) -> None:
        await self._connection.execute(
            update(plan_versions).where(plan_versions.c.id == version).values(corrects_id=None)
        )

    async def _set(self, campaign: CampaignId, **values: Any) -> None:
        await self._connection.execute(update(campaigns).where(campaigns.c.id == campaign).values(values))

    async def _one(self, query: Select[Any]) -> Campaign | None:
        row = (await self._connection.execute(query)).one_or_none()
        return _campaign(row) if row else None

    async def _all(self, query: Select[Any]) -> Sequence[Campaign]:
        return [_campaign(row) for row in await self._connection.execute(query.order_by(campaigns.c.id))]


def _campaign(row: Row[Any]) -> Campaign:
    return Campaign(
        id=CampaignId(row.id),
        slug=row.slug,
        title=row.title,
        commission_id=CommissionId(row.commission_id),
        zone=row.zone,
        state=CampaignState(row.state),
        plan_version_id=None if row.plan_version_id is None else PlanVersionId(row.plan_version_id),
        voting_day=row.voting_day,
    )


def _version(row: Row[Any]) -> PlanVersion:
    return PlanVersion(
        id=PlanVersionId(row.id),
        campaign_id=CampaignId(row.campaign_id),
        number=row.number,
        document=row.document,
        note=row.note,
        created_by=None if row.created_by is None else PersonId(row.created_by),
        created_at=row.created_at,
        corrects_id=None if row.corrects_id is None else PlanVersionId(row.corrects_id),
    )
