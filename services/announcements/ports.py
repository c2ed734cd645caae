"""What announcements need of a store."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from services.announcements.model import Announcement, AnnouncementState, Audience, Content, Headcount, Scope
from services.ids import AnnouncementId, CampaignId, PersonId


class Announcements(Protocol):
    async def add(
        self, campaign: CampaignId, author: PersonId, audience: Audience, content: Content, now: datetime
    ) -> Announcement: ...
    async def get(self, announcement: AnnouncementId) -> Announcement | None: ...
    async def confirm(self, announcement: AnnouncementId, recipients: int, now: datetime) -> bool:
        """draft -> sending; False when it was confirmed or cancelled before."""
        ...

    async def set_state(self, announcement: AnnouncementId, state: AnnouncementState) -> None: ...

    async def latest(self, campaign: CampaignId, limit: int) -> Sequence[Announcement]: ...

    async def headcount(self, scope: Scope, now: datetime) -> Headcount:
        """Who is in the scope at `now`."""
        ...

    async def enqueue(self, announcement: Announcement, scope: Scope, now: datetime) -> None:
        """A row of the outbox for everybody in the scope at `now`, `blocked` from the start for those who cannot be
        reached; whoever has one already gets no other. Written by the store itself: an audience may be 100,000."""
        ...
