"""People and their memberships."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from plan.model import Position
from services.ids import CampaignId, CommissionId, MembershipId, PersonId
from services.people.model import Address, Grant, Membership, MembershipRole, Person, UnreachableReason
from storage.portable import among, chunks, insert_new
from storage.tables import memberships, people


class SqlPeople:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, name: str, language: str, address: Address, now: datetime) -> Person:
        values = {
            "name": name,
            "language": language,
            "messenger": address.messenger,
            "chat": address.chat,
            "created_at": now,
        }
        await self._connection.execute(insert_new(self._connection, people).values(values))
        person = await self.by_address(address.messenger, address.chat)
        assert person is not None
        return person

    async def get(self, person: PersonId) -> Person | None:
        row = (await self._connection.execute(select(people).where(people.c.id == person))).one_or_none()
        return _person(row) if row else None

    async def get_many(self, people_ids: Collection[PersonId]) -> Sequence[Person]:
        found: list[Person] = []
        for some in chunks(sorted(set(people_ids))):
            theirs = among(self._connection, people.c.id, some)
            rows = await self._connection.execute(select(people).where(theirs).order_by(people.c.id))
            found.extend(map(_person, rows))
        return found

    async def by_address(self, messenger: str, chat: str) -> Person | None:
        query = select(people).where(people.c.messenger == messenger, people.c.chat == chat)
        row = (await self._connection.execute(query)).one_or_none()
        return _person(row) if row else None

    async def rename(self, person: PersonId, name: str) -> None:
        await self._connection.execute(update(people).where(people.c.id == person).values(name=name))

    async def set_language(self, person: PersonId, language: str) -> None:
        await self._connection.execute(update(people).where(people.c.id == person).values(language=language))

    async def set_unreachable(self, person: PersonId, reason: UnreachableReason | None, now: datetime) -> None:
        since = None if reason is None else now
        await self._connection.execute(
            update(people).where(people.c.id == person).values(unreachable=reason, unreachable_since=since)
        )


class SqlMemberships:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, person: PersonId, grant: Grant, now: datetime) -> Membership:
        for known in await self.of_person(person, now):
            if known.grant == grant:
                return known
        values = {
            "person_id": person,
            "role": grant.role,
            "position": grant.position,
            "commission_id": grant.commission_id,
            "campaign_id": grant.campaign_id,
            "since": now,
        }
        added = await self._connection.execute(memberships.insert().values(values).returning(memberships.c.id))
        return Membership(MembershipId(added.scalar_one()), person, grant, now)

    async def get(self, membership: MembershipId) -> Membership | None:
        row = (await self._connection.execute(select(memberships).where(memberships.c.id == membership))).one_or_none()
        return _membership(row) if row else None

    async def of_person(self, person: PersonId, now: datetime) -> Sequence[Membership]:
        return await self._all(_in_force(now).where(memberships.c.person_id == person))

    async def of_people(self, people: Collection[PersonId], now: datetime) -> Sequence[Membership]:
        found: list[Membership] = []
        for some in chunks(sorted(set(people))):
            found.extend(await self._all(_in_force(now).where(memberships.c.person_id.in_(some))))
        return found

    async def end(self, membership: Membership, now: datetime) -> None:
        await self._connection.execute(
            update(memberships)
            .where(memberships.c.id == membership.id, memberships.c.until.is_(None))
            .values(until=now)
        )

    async def of_commissions(self, commissions: Collection[CommissionId], now: datetime) -> Sequence[Membership]:
        found: list[Membership] = []
        for some in chunks(sorted(set(commissions))):
            query = _in_force(now).where(_is(MembershipRole.COMMISSION), memberships.c.commission_id.in_(some))
            found.extend(await self._all(query))
        return found

    async def candidates(self, campaign: CampaignId, now: datetime) -> Sequence[Membership]:
        return await self._all(
            _in_force(now).where(_is(MembershipRole.CANDIDATE), memberships.c.campaign_id == campaign)
        )

    async def operators(self, now: datetime) -> Sequence[Membership]:
        return await self._all(_in_force(now).where(_is(MembershipRole.OPERATOR)))

    async def _all(self, query: Select[Any]) -> Sequence[Membership]:
        return [_membership(row) for row in await self._connection.execute(query)]


def _in_force(now: datetime) -> Select[Any]:
    ended = memberships.c.until
    return (
        select(memberships)
        .where(memberships.c.since <= now, ended.is_(None) | (ended > now))
        .order_by(memberships.c.id)
    )


def _is(role: MembershipRole) -> ColumnElement[bool]:
    return memberships.c.role == role


def _person(row: Row[Any]) -> Person:
    return Person(
        id=PersonId(row.id),
        name=row.name,
        language=row.language,
        address=Address(row.messenger, row.chat),
        created_at=row.created_at,
        unreachable=UnreachableReason(row.unreachable) if row.unreachable else None,
    )


def _membership(row: Row[Any]) -> Membership:
    grant = Grant(
        role=MembershipRole(row.role),
        commission_id=None if row.commission_id is None else CommissionId(row.commission_id),
        campaign_id=None if row.campaign_id is None else CampaignId(row.campaign_id),
        position=Position(row.position) if row.position else None,
    )
    return Membership(MembershipId(row.id), PersonId(row.person_id), grant, row.since, row.until)
