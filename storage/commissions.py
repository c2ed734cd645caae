"""Commissions and what stands under what."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.campaigns.model import Commission, CommissionKind
from services.ids import CommissionId
from storage.portable import chunks
from storage.tables import commissions


class SqlCommissions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, kind: CommissionKind, name: str, zone: str, number: int | None, parent: CommissionId | None
    ) -> Commission:
        values = {"kind": kind, "name": name, "zone": zone, "number": number, "parent_id": parent}
        added = await self._connection.execute(commissions.insert().values(values).returning(commissions.c.id))
        return Commission(CommissionId(added.scalar_one()), kind, name, number, parent, zone)

    async def get(self, commission: CommissionId) -> Commission | None:
        return await self._one(select(commissions).where(commissions.c.id == commission))

    async def get_many(self, commission_ids: Collection[CommissionId]) -> Sequence[Commission]:
        found: list[Commission] = []
        for some in chunks(sorted(set(commission_ids))):
            found.extend(
                await self._all(select(commissions).where(commissions.c.id.in_(some)).order_by(commissions.c.id))
            )
        return found

    async def find(self, kind: CommissionKind, name: str) -> Commission | None:
        return await self._one(select(commissions).where(commissions.c.kind == kind, commissions.c.name == name))

    async def children(self, commission: CommissionId) -> Sequence[Commission]:
        query = select(commissions).where(commissions.c.parent_id == commission)
        return await self._all(query.order_by(commissions.c.number, commissions.c.name))

    async def all(self) -> Sequence[Commission]:
        return await self._all(select(commissions).order_by(commissions.c.id))

    async def _one(self, query: Select[Any]) -> Commission | None:
        row = (await self._connection.execute(query)).one_or_none()
        return _commission(row) if row else None

    async def _all(self, query: Select[Any]) -> Sequence[Commission]:
        return [_commission(row) for row in await self._connection.execute(query)]


def _commission(row: Row[Any]) -> Commission:
    return Commission(
        id=CommissionId(row.id),
        kind=CommissionKind(row.kind),
        name=row.name,
        number=row.number,
        parent_id=None if row.parent_id is None else CommissionId(row.parent_id),
        zone=row.zone,
    )
