"""What became of an announcement: progress while it goes out, the report afterwards."""

from collections.abc import Sequence

from services.access.model import Action
from services.access.rights import require
from services.announcements.judge import announcement_for
from services.announcements.model import Announcement, Report
from services.delivery.model import DeliveryState
from services.errors import NotFound
from services.ids import AnnouncementId, CampaignId
from services.people.model import Actor
from services.unit_of_work import Units


async def report_announcement(units: Units, actor: Actor, announcement_id: AnnouncementId) -> Report:
    """How many recipients are in which state. Raises NotFound, NotAllowed."""
    async with units(reading=True) as unit:
        announcement, _ = await announcement_for(unit, actor, announcement_id)
        counts = await unit.outbox.counts(announcement.id)
        return Report(announcement, {state: counts.get(state, 0) for state in DeliveryState})


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
