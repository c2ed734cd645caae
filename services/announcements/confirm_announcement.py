"""The chairman confirms a draft, or does not wait for the hour of a scheduled one: it goes out."""

from datetime import datetime

from services.announcements.judge import announcement_for
from services.announcements.model import Announcement, AnnouncementState
from services.announcements.start import start
from services.hotline.model import MessageRef
from services.ids import AnnouncementId
from services.people.model import Actor
from services.unit_of_work import Units


async def confirm_announcement(
    units: Units,
    actor: Actor,
    announcement_id: AnnouncementId,
    now: datetime,
    *,
    progress: MessageRef | None = None,
) -> Announcement:
    """Send it to the people of this moment. Their rows come into the outbox in parts, the first in the transaction that
    confirms. `progress`: the message that is to show how far it is. Begun (or cancelled) before: nothing happens, the
    announcement is returned as it stands.

    Raises NotFound, NotAllowed, NothingToSend when by now the audience is empty.
    """
    async with units() as unit:
        announcement, campaign = await announcement_for(unit, actor, announcement_id)
        if announcement.state not in (AnnouncementState.DRAFT, AnnouncementState.SCHEDULED):
            return announcement
        if progress is not None:
            await unit.announcements.show_in(announcement.id, progress)
        begun = await start(unit, announcement, campaign, now)
        await unit.audit.add(
            now,
            actor.person.id,
            "announcement.confirmed",
            f"announcement:{announcement.id}",
            {"recipients": begun.recipients},
        )
        await unit.commit()
        return begun
