"""The chairman confirms a draft: it goes out."""

from datetime import datetime

from services.announcements.audience import recipients_of
from services.announcements.judge import announcement_for
from services.announcements.model import Announcement, AnnouncementState
from services.delivery.model import DeliveryKind, Lane, NewDelivery
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
        people = await recipients_of(unit, campaign, announcement.audience, now)
        if not people:
            raise NothingToSend
        if await unit.announcements.confirm(announcement.id, len(people), now):
            await unit.outbox.add(
                [
                    NewDelivery(
                        dedup_key=f"announcement:{announcement.id}:{recipient.person_id}",
                        kind=DeliveryKind.ANNOUNCEMENT,
                        lane=Lane.ANNOUNCEMENT,
                        address=recipient.address,
                        due_at=now,
                        person_id=recipient.person_id,
                        campaign_id=campaign.id,
                        announcement_id=announcement.id,
                        ids={"announcement": announcement.id},
                        unreachable=recipient.unreachable,
                    )
                    for recipient in people
                ]
            )
            if all(recipient.unreachable is not None for recipient in people):
                await unit.announcements.set_state(announcement.id, AnnouncementState.DONE)
            await unit.audit.add(
                now,
                actor.person.id,
                "announcement.confirmed",
                f"announcement:{announcement.id}",
                {"recipients": len(people)},
            )
        confirmed = await unit.announcements.get(announcement.id)
        assert confirmed is not None
        await unit.commit()
        return confirmed
