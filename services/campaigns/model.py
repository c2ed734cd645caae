"""Commissions, campaigns and the versions of a campaign's plan."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from plan.model import DatedItem, Plan
from services.ids import CampaignId, CommissionId, PersonId, PlanVersionId


class CommissionKind(enum.StrEnum):
    REGIONAL = "regional"  # избирательная комиссия субъекта РФ
    TERRITORIAL = "territorial"  # ТИК
    DISTRICT = "district"  # ОИК
    PRECINCT = "precinct"  # УИК


@dataclass(frozen=True, slots=True)
class Commission:
    id: CommissionId
    kind: CommissionKind
    name: str  # «ТИК Кемеровского муниципального округа», «УИК № 1034»
    number: int | None  # of a precinct
    parent_id: CommissionId | None
    zone: str  # IANA


class CampaignState(enum.StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Campaign:
    id: CampaignId
    slug: str  # "2023-03-12-kmo-11"
    title: str
    commission_id: CommissionId  # the commission that organises the election
    zone: str
    state: CampaignState
    plan_version_id: PlanVersionId | None
    voting_day: date | None = None  # the last one; chooses the campaign that is meant

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def today(self, now: datetime) -> date:
        """The calendar day in the campaign's zone."""
        return now.astimezone(self.tz).date()


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """An immutable version of a campaign's plan: the document in its YAML form."""

    id: PlanVersionId
    campaign_id: CampaignId
    number: int
    document: str
    note: str
    created_by: PersonId | None
    created_at: datetime
    corrects_id: PlanVersionId | None = None
    """The version whose dates people may have been told, until all of them have a correction in the outbox."""


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """A campaign with its present plan, read and dated."""

    campaign: Campaign
    version: PlanVersionId
    plan: Plan
    dated: tuple[DatedItem, ...]

    def dated_item(self, number: str) -> DatedItem | None:
        return next((d for d in self.dated if d.item.number == number), None)
