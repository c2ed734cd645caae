"""The audit log: acts with consequences, append-only."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.access.model import AuditEntry
from services.ids import PersonId
from storage.tables import audit_log


class SqlAuditLog:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        now: datetime,
        actor: PersonId | None,
        act: str,
        subject: str,
        details: Mapping[str, str | int] | None = None,
    ) -> None:
        values = {"at": now, "actor_id": actor, "act": act, "subject": subject, "details": dict(details or {})}
        await self._connection.execute(audit_log.insert().values(values))

    async def latest(self, limit: int) -> Sequence[AuditEntry]:
        query = select(audit_log).order_by(audit_log.c.id.desc()).limit(limit)
        return [
            AuditEntry(
                at=row.at,
                actor_id=None if row.actor_id is None else PersonId(row.actor_id),
                act=row.act,
                subject=row.subject,
                details=row.details,
            )
            for row in await self._connection.execute(query)
        ]
