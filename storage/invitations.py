"""Invitations; of a token only its hash."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from plan.model import Position
from services.ids import CampaignId, CommissionId, InvitationId, PersonId
from services.people.model import Grant, Invitation, MembershipRole
from storage.portable import chunks
from storage.tables import invitations


class SqlInvitations:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        token_hash: str,
        grant: Grant,
        name: str,
        created_by: PersonId | None,
        now: datetime,
        expires_at: datetime,
    ) -> Invitation:
        values = {
            "token_hash": token_hash,
            "name": name,
            "role": grant.role,
            "position": grant.position,
            "commission_id": grant.commission_id,
            "campaign_id": grant.campaign_id,
            "created_by": created_by,
            "created_at": now,
            "expires_at": expires_at,
        }
        added = await self._connection.execute(invitations.insert().values(values).returning(invitations.c.id))
        return Invitation(InvitationId(added.scalar_one()), grant, name, created_by, now, expires_at)

    async def names_of(self, people: Collection[PersonId]) -> Mapping[PersonId, str]:
        names: dict[PersonId, str] = {}
        for some in chunks(sorted(set(people))):
            rows = await self._connection.execute(
                select(invitations.c.used_by, invitations.c.name)
                .where(invitations.c.used_by.in_(some), invitations.c.name != "")
                .order_by(invitations.c.used_at, invitations.c.id)
            )
            names.update((PersonId(row.used_by), row.name) for row in rows)
        return names

    async def by_token_hash(self, token_hash: str) -> Invitation | None:
        query = select(invitations).where(invitations.c.token_hash == token_hash)
        row = (await self._connection.execute(query)).one_or_none()
        return _invitation(row) if row else None

    async def spend(self, invitation: InvitationId, person: PersonId, now: datetime) -> bool:
        spent = await self._connection.execute(
            update(invitations)
            .where(invitations.c.id == invitation, invitations.c.used_at.is_(None))
            .values(used_by=person, used_at=now)
        )
        return spent.rowcount == 1


def _invitation(row: Row[Any]) -> Invitation:
    grant = Grant(
        role=MembershipRole(row.role),
        commission_id=None if row.commission_id is None else CommissionId(row.commission_id),
        campaign_id=None if row.campaign_id is None else CampaignId(row.campaign_id),
        position=Position(row.position) if row.position else None,
    )
    return Invitation(
        id=InvitationId(row.id),
        grant=grant,
        name=row.name,
        created_by=None if row.created_by is None else PersonId(row.created_by),
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_by=None if row.used_by is None else PersonId(row.used_by),
        used_at=row.used_at,
    )
