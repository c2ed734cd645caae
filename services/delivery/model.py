"""The outbox: what the bot starts itself and what the hotline relays, a row per recipient.

pending -> sending (committed just before the call) -> sent | failed | blocked | expired | cancelled | unknown.
A row holds a kind and ids; it is rendered when it is sent, in the words that are true then.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.ids import AnnouncementId, CampaignId, DeliveryId, PersonId
from services.people.model import Address, UnreachableReason


class DeliveryKind(enum.StrEnum):
    DIGEST = "digest"  # ids: campaign, day ("2023-01-30"); the morning's message to one person
    HOUR_REMINDER = "hour_reminder"  # ids: campaign, at (UTC, ISO); what ends at that moment
    TICKET_TO_DESK = "ticket_to_desk"  # ids: ticket, message; an asker's words to the operators' chat
    TICKET_TO_ASKER = "ticket_to_asker"  # ids: ticket, message; an operator's words to the asker
    ANNOUNCEMENT = "announcement"  # ids: announcement
    NOTICE = "notice"  # ids: notice ("duty_done", "ticket_solved", …) and what it is about


class Lane(enum.IntEnum):
    """Smaller goes first. Answers to a person's own message do not pass through the outbox, only through pacing."""

    ANSWER = 0
    RELAY = 1
    REMINDER = 2
    ANNOUNCEMENT = 3


class DeliveryState(enum.StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BLOCKED = "blocked"
    EXPIRED = "expired"
    CANCELLED = "cancelled"  # an announcement that was taken back
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """`dedup_key` is UNIQUE over all time: adding a row whose key is known does nothing."""

    dedup_key: str
    kind: DeliveryKind
    lane: Lane
    address: Address
    due_at: datetime
    person_id: PersonId | None = None
    campaign_id: CampaignId | None = None
    announcement_id: AnnouncementId | None = None
    ids: Mapping[str, str | int] = field(default_factory=dict)
    expires_at: datetime | None = None
    unreachable: UnreachableReason | None = None
    """Known beforehand not to be reachable: kept as `blocked` for the report, never tried."""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """What is looked at of a pending row when its person's reminders are planned anew."""

    dedup_key: str
    person_id: PersonId
    address: Address
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    id: DeliveryId
    dedup_key: str
    kind: DeliveryKind
    lane: Lane
    address: Address
    due_at: datetime
    person_id: PersonId | None
    campaign_id: CampaignId | None
    announcement_id: AnnouncementId | None
    ids: Mapping[str, str | int]
    expires_at: datetime | None
    state: DeliveryState
    attempts: int
    possibly_repeated: bool  # an earlier try may have arrived: the text says so
    message_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The messenger took it."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A definite refusal for good: the person blocked the bot, is deactivated, has no chat."""

    reason: UnreachableReason
    detail: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A definite refusal of this message, for good."""

    detail: str


@dataclass(frozen=True, slots=True)
class RetryLater:
    """A definite refusal for now (429, no connection, 5xx): not sent. `lane_wide` when the whole bot is throttled;
    `ours` when the fault is the bot's own and says nothing about the messenger; `asked` when the messenger itself named
    the time, which holds for whoever sends in this one's place."""

    after: float  # seconds
    detail: str
    lane_wide: bool = False
    ours: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Written, and no answer: it may have arrived."""

    detail: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has another id now."""

    address: Address


@dataclass(frozen=True, slots=True)
class Pointless:
    """By now there is nothing to say (all done, cancelled)."""

    detail: str


class Notice(enum.StrEnum):
    """What a NOTICE row says (`ids["notice"]`), and the other ids that it carries."""

    DUTY_DONE = "duty_done"  # duty
    TICKET_SOLVED = "ticket_solved"  # ticket; to the asker
    TICKET_REOPENED = "ticket_reopened"  # ticket; to the asker, when an operator took it up again
    ASKER_REOPENED = "asker_reopened"  # ticket; to the operators' chat, when the asker did
    ANNOUNCEMENT_STOPPED = "announcement_stopped"  # announcement; to its author, when the bot itself stopped it
    ANSWER_LOST = "answer_lost"  # nothing; to who asked, when their answer could not be delivered
    DATE_CHANGED = "date_changed"  # campaign and a `Correction`; to who was told of other dates, or of what is gone


Outcome = Sent | Unreachable | Refused | RetryLater | Ambiguous | Moved | Pointless
