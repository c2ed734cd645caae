"""The chairman takes an announcement back, as far as it has not gone out."""

from datetime import datetime

from services.announcements.judge import announcement_for
from services.announcements.model import Announcement, AnnouncementState
from services.ids import AnnouncementId
from services.people.model import Actor
from services.unit_of_work import Units


async def cancel_announcement(
    units: Units, actor: Actor, announcement_id: AnnouncementId, now: datetime
) -> Announcement:
    """Drop a draft, or stop one that is being sent: what is still pending becomes expired, what has gone stays gone.
    Done or cancelled: nothing changes. Raises NotFound, NotAllowed."""
    async with units() as unit:
        announcement, _ = await announcement_for(unit, actor, announcement_id)
        if announcement.state not in (AnnouncementState.DRAFT, AnnouncementState.SENDING):
            return announcement
        stopped = await unit.outbox.expire(announcement=announcement.id, reason="cancelled")
        await unit.announcements.set_state(announcement.id, AnnouncementState.CANCELLED)
        await unit.audit.add(
            now, actor.person.id, "announcement.cancelled", f"announcement:{announcement.id}", {"stopped": stopped}
        )
        cancelled = await unit.announcements.get(announcement.id)
        assert cancelled is not None
        await unit.commit()
        return cancelled
