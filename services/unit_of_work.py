"""One transaction over every repository: rolls back unless committed."""

from types import TracebackType
from typing import Protocol, Self

from services.access.ports import AuditLog
from services.announcements.ports import Announcements
from services.asking.phrasings import Phrasings
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
    phrasings: Phrasings
    audit: AuditLog

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    async def commit(self) -> None: ...


class Units(Protocol):
    """Opens a unit of work; what use cases are handed.

    One writing unit is open at a time and the others wait their turn, so it is kept short and never opened inside
    another. `reading=True` promises to write nothing (a write raises): such a unit waits for nobody, and sees the
    state at its first read.
    """

    def __call__(self, *, reading: bool = False) -> UnitOfWork: ...
