"""What rights and the audit log need of a store."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.access.model import AuditEntry
from services.ids import PersonId


class AuditLog(Protocol):
    """Append-only."""

    async def add(
        self,
        now: datetime,
        actor: PersonId | None,
        act: str,
        subject: str,
        details: Mapping[str, str | int] | None = None,
    ) -> None: ...
    async def latest(self, limit: int) -> Sequence[AuditEntry]: ...
