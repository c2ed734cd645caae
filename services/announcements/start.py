"""An announcement begins: its audience is the people of this moment."""

from datetime import datetime

from services.announcements.audience import scope_of
from services.announcements.model import ROWS_AT_ONCE, VALID_FOR, Announcement, AnnouncementState
from services.campaigns.model import Campaign
from services.errors import NothingToSend
from services.ids import AnnouncementId
from services.unit_of_work import UnitOfWork, Units


async def start(unit: UnitOfWork, announcement: Announcement, campaign: Campaign, now: datetime) -> Announcement:
    """draft or scheduled -> sending, with the rows of the first recipients; the others' follow in parts
    (`enqueue_more`), so that nobody waits for a hundred thousand of them. Begun before: nothing happens. People who
    cannot be reached get theirs as `blocked` at once, so that the report adds up.

    Raises NothingToSend when by now the audience is empty.
    """
    scope = await scope_of(unit, campaign, announcement.audience)
    heads = await unit.announcements.headcount(scope, now)
    if not heads.people:
        raise NothingToSend
    if await unit.announcements.confirm(announcement.id, heads.people, now, expires_at=now + VALID_FOR):
        begun = await _again(unit, announcement.id)
        await unit.announcements.enqueue(begun, scope, ROWS_AT_ONCE if heads.people > ROWS_AT_ONCE else None)
    return await _again(unit, announcement.id)


async def enqueue_more(units: Units, announcement_id: AnnouncementId) -> bool:
    """The next part of the rows, in a transaction of its own; whether there are more to make."""
    async with units() as unit:
        announcement = await _again(unit, announcement_id)
        campaign = await unit.campaigns.get(announcement.campaign_id)
        is_begun = announcement.state in (AnnouncementState.SENDING, AnnouncementState.PAUSED)
        if campaign is None or not is_begun or announcement.enqueued_to is None:
            return False
        scope = await scope_of(unit, campaign, announcement.audience)
        more = await unit.announcements.enqueue(announcement, scope, ROWS_AT_ONCE)
        await unit.commit()
        return more


async def _again(unit: UnitOfWork, announcement_id: AnnouncementId) -> Announcement:
    announcement = await unit.announcements.get(announcement_id)
    assert announcement is not None
    return announcement
