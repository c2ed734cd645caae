"""The chairman has those written to once more of whom nobody knows whether the announcement arrived."""

from datetime import datetime

from services.announcements.judge import announcement_for
from services.announcements.model import VALID_FOR, Announcement, AnnouncementState
from services.ids import AnnouncementId
from services.people.model import Actor
from services.unit_of_work import Units


async def resend_unknown(units: Units, actor: Actor, announcement_id: AnnouncementId, now: datetime) -> Announcement:
    """Make the `unknown` rows pending again, each marked as possibly repeated. By itself the bot never sends an
    announcement twice. None unknown, or not through: nothing changes. Raises NotFound, NotAllowed."""
    async with units() as unit:
        announcement, _ = await announcement_for(unit, actor, announcement_id)
        among = {AnnouncementState.SENDING, AnnouncementState.DONE}
        if announcement.state not in among:
            return announcement
        again = await unit.outbox.requeue_unknown(announcement.id, now)
        if again == 0:
            return announcement
        await unit.announcements.move(announcement.id, among, AnnouncementState.SENDING, expires_at=now + VALID_FOR)
        await unit.audit.add(
            now, actor.person.id, "announcement.resent", f"announcement:{announcement.id}", {"people": again}
        )
        resent = await unit.announcements.get(announcement.id)
        assert resent is not None
        await unit.commit()
        return resent
