"""What announcements need of a store."""

from datetime import datetime
from typing import Protocol

from services.announcements.model import Announcement, AnnouncementState, Audience, Content
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
