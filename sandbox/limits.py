"""How fast a bot may write: over all, to one chat and to one group; by the sandbox's clock.

Telegram does not publish exact figures; these follow https://core.telegram.org/bots/faq#my-bot-is-hitting-limits
(«avoid sending more than one message per second» in a chat, «20 messages per minute» in a group, «30 messages
per second» in bulk) and #how-can-i-message-all-of-my-bot-39s-subscribers-at-once for paid broadcasts.
"""

import math
from collections import deque
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures. `enabled=False` lets everything through."""

    enabled: bool = True
    overall_per_second: int = 30
    paid_per_second: int = 1000
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20


NO_LIMITS = Limits(enabled=False)


class _Bucket:
    """Tokens that refill at a steady rate up to a burst; time is seconds on the clock."""

    __slots__ = ("at", "tokens")

    def __init__(self, at: float, tokens: float) -> None:
        self.at = at
        self.tokens = tokens

    def refill(self, now: float, rate: float, burst: float) -> None:
        if now > self.at:
            self.tokens = min(burst, self.tokens + (now - self.at) * rate)
            self.at = now


class RateLimiter:
    """Counts one bot's messages; `check` refuses, `spend` counts what has been sent."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self.limits = limits
        self._clock = clock
        self._overall: deque[float] = deque()
        self._paid: deque[float] = deque()
        self._chats: dict[str, _Bucket] = {}
        self._groups: dict[str, deque[float]] = {}

    def check(self, chat: str, *, group: bool, paid: bool, count: int = 1) -> None:
        """Refuse with 429 and the seconds to wait, if `count` messages to `chat` are too many now.

        More messages than a burst holds (an album, say) pass when the burst is full.
        """
        limits = self.limits
        if not limits.enabled:
            return
        now = self._clock.now().timestamp()
        sent, allowed = (self._paid, limits.paid_per_second) if paid else (self._overall, limits.overall_per_second)
        wait = _window_wait(sent, now, 1.0, allowed, count)
        wait = max(wait, self._chat_wait(chat, now, count))
        if group:
            wait = max(wait, self._group_wait(chat, now, count))
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))

    def spend(self, chat: str, *, group: bool, paid: bool = False, count: int = 1) -> None:
        """Count `count` messages sent to `chat` just now; paid ones take nothing from the free ones' limit over all."""
        if not self.limits.enabled:
            return
        now = self._clock.now().timestamp()
        for _ in range(count):
            (self._paid if paid else self._overall).append(now)
            if group:
                self._groups.setdefault(chat, deque()).append(now)
        bucket = self._chats.get(chat)
        if bucket is None:
            bucket = self._chats[chat] = _Bucket(now, self.limits.chat_burst)
        bucket.refill(now, self.limits.chat_per_second, self.limits.chat_burst)
        bucket.tokens -= count

    def _group_wait(self, chat: str, now: float, count: int) -> float:
        sent = self._groups.get(chat)
        return _window_wait(sent, now, 60.0, self.limits.group_per_minute, count) if sent else 0.0

    def _chat_wait(self, chat: str, now: float, count: int) -> float:
        bucket = self._chats.get(chat)
        if bucket is None:
            return 0.0
        limits = self.limits
        bucket.refill(now, limits.chat_per_second, limits.chat_burst)
        missing = min(count, limits.chat_burst) - bucket.tokens
        return missing / limits.chat_per_second if missing > 1e-9 else 0.0


def _window_wait(sent: deque[float], now: float, window: float, allowed: int, count: int) -> float:
    """Seconds until `count` more fit among `allowed` in any `window` seconds."""
    while sent and sent[0] <= now - window:
        sent.popleft()
    over = len(sent) + min(count, allowed) - allowed
    return sent[over - 1] + window - now if over > 0 else 0.0
