"""Announcements, and the people of an audience."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CompoundSelect, Row, String, case, cast, func, literal, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.announcements.model import (
    Announcement,
    AnnouncementState,
    Audience,
    AudienceRole,
    Content,
    Headcount,
    Media,
    Scope,
)
from services.delivery.model import DeliveryKind, DeliveryState, Lane
from services.ids import AnnouncementId, CampaignId, CommissionId, PersonId
from services.people.model import MembershipRole
from storage.portable import insert_new
from storage.tables import Instant, announcements, memberships, outbox, people


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

    async def headcount(self, scope: Scope, now: datetime) -> Headcount:
        query = select(func.count(), func.count(people.c.unreachable)).where(people.c.id.in_(_members(scope, now)))
        everybody, away = (await self._connection.execute(query)).one()
        return Headcount(everybody, away)

    async def enqueue(self, announcement: Announcement, scope: Scope, now: datetime) -> None:
        away = people.c.unreachable.is_not(None)
        rows = select(
            literal(f"announcement:{announcement.id}:").concat(cast(people.c.id, String)),
            literal(DeliveryKind.ANNOUNCEMENT.value),
            literal(Lane.ANNOUNCEMENT.value),
            people.c.messenger,
            people.c.chat,
            people.c.id,
            literal(announcement.campaign_id),
            literal(announcement.id),
            literal({"announcement": announcement.id}, JSON),
            literal(now, Instant),
            literal(now, Instant),
            case((away, DeliveryState.BLOCKED.value), else_=DeliveryState.PENDING.value),
            people.c.unreachable,
            case((away, literal(now, Instant)), else_=None),
        ).where(people.c.id.in_(_members(scope, now)))
        columns = [
            outbox.c.dedup_key,
            outbox.c.kind,
            outbox.c.lane,
            outbox.c.messenger,
            outbox.c.chat,
            outbox.c.person_id,
            outbox.c.campaign_id,
            outbox.c.announcement_id,
            outbox.c.ids,
            outbox.c.due_at,
            outbox.c.not_before,
            outbox.c.state,
            outbox.c.reason,
            outbox.c.finished_at,
        ]
        await self._connection.execute(insert_new(self._connection, outbox).from_select(columns, rows))


def _members(scope: Scope, now: datetime) -> CompoundSelect[Any]:
    """The ids of the people of a scope, each once."""
    in_force = (memberships.c.since <= now) & (memberships.c.until.is_(None) | (memberships.c.until > now))
    of_commissions = select(memberships.c.person_id).where(
        memberships.c.role == MembershipRole.COMMISSION,
        memberships.c.commission_id.in_(sorted(scope.commissions)),
        in_force,
    )
    candidates = select(memberships.c.person_id).where(
        memberships.c.role == MembershipRole.CANDIDATE,
        memberships.c.campaign_id == scope.candidates_of,
        in_force,
    )
    return union(of_commissions, candidates) if scope.candidates_of is not None else union(of_commissions)


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
