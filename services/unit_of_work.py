"""One transaction over every repository: rolls back unless committed."""

from types import TracebackType
from typing import Protocol, Self

from services.access.ports import AuditLog
from services.announcements.ports import Announcements
from services.campaigns.ports import Campaigns, Commissions
from services.delivery.ports import Outbox
from services.duties.ports import Duties
from services.hotline.ports import Tickets
from services.people.ports import Invitations, Memberships, People


class UnitOfWork(Protocol):
    """`async with units() as unit: …; await unit.commit()`. Leaving without commit() rolls back."""

    people: People
    memberships: Memberships
    invitations: Invitations
    commissions: Commissions
    campaigns: Campaigns
    duties: Duties
    outbox: Outbox
    tickets: Tickets
    announcements: Announcements
    audit: AuditLog

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    async def commit(self) -> None: ...


class Units(Protocol):
    """Opens a unit of work; what use cases are handed."""

    def __call__(self) -> UnitOfWork: ...
