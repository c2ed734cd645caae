"""What the hotline needs of a store."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from services.hotline.model import Direction, MessageRef, Ticket, TicketMessage, TicketState
from services.ids import CampaignId, PersonId, TicketId, TicketMessageId


class Tickets(Protocol):
    async def open(self, asker: PersonId, campaign: CampaignId | None, now: datetime) -> Ticket: ...
    async def get(self, ticket: TicketId) -> Ticket | None: ...
    async def current_of(self, asker: PersonId) -> Ticket | None:
        """The asker's latest ticket that is not solved."""
        ...

    async def of_asker(self, asker: PersonId, limit: int) -> Sequence[Ticket]: ...
    async def any_unanswered(self) -> bool:
        """Whether the operators' word is awaited in any ticket."""
        ...

    async def by_thread(self, thread: str) -> Ticket | None: ...
    async def set_state(self, ticket: TicketId, state: TicketState, now: datetime) -> None: ...
    async def set_thread(self, ticket: TicketId, thread: str | None) -> None: ...
    async def assign(self, ticket: TicketId, operator: PersonId | None) -> None: ...
    async def add_message(
        self,
        ticket: TicketId,
        direction: Direction,
        author: PersonId,
        original: MessageRef,
        text: str,
        has_media: bool,
        now: datetime,
        reply_to: TicketMessageId | None = None,
    ) -> TicketMessage:
        """The same original twice gives the same message (UNIQUE): an update handled again adds nothing."""
        ...

    async def message(self, message: TicketMessageId) -> TicketMessage | None: ...
    async def messages(self, ticket: TicketId) -> Sequence[TicketMessage]: ...
    async def set_copy(self, message: TicketMessageId, copy: MessageRef) -> None: ...
    async def find_by_ref(self, ref: MessageRef) -> TicketMessage | None:
        """By the original or by the copy."""
        ...

    async def asked_since(self, asker: PersonId, since: datetime) -> int:
        """How many messages the asker has sent to the desk since then (the limit on spam)."""
        ...
