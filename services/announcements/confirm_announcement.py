"""The chairman confirms a draft: it goes out."""

from datetime import datetime

from services.announcements.audience import scope_of
from services.announcements.judge import announcement_for
from services.announcements.model import Announcement, AnnouncementState
from services.errors import NothingToSend
from services.ids import AnnouncementId
from services.people.model import Actor
from services.unit_of_work import Units


async def confirm_announcement(
    units: Units, actor: Actor, announcement_id: AnnouncementId, now: datetime
) -> Announcement:
    """Put a row for every recipient of this moment into the outbox, in the transaction that confirms.

    People who cannot be reached get theirs as `blocked` at once, so that the report adds up. Confirmed (or cancelled)
    before: nothing happens, the announcement is returned as it stands.

    Raises NotFound, NotAllowed, NothingToSend when by now the audience is empty.
    """
    async with units() as unit:
        announcement, campaign = await announcement_for(unit, actor, announcement_id)
        if announcement.state is not AnnouncementState.DRAFT:
            return announcement
        scope = await scope_of(unit, campaign, announcement.audience)
        heads = await unit.announcements.headcount(scope, now)
        if not heads.people:
            raise NothingToSend
        if await unit.announcements.confirm(announcement.id, heads.people, now):
            await unit.announcements.enqueue(announcement, scope, now)
            if heads.unreachable == heads.people:
                await unit.announcements.set_state(announcement.id, AnnouncementState.DONE)
            await unit.audit.add(
                now,
                actor.person.id,
                "announcement.confirmed",
                f"announcement:{announcement.id}",
                {"recipients": heads.people},
            )
        confirmed = await unit.announcements.get(announcement.id)
        assert confirmed is not None
        await unit.commit()
        return confirmed
