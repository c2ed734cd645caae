"""Announcements of the chairman («объявления»)."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.delivery.model import DeliveryState
from services.hotline.model import MessageRef
from services.ids import AnnouncementId, CampaignId, CommissionId, PersonId

VALID_FOR = timedelta(days=1)
"""An announcement is expired, and not sent, so long after the moment it was meant for: «сегодня в 18:00 собрание» of
the day before yesterday misleads. Whoever resumes one by hand says that it still has its sense."""

ROWS_AT_ONCE = 3_000
"""Recipients whose rows are made, or ended, in one transaction: some tens of milliseconds in which nobody else writes
(PostgreSQL: a tenth of a second or two)."""


class AudienceRole(enum.StrEnum):
    TIK = "tik"
    UIK = "uik"
    CANDIDATES = "candidates"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom: a role of a campaign, narrowed to one commission (and those below it) where given."""

    role: AudienceRole
    commission_id: CommissionId | None = None


@dataclass(frozen=True, slots=True)
class Media:
    kind: str  # "photo" | "document" | "video" | "audio" | "voice" | "animation" | "video_note"
    file: str  # the messenger's own reference to the file


@dataclass(frozen=True, slots=True)
class Content:
    """What is sent: text in the small HTML of views.screen (already escaped), and media; an album has several."""

    text: str
    media: tuple[Media, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not self.media


class AnnouncementState(enum.StrEnum):
    """draft -> (scheduled ->) sending <-> paused -> done | cancelled | expired. Rows are claimed of `sending` only: the
    one word in the announcement stops a hundred thousand of them."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class StopReason(enum.StrEnum):
    """Why the bot itself paused an announcement, or gave it up."""

    FAILURES = "failures"  # paused: too many refused, or without an answer
    NOBODY_REACHED = "nobody_reached"  # paused: nearly everybody has blocked the bot
    TOO_LATE = "too_late"  # expired
    NOBODY_LEFT = "nobody_left"  # expired: at its hour nobody belonged to the audience
    CAMPAIGN_OVER = "campaign_over"  # expired: at its hour the campaign was closed


@dataclass(frozen=True, slots=True)
class Announcement:
    """Moments are UTC. The audience is that of `started_at`: who joins before then receives it, who leaves does not."""

    id: AnnouncementId
    campaign_id: CampaignId
    author_id: PersonId
    audience: Audience
    content: Content
    state: AnnouncementState
    recipients: int
    created_at: datetime
    confirmed_at: datetime | None = None
    send_at: datetime | None = None  # scheduled for; None when it went at once
    started_at: datetime | None = None
    expires_at: datetime | None = None
    enqueued_to: PersonId | None = None  # rows are being made, up to this person so far; None when all are there
    stop_reason: StopReason | None = None
    progress: MessageRef | None = None  # the author's message that shows how far it is

    @property
    def going_since(self) -> datetime | None:
        """When it last began, or was let go on: whoever does either gives it `VALID_FOR` from then. None before."""
        if self.started_at is None or self.expires_at is None:
            return None
        return max(self.started_at, self.expires_at - VALID_FOR)


@dataclass(frozen=True, slots=True)
class Scope:
    """An audience spelled out: members of any of these commissions, and the candidates of the campaign where given."""

    commissions: frozenset[CommissionId]
    candidates_of: CampaignId | None = None


@dataclass(frozen=True, slots=True)
class Headcount:
    """People, each once though they hold several roles; `unreachable` of them cannot be written to now."""

    people: int
    unreachable: int


UNDER_WAY = frozenset({DeliveryState.PENDING, DeliveryState.SENDING})


@dataclass(frozen=True, slots=True)
class Report:
    """Adds up: the counts' sum is `announcement.recipients` from the start on (before it there are no counts).
    `uncertain` are the names of some of those of whom nobody knows whether it arrived. `zone`: of the campaign."""

    announcement: Announcement
    zone: ZoneInfo
    counts: Mapping[DeliveryState, int]  # every state, 0 included
    uncertain: tuple[str, ...] = ()

    @property
    def delivered(self) -> int:
        return self.counts[DeliveryState.SENT]

    @property
    def remaining(self) -> int:
        """Still to be tried, or being tried."""
        return sum(self.counts[state] for state in UNDER_WAY)

    @property
    def finished(self) -> int:
        """Through, whatever came of it: what progress is measured by."""
        return sum(self.counts.values()) - self.remaining


def add_up(announcement: Announcement, rows: Mapping[DeliveryState, int]) -> dict[DeliveryState, int]:
    """The counts of a report from those of the outbox's rows: whoever has no row yet waits, and what waits of an
    announcement that was taken back or has expired is that, though its rows are still being ended."""
    counts = {state: rows.get(state, 0) for state in DeliveryState}
    counts[DeliveryState.PENDING] += max(announcement.recipients - sum(counts.values()), 0)
    ended = _ENDED.get(announcement.state)
    if ended is not None:
        counts[ended] += counts[DeliveryState.PENDING]
        counts[DeliveryState.PENDING] = 0
    return counts


_ENDED = {
    AnnouncementState.CANCELLED: DeliveryState.CANCELLED,
    AnnouncementState.EXPIRED: DeliveryState.EXPIRED,
}
"""What becomes of the rows that wait, when the announcement has come to this."""
