"""What announcements need of a store, and of the messenger that shows how far they are."""

import enum
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from services.announcements.model import (
    Announcement,
    AnnouncementState,
    Audience,
    Content,
    Headcount,
    Report,
    Scope,
    StopReason,
)
from services.hotline.model import MessageRef
from services.ids import AnnouncementId, CampaignId, PersonId


class Announcements(Protocol):
    async def add(
        self, campaign: CampaignId, author: PersonId, audience: Audience, content: Content, now: datetime
    ) -> Announcement: ...
    async def get(self, announcement: AnnouncementId) -> Announcement | None: ...
    async def schedule(self, announcement: AnnouncementId, at: datetime, expires_at: datetime, now: datetime) -> bool:
        """draft or scheduled -> scheduled for `at`; False when it has gone beyond that."""
        ...

    async def confirm(
        self, announcement: AnnouncementId, recipients: int, now: datetime, *, expires_at: datetime | None = None
    ) -> bool:
        """draft or scheduled -> sending, started `now`; False when it has gone beyond that."""
        ...

    async def move(
        self,
        announcement: AnnouncementId,
        among: Collection[AnnouncementState],
        to: AnnouncementState,
        *,
        reason: StopReason | None = None,
        expires_at: datetime | None = None,
    ) -> bool:
        """From one of these states to another, whoever is faster; whether it was. `expires_at` stays where it is None.
        `in_hand` lists it again."""
        ...

    async def enqueue(self, announcement: Announcement, scope: Scope, people_at_once: int | None = None) -> bool:
        """A row of the outbox for everybody in the scope at `announcement.started_at`, `blocked` from the start for
        those who cannot be reached; whoever has one already gets no other. With `people_at_once` only so many people
        are looked at, in the order of their ids after `announcement.enqueued_to`. Whether more are left; if not,
        `recipients` are as many as there are rows. Written by the store itself: an audience may be 100,000."""
        ...

    async def show_in(self, announcement: AnnouncementId, progress: MessageRef | None) -> None:
        """Progress is to be seen in this message, or nowhere."""
        ...

    async def in_hand(self) -> Sequence[Announcement]:
        """Those about which something is still to be done: to start, to make or end rows of, to show."""
        ...

    async def let_go(self, announcement: AnnouncementId, state: AnnouncementState) -> bool:
        """Nothing is left to be done, if it is still in that state."""
        ...

    async def latest(self, campaign: CampaignId, limit: int) -> Sequence[Announcement]: ...

    async def headcount(self, scope: Scope, now: datetime) -> Headcount:
        """Who is in the scope at `now`."""
        ...


class Shown(enum.Enum):
    """What came of showing progress."""

    DONE = enum.auto()
    LATER = enum.auto()  # not now: the messenger refused for a while, or cannot be reached
    GONE = enum.auto()  # the message is not there any more


class Board(Protocol):
    """Shows progress in a message that its author has before them. Never raises for what a messenger may answer."""

    async def show(self, place: MessageRef, report: Report, language: str) -> Shown: ...
