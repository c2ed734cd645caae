"""An announcement belongs to the chairman of the commission that organises its campaign."""

from services.access.model import Action
from services.access.rights import require
from services.announcements.model import Announcement
from services.campaigns.model import Campaign
from services.errors import NotFound
from services.ids import AnnouncementId
from services.people.model import Actor
from services.unit_of_work import UnitOfWork


async def announcement_for(
    unit: UnitOfWork, actor: Actor, announcement_id: AnnouncementId
) -> tuple[Announcement, Campaign]:
    """The announcement and its campaign. Raises NotFound, NotAllowed."""
    announcement = await unit.announcements.get(announcement_id)
    campaign = await unit.campaigns.get(announcement.campaign_id) if announcement is not None else None
    if announcement is None or campaign is None:
        raise NotFound
    require(actor, Action.ANNOUNCE, campaign)
    return announcement, campaign
