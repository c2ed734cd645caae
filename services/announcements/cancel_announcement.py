"""The chairman takes an announcement back, as far as it has not gone out."""

from datetime import datetime

from services.announcements.judge import announcement_for
from services.announcements.model import Announcement, AnnouncementState
from services.delivery.model import DeliveryState
from services.ids import AnnouncementId
from services.people.model import Actor
from services.unit_of_work import Units

CAN_BE_CANCELLED = frozenset(
    {AnnouncementState.DRAFT, AnnouncementState.SCHEDULED, AnnouncementState.SENDING, AnnouncementState.PAUSED}
)


async def cancel_announcement(
    units: Units, actor: Actor, announcement_id: AnnouncementId, now: datetime
) -> Announcement:
    """Drop a draft or a scheduled one, or end one that is being sent: what still waits is cancelled at once (its rows
    are ended in parts afterwards), what has gone stays gone. Through or cancelled: nothing changes.

    Raises NotFound, NotAllowed.
    """
    async with units() as unit:
        announcement, _ = await announcement_for(unit, actor, announcement_id)
        if not await unit.announcements.move(announcement.id, CAN_BE_CANCELLED, AnnouncementState.CANCELLED):
            return announcement
        counts = await unit.outbox.counts(announcement.id)
        await unit.audit.add(
            now,
            actor.person.id,
            "announcement.cancelled",
            f"announcement:{announcement.id}",
            {"delivered": counts.get(DeliveryState.SENT, 0)},
        )
        cancelled = await unit.announcements.get(announcement.id)
        assert cancelled is not None
        await unit.commit()
        return cancelled
