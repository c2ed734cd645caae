"""«Горячая линия»: a question to a person becomes a ticket."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from services.ids import CampaignId, PersonId, TicketId, TicketMessageId
from services.people.model import Address


class TicketState(enum.StrEnum):
    NEW = "new"
    IN_WORK = "in_work"
    WAITING = "waiting"  # for the asker's word
    SOLVED = "solved"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Ticket:
    id: TicketId  # shown to people as «№ 12»
    asker_id: PersonId
    campaign_id: CampaignId | None
    state: TicketState
    thread: str | None  # the operators' topic; None in a chat without topics
    opened_at: datetime
    updated_at: datetime
    assignee_id: PersonId | None = None


class Direction(enum.StrEnum):
    TO_DESK = "to_desk"  # an asker's words
    TO_ASKER = "to_asker"  # an operator's words


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message where its author wrote it."""

    address: Address
    message_id: str


@dataclass(frozen=True, slots=True)
class TicketMessage:
    """One message of a ticket: the original, and its copy on the other side once delivered.

    The pair is what replies and edits travel by.
    """

    id: TicketMessageId
    ticket_id: TicketId
    direction: Direction
    author_id: PersonId
    original: MessageRef
    text: str  # "" for media without a caption; shown where the original cannot be copied any more
    has_media: bool
    at: datetime
    copy: MessageRef | None = None
    reply_to: TicketMessageId | None = None
