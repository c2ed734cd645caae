"""The outbox as use cases fill it, as the dispatcher drains it, and the sender behind it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from services.delivery.model import Delivery, DeliveryState, NewDelivery, Outcome
from services.ids import AnnouncementId, DeliveryId, PersonId
from services.people.model import Address


class Outbox(Protocol):
    """Part of a unit of work: rows are added in the transaction that causes them."""

    async def add(self, deliveries: Sequence[NewDelivery]) -> int:
        """Insert those whose dedup_key is new; how many there were."""
        ...

    async def get(self, delivery: DeliveryId) -> Delivery | None: ...

    async def drop_pending(self, *, prefix: str) -> int:
        """Delete pending rows whose dedup_key starts with `prefix` (a re-planned person or campaign)."""
        ...

    async def expire(self, *, announcement: AnnouncementId, reason: str) -> int:
        """Pending rows of an announcement become expired."""
        ...

    async def counts(self, announcement: AnnouncementId) -> Mapping[DeliveryState, int]: ...

    async def heal(self, person: PersonId, address: Address, message_id: str, now: datetime) -> int:
        """A button was pressed on this message: an `unknown` row of that person is `sent` after all."""
        ...

    async def upcoming(self, limit: int) -> Sequence[Delivery]:
        """The next pending rows by due_at, for the demo's panel and health."""
        ...


class OutboxQueue(Protocol):
    """The dispatcher's side; each call is a transaction of its own."""

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Delivery]:
        """Up to `limit` due rows, by lane then due_at, made `sending` with a lease and committed before returning."""
        ...

    async def record(self, outcomes: Sequence[tuple[Delivery, Outcome]], now: datetime) -> None:
        """Write what came of the calls; Unreachable also marks the person, Moved also moves the chat's other rows."""
        ...

    async def recover(self, now: datetime) -> int:
        """Rows left in `sending` past their lease: reminders and relays become pending once more with
        possibly_repeated set, announcements `unknown`; how many."""
        ...

    async def expire_stale(self, now: datetime) -> int:
        """Pending rows past expires_at become expired."""
        ...

    async def next_due(self) -> datetime | None:
        """When the earliest pending row (or the earliest lease) falls due."""
        ...


class Sender(Protocol):
    """Renders a delivery and hands it to its messenger. Never raises for what a messenger may answer."""

    async def send(self, delivery: Delivery) -> Outcome: ...
