"""The outbox as the dispatcher drains it: each call is a transaction of its own."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Integer,
    ScalarSelect,
    Select,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.announcements.model import AnnouncementState
from services.delivery.model import Delivery, DeliveryKind, DeliveryState, Lane, Outcome
from services.ids import DeliveryId
from services.people.model import Address
from storage.outbox_outcomes import write_outcomes
from storage.outbox_rows import ENDED_DURING_THE_CALL, LANES, PENDING, SENDING, close_announcements, delivery_of
from storage.tables import Instant, announcements, outbox, people

REPEATS_AFTER_CRASH = 10
"""How often a reminder or a relay goes again, marked, after the process died while it was in `sending`. One would do
if kills were rare; but a row may be claimed and killed many times without ever having been sent, and a reminder is
never lost. Bounded, because a message that itself kills the process must not do so for ever; `unknown` after that."""

ALONE_AFTER = 2
"""A row that was in `sending` at so many deaths is claimed alone from then on: if it kills the process, it alone is
accused, and those that were claimed with it are not given up (or repeated) for its sake."""

EXPIRED_AT_ONCE = 5_000
"""Rows one call of `expire_stale` takes: a few tens of milliseconds of the write lock."""


LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


Transactions = Callable[[], AbstractAsyncContextManager[AsyncConnection]]
"""Opens a transaction, committed when it is left without an error."""


class SqlOutboxQueue:
    """`services.delivery.ports.OutboxQueue` over the writing engine; `reading` where looking needs no write lock.

    With `holding`, everything but what came of the calls goes through that connection: it holds the right to send.
    """

    def __init__(
        self, writing: AsyncEngine, reading: AsyncEngine | None = None, *, holding: Transactions | None = None
    ) -> None:
        self._writing = writing
        self._holding: Transactions = holding or writing.begin
        self._looking: Transactions = holding or (reading or writing).connect

    async def claim(
        self,
        now: datetime,
        limit: int,
        lease: timedelta,
        *,
        lanes: Mapping[Lane, int] | None = None,
        busy: Collection[Address] = (),
        recording: Sequence[tuple[Delivery, Outcome]] = (),
    ) -> Sequence[Delivery]:
        room = {lane: limit if lanes is None else min(limit, lanes.get(lane, 0)) for lane in LANES}
        async with self._holding() as connection:
            touched = await write_outcomes(connection, recording, now) if recording else set()
            picked = await _pick(connection, now, limit, room, {(a.messenger, a.chat) for a in busy})
            claimed: list[Delivery] = []
            if picked:
                values = {"picked": picked, "until": now + lease, "tried_at": now}
                claim = _CLAIM_ARRAY if connection.dialect.name == "postgresql" else _CLAIM
                claimed = [delivery_of(row) for row in await connection.execute(claim, values)]
            # One that has a row on its way is not through.
            await close_announcements(connection, touched - {delivery.announcement_id for delivery in claimed})
        order = {delivery: place for place, delivery in enumerate(picked)}
        return sorted(claimed, key=lambda delivery: order[delivery.id])

    async def record(self, outcomes: Sequence[tuple[Delivery, Outcome]], now: datetime) -> None:
        if outcomes:
            async with self._writing.begin() as connection:
                await close_announcements(connection, await write_outcomes(connection, outcomes, now))

    async def release(self, deliveries: Sequence[Delivery]) -> None:
        if deliveries:
            async with self._writing.begin() as connection:
                await connection.execute(
                    update(outbox)
                    .where(
                        tuple_(outbox.c.id, outbox.c.attempts).in_([(d.id, d.attempts) for d in deliveries]), SENDING
                    )
                    .values(state=DeliveryState.PENDING, attempts=outbox.c.attempts - 1, lease_until=None)
                )

    async def recover(self, now: datetime, *, at_start: bool = False, held: Collection[DeliveryId] = ()) -> int:
        left = [SENDING] if at_start else [SENDING, outbox.c.lease_until <= now]
        if held:
            left.append(outbox.c.id.not_in(held))
        doubtful = or_(outbox.c.kind == DeliveryKind.ANNOUNCEMENT, outbox.c.crashes >= REPEATS_AFTER_CRASH)
        async with self._holding() as connection:
            given_up = await connection.execute(
                update(outbox)
                .where(*left, doubtful)
                .values(
                    state=DeliveryState.UNKNOWN,
                    lease_until=None,
                    finished_at=now,
                    reason=ENDED_DURING_THE_CALL,
                )
                .returning(outbox.c.announcement_id)
            )
            ended = given_up.scalars().all()
            again = await connection.execute(
                update(outbox)
                .where(*left)
                .values(
                    state=DeliveryState.PENDING,
                    possibly_repeated=True,
                    crashes=outbox.c.crashes + 1,
                    lease_until=None,
                )
            )
            await close_announcements(connection, ended)
            return len(ended) + again.rowcount

    async def expire_stale(self, now: datetime) -> int:
        stale = select(outbox.c.id).where(PENDING, outbox.c.expires_at.is_not(None), outbox.c.expires_at <= now)
        returned = select(people.c.id).where(people.c.id == outbox.c.person_id, people.c.unreachable.is_(None))
        async with self._holding() as connection:
            await connection.execute(
                update(outbox)
                .where(PENDING, outbox.c.lane.in_(LANES), outbox.c.not_before.is_(None), returned.exists())
                .values(not_before=outbox.c.due_at)
            )
            expired = await connection.execute(
                update(outbox)
                .where(outbox.c.id.in_(stale.limit(EXPIRED_AT_ONCE)))
                .values(state=DeliveryState.EXPIRED, reason="past its time", finished_at=now)
                .returning(outbox.c.announcement_id)
            )
            ended = expired.scalars().all()
            await close_announcements(connection, ended)
            return len(ended)

    async def next_due(self, *, after: datetime | None = None) -> datetime | None:
        async with self._looking() as connection:
            moments = (await connection.execute(_NEXT_DUE, {"after": after or LONG_AGO})).scalars().all()
        return min(moments, default=None)


async def _pick(
    connection: AsyncConnection, now: datetime, limit: int, room: dict[Lane, int], taken: set[tuple[str, str]]
) -> list[DeliveryId]:
    """The ids to claim, in order. Consumes `room`, adds to `taken`."""
    picked: list[DeliveryId] = []
    # Chats that are taken are few and passed over here; only where one has a crowd of rows the database has to.
    statement, spare = _DUE, len(taken)
    while len(picked) < limit and any(room.values()):
        wanted = {lane: min(free, limit - len(picked)) + spare if free else 0 for lane, free in room.items()}
        values: dict[str, Any] = {"now": now, **{f"lane{lane}": number for lane, number in wanted.items()}}
        if statement is _DUE_ELSEWHERE:
            values["taken"] = list(taken)
        rows = (await connection.execute(statement, values)).all()
        found = dict.fromkeys(LANES, 0)
        away: list[int] = []
        alone: DeliveryId | None = None
        for row in sorted(rows, key=lambda row: (row.lane, row.not_before, row.id)):
            lane, chat = Lane(row.lane), (row.messenger, row.chat)
            found[lane] += 1
            if row.unreachable is not None and lane is not Lane.ANNOUNCEMENT:
                away.append(row.id)
            elif not (room[lane] and chat not in taken and len(picked) < limit):
                continue
            elif row.crashes >= ALONE_AFTER:
                if not picked:
                    alone = DeliveryId(row.id)
                    break  # else it comes first another time
            else:
                taken.add(chat)
                picked.append(DeliveryId(row.id))
                room[lane] -= 1
        if away:
            await connection.execute(update(outbox).where(outbox.c.id.in_(away)).values(not_before=None))
        if alone is not None:
            return [alone]
        for lane, asked in wanted.items():
            if found[lane] < asked and not (lane is Lane.ANNOUNCEMENT and found[lane]):
                room[lane] = 0  # no more of them; but after one announcement's last rows comes the next one
        statement, spare = (_DUE_ELSEWHERE if taken else _DUE), 0
    return picked


def _due(*, elsewhere: bool) -> Select[Any]:
    """The first due rows of each lane; `elsewhere`: not in the chats of `taken`.

    A lane at a time, so that each reads the beginning of its own stretch of the index: ordered over all lanes, a
    million due announcements would be read to find one relay. The announcements' lane is read through the announcement
    that goes.
    """
    lanes = []
    for lane in LANES:
        query = (
            select(
                outbox.c.id,
                outbox.c.lane,
                outbox.c.messenger,
                outbox.c.chat,
                outbox.c.not_before,
                outbox.c.crashes,
                people.c.unreachable,
            )
            .select_from(outbox.outerjoin(people, people.c.id == outbox.c.person_id))
            .where(
                PENDING,
                outbox.c.announcement_id == _going(elsewhere=elsewhere)
                if lane is Lane.ANNOUNCEMENT
                else outbox.c.lane == lane,
                outbox.c.not_before <= bindparam("now"),
                or_(outbox.c.expires_at.is_(None), outbox.c.expires_at > bindparam("now")),
            )
            .order_by(outbox.c.not_before, outbox.c.id)
            .limit(bindparam(f"lane{lane}"))
            # PostgreSQL: rows that a use case is at work on (a cancelled announcement's) are passed over.
            .with_for_update(of=outbox, skip_locked=True)
        )
        if elsewhere:
            chat = tuple_(outbox.c.messenger, outbox.c.chat)
            query = query.where(chat.not_in(bindparam("taken", expanding=True)))
        lanes.append(select(query.subquery()))
    return select(union_all(*lanes).subquery())


def _going(*, elsewhere: bool) -> ScalarSelect[int]:
    """The oldest announcement that is being sent and has something due: they go one after another. Only its rows are
    claimed, so that pausing or cancelling is a word in the announcement, whatever the number of its rows."""
    its = outbox.alias()
    due = [
        its.c.announcement_id == announcements.c.id,
        its.c.state == literal_column("'pending'"),
        its.c.not_before <= bindparam("now"),
    ]
    if elsewhere:
        due.append(tuple_(its.c.messenger, its.c.chat).not_in(bindparam("taken", expanding=True)))
    return (
        select(announcements.c.id)
        .where(
            announcements.c.state == AnnouncementState.SENDING,
            or_(announcements.c.expires_at.is_(None), announcements.c.expires_at > bindparam("now")),
            select(its.c.id).where(*due).exists(),
        )
        .order_by(announcements.c.id)
        .limit(1)
        .scalar_subquery()
    )


def _next_due() -> Select[Any]:
    """The first moment past `after` of each lane, of the announcements that are scheduled, and of the leases."""
    moment = outbox.c.not_before.label("moment")
    lanes = [
        select(moment)
        .where(PENDING, outbox.c.lane == lane, outbox.c.not_before > bindparam("after"))
        .order_by(outbox.c.not_before)
        .limit(1)
        for lane in LANES
        if lane is not Lane.ANNOUNCEMENT
    ]
    its = outbox.alias()
    first = select(func.min(its.c.not_before)).where(
        its.c.announcement_id == announcements.c.id,
        its.c.state == literal_column("'pending'"),
        its.c.not_before > bindparam("after"),
    )
    firsts = (
        select(first.scalar_subquery().label("moment"))
        .where(announcements.c.state == AnnouncementState.SENDING)
        .subquery()
    )
    lanes.append(select(firsts.c.moment).where(firsts.c.moment.is_not(None)))
    send_at = announcements.c.send_at
    lanes.append(
        select(send_at.label("moment"))
        .where(announcements.c.state == AnnouncementState.SCHEDULED, send_at > bindparam("after"))
        .order_by(send_at)
        .limit(1)
    )
    lease = outbox.c.lease_until
    leases = select(lease.label("moment")).where(SENDING, lease > bindparam("after")).order_by(lease).limit(1)
    return select(union_all(*(select(query.subquery()) for query in [*lanes, leases])).subquery())


# Built once: the dispatcher runs these a thousand times a second, and building one costs more than running it.
_DUE = _due(elsewhere=False)
_DUE_ELSEWHERE = _due(elsewhere=True)
_NEXT_DUE = _next_due()
_CLAIMING = (
    update(outbox)
    .where(PENDING)
    .values(
        state=DeliveryState.SENDING,
        attempts=outbox.c.attempts + 1,
        lease_until=bindparam("until"),
        first_tried_at=func.coalesce(outbox.c.first_tried_at, bindparam("tried_at", type_=Instant)),
    )
    .returning(outbox)
)
_CLAIM = _CLAIMING.where(outbox.c.id.in_(bindparam("picked", expanding=True)))
_CLAIM_ARRAY = _CLAIMING.where(outbox.c.id == func.any(bindparam("picked", type_=ARRAY(Integer))))
"""PostgreSQL: as an array it is one statement, however many there are (`storage.portable.among`)."""
