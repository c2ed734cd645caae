"""What announcements need of a store."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from services.announcements.model import Announcement, AnnouncementState, Audience, Content, Recipient
from services.ids import AnnouncementId, CampaignId, CommissionId, PersonId


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

    async def recipients(
        self, commissions: Collection[CommissionId], candidates_of: CampaignId | None, now: datetime
    ) -> Sequence[Recipient]:
        """Members of any of the commissions and candidates of the campaign, in force at `now`, each person once."""
        ...
