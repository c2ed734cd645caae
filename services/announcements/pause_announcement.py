"""The chairman stops an announcement for a while, and lets it go on."""

from datetime import datetime

from services.announcements.judge import announcement_for
from services.announcements.model import VALID_FOR, Announcement, AnnouncementState
from services.ids import AnnouncementId
from services.people.model import Actor
from services.unit_of_work import Units


async def pause_announcement(
    units: Units, actor: Actor, announcement_id: AnnouncementId, now: datetime
) -> Announcement:
    """Nothing more of it is claimed, from this commit on; the few messages that are on their way arrive. Not being
    sent: nothing changes. Raises NotFound, NotAllowed."""
    async with units() as unit:
        announcement, _ = await announcement_for(unit, actor, announcement_id)
        if not await unit.announcements.move(announcement.id, {AnnouncementState.SENDING}, AnnouncementState.PAUSED):
            return announcement
        await unit.audit.add(now, actor.person.id, "announcement.paused", f"announcement:{announcement.id}")
        paused = await unit.announcements.get(announcement.id)
        assert paused is not None
        await unit.commit()
        return paused


async def resume_announcement(
    units: Units, actor: Actor, announcement_id: AnnouncementId, now: datetime
) -> Announcement:
    """It goes on where it stopped, and is valid anew: who resumes it says that it still has its sense. Not paused:
    nothing changes. Raises NotFound, NotAllowed."""
    async with units() as unit:
        announcement, _ = await announcement_for(unit, actor, announcement_id)
        if not await unit.announcements.move(
            announcement.id, {AnnouncementState.PAUSED}, AnnouncementState.SENDING, expires_at=now + VALID_FOR
        ):
            return announcement
        await unit.audit.add(now, actor.person.id, "announcement.resumed", f"announcement:{announcement.id}")
        resumed = await unit.announcements.get(announcement.id)
        assert resumed is not None
        await unit.commit()
        return resumed
