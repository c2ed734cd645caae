"""From a row of the outbox to a letter, at the moment when it is about to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import assert_never

from services.announcements.model import Announcement, AnnouncementState, Report
from services.announcements.report_announcement import report_of
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignState
from services.delivery.compose_correction import CorrectionLetter, compose_correction
from services.delivery.model import Delivery, DeliveryKind, NewDelivery, Notice
from services.duties.compose_digest import Digest, compose_digest
from services.duties.lines import DutyLine
from services.duties.person_lines import lines_ending
from services.duties.reminder_rows import digest_key, digest_row
from services.duties.timing import is_quiet, morning
from services.hotline.model import Direction, MessageRef, Ticket, TicketMessage
from services.ids import AnnouncementId, TicketId, TicketMessageId
from services.people.model import Person
from services.unit_of_work import UnitOfWork, Units

LATE_AFTER = timedelta(hours=1)
"""A letter sent more than this after its row fell due says that it is late."""
DESK_LANGUAGE = "ru"
"""Of the operators' chat, which is nobody's own."""


@dataclass(frozen=True, slots=True)
class DigestLetter:
    digest: Digest
    language: str
    late: bool
    possibly_repeated: bool


@dataclass(frozen=True, slots=True)
class HourReminderLetter:
    """Ends with an hour that come soon: all of one moment in one letter. `left` is counted at `now`."""

    person: Person
    campaign: Campaign
    at: datetime  # UTC
    left: timedelta
    lines: tuple[DutyLine, ...]
    language: str
    late: bool
    possibly_repeated: bool


@dataclass(frozen=True, slots=True)
class AnnouncementLetter:
    announcement: Announcement
    campaign: Campaign
    language: str
    late: bool
    possibly_repeated: bool


@dataclass(frozen=True, slots=True)
class TicketLetter:
    """A message of a ticket on its way to the other side.

    `asker` is for the desk; an operator's words go out without a name. `is_first`: it opened the ticket. `reply_to`:
    the message on the receiving side that this one answers, where that is known.
    """

    direction: Direction
    ticket: Ticket
    message: TicketMessage
    asker: Person
    is_first: bool
    reply_to: MessageRef | None
    language: str
    late: bool
    possibly_repeated: bool


@dataclass(frozen=True, slots=True)
class NoticeLetter:
    """A short word about something that happened. `ids` is what it is about, `ticket` is loaded where they name one;
    `person` is None for one to the operators' chat."""

    notice: Notice
    ids: Mapping[str, str | int]
    person: Person | None
    ticket: Ticket | None
    language: str
    late: bool
    possibly_repeated: bool


@dataclass(frozen=True, slots=True)
class StoppedLetter:
    """To its author: the bot itself has stopped an announcement, or given it up. How far it had got."""

    report: Report
    language: str


Letter = (
    DigestLetter
    | HourReminderLetter
    | AnnouncementLetter
    | StoppedLetter
    | TicketLetter
    | NoticeLetter
    | CorrectionLetter
)


async def compose(units: Units, library: PlanLibrary, delivery: Delivery, now: datetime) -> Letter | None:
    """The letter in the words true at `now`; None when there is no point in it any more.

    A digest that missed its morning is folded into the present one: it is composed to None after the row of the
    morning that will carry it has been made sure of.
    """
    async with units(reading=True) as unit:
        composed = await compose_in(unit, library, delivery, now)
    return await made_sure(units, composed)


@dataclass(frozen=True, slots=True)
class Composed:
    """The letter, or the row that has to be made sure of because it will say the same at a better time; neither when
    there is nothing to say."""

    letter: Letter | None
    carrier: NewDelivery | None = None


async def made_sure(units: Units, composed: Composed) -> Letter | None:
    """The letter, once the row that carries it instead is there."""
    if composed.carrier is not None:
        async with units() as unit:
            await unit.outbox.add([composed.carrier])
            await unit.commit()
    return composed.letter


async def compose_in(unit: UnitOfWork, library: PlanLibrary, delivery: Delivery, now: datetime) -> Composed:
    """`compose` in a unit of the caller's, which only reads."""
    late = now - delivery.due_at > LATE_AFTER
    match delivery.kind:
        case DeliveryKind.DIGEST:
            return Composed(*await _digest(unit, library, delivery, now, late))
        case DeliveryKind.HOUR_REMINDER:
            return Composed(await _hour_reminder(unit, library, delivery, now, late))
        case DeliveryKind.ANNOUNCEMENT:
            return Composed(await _announcement(unit, delivery, late))
        case DeliveryKind.TICKET_TO_DESK | DeliveryKind.TICKET_TO_ASKER:
            return Composed(await _ticket_message(unit, delivery, late))
        case DeliveryKind.NOTICE:
            if delivery.ids["notice"] == Notice.DATE_CHANGED:
                return Composed(await _correction(unit, library, delivery, now, late))
            if delivery.ids["notice"] == Notice.ANNOUNCEMENT_STOPPED:
                return Composed(await _stopped(unit, delivery))
            return Composed(await _notice(unit, delivery, late))
        case _:
            assert_never(delivery.kind)


async def _digest(
    unit: UnitOfWork, library: PlanLibrary, delivery: Delivery, now: datetime, late: bool
) -> tuple[DigestLetter | None, NewDelivery | None]:
    """The letter, or instead of it the row that will say it at a better time; neither when nothing is left to say."""
    campaign = await _active_campaign(unit, delivery)
    if campaign is None or delivery.person_id is None:
        return None, None
    today = campaign.today(now)
    digest = await compose_digest(unit, await library.of(unit, campaign), delivery.person_id, today, now)
    if digest is None:
        return None, None
    carrying = _carrying_day(campaign, digest, now)
    if date.fromisoformat(str(delivery.ids["day"])) != carrying:
        return None, digest_row(campaign, delivery.person_id, delivery.address, carrying)
    late = late or digest.late
    return (
        DigestLetter(replace(digest, late=late), digest.person.language, late, delivery.possibly_repeated),
        None,
    )


def _carrying_day(campaign: Campaign, digest: Digest, now: datetime) -> date:
    """The morning whose row says what is to be said now: today's, or in the quiet hours after it the next one's, unless
    something ends by then. Before the digest's hour it is today's as well: that row is not due yet."""
    evening = is_quiet(now, campaign.tz) and now >= morning(digest.day, campaign.tz)
    ends_soon = bool(digest.tonight) or any(line.days_left == 0 for line in digest.due)
    return digest.day + timedelta(days=1) if evening and not ends_soon else digest.day


async def _hour_reminder(
    unit: UnitOfWork, library: PlanLibrary, delivery: Delivery, now: datetime, late: bool
) -> HourReminderLetter | None:
    campaign = await _active_campaign(unit, delivery)
    at = datetime.fromisoformat(str(delivery.ids["at"]))
    if campaign is None or delivery.person_id is None or at <= now:
        return None
    person = await unit.people.get(delivery.person_id)
    if person is None:
        return None
    campaign_plan = await library.of(unit, campaign)
    lines = await lines_ending(unit, campaign_plan, person.id, at, now)
    if not lines:
        return None
    if late:
        # After a downtime one message says everything: the day's digest names these ends too.
        digest = digest_key(campaign.id, person.id, campaign.today(now))
        if await unit.outbox.is_told(digest, since=delivery.due_at, now=now):
            return None
    return HourReminderLetter(
        person=person,
        campaign=campaign,
        at=at,
        left=at - now,
        lines=lines,
        language=person.language,
        late=late,
        possibly_repeated=delivery.possibly_repeated,
    )


async def _announcement(unit: UnitOfWork, delivery: Delivery, late: bool) -> AnnouncementLetter | None:
    if delivery.announcement_id is None:
        return None
    announcement = await unit.announcements.get(delivery.announcement_id)
    if announcement is None or announcement.state is AnnouncementState.CANCELLED:
        return None
    campaign = await unit.campaigns.get(announcement.campaign_id)
    if campaign is None:
        return None
    return AnnouncementLetter(announcement, campaign, await _language(unit, delivery), late, delivery.possibly_repeated)


async def _stopped(unit: UnitOfWork, delivery: Delivery) -> StoppedLetter | None:
    """None when somebody has seen to it meanwhile."""
    announcement = await unit.announcements.get(AnnouncementId(int(delivery.ids["announcement"])))
    if announcement is None or announcement.stop_reason is None:
        return None
    campaign = await unit.campaigns.get(announcement.campaign_id)
    if campaign is None:
        return None
    return StoppedLetter(await report_of(unit, announcement, campaign), await _language(unit, delivery))


async def _ticket_message(unit: UnitOfWork, delivery: Delivery, late: bool) -> TicketLetter | None:
    ticket = await unit.tickets.get(TicketId(int(delivery.ids["ticket"])))
    message = await unit.tickets.message(TicketMessageId(int(delivery.ids["message"])))
    if ticket is None or message is None:
        return None
    asker = await unit.people.get(ticket.asker_id)
    if asker is None:
        return None
    return TicketLetter(
        direction=message.direction,
        ticket=ticket,
        message=message,
        asker=asker,
        is_first=all(other.id >= message.id for other in await unit.tickets.messages(ticket.id)),
        reply_to=await _answered(unit, message),
        language=asker.language if message.direction is Direction.TO_ASKER else DESK_LANGUAGE,
        late=late,
        possibly_repeated=delivery.possibly_repeated,
    )


async def _answered(unit: UnitOfWork, message: TicketMessage) -> MessageRef | None:
    """The message on the receiving side that this one answers: a copy of the author's own side's, or the original."""
    if message.reply_to is None:
        return None
    answered = await unit.tickets.message(message.reply_to)
    if answered is None:
        return None
    return answered.copy if answered.direction is message.direction else answered.original


async def _notice(unit: UnitOfWork, delivery: Delivery, late: bool) -> NoticeLetter:
    ticket = delivery.ids.get("ticket")
    return NoticeLetter(
        notice=Notice(str(delivery.ids["notice"])),
        ids=delivery.ids,
        person=None if delivery.person_id is None else await unit.people.get(delivery.person_id),
        ticket=None if ticket is None else await unit.tickets.get(TicketId(int(ticket))),
        language=await _language(unit, delivery),
        late=late,
        possibly_repeated=delivery.possibly_repeated,
    )


async def _correction(
    unit: UnitOfWork, library: PlanLibrary, delivery: Delivery, now: datetime, late: bool
) -> CorrectionLetter | None:
    """None when there is nothing left to correct."""
    campaign = await _active_campaign(unit, delivery)
    if campaign is None or delivery.person_id is None:
        return None
    found = await compose_correction(unit, library, campaign, delivery.person_id, delivery, now)
    if found is None:
        return None
    language = await _language(unit, delivery)
    return CorrectionLetter(*found, campaign.today(now), language, late, delivery.possibly_repeated)


async def _active_campaign(unit: UnitOfWork, delivery: Delivery) -> Campaign | None:
    if delivery.campaign_id is None:
        return None
    campaign = await unit.campaigns.get(delivery.campaign_id)
    return campaign if campaign is not None and campaign.state is CampaignState.ACTIVE else None


async def _language(unit: UnitOfWork, delivery: Delivery) -> str:
    person = None if delivery.person_id is None else await unit.people.get(delivery.person_id)
    return DESK_LANGUAGE if person is None else person.language
