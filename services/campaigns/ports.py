"""What the use cases about campaigns need of a store."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from services.campaigns.model import Campaign, CampaignState, Commission, CommissionKind, PlanVersion
from services.ids import CampaignId, CommissionId, PersonId, PlanVersionId


class Commissions(Protocol):
    async def add(
        self, kind: CommissionKind, name: str, zone: str, number: int | None, parent: CommissionId | None
    ) -> Commission: ...
    async def get(self, commission: CommissionId) -> Commission | None: ...
    async def get_many(self, commissions: Collection[CommissionId]) -> Sequence[Commission]:
        """By id, in the order of ids."""
        ...

    async def find(self, kind: CommissionKind, name: str) -> Commission | None: ...
    async def children(self, commission: CommissionId) -> Sequence[Commission]: ...
    async def all(self) -> Sequence[Commission]: ...


class Campaigns(Protocol):
    async def add(
        self, slug: str, title: str, commission: CommissionId, zone: str, voting_day: date | None = None
    ) -> Campaign: ...
    async def revise(self, campaign: CampaignId, title: str, zone: str, voting_day: date | None) -> None:
        """Follow the head of a new version of the plan."""
        ...

    async def get(self, campaign: CampaignId) -> Campaign | None: ...
    async def by_slug(self, slug: str) -> Campaign | None: ...
    async def active(self) -> Sequence[Campaign]: ...
    async def all(self) -> Sequence[Campaign]: ...
    async def set_state(self, campaign: CampaignId, state: CampaignState) -> None: ...
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
        """Store the next version and make it the campaign's present one. `corrects`: the version whose dates people may
        have been told, until `set_followed`."""
        ...

    async def unfollowed(self, campaign: CampaignId) -> Sequence[PlanVersion]:
        """The versions that correct another one of which not everybody concerned has been told, the first one first."""
        ...

    async def set_followed(self, version: PlanVersionId) -> None:
        """Whoever was told of the version that this one corrects has a correction in the outbox."""
        ...

    async def plan_versions(self, campaign: CampaignId) -> Sequence[PlanVersion]:
        """All of them, the first one first."""
        ...

    async def plan_version(self, version: PlanVersionId) -> PlanVersion | None: ...
