"""The outbox as use cases see it: part of a unit of work."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    String,
    and_,
    case,
    column,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
    update,
    values,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from services.delivery.model import Delivery, DeliveryState, Lane, NewDelivery, WaitingRow
from services.ids import AnnouncementId, DeliveryId, PersonId
from services.people.model import Address
from storage import moved_chats
from storage.outbox_rows import ENDED_DURING_THE_CALL, LANES, PENDING, close_announcements, delivery_of, in_state
from storage.portable import chunks, insert_new
from storage.tables import Instant, outbox, people

WRITTEN_BEFORE, WRITTEN_AFTER = timedelta(seconds=5), timedelta(minutes=1)
"""How far the messenger's time of a message may lie before the call that wrote it, by clocks that differ, and after the
moment when nobody waited for an answer any more."""

PUT_OFF = timedelta(minutes=10)
"""A row that has been refused is looked for so far ahead in the queue: it waits no longer for another try."""

ROWS_AT_ONCE = 500
"""Rows prepared for one INSERT: some milliseconds of the event loop, in which nobody else is served."""

PREFIXES_AT_ONCE = 500
"""Beginnings of keys looked for in one statement."""

_DOUBTFUL = or_(in_state(DeliveryState.UNKNOWN), and_(PENDING, outbox.c.possibly_repeated))
"""Written, and nobody knows whether it arrived: for good, or until it is repeated."""


_CALLED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.BLOCKED, DeliveryState.UNKNOWN)


class SqlOutbox:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, deliveries: Sequence[NewDelivery]) -> int:
        statement = insert_new(self._connection, outbox).returning(outbox.c.id, outbox.c.lane)
        added = 0
        for some in chunks(deliveries, ROWS_AT_ONCE):
            inserted = (await self._connection.execute(statement, [_values(d) for d in some])).all()
            added += len(inserted)
            for row in inserted:
                if row.lane == Lane.RELAY:
                    await self._keep_order(row.id)
        return added

    async def get(self, delivery: DeliveryId) -> Delivery | None:
        row = (await self._connection.execute(select(outbox).where(outbox.c.id == delivery))).one_or_none()
        return delivery_of(row) if row else None

    async def sent_among(self, keys: Collection[str]) -> set[str]:
        found: set[str] = set()
        for some in chunks(sorted(set(keys))):
            query = select(outbox.c.dedup_key).where(outbox.c.dedup_key.in_(some), outbox.c.state == DeliveryState.SENT)
            found.update((await self._connection.execute(query)).scalars())
        return found

    async def with_keys(self, keys: Collection[str]) -> Sequence[Delivery]:
        found: list[Delivery] = []
        for some in chunks(sorted(set(keys))):
            theirs = select(outbox).where(outbox.c.dedup_key.in_(some)).order_by(outbox.c.id)
            found.extend(map(delivery_of, await self._connection.execute(theirs)))
        return found

    async def is_told(self, key: str, *, since: datetime, now: datetime) -> bool:
        sent = in_state(DeliveryState.SENT) & (outbox.c.finished_at >= since)
        about_to_be = or_(PENDING, in_state(DeliveryState.SENDING)) & (outbox.c.not_before <= now)
        found = await self._connection.execute(
            select(outbox.c.id).where(outbox.c.dedup_key == key, or_(sent, about_to_be))
        )
        return found.first() is not None

    async def drop_pending(self, *, prefix: str) -> int:
        if not prefix:
            raise ValueError("dropping every pending row is nobody's wish")
        first, after = _range(prefix)
        begins = (outbox.c.dedup_key >= first) & (outbox.c.dedup_key < after)
        return (await self._connection.execute(delete(outbox).where(PENDING, begins))).rowcount

    async def waiting(self, prefixes: Sequence[str]) -> Sequence[WaitingRow]:
        found: list[WaitingRow] = []
        for some in chunks(prefixes, PREFIXES_AT_ONCE):
            asked = (
                values(column("first", String), column("after", String), name="asked")
                .data([_range(prefix) for prefix in some])
                .cte("asked")
            )
            key = outbox.c.dedup_key
            # An outer join on the key alone, so that SQLite goes from beginning to beginning by the key's index: it
            # would rather have all pending rows in an index of its own making, and read them for each.
            query = select(
                key,
                outbox.c.person_id,
                outbox.c.messenger,
                outbox.c.chat,
                outbox.c.thread,
                outbox.c.due_at,
                outbox.c.state,
            ).join_from(asked, outbox, (key >= asked.c.first) & (key < asked.c.after), isouter=True)
            rows = await self._connection.execute(query)
            found.extend(
                WaitingRow(key, PersonId(person), Address(messenger, chat, thread), due)
                for key, person, messenger, chat, thread, due, state in rows
                if person is not None and state == DeliveryState.PENDING
            )
        return found

    async def drop_waiting(self, keys: Sequence[str]) -> int:
        dropped = 0
        for some in chunks(keys):
            gone = await self._connection.execute(delete(outbox).where(PENDING, outbox.c.dedup_key.in_(some)))
            dropped += gone.rowcount
        return dropped

    async def expire(
        self,
        *,
        announcement: AnnouncementId,
        reason: str,
        state: DeliveryState = DeliveryState.EXPIRED,
        limit: int | None = None,
    ) -> int:
        waiting = select(outbox.c.id).where(outbox.c.announcement_id == announcement, PENDING)
        if limit is not None:
            waiting = waiting.limit(limit)
        expired = await self._connection.execute(
            update(outbox).where(outbox.c.id.in_(waiting), PENDING).values(state=state, reason=reason)
        )
        await close_announcements(self._connection, [announcement])
        return expired.rowcount

    async def recipients_in(self, announcement: AnnouncementId, state: DeliveryState, limit: int) -> Sequence[PersonId]:
        query = (
            select(outbox.c.person_id)
            .where(outbox.c.announcement_id == announcement, in_state(state), outbox.c.person_id.is_not(None))
            .limit(limit)
        )
        return [PersonId(person) for person in (await self._connection.execute(query)).scalars()]

    async def last_outcomes(self, announcement: AnnouncementId, since: datetime, limit: int) -> Sequence[DeliveryState]:
        # Reads all rows of the announcement that are through, a tenth of a second for 100,000: once a term.
        ended = await self._connection.execute(
            select(outbox.c.state)
            .where(
                outbox.c.announcement_id == announcement,
                outbox.c.state.in_(_CALLED),
                outbox.c.attempts > 0,  # some were known beforehand not to be reachable
                outbox.c.finished_at >= since,
                func.coalesce(outbox.c.reason, "") != ENDED_DURING_THE_CALL,
            )
            .order_by(outbox.c.finished_at.desc(), outbox.c.id.desc())
            .limit(limit)
        )
        return [DeliveryState(state) for state in ended.scalars()]

    async def counts(self, announcement: AnnouncementId) -> Mapping[DeliveryState, int]:
        rows = await self._connection.execute(
            select(outbox.c.state, func.count())
            .where(outbox.c.announcement_id == announcement)
            .group_by(outbox.c.state)
        )
        return {DeliveryState(state): number for state, number in rows}

    async def has_doubtful(self, person: PersonId) -> bool:
        found = await self._connection.execute(
            select(outbox.c.id)
            .join(people, (people.c.messenger == outbox.c.messenger) & (people.c.chat == outbox.c.chat))
            .where(people.c.id == person, outbox.c.message_id.is_(None), _DOUBTFUL, outbox.c.person_id == person)
            .limit(1)
        )
        return found.first() is not None

    async def heal(
        self, person: PersonId, address: Address, message_id: str, written_at: datetime, now: datetime
    ) -> int:
        here = (outbox.c.messenger == address.messenger) & (outbox.c.chat == address.chat)
        known = select(outbox.c.id).where(here, outbox.c.message_id == message_id).limit(1)
        if (await self._connection.execute(known)).first() is not None:
            return 0
        # A repetition has a message id of its own, and its first copy none: one more that the message may be.
        possible = (
            select(outbox.c.id, outbox.c.announcement_id)
            .where(here, outbox.c.person_id == person)
            .where(or_(in_state(DeliveryState.UNKNOWN), outbox.c.possibly_repeated))
            .where(
                outbox.c.first_tried_at <= written_at + WRITTEN_BEFORE,
                func.coalesce(outbox.c.finished_at, literal(now, Instant)) >= written_at - WRITTEN_AFTER,
            )
            .limit(2)
        )
        rows = (await self._connection.execute(possible)).all()
        if len(rows) != 1:
            return 0  # of two that it may be, neither is taken for arrived
        (row,) = rows
        healed = await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == row.id, _DOUBTFUL)
            .values(state=DeliveryState.SENT, message_id=message_id, finished_at=now, reason=None)
        )
        await close_announcements(self._connection, [row.announcement_id])
        return healed.rowcount

    async def resume(self, person: PersonId, not_before: datetime) -> int:
        due = case((outbox.c.due_at > not_before, outbox.c.due_at), else_=literal(not_before, Instant))
        resumed = await self._connection.execute(
            update(outbox)
            .where(PENDING, outbox.c.lane.in_(LANES), outbox.c.not_before.is_(None), outbox.c.person_id == person)
            .values(not_before=due)
        )
        query = select(people.c.messenger, people.c.chat).where(people.c.id == person)
        home = (await self._connection.execute(query)).one_or_none()
        if home is None:
            return resumed.rowcount
        refused = await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.messenger == home.messenger,
                outbox.c.chat == home.chat,
                outbox.c.message_id.is_(None),
                in_state(DeliveryState.BLOCKED),
                outbox.c.person_id == person,
                outbox.c.announcement_id.is_(None),
            )
            .values(state=DeliveryState.PENDING, not_before=due, first_tried_at=None, finished_at=None, reason=None)
        )
        return resumed.rowcount + refused.rowcount

    async def requeue_unknown(self, announcement: AnnouncementId, now: datetime) -> int:
        again = await self._connection.execute(
            update(outbox)
            .where(outbox.c.announcement_id == announcement, in_state(DeliveryState.UNKNOWN))
            .values(
                state=DeliveryState.PENDING,
                possibly_repeated=True,
                not_before=now,
                first_tried_at=None,
                finished_at=None,
                reason=None,
            )
        )
        return again.rowcount

    async def follow(self, old: Address, new: Address, now: datetime) -> None:
        await moved_chats.follow(self._connection, old, new, now)

    async def where_now(self, address: Address) -> Address:
        return await moved_chats.where_now(self._connection, address)

    async def overdue(self, before: datetime, now: datetime, limit: int) -> int:
        lanes = [
            select(outbox.c.id)
            .where(PENDING, outbox.c.lane == lane, outbox.c.not_before <= now + PUT_OFF, outbox.c.due_at <= before)
            .limit(limit)
            .subquery()
            for lane in LANES
            if lane is not Lane.ANNOUNCEMENT
        ]
        late = union_all(*(select(lane.c.id) for lane in lanes)).subquery()
        return min(limit, (await self._connection.execute(select(func.count()).select_from(late))).scalar_one())

    async def upcoming(self, limit: int) -> Sequence[Delivery]:
        # A lane at a time: each reads the beginning of its own stretch of the index.
        lanes = [
            select(outbox.c.id, outbox.c.not_before)
            .where(PENDING, outbox.c.lane == lane, outbox.c.not_before.is_not(None))
            .order_by(outbox.c.not_before, outbox.c.id)
            .limit(limit)
            .subquery()
            for lane in LANES
        ]
        first = union_all(*(select(lane.c.id) for lane in lanes))
        rows = await self._connection.execute(
            select(outbox).where(outbox.c.id.in_(first)).order_by(outbox.c.due_at, outbox.c.id).limit(limit)
        )
        return [delivery_of(row) for row in rows]

    async def _keep_order(self, delivery: int) -> None:
        """A conversation's new message does not overtake an earlier one that the messenger has put off."""
        earlier = aliased(outbox)
        waits = (
            select(func.max(earlier.c.not_before))
            .where(
                earlier.c.state == literal_column("'pending'"),
                earlier.c.messenger == outbox.c.messenger,
                earlier.c.chat == outbox.c.chat,
                earlier.c.lane == outbox.c.lane,
                earlier.c.id < outbox.c.id,
            )
            .scalar_subquery()
        )
        await self._connection.execute(
            update(outbox).where(outbox.c.id == delivery, waits > outbox.c.not_before).values(not_before=waits)
        )


def _range(prefix: str) -> tuple[str, str]:
    """The first key with this beginning, and the first one behind them all: keys are ordered by code points, on
    PostgreSQL too, whatever the language of the database."""
    return prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)


def _values(delivery: NewDelivery) -> dict[str, Any]:
    away = delivery.unreachable
    return {
        "dedup_key": delivery.dedup_key,
        "kind": delivery.kind,
        "lane": delivery.lane,
        "messenger": delivery.address.messenger,
        "chat": delivery.address.chat,
        "thread": delivery.address.thread,
        "person_id": delivery.person_id,
        "campaign_id": delivery.campaign_id,
        "announcement_id": delivery.announcement_id,
        "ids": dict(delivery.ids),
        "due_at": delivery.due_at,
        "not_before": delivery.due_at,
        "expires_at": delivery.expires_at,
        "state": DeliveryState.PENDING if away is None else DeliveryState.BLOCKED,
        "reason": None if away is None else away.value,
        "finished_at": None if away is None else delivery.due_at,
    }
