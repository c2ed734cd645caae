"""Announcements of the chairman («объявления»)."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.delivery.model import DeliveryState
from services.ids import AnnouncementId, CampaignId, CommissionId, PersonId


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
    DRAFT = "draft"
    SENDING = "sending"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Announcement:
    id: AnnouncementId
    campaign_id: CampaignId
    author_id: PersonId
    audience: Audience
    content: Content
    state: AnnouncementState
    recipients: int
    created_at: datetime
    confirmed_at: datetime | None = None


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
    """Adds up: the counts' sum is `announcement.recipients` from confirmation on (a draft has no counts)."""

    announcement: Announcement
    counts: Mapping[DeliveryState, int]  # every state, 0 included

    @property
    def delivered(self) -> int:
        return self.counts[DeliveryState.SENT]

    @property
    def remaining(self) -> int:
        """Still to be tried."""
        return sum(self.counts[state] for state in UNDER_WAY)

    @property
    def finished(self) -> int:
        """Through, whatever came of it: what progress is measured by."""
        return sum(self.counts.values()) - self.remaining
