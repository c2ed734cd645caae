"""What the use cases about duties need of a store."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from services.duties.model import Duty, NewDuty, ReminderPlan, Unattended
from services.ids import CampaignId, CommissionId, DutyId, PersonId, PlanVersionId


class Duties(Protocol):
    async def add(self, duties: Iterable[NewDuty]) -> int:
        """Add new ones, re-date known ones (state kept), and leave all others as they are; how many they are."""
        ...

    async def withdraw_older(
        self, campaign: CampaignId, version: PlanVersionId, limit: int, items: Collection[str] | None = None
    ) -> int:
        """Withdraw up to `limit` duties (of these items, where some are given) that are not of this version of the
        plan; how many there were."""
        ...

    async def withdraw(self, campaign: CampaignId, *, candidate: PersonId) -> int:
        """A candidate who is none any more owes nothing."""
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

    async def unattended(
        self, campaign: CampaignId, items: Collection[str], now: datetime, *, named: int
    ) -> Sequence[Unattended]:
        """Of these items, what is owed and not done by commissions that have no member in force at `now` whom messages
        reach; `named` of the commissions are told by id."""
        ...

    async def of_campaign(self, campaign: CampaignId) -> Sequence[Duty]: ...

    async def set_done(self, duty: DutyId, by: PersonId, now: datetime) -> bool:
        """Mark it done; False when it already was."""
        ...

    async def set_open(self, duty: DutyId) -> bool:
        """Take it back; False when it was not done."""
        ...

    async def planned(self, campaign: CampaignId, people: Collection[PersonId]) -> Mapping[PersonId, ReminderPlan]:
        """What the reminders of these people were last planned from."""
        ...

    async def set_planned(self, campaign: CampaignId, plans: Sequence[ReminderPlan]) -> None: ...

    async def drop_planned(self, campaign: CampaignId, person: PersonId) -> None: ...

    async def planned_otherwise(self, campaign: CampaignId, version: PlanVersionId, limit: int) -> Sequence[PersonId]:
        """Up to `limit` people whose reminders were planned from another version of the campaign's plan."""
        ...
