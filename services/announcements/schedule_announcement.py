"""The chairman names the hour at which an announcement is to go out."""

from datetime import datetime, timedelta

from services.announcements.judge import announcement_for
from services.announcements.model import VALID_FOR, Announcement, AnnouncementState
from services.errors import TimePassed, TooFarAhead
from services.hotline.model import MessageRef
from services.ids import AnnouncementId
from services.people.model import Actor
from services.unit_of_work import Units

FARTHEST = timedelta(days=366)
"""No campaign lasts longer; what is further off is a slip of the pen."""


async def schedule_announcement(
    units: Units,
    actor: Actor,
    announcement_id: AnnouncementId,
    at: datetime,
    now: datetime,
    *,
    progress: MessageRef | None = None,
) -> Announcement:
    """It goes out at `at` (aware; kept in UTC) to the people of that moment. A scheduled one is moved to it.
    `progress`: the message that is to show how far it is. Begun or cancelled before: nothing happens, the announcement
    is returned as it stands.

    Raises NotFound, NotAllowed, TimePassed, TooFarAhead.
    """
    async with units() as unit:
        announcement, _ = await announcement_for(unit, actor, announcement_id)
        if announcement.state not in (AnnouncementState.DRAFT, AnnouncementState.SCHEDULED):
            return announcement
        if at <= now:
            raise TimePassed
        if at > now + FARTHEST:
            raise TooFarAhead
        if progress is not None:
            await unit.announcements.show_in(announcement.id, progress)
        await unit.announcements.schedule(announcement.id, at, at + VALID_FOR, now)
        await unit.audit.add(
            now,
            actor.person.id,
            "announcement.scheduled",
            f"announcement:{announcement.id}",
            {"at": at.isoformat()},
        )
        scheduled = await unit.announcements.get(announcement.id)
        assert scheduled is not None
        await unit.commit()
        return scheduled
