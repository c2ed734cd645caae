"""What became of an announcement: progress while it goes out, the report afterwards."""

from collections.abc import Sequence

from services.access.model import Action
from services.access.rights import require
from services.announcements.judge import announcement_for
from services.announcements.model import Announcement, AnnouncementState, Report, add_up
from services.campaigns.model import Campaign
from services.delivery.model import DeliveryState
from services.errors import NotFound
from services.hotline.model import MessageRef
from services.ids import AnnouncementId, CampaignId
from services.people.model import Actor
from services.unit_of_work import UnitOfWork, Units

NAMED = 10
"""So many of those in doubt are named in a report."""


async def report_announcement(units: Units, actor: Actor, announcement_id: AnnouncementId) -> Report:
    """How many recipients are in which state. Raises NotFound, NotAllowed."""
    async with units(reading=True) as unit:
        announcement, campaign = await announcement_for(unit, actor, announcement_id)
        return await report_of(unit, announcement, campaign)


async def report_of(unit: UnitOfWork, announcement: Announcement, campaign: Campaign) -> Report:
    """The same, for whoever has been judged already. The unit must see one state of the store."""
    counts = add_up(announcement, await unit.outbox.counts(announcement.id))
    names: tuple[str, ...] = ()
    if counts[DeliveryState.UNKNOWN] and announcement.state is not AnnouncementState.SENDING:
        uncertain = await unit.outbox.recipients_in(announcement.id, DeliveryState.UNKNOWN, NAMED)
        names = tuple(person.name for person in await unit.people.get_many(uncertain))
    return Report(announcement, campaign.tz, counts, names)


async def show_progress_in(units: Units, actor: Actor, announcement_id: AnnouncementId, place: MessageRef) -> None:
    """From now on progress is shown in this message, in no other. Raises NotFound, NotAllowed."""
    async with units() as unit:
        announcement, _ = await announcement_for(unit, actor, announcement_id)
        await unit.announcements.show_in(announcement.id, place)
        await unit.commit()


async def latest_announcements(
    units: Units, actor: Actor, campaign_id: CampaignId, limit: int = 10
) -> Sequence[Announcement]:
    """The campaign's announcements, the latest first, drafts too. Raises NotFound, NotAllowed."""
    async with units(reading=True) as unit:
        campaign = await unit.campaigns.get(campaign_id)
        if campaign is None:
            raise NotFound
        require(actor, Action.ANNOUNCE, campaign)
        return await unit.announcements.latest(campaign_id, limit)
