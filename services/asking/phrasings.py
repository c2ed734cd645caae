"""A phrasing: a question in somebody's own words, set aside for whoever knows what it asks, or taught already."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.ids import CampaignId, PersonId, PhrasingId

TEXT_CHARACTERS = 500
"""Of a phrasing that are kept; longer questions are stories, and teach nothing."""


class PhrasingState(enum.StrEnum):
    OPEN = "open"  # nobody has said yet what it asks for
    LEARNED = "learned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Phrasing:
    """`text` as it was said; `normal` by which it is known again (`questions.learned.same_question`). A learned one
    names a row of its campaign's plan, and the activity of the law that the row is ("" where the data know none).
    `by` taught it, or set it aside; None: the bot itself did not understand it. `at` is the last change, UTC."""

    id: PhrasingId
    text: str
    normal: str
    campaign_id: CampaignId
    state: PhrasingState
    at: datetime
    item: str = ""
    activity: str = ""
    by: PersonId | None = None


class Phrasings(Protocol):
    """At most one phrasing that is open or learned has the same `normal` in a campaign."""

    async def set_aside(
        self, text: str, normal: str, campaign: CampaignId, now: datetime, by: PersonId | None
    ) -> Phrasing:
        """A new open phrasing, or the one that has the same words already, whatever has become of it since."""
        ...

    async def get(self, phrasing: PhrasingId) -> Phrasing | None: ...
    async def teach(self, phrasing: PhrasingId, item: str, activity: str, now: datetime, by: PersonId) -> None: ...
    async def withdraw(self, phrasing: PhrasingId, now: datetime, by: PersonId) -> None: ...
    async def learned(self) -> Sequence[Phrasing]:
        """All that is learned, of every campaign, the oldest first."""
        ...

    async def in_state(
        self, state: PhrasingState, campaign: CampaignId, limit: int, skip: int = 0
    ) -> Sequence[Phrasing]:
        """Of one campaign, the latest change first."""
        ...

    async def count(self, state: PhrasingState, campaign: CampaignId) -> int: ...
    async def forget_open(self, campaign: CampaignId, keep: int) -> None:
        """Delete open phrasings beyond the newest `keep`: nobody reads further, and they are people's words."""
        ...

    async def stamp(self) -> int:
        """A number that grows whenever what is learned changes: by it an instance sees what another one was taught."""
        ...
