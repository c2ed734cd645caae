"""A row of the outbox as a value, and the conditions its indexes are made for."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.announcements.model import AnnouncementState
from services.delivery.model import Delivery, DeliveryKind, DeliveryState, Lane
from services.ids import AnnouncementId, CampaignId, DeliveryId, PersonId
from services.people.model import Address
from storage.portable import chunks
from storage.tables import announcements, outbox

LANES = tuple(Lane)

ENDED_DURING_THE_CALL = "the process ended during the call"
"""The reason of a row whose process died: nobody knows what its call came to."""


def in_state(state: DeliveryState) -> ColumnElement[bool]:
    """`outbox.state = '…'` spelled out: SQLite uses a partial index only when it sees the value, not a placeholder."""
    return outbox.c.state == literal_column(f"'{state.value}'")


PENDING = in_state(DeliveryState.PENDING)
SENDING = in_state(DeliveryState.SENDING)


def delivery_of(row: Row[Any]) -> Delivery:
    return Delivery(
        id=DeliveryId(row.id),
        dedup_key=row.dedup_key,
        kind=DeliveryKind(row.kind),
        lane=Lane(row.lane),
        address=Address(row.messenger, row.chat, row.thread),
        due_at=row.due_at,
        person_id=None if row.person_id is None else PersonId(row.person_id),
        campaign_id=None if row.campaign_id is None else CampaignId(row.campaign_id),
        announcement_id=None if row.announcement_id is None else AnnouncementId(row.announcement_id),
        ids=row.ids,
        expires_at=row.expires_at,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        possibly_repeated=bool(row.possibly_repeated),
        message_id=row.message_id,
        reason=row.reason,
    )


async def close_announcements(connection: AsyncConnection, touched: Collection[int | None]) -> None:
    """Of the announcements whose rows have just changed, those without a row still to be sent are done."""
    begun = [AnnouncementState.SENDING, AnnouncementState.PAUSED]
    under_way = exists(
        select(outbox.c.id).where(
            outbox.c.announcement_id == announcements.c.id,
            outbox.c.state.in_([DeliveryState.PENDING, DeliveryState.SENDING]),
        )
    )
    for some in chunks(sorted({a for a in touched if a is not None})):
        await connection.execute(
            update(announcements)
            .where(
                announcements.c.id.in_(some),
                announcements.c.state.in_(begun),
                announcements.c.enqueued_to.is_(None),
                ~under_way,
            )
            .values(state=AnnouncementState.DONE, stop_reason=None)
        )
