"""What the use cases about duties need of a store."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from services.duties.model import Duty, NewDuty, ReminderPlan
from services.ids import CampaignId, CommissionId, DutyId, PersonId, PlanVersionId


class Duties(Protocol):
    async def put(self, campaign: CampaignId, duties: Iterable[NewDuty]) -> int:
        """Make these the campaign's duties: add new ones, re-date known ones (state kept), withdraw the rest; how
        many they are. Takes them as they come, a bounded number at a time."""
        ...

    async def add(self, duties: Iterable[NewDuty]) -> int:
        """Add new ones, re-date known ones, and leave all others as they are; how many they are."""
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

    async def planned_otherwise(self, campaign: CampaignId, version: PlanVersionId) -> bool:
        """Whether anybody's reminders were planned from another version of the campaign's plan."""
        ...
