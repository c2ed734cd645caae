"""From a row of the outbox to a letter, at the moment when it is about to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.announcements.model import Announcement
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign
from services.delivery.model import Delivery
from services.duties.compose_digest import Digest
from services.duties.lines import DutyLine
from services.hotline.model import Direction, MessageRef, Ticket, TicketMessage
from services.people.model import Person
from services.unit_of_work import Units

LATE_AFTER = timedelta(hours=1)
"""A letter sent more than this after its row fell due says that it is late."""


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
    """A short word about something that happened. `notice` names it: "ticket_solved", "ticket_reopened", …; `ids` is
    what it is about, `ticket` is loaded where `ids` name one."""

    notice: str
    ids: Mapping[str, str | int]
    person: Person | None
    ticket: Ticket | None
    language: str
    late: bool
    possibly_repeated: bool


Letter = DigestLetter | HourReminderLetter | AnnouncementLetter | TicketLetter | NoticeLetter


async def compose(units: Units, library: PlanLibrary, delivery: Delivery, now: datetime) -> Letter | None:
    """The letter in the words true at `now`; None when there is no point in it any more.

    A digest that missed its morning is folded into the present one: it is composed to None after the row of the
    morning that will carry it has been made sure of.
    """
    raise NotImplementedError
