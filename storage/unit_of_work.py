"""One transaction over every repository."""

import asyncio
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.access.ports import AuditLog
from services.announcements.ports import Announcements
from services.asking.phrasings import Phrasings
from services.campaigns.ports import Campaigns, Commissions
from services.delivery.ports import Outbox
from services.duties.ports import Duties
from services.hotline.ports import Tickets
from services.people.ports import Invitations, Memberships, People
from services.updates import current_update
from storage.announcements import SqlAnnouncements
from storage.audit import SqlAuditLog
from storage.campaigns import SqlCampaigns
from storage.commissions import SqlCommissions
from storage.duties import SqlDuties
from storage.hotline import SqlTickets
from storage.invitations import SqlInvitations
from storage.outbox import SqlOutbox
from storage.people import SqlMemberships, SqlPeople
from storage.phrasings import SqlPhrasings
from storage.updates import mark_handled


class SqlUnits:
    """Opens units of work: writing ones on one engine, reading ones on the other. `announce` is executed in each
    transaction that is committed: it tells the other instances, where there are some."""

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine, announce: Executable | None = None) -> None:
        self._writing = writing
        self._reading = reading
        self._announce = announce
        self._writers: set[asyncio.Task[object]] = set()
        self._listeners: list[Callable[[], None]] = []

    def __call__(self, *, reading: bool = False) -> "SqlUnitOfWork":
        if reading:
            return SqlUnitOfWork(self._reading, None)
        return SqlUnitOfWork(self._writing, self._writers, self._listeners, self._announce)

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every commit: there may be something to send."""
        self._listeners.append(listener)


class SqlUnitOfWork:
    """`writers` are the tasks that hold a writing unit; None for a unit that only reads."""

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

    def __init__(
        self,
        engine: AsyncEngine,
        writers: set[asyncio.Task[object]] | None,
        listeners: Sequence[Callable[[], None]] = (),
        announce: Executable | None = None,
    ) -> None:
        self._engine = engine
        self._listeners = listeners
        self._announce = announce
        self._writers = writers
        self._connection: AsyncConnection | None = None

    async def __aenter__(self) -> Self:
        self._enter_task()
        try:
            connection = await self._engine.connect().__aenter__()
        except BaseException:
            self._leave_task()
            raise
        self._connection = connection
        self.people = SqlPeople(connection)
        self.memberships = SqlMemberships(connection)
        self.invitations = SqlInvitations(connection)
        self.commissions = SqlCommissions(connection)
        self.campaigns = SqlCampaigns(connection)
        self.duties = SqlDuties(connection)
        self.outbox = SqlOutbox(connection)
        self.tickets = SqlTickets(connection)
        self.announcements = SqlAnnouncements(connection)
        self.phrasings = SqlPhrasings(connection)
        self.audit = SqlAuditLog(connection)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        connection, self._connection = self._connection, None
        try:
            if connection is not None:
                # Rolls back what was not committed, and is shielded from the task's own cancellation.
                await connection.__aexit__(kind, error, trace)
        finally:
            self._leave_task()

    async def commit(self) -> None:
        """Make it so, durably; the current update is marked handled in the same transaction.

        Raises `services.updates.UpdateAlreadyHandled` when another run of that update was faster.
        """
        if self._connection is None or self._writers is None:
            raise RuntimeError("commit() belongs to an open unit of work that writes")
        update = current_update()
        if self._announce is not None:
            await self._connection.execute(self._announce)
        if update is not None and not update.handled:
            await mark_handled(self._connection, update)
            await self._connection.commit()
            update.handled = True
        else:
            await self._connection.commit()
        for listener in self._listeners:
            listener()

    def _enter_task(self) -> None:
        """The second of two nested writing units would wait for the first one for ever."""
        task = asyncio.current_task()
        if self._writers is not None and task is not None:
            if task in self._writers:
                raise RuntimeError("a writing unit of work was opened inside another")
            self._writers.add(task)

    def _leave_task(self) -> None:
        task = asyncio.current_task()
        if self._writers is not None and task is not None:
            self._writers.discard(task)
