"""The outbox as use cases fill it, as the dispatcher drains it, and the sender behind it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from services.delivery.model import Delivery, DeliveryState, Lane, NewDelivery, Outcome, WaitingRow
from services.ids import AnnouncementId, DeliveryId, PersonId
from services.people.model import Address


class Outbox(Protocol):
    """Part of a unit of work: rows are added in the transaction that causes them."""

    async def add(self, deliveries: Sequence[NewDelivery]) -> int:
        """Insert those whose dedup_key is new; how many there were."""
        ...

    async def get(self, delivery: DeliveryId) -> Delivery | None: ...

    async def sent_among(self, keys: Collection[str]) -> set[str]:
        """Which of these dedup_keys belong to rows that were sent."""
        ...

    async def with_keys(self, keys: Collection[str]) -> Sequence[Delivery]:
        """The rows with these dedup_keys, whatever has become of them."""
        ...

    async def is_told(self, key: str, *, since: datetime, now: datetime) -> bool:
        """Whether the row with this dedup_key was sent at `since` or later, or is due and about to be."""
        ...

    async def drop_pending(self, *, prefix: str) -> int:
        """Delete pending rows whose dedup_key starts with `prefix` (a re-planned person or campaign)."""
        ...

    async def waiting(self, prefixes: Sequence[str]) -> Sequence[WaitingRow]:
        """The persons' pending rows whose dedup_key starts with one of these."""
        ...

    async def drop_waiting(self, keys: Sequence[str]) -> int:
        """Delete the pending rows with these dedup_keys; how many there were."""
        ...

    async def expire(
        self,
        *,
        announcement: AnnouncementId,
        reason: str,
        state: DeliveryState = DeliveryState.EXPIRED,
        limit: int | None = None,
    ) -> int:
        """Pending rows of an announcement, at most `limit` of them, become expired (or end in that state); how many."""
        ...

    async def recipients_in(self, announcement: AnnouncementId, state: DeliveryState, limit: int) -> Sequence[PersonId]:
        """Some people whose row of an announcement is in a state."""
        ...

    async def last_outcomes(self, announcement: AnnouncementId, since: datetime, limit: int) -> Sequence[DeliveryState]:
        """What the last calls of an announcement came to since then, the latest first: sent, failed, blocked, unknown.
        What a process took into its grave is none of them."""
        ...

    async def counts(self, announcement: AnnouncementId) -> Mapping[DeliveryState, int]: ...

    async def has_doubtful(self, person: PersonId) -> bool:
        """Whether there is a row of that person of which nobody knows whether it arrived."""
        ...

    async def heal(
        self, person: PersonId, address: Address, message_id: str, written_at: datetime, now: datetime
    ) -> int:
        """The person has pressed or answered this message, which the messenger says was written then: the doubtful
        row that was on its way at that time is `sent` after all. Of two that it may be, a first copy of something
        repeated among them, neither is: an announcement that nobody has seen must not count as arrived."""
        ...

    async def resume(self, person: PersonId, not_before: datetime) -> int:
        """The person can be reached again: rows that waited for that, and but for announcements the one that found out,
        are due as they were meant to be, but not before that moment; how many. The dispatcher finds those that waited
        within a minute by itself; calling this makes it sooner."""
        ...

    async def requeue_unknown(self, announcement: AnnouncementId, now: datetime) -> int:
        """By the author's own wish: `unknown` rows become pending once more, marked as possibly repeated."""
        ...

    async def follow(self, old: Address, new: Address, now: datetime) -> None:
        """A chat has another id now: what is meant for it goes there, and `where_now` knows."""
        ...

    async def where_now(self, address: Address) -> Address:
        """The chat after all its moves; the same where it never moved."""
        ...

    async def overdue(self, before: datetime, now: datetime, limit: int) -> int:
        """How many rows but announcements' were due before then and have not gone out, counted up to `limit`; those
        whose person cannot be reached are none of them."""
        ...

    async def upcoming(self, limit: int) -> Sequence[Delivery]:
        """The next pending rows by due_at, for the demo's panel and health."""
        ...


class OutboxQueue(Protocol):
    """The dispatcher's side; each call is a transaction of its own."""

    async def claim(
        self,
        now: datetime,
        limit: int,
        lease: timedelta,
        *,
        lanes: Mapping[Lane, int] | None = None,
        busy: Collection[Address] = (),
        recording: Sequence[tuple[Delivery, Outcome]] = (),
    ) -> Sequence[Delivery]:
        """Up to `limit` due rows, by lane then the time they were due, at most one a chat, made `sending` with a lease
        and committed before returning. `lanes` bounds each lane (a missing one is closed; None: all are open); chats
        in `busy` (threads of one chat count together) are passed over. Rows of people who cannot be reached are put
        aside until they can. Announcements go one after another, and only those that are being sent: the rows of one
        that is paused stay where they are. What came of earlier calls (`recording`) is written first, in the same
        transaction: a commit costs milliseconds."""
        ...

    async def record(self, outcomes: Sequence[tuple[Delivery, Outcome]], now: datetime) -> None:
        """Write what came of the calls; Unreachable also marks the person, Moved also moves the chat's other rows,
        RetryLater also holds the chat's other rows back. An announcement whose last row is through is done."""
        ...

    async def release(self, deliveries: Sequence[Delivery]) -> None:
        """Claimed, and certainly not sent (the process is stopping): pending again, as if never claimed."""
        ...

    async def recover(self, now: datetime, *, at_start: bool = False, held: Collection[DeliveryId] = ()) -> int:
        """Rows left in `sending` past their lease: reminders and relays become pending once more with
        possibly_repeated set, announcements `unknown`; how many. `at_start`: of the one process that owns the
        database, so every lease is void; `held`: rows that this process is still working on."""
        ...

    async def expire_stale(self, now: datetime) -> int:
        """Pending rows past expires_at become expired; how many. Takes a bounded number at a time: call it again
        until it answers 0. Also wakes the rows of people who can be reached again."""
        ...

    async def next_due(self, *, after: datetime | None = None) -> datetime | None:
        """When the earliest pending row, scheduled announcement or lease falls due; with `after` the earliest past
        that moment, for one that has just claimed what it could."""
        ...


class Turn(Protocol):
    """Wait until a message to this chat may go out: every message passes here, answers to a person's own too."""

    async def __call__(self, address: Address, lane: Lane) -> None: ...


class NotSent(Exception):
    """A sender failed before it handed anything over: it could not read or compose what there is to say. The row is
    tried again later, and is not in doubt."""


class Sender(Protocol):
    """Renders a delivery and hands it to its messenger. Never raises for what a messenger may answer; NotSent when it
    did not come so far. Whatever else it raises leaves the row in doubt."""

    async def send(self, delivery: Delivery) -> Outcome: ...
