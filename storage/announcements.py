"""Announcements, and the people of an audience."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    CompoundSelect,
    Row,
    String,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union,
    update,
)
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
    StopReason,
)
from services.delivery.model import DeliveryKind, DeliveryState, Lane
from services.hotline.model import MessageRef
from services.ids import AnnouncementId, CampaignId, CommissionId, PersonId
from services.people.model import Address, MembershipRole
from storage.outbox_rows import close_announcements
from storage.portable import insert_new
from storage.tables import Instant, announcements, memberships, outbox, people

BEFORE_THE_START = (AnnouncementState.DRAFT, AnnouncementState.SCHEDULED)


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

    async def schedule(self, announcement: AnnouncementId, at: datetime, expires_at: datetime, now: datetime) -> bool:
        return await self._change(
            announcement,
            BEFORE_THE_START,
            state=AnnouncementState.SCHEDULED,
            send_at=at,
            expires_at=expires_at,
            confirmed_at=func.coalesce(announcements.c.confirmed_at, literal(now, Instant)),
        )

    async def confirm(
        self, announcement: AnnouncementId, recipients: int, now: datetime, *, expires_at: datetime | None = None
    ) -> bool:
        return await self._change(
            announcement,
            BEFORE_THE_START,
            state=AnnouncementState.SENDING,
            recipients=recipients,
            confirmed_at=func.coalesce(announcements.c.confirmed_at, literal(now, Instant)),
            started_at=now,
            expires_at=expires_at,
        )

    async def move(
        self,
        announcement: AnnouncementId,
        among: Collection[AnnouncementState],
        to: AnnouncementState,
        *,
        reason: StopReason | None = None,
        expires_at: datetime | None = None,
    ) -> bool:
        until = {} if expires_at is None else {"expires_at": expires_at}
        return await self._change(announcement, among, state=to, stop_reason=reason, **until)

    async def show_in(self, announcement: AnnouncementId, progress: MessageRef | None) -> None:
        await self._connection.execute(
            update(announcements)
            .where(announcements.c.id == announcement)
            .values(
                progress_messenger=None if progress is None else progress.address.messenger,
                progress_chat=None if progress is None else progress.address.chat,
                progress_message=None if progress is None else progress.message_id,
            )
        )

    async def in_hand(self) -> Sequence[Announcement]:
        rows = await self._connection.execute(
            select(announcements).where(announcements.c.in_hand).order_by(announcements.c.id)
        )
        return [_announcement(row) for row in rows]

    async def let_go(self, announcement: AnnouncementId, state: AnnouncementState) -> bool:
        let_go = await self._connection.execute(
            update(announcements)
            .where(announcements.c.id == announcement, announcements.c.state == state)
            .values(in_hand=False)
        )
        return let_go.rowcount == 1

    async def latest(self, campaign: CampaignId, limit: int) -> Sequence[Announcement]:
        query = select(announcements).where(announcements.c.campaign_id == campaign)
        rows = await self._connection.execute(query.order_by(announcements.c.id.desc()).limit(limit))
        return [_announcement(row) for row in rows]

    async def headcount(self, scope: Scope, now: datetime) -> Headcount:
        query = select(func.count(), func.count(people.c.unreachable)).where(people.c.id.in_(_members(scope, now)))
        everybody, away = (await self._connection.execute(query)).one()
        return Headcount(everybody, away)

    async def enqueue(self, announcement: Announcement, scope: Scope, people_at_once: int | None = None) -> bool:
        assert announcement.started_at is not None
        after = announcement.enqueued_to or 0
        last = None
        if people_at_once is not None:
            ids = select(people.c.id).where(people.c.id > after).order_by(people.c.id)
            last = (await self._connection.execute(ids.offset(people_at_once - 1).limit(1))).scalar_one_or_none()
        await self._add_rows(announcement, scope, announcement.started_at, after, last)
        if last is not None:
            await self._put(announcement.id, enqueued_to=last)
            return True
        rows = select(func.count()).where(outbox.c.announcement_id == announcement.id).scalar_subquery()
        await self._put(announcement.id, enqueued_to=None, recipients=rows)
        await close_announcements(self._connection, [announcement.id])
        return False

    async def _add_rows(
        self, announcement: Announcement, scope: Scope, at: datetime, after: int, last: int | None
    ) -> None:
        """For the people after one id up to another."""
        away = people.c.unreachable.is_not(None)
        values: dict[Column[Any], ColumnElement[Any]] = {
            outbox.c.dedup_key: literal(f"announcement:{announcement.id}:").concat(cast(people.c.id, String)),
            outbox.c.kind: literal(DeliveryKind.ANNOUNCEMENT.value),
            outbox.c.lane: literal(Lane.ANNOUNCEMENT.value),
            outbox.c.messenger: people.c.messenger,
            outbox.c.chat: people.c.chat,
            outbox.c.person_id: people.c.id,
            outbox.c.campaign_id: literal(announcement.campaign_id),
            outbox.c.announcement_id: literal(announcement.id),
            outbox.c.ids: literal({"announcement": announcement.id}, JSON),
            outbox.c.due_at: literal(at, Instant),
            outbox.c.not_before: literal(at, Instant),
            outbox.c.state: case((away, DeliveryState.BLOCKED.value), else_=DeliveryState.PENDING.value),
            outbox.c.reason: people.c.unreachable,
            outbox.c.finished_at: case((away, literal(at, Instant)), else_=None),
        }
        among = people.c.id.in_(_members(scope, at, after, last))
        rows = select(*values.values()).where(among).order_by(people.c.id)
        await self._connection.execute(insert_new(self._connection, outbox).from_select(list(values), rows))

    async def _change(self, announcement: AnnouncementId, among: Collection[AnnouncementState], **values: Any) -> bool:
        """Only from one of these states: of two who press at once, one is too late."""
        changed = await self._connection.execute(
            update(announcements)
            .where(announcements.c.id == announcement, announcements.c.state.in_(list(among)))
            .values(in_hand=True, **values)
        )
        return changed.rowcount == 1

    async def _put(self, announcement: AnnouncementId, **values: Any) -> None:
        await self._connection.execute(update(announcements).where(announcements.c.id == announcement).values(**values))


def _members(scope: Scope, now: datetime, after: int = 0, last: int | None = None) -> CompoundSelect[Any]:
    """The ids of the people of a scope, each once; those after one id up to another."""
    fitting = [
        memberships.c.since <= now,
        or_(memberships.c.until.is_(None), memberships.c.until > now),
        memberships.c.person_id > after,
    ]
    if last is not None:
        fitting.append(memberships.c.person_id <= last)
    of_commissions = select(memberships.c.person_id).where(
        memberships.c.role == MembershipRole.COMMISSION,
        memberships.c.commission_id.in_(sorted(scope.commissions)),
        *fitting,
    )
    candidates = select(memberships.c.person_id).where(
        memberships.c.role == MembershipRole.CANDIDATE,
        memberships.c.campaign_id == scope.candidates_of,
        *fitting,
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
        send_at=row.send_at,
        started_at=row.started_at,
        expires_at=row.expires_at,
        enqueued_to=None if row.enqueued_to is None else PersonId(row.enqueued_to),
        stop_reason=None if row.stop_reason is None else StopReason(row.stop_reason),
        progress=_progress(row),
    )


def _progress(row: Row[Any]) -> MessageRef | None:
    if row.progress_message is None:
        return None
    return MessageRef(Address(row.progress_messenger, row.progress_chat), row.progress_message)
