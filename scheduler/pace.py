"""How fast messages may follow one another: over all, in a chat, in a group; the urgent first.

`Ledger` is the arithmetic, in seconds and without waiting; `Pace` waits by it, on the one Clock.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from services.clock import Clock
from services.delivery.model import Lane
from services.people.model import Address

MINUTE = 60.0
REMEMBERED_CHATS = 1_000
"""So many chats are remembered, or twice those that were not free last time, before the free ones are forgotten."""

MOST_PUT_OFF = 3.0
"""Seconds that other instances' answers may hold up what is sent from here; more than that they cannot give in so long,
for they hear of each other."""

JITTER = 0.5
"""A turn taken late may be made up for by this part of the interval over all: the loop's delays cost no throughput."""


@dataclass(frozen=True, slots=True)
class PaceLimits:
    """None: no such limit. Source: core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this."""

    per_second: float | None = 28.0  # over all chats; Telegram allows about 30
    chat_interval: float | None = 1.0  # seconds between two messages to one chat
    group_per_minute: int | None = 20
    paid_per_second: float | None = None
    """Of announcements that are paid for, which count towards nothing else; None: they are like everything else.
    https://core.telegram.org/bots/faq#how-can-i-message-all-of-my-bot-39s-subscribers-at-once"""
    answer_burst: int = 3
    """So many answers to a person's own quick presses may follow at once where the chat was quiet before: Telegram
    allows short bursts in a chat. The outbox never takes them."""


UNLIMITED = PaceLimits(None, None, None)


def telegram_group(address: Address) -> bool:
    """Chat ids of Telegram's groups, supergroups and channels are negative."""
    return address.chat.startswith("-")


ChatKey = tuple[str, str]


@dataclass(slots=True)
class _Chat:
    due: float = 0.0  # when one message a `chat_interval` would be through with what was sent
    shut_until: float = 0.0  # the messenger said so (429)
    sent: deque[float] = field(default_factory=deque)  # of a group, within the last minute


class Ledger:
    """What was sent when, and when the next may go. Moments are seconds on any scale that only goes forward."""

    def __init__(self, limits: PaceLimits) -> None:
        self._limits = limits
        self._interval = 0.0 if limits.per_second is None else 1.0 / limits.per_second
        self._due = 0.0
        self._paid_interval = 0.0 if limits.paid_per_second is None else 1.0 / limits.paid_per_second
        self._paid_due = 0.0
        self._chats: dict[ChatKey, _Chat] = {}
        self._forget_at = REMEMBERED_CHATS

    def free_at(self, *, paid: bool = False) -> float:
        """When any message may go; `paid`: one that Telegram is paid for."""
        if paid:
            return self._paid_due - JITTER * self._paid_interval
        return self._due - JITTER * self._interval

    def chat_free_at(self, chat: ChatKey, *, group: bool, answer: bool) -> float:
        """When one to this chat may go, as far as the chat is concerned."""
        known = self._chats.get(chat)
        if known is None:
            return 0.0
        moments = [known.shut_until]
        if self._limits.chat_interval is not None:
            ahead = (self._limits.answer_burst - 1) * self._limits.chat_interval if answer and not group else 0.0
            moments.append(known.due - ahead)
        if group and self._limits.group_per_minute is not None and len(known.sent) >= self._limits.group_per_minute:
            moments.append(known.sent[-self._limits.group_per_minute] + MINUTE)
        return max(moments)

    def enter(self, chat: ChatKey, now: float, *, group: bool, paid: bool = False) -> None:
        """One is sent at `now`."""
        if paid:
            self._paid_due = max(self._paid_due, now) + self._paid_interval
        else:
            self._due = max(self._due, now) + self._interval
        known = self._chat(chat, now)
        if self._limits.chat_interval is not None:
            known.due = max(known.due, now) + self._limits.chat_interval
        if group and self._limits.group_per_minute is not None:
            known.sent.append(now)
            while known.sent[0] <= now - MINUTE:
                known.sent.popleft()

    def enter_elsewhere(self, chat: ChatKey, now: float, *, group: bool) -> None:
        """Another instance has answered in this chat. It counts as if it had gone out from here; but however many
        others answer, what is sent here is put off by `MOST_PUT_OFF` at most."""
        latest = now + MOST_PUT_OFF
        due, known = self._due, self._chat(chat, now)
        chat_due = known.due
        self.enter(chat, now, group=group)
        self._due = min(self._due, max(due, latest))
        known.due = min(known.due, max(chat_due, latest))

    def shut(self, chat: ChatKey, now: float, until: float) -> None:
        """The messenger wants nothing for this chat before `until`."""
        known = self._chat(chat, now)
        known.shut_until = max(known.shut_until, until)

    def resting(self, now: float) -> Iterator[tuple[ChatKey, float]]:
        """The chats that the outbox may not write to at `now`, and when each is free."""
        for chat, known in self._chats.items():
            free = self.chat_free_at(chat, group=bool(known.sent), answer=False)
            if free > now:
                yield chat, free

    def _chat(self, chat: ChatKey, now: float) -> _Chat:
        known = self._chats.get(chat)
        if known is None:
            if len(self._chats) >= self._forget_at:
                self._chats = {c: k for c, k in self._chats.items() if not _is_idle(k, now)}
                self._forget_at = max(REMEMBERED_CHATS, 2 * len(self._chats))
            known = self._chats[chat] = _Chat()
        return known


def _is_idle(chat: _Chat, now: float) -> bool:
    return max(chat.due, chat.shut_until, (chat.sent[-1] + MINUTE) if chat.sent else 0.0) <= now


@dataclass(slots=True)
class _Waiter:
    chat: ChatKey
    group: bool
    answer: bool
    paid: bool
    granted: asyncio.Future[None]


class Pace:
    """Hands out turns. An instance is a `services.delivery.ports.Turn`: `await pace(address, lane)`.

    Of those who wait, the most urgent lane goes first, and within it who came first, unless their chat is not free
    yet. `monotonic` counts wall seconds.
    """

    def __init__(
        self,
        clock: Clock,
        limits: PaceLimits = PaceLimits(),
        *,
        is_group: Callable[[Address], bool] = telegram_group,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._is_group = is_group
        self._is_limited = limits != UNLIMITED
        self._paid_lanes = () if limits.paid_per_second is None else (Lane.ANNOUNCEMENT,)
        self._ledger = Ledger(limits)
        self._elapsed = _Elapsed(clock, monotonic)
        self._waiting: dict[Lane, deque[_Waiter]] = {lane: deque() for lane in Lane}
        self._timer: asyncio.TimerHandle | None = None
        self.on_answer: Callable[[Address], None] = _nobody
        """Told of every answer that goes out from here, where several instances answer."""

    async def __call__(self, address: Address, lane: Lane) -> None:
        """Returns when a message to this chat may be sent now."""
        chat, group = (address.messenger, address.chat), self._is_group(address)
        if not self._is_limited:
            return
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiter = _Waiter(chat, group, lane is Lane.ANSWER, lane in self._paid_lanes, granted)
        self._waiting[lane].append(waiter)
        self._grant()
        await waiter.granted

    async def turn(self, address: Address, lane: Lane) -> None:
        """The same, by name."""
        await self(address, lane)

    def shut(self, address: Address, seconds: float) -> None:
        """The messenger wants nothing for this chat for so long (429 with retry_after, by the Clock)."""
        if self._is_limited:
            now = self._elapsed()
            self._ledger.shut((address.messenger, address.chat), now, now + seconds)

    def heard(self, address: Address) -> None:
        """Another instance has answered in this chat: Telegram counts it with what goes out from here."""
        if self._is_limited:
            chat = (address.messenger, address.chat)
            self._ledger.enter_elsewhere(chat, self._elapsed(), group=self._is_group(address))

    def resting(self) -> dict[Address, float]:
        """The chats that the outbox may not write to now, and in how many seconds of the Clock each is free."""
        now = self._elapsed()
        return {Address(*chat): free - now for chat, free in self._ledger.resting(now)}

    def _grant(self) -> None:
        """Give a turn to everybody whose time has come, then come again when the next one's has."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = self._elapsed()
        waiter, free = self._first_free(now)
        while waiter is not None:
            self._ledger.enter(waiter.chat, now, group=waiter.group, paid=waiter.paid)
            waiter.granted.set_result(None)
            if waiter.answer:
                self.on_answer(Address(*waiter.chat))
            waiter, free = self._first_free(now)
        if any(self._waiting.values()) and free < float("inf"):
            self._timer = asyncio.get_running_loop().call_later(self._elapsed.wall_delay(free - now), self._grant)

    def _first_free(self, now: float) -> tuple[_Waiter | None, float]:
        """The first waiter whose turn may be now, taken out of the queue; or None and when the first one's may be."""
        soonest = float("inf")
        for lane in Lane:
            queue = self._waiting[lane]
            if queue and (open_at := self._ledger.free_at(paid=lane in self._paid_lanes)) > now:
                soonest = min(soonest, open_at)
                continue
            ahead: set[ChatKey] = set()  # who waits longer for the same chat goes first
            for waiter in tuple(queue):
                if waiter.granted.done():
                    queue.remove(waiter)  # cancelled while it waited
                    continue
                if waiter.chat in ahead:
                    continue
                free = self._ledger.chat_free_at(waiter.chat, group=waiter.group, answer=waiter.answer)
                if free <= now:
                    queue.remove(waiter)
                    return waiter, free
                ahead.add(waiter.chat)
                soonest = min(soonest, free)
        return None, soonest


def _nobody(address: Address) -> None:
    pass


class _Elapsed:
    """Seconds that only go forward: by the Clock, and by the wall where that is faster.

    A Clock that is set back, or stands still, would otherwise stop all sending until it has caught up.
    """

    def __init__(self, clock: Clock, monotonic: Callable[[], float]) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._clock_before = clock.now()
        self._wall_before = monotonic()
        self._seconds = 0.0

    def __call__(self) -> float:
        clock, wall = self._clock.now(), self._monotonic()
        self._seconds += max((clock - self._clock_before).total_seconds(), wall - self._wall_before, 0.0)
        self._clock_before, self._wall_before = clock, wall
        return self._seconds

    def wall_delay(self, seconds: float) -> float:
        """How long by the wall until so many seconds have passed here."""
        if seconds <= 0:
            return 0.0
        # A datetime knows no less than a microsecond: rounded down, the moment would be too early by a part of one.
        moment = self._clock.now() + timedelta(seconds=seconds) + timedelta.resolution
        return min(self._clock.wall_delay_until(moment), seconds)
