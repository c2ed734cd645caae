"""What came of a call, written into its row and into what else it tells about: the person, the chat."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Integer, String, bindparam, column, func, or_, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from services.delivery.model import (
    Ambiguous,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Moved,
    Outcome,
    Pointless,
    Refused,
    RetryLater,
    Sent,
    Unreachable,
)
from services.ids import AnnouncementId
from services.people.model import Address
from storage.moved_chats import follow
from storage.outbox_rows import PENDING, SENDING, in_state
from storage.tables import outbox, people

RETRY_FOR = timedelta(days=3)
"""How long a row is tried again after refusals for now, counted from its first try: after that it has failed. Bounded
by time and not by count: without a connection the tries are many and say nothing about the message."""

BACKOFF = timedelta(seconds=1)
"""The wait after a row's first refusal for now; doubled by each further one, at most `BACKOFF_LIMIT`, and never less
than the messenger asked for."""

BACKOFF_LIMIT = timedelta(minutes=1)

AFTER_TIMEOUT = timedelta(seconds=5)
"""Between a call that nobody answered and its repetition."""

REPEATS_AFTER_TIMEOUT = 1
"""How often a reminder or a relay goes again, marked, after a call that nobody answered; `unknown` after that."""

DESK_AGAIN = timedelta(minutes=5)
"""The operators' chat has put the bot out, or its id is wrong: tried again so often, for somebody will mend it."""

QUICK_MOVES = 3
"""A chat that has moved is written to at its new place at once, unless it keeps moving."""


_ARRIVED = (
    update(outbox)
    .where(or_(PENDING, SENDING, in_state(DeliveryState.UNKNOWN)))
    .values(state=DeliveryState.SENT, lease_until=None, finished_at=bindparam("at"), reason=None)
)
_SENT = _ARRIVED.where(outbox.c.id == bindparam("row")).values(message_id=bindparam("message"))

_UNNESTED = func.unnest(bindparam("rows", type_=ARRAY(Integer)), bindparam("messages", type_=ARRAY(String)))
_PAIRS = _UNNESTED.table_valued(column("row", Integer), column("message", String), name="pairs").render_derived()
_SENT_TOGETHER = _ARRIVED.where(outbox.c.id == _PAIRS.c.row).values(message_id=_PAIRS.c.message)
"""PostgreSQL: one statement for all of them."""


def retry_moment(now: datetime, after: float, attempts: int) -> datetime:
    """When a row refused for now, after `attempts` tries, may be tried again; `after` seconds were asked for."""
    doublings = min(max(attempts - 1, 0), 16)
    backoff: timedelta = min(BACKOFF * (1 << doublings), BACKOFF_LIMIT)
    return now + max(timedelta(seconds=after), backoff)


async def write_outcomes(
    connection: AsyncConnection, outcomes: Sequence[tuple[Delivery, Outcome]], now: datetime
) -> set[AnnouncementId]:
    """One transaction's worth; see `OutboxQueue.record`. The announcements that may be done now: they are still to be
    closed."""
    sent = [(delivery, outcome.message_id) for delivery, outcome in outcomes if isinstance(outcome, Sent)]
    if sent:
        await _write_sent(connection, sent, now)
    for delivery, outcome in outcomes:
        match outcome:
            case Sent():
                pass
            case Unreachable(reason, detail):
                if delivery.person_id is None:
                    await _try_later(connection, delivery, now + DESK_AGAIN, detail, now, DeliveryState.BLOCKED)
                else:
                    await _finish(connection, delivery, DeliveryState.BLOCKED, f"{reason}: {detail}", now)
                    await connection.execute(
                        update(people)
                        .where(people.c.id == delivery.person_id)
                        .values(unreachable=reason, unreachable_since=now)
                    )
            case Refused(detail):
                await _finish(connection, delivery, DeliveryState.FAILED, detail, now)
            case Pointless(detail):
                await _finish(connection, delivery, DeliveryState.EXPIRED, detail, now)
            case RetryLater(after, detail):
                until = retry_moment(now, after, delivery.attempts)
                await _try_later(connection, delivery, until, detail, now, DeliveryState.FAILED)
            case Ambiguous(detail):
                await _doubt(connection, delivery, detail, now)
            case Moved(address):
                await _move(connection, delivery, address, now)
            case _:
                assert_never(outcome)
    return {delivery.announcement_id for delivery, _ in outcomes if delivery.announcement_id is not None}


async def _write_sent(connection: AsyncConnection, sent: Sequence[tuple[Delivery, str]], now: datetime) -> None:
    """It has arrived, whatever has become of the row meanwhile: a lease that ran out during a slow call put it back."""
    ordered = sorted(sent, key=lambda one: one[0].id)  # as everybody else locks them
    if connection.dialect.name == "postgresql":
        rows, messages = [delivery.id for delivery, _ in ordered], [message for _, message in ordered]
        await connection.execute(_SENT_TOGETHER, {"rows": rows, "messages": messages, "at": now})
    else:
        values = [{"row": delivery.id, "message": message, "at": now} for delivery, message in ordered]
        await connection.execute(_SENT, values)


async def _finish(
    connection: AsyncConnection, delivery: Delivery, state: DeliveryState, reason: str, now: datetime
) -> None:
    await _set(connection, delivery, state=state, reason=reason, finished_at=now)


async def _try_later(
    connection: AsyncConnection,
    delivery: Delivery,
    until: datetime,
    reason: str,
    now: datetime,
    in_the_end: DeliveryState,
) -> None:
    too_long = await connection.execute(
        update(outbox)
        .where(*_ours(delivery), outbox.c.first_tried_at <= now - RETRY_FOR)
        .values(state=in_the_end, reason=reason, finished_at=now, lease_until=None)
    )
    if too_long.rowcount == 0:
        await _set(connection, delivery, state=DeliveryState.PENDING, reason=reason, not_before=until)
    await _hold_chat(connection, delivery.address, until)


async def _doubt(connection: AsyncConnection, delivery: Delivery, detail: str, now: datetime) -> None:
    if delivery.kind is DeliveryKind.ANNOUNCEMENT:
        await _finish(connection, delivery, DeliveryState.UNKNOWN, detail, now)
        return
    again = await connection.execute(
        update(outbox)
        .where(*_ours(delivery), outbox.c.timeouts < REPEATS_AFTER_TIMEOUT)
        .values(
            state=DeliveryState.PENDING,
            possibly_repeated=True,
            timeouts=outbox.c.timeouts + 1,
            reason=detail,
            not_before=now + AFTER_TIMEOUT,
            lease_until=None,
        )
    )
    if again.rowcount == 0:
        await _finish(connection, delivery, DeliveryState.UNKNOWN, detail, now)
    await _hold_chat(connection, delivery.address, now + AFTER_TIMEOUT)


async def _move(connection: AsyncConnection, delivery: Delivery, address: Address, now: datetime) -> None:
    old, new = _chat(delivery.address), _chat(address)
    if old == new:
        await _finish(connection, delivery, DeliveryState.FAILED, f"the chat moved to itself: {address.chat}", now)
        return
    until = now if delivery.attempts <= QUICK_MOVES else retry_moment(now, 0, delivery.attempts)
    detail = f"moved to {address.chat}"
    await _try_later(connection, delivery, until, detail, now, DeliveryState.FAILED)
    await follow(connection, delivery.address, address, now)


async def _hold_chat(connection: AsyncConnection, address: Address, until: datetime) -> None:
    """The chat's other rows wait too: order holds, and a refused chat is not asked again at once."""
    messenger, chat = _chat(address)
    await connection.execute(
        update(outbox)
        .where(PENDING, outbox.c.messenger == messenger, outbox.c.chat == chat, outbox.c.not_before < until)
        .values(not_before=until)
    )


async def _set(connection: AsyncConnection, delivery: Delivery, **values: Any) -> None:
    await connection.execute(update(outbox).where(*_ours(delivery)).values(lease_until=None, **values))


def _ours(delivery: Delivery) -> tuple[ColumnElement[bool], ...]:
    """The row as it was claimed for this call. When it has been put back and claimed once more meanwhile (another
    instance leads), this call has nothing to say about it, except that the message has arrived."""
    return outbox.c.id == delivery.id, SENDING, outbox.c.attempts == delivery.attempts


def _chat(address: Address) -> tuple[str, str]:
    return address.messenger, address.chat
