"""Announcements, and the people of an audience."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.announcements.model import (
    Announcement,
    AnnouncementState,
    Audience,
    AudienceRole,
    Content,
    Media,
    Recipient,
)
from services.ids import AnnouncementId, CampaignId, CommissionId, PersonId
from services.people.model import Address, MembershipRole, UnreachableReason
from storage.portable import chunks
from storage.tables import announcements, memberships, people


class SqlAnnouncements:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, campaign: CampaignId, author: PersonId, audience: Audience, content: Content, now: datetime
    ) -> Announcement:
        values = {
            "campaign_id": campaign,
            "author_id": author,
            "audience_role": audience.role,
            "audience_commission_id": audience.commission_id,
            "text": content.text,
            "media": [{"kind": media.kind, "file": media.file} for media in content.media],
            "state": AnnouncementState.DRAFT,
            "created_at": now,
        }
        added = await self._connection.execute(announcements.insert().values(values).returning(announcements))
        return _announcement(added.one())

    async def get(self, announcement: AnnouncementId) -> Announcement | None:
        query = select(announcements).where(announcements.c.id == announcement)
        row = (await self._connection.execute(query)).one_or_none()
        return _announcement(row) if row else None

    async def confirm(self, announcement: AnnouncementId, recipients: int, now: datetime) -> bool:
        confirmed = await self._connection.execute(
            update(announcements)
            .where(announcements.c.id == announcement, announcements.c.state == AnnouncementState.DRAFT)
            .values(state=AnnouncementState.SENDING, recipients=recipients, confirmed_at=now)
        )
        return confirmed.rowcount == 1

    async def set_state(self, announcement: AnnouncementId, state: AnnouncementState) -> None:
        await self._connection.execute(
            update(announcements).where(announcements.c.id == announcement).values(state=state)
        )

    async def latest(self, campaign: CampaignId, limit: int) -> Sequence[Announcement]:
        query = select(announcements).where(announcements.c.campaign_id == campaign)
        rows = await self._connection.execute(query.order_by(announcements.c.id.desc()).limit(limit))
        return [_announcement(row) for row in rows]

    async def recipients(
        self, commissions: Collection[CommissionId], candidates_of: CampaignId | None, now: datetime
    ) -> Sequence[Recipient]:
        found: dict[int, Recipient] = {}
        queries = [
            _in_force(now, MembershipRole.COMMISSION).where(memberships.c.commission_id.in_(some))
            for some in chunks(sorted(commissions))
        ]
        if candidates_of is not None:
            queries.append(_in_force(now, MembershipRole.CANDIDATE).where(memberships.c.campaign_id == candidates_of))
        for query in queries:
            for row in await self._connection.execute(query):
                found.setdefault(row.id, _recipient(row))
        return [found[person] for person in sorted(found)]


def _in_force(now: datetime, role: MembershipRole) -> Select[Any]:
    return (
        select(people.c.id, people.c.messenger, people.c.chat, people.c.unreachable)
        .select_from(memberships.join(people, people.c.id == memberships.c.person_id))
        .where(
            memberships.c.role == role,
            memberships.c.since <= now,
            memberships.c.until.is_(None) | (memberships.c.until > now),
        )
        .distinct()
    )


def _recipient(row: Row[Any]) -> Recipient:
    return Recipient(
        person_id=PersonId(row.id),
        address=Address(row.messenger, row.chat),
        unreachable=UnreachableReason(row.unreachable) if row.unreachable else None,
    )


def _announcement(row: Row[Any]) -> Announcement:
    commission = row.audience_commission_id
    return Announcement(
        id=AnnouncementId(row.id),
        campaign_id=CampaignId(row.campaign_id),
        author_id=PersonId(row.author_id),
        audience=Audience(AudienceRole(row.audience_role), None if commission is None else CommissionId(commission)),
        content=Content(row.text, tuple(Media(media["kind"], media["file"]) for media in row.media)),
        state=AnnouncementState(row.state),
        recipients=row.recipients,
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
    )
