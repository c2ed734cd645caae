"""What has to be done about announcements without anybody pressing: begin at their hour, make and end their rows in
parts, expire, and show how far they are. Everything is read from the store each time, so a restart changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from services.announcements.model import (
    ROWS_AT_ONCE,
    Announcement,
    AnnouncementState,
    Report,
    StopReason,
)
from services.announcements.ports import Board, Shown
from services.announcements.report_announcement import report_of
from services.announcements.start import enqueue_more, start
from services.announcements.surge import tell_author
from services.campaigns.model import CampaignState
from services.delivery.model import DeliveryState
from services.duties.timing import is_quiet, morning
from services.errors import NothingToSend
from services.ids import AnnouncementId
from services.unit_of_work import UnitOfWork, Units

log = structlog.stdlib.get_logger(__name__)

SHOW_EVERY = timedelta(seconds=4)
"""By the Clock, between two edits of a progress message: an edit counts as a message of that chat, and the announcement
itself may be among those."""

LATE_AFTER = timedelta(hours=1)
"""A scheduled announcement that is later than this does not begin in the quiet hours, unless it was to."""

FINAL = frozenset({AnnouncementState.DONE, AnnouncementState.CANCELLED, AnnouncementState.EXPIRED})


@dataclass(frozen=True, slots=True)
class _Showing:
    report: Report
    at: datetime


class AnnouncementJobs:
    """`look(now)` does what is due at `now` and says when to look again: at once, at a moment, or only when something
    has been committed (None)."""

    def __init__(self, units: Units, board: Board) -> None:
        self._units = units
        self._board = board
        self._showing: dict[AnnouncementId, _Showing] = {}  # what this process has shown last

    async def look(self, now: datetime) -> datetime | None:
        async with self._units(reading=True) as unit:
            in_hand = await unit.announcements.in_hand()
        moments = [await self._tend(announcement, now) for announcement in in_hand]
        return min((moment for moment in moments if moment is not None), default=None)

    async def _tend(self, announcement: Announcement, now: datetime) -> datetime | None:
        match announcement.state:
            case AnnouncementState.SCHEDULED:
                assert announcement.send_at is not None
                return now if await self._start(announcement, now) else max(announcement.send_at, now + SHOW_EVERY)
            case AnnouncementState.SENDING if announcement.expires_at is not None and announcement.expires_at <= now:
                await _expire(self._units, announcement, StopReason.TOO_LATE, now)
                return now
            case AnnouncementState.SENDING | AnnouncementState.PAUSED if announcement.enqueued_to is not None:
                await self._show(announcement, now)
                return now if await enqueue_more(self._units, announcement.id) else now + SHOW_EVERY
            case AnnouncementState.CANCELLED | AnnouncementState.EXPIRED:
                if await _end_rows(self._units, announcement):
                    return now
        return await self._show(announcement, now)

    async def _start(self, scheduled: Announcement, now: datetime) -> bool:
        """Begin, if it is time; whether anything has changed."""
        assert scheduled.send_at is not None
        if scheduled.send_at > now:
            await self._show(scheduled, now)
            return False
        async with self._units() as unit:
            announcement = await unit.announcements.get(scheduled.id)
            campaign = await unit.campaigns.get(scheduled.campaign_id)
            assert announcement is not None
            assert campaign is not None
            if announcement != scheduled:
                return True  # somebody has just moved it, or sent it, or taken it back
            if campaign.state is not CampaignState.ACTIVE:
                await _give_up(unit, announcement, StopReason.CAMPAIGN_OVER, now)
            elif announcement.expires_at is not None and announcement.expires_at <= now:
                await _give_up(unit, announcement, StopReason.TOO_LATE, now)
            elif (later := _after_the_night(announcement, campaign.tz, now)) is not None:
                await unit.announcements.schedule(announcement.id, later, announcement.expires_at or later, now)
            else:
                try:
                    begun = await start(unit, announcement, campaign, now)
                    log.info("announcement_begun", announcement=begun.id, recipients=begun.recipients)
                except NothingToSend:
                    await _give_up(unit, announcement, StopReason.NOBODY_LEFT, now)
            await unit.commit()
        return True

    async def _show(self, announcement: Announcement, now: datetime) -> datetime | None:
        """Bring the progress message up to date; when to look again."""
        before = self._showing.get(announcement.id)
        is_final = announcement.state in FINAL
        if before is not None and _essence(before.report.announcement) == _essence(announcement):
            if before.report.counts[DeliveryState.SENDING] == 0 and announcement.state in _AT_REST:
                return None
            if not is_final and before.at <= now < before.at + SHOW_EVERY:
                return before.at + SHOW_EVERY
        async with self._units(reading=True) as unit:
            fresh = await unit.announcements.get(announcement.id)
            campaign = await unit.campaigns.get(announcement.campaign_id)
            assert fresh is not None
            assert campaign is not None
            report = await report_of(unit, fresh, campaign)
            language = await _language(unit, fresh)
        shown = Shown.DONE
        if fresh.progress is not None and (before is None or before.report != report):
            shown = await self._board.show(fresh.progress, report, language)
        if shown is Shown.LATER:
            return now + SHOW_EVERY
        self._showing[fresh.id] = _Showing(report, now)
        if shown is Shown.GONE or (is_final and report.remaining == 0):
            await self._finish(fresh, gone=shown is Shown.GONE)
        return None if is_final and report.remaining == 0 else now + SHOW_EVERY

    async def _finish(self, announcement: Announcement, *, gone: bool) -> None:
        """The message is no longer there, or nothing will change in it any more."""
        async with self._units() as unit:
            if gone:
                await unit.announcements.show_in(announcement.id, None)
            elif await unit.announcements.let_go(announcement.id, announcement.state):
                del self._showing[announcement.id]
            await unit.commit()


def _essence(announcement: Announcement) -> tuple[object, ...]:
    """What is to be seen at once when it changes; how many rows are made so far is not."""
    return announcement.state, announcement.send_at, announcement.stop_reason, announcement.progress


_AT_REST = frozenset({AnnouncementState.SCHEDULED, AnnouncementState.PAUSED})
"""Nothing changes by itself."""


def _after_the_night(announcement: Announcement, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The morning, for one that missed its hour by day and would wake people up now."""
    assert announcement.send_at is not None
    if now - announcement.send_at <= LATE_AFTER or is_quiet(announcement.send_at, zone) or not is_quiet(now, zone):
        return None
    today = now.astimezone(zone).date()
    return next(at for at in (morning(today, zone), morning(today + timedelta(days=1), zone)) if at > now)


async def _expire(units: Units, announcement: Announcement, reason: StopReason, now: datetime) -> None:
    async with units() as unit:
        await _give_up(unit, announcement, reason, now)
        await unit.commit()


async def _give_up(unit: UnitOfWork, announcement: Announcement, reason: StopReason, now: datetime) -> None:
    """It has lost its sense: what still waits of it is not sent, and its author is told."""
    if await unit.announcements.move(announcement.id, {announcement.state}, AnnouncementState.EXPIRED, reason=reason):
        await tell_author(unit, announcement, now)
        subject = f"announcement:{announcement.id}"
        await unit.audit.add(now, None, "announcement.expired", subject, {"reason": reason.value})


async def _end_rows(units: Units, announcement: Announcement) -> bool:
    """A part of the rows that wait of one taken back or expired; whether there may be more."""
    cancelled = announcement.state is AnnouncementState.CANCELLED
    async with units() as unit:
        ended = await unit.outbox.expire(
            announcement=announcement.id,
            reason="cancelled" if cancelled else "past its time",
            state=DeliveryState.CANCELLED if cancelled else DeliveryState.EXPIRED,
            limit=ROWS_AT_ONCE,
        )
        await unit.commit()
    return ended == ROWS_AT_ONCE


async def _language(unit: UnitOfWork, announcement: Announcement) -> str:
    """Of whoever has the progress message before them."""
    place = announcement.progress
    reader = None if place is None else await unit.people.by_address(place.address.messenger, place.address.chat)
    return "ru" if reader is None else reader.language
