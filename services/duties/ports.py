"""What the use cases about duties need of a store."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from services.duties.model import Duty, NewDuty
from services.ids import CampaignId, CommissionId, DutyId, PersonId


class Duties(Protocol):
    async def put(self, campaign: CampaignId, duties: Sequence[NewDuty]) -> None:
        """Make these the campaign's duties: add new ones, re-date known ones (state kept), withdraw the rest."""
        ...

    async def get(self, duty: DutyId) -> Duty | None: ...

    async def of(
        self,
        campaign: CampaignId,
        *,
        commissions: Collection[CommissionId] = (),
        candidate: PersonId | None = None,
        first: date | None = None,
        last: date | None = None,
        include_done: bool = True,
    ) -> Sequence[Duty]:
        """Duties owed by any of the commissions or by the candidate, not withdrawn; with `first`/`last` only those
        whose dates touch that span."""
        ...

    async def of_campaign(self, campaign: CampaignId) -> Sequence[Duty]: ...

    async def set_done(self, duty: DutyId, by: PersonId, now: datetime) -> bool:
        """Mark it done; False when it already was."""
        ...

    async def set_open(self, duty: DutyId) -> bool: ...
