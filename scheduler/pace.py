"""How fast messages may follow one another: over all, in a chat, in a group; the urgent first."""

from collections.abc import Callable
from dataclasses import dataclass

from services.clock import Clock
from services.delivery.model import Lane
from services.people.model import Address


@dataclass(frozen=True, slots=True)
class PaceLimits:
    """None: no such limit. Source: core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this."""

    per_second: float | None = 28.0  # over all chats; Telegram allows about 30
    chat_interval: float | None = 1.0  # seconds between two messages to one chat
    group_per_minute: int | None = 20
    answer_burst: int = 3
    """Answers to a person's own quick presses may run ahead of `chat_interval` by so many: Telegram allows short
    bursts in a chat. The outbox never does."""


UNLIMITED = PaceLimits(None, None, None)


def telegram_group(address: Address) -> bool:
    """Chat ids of Telegram's groups, supergroups and channels are negative."""
    return address.chat.startswith("-")


class Pace:
    """Hands out turns. An instance is a `services.delivery.ports.Turn`: `await pace(address, lane)`."""

    def __init__(
        self,
        clock: Clock,
        limits: PaceLimits = PaceLimits(),
        *,
        is_group: Callable[[Address], bool] = telegram_group,
    ) -> None:
        raise NotImplementedError

    async def __call__(self, address: Address, lane: Lane) -> None:
        """Returns when a message to this chat may be sent now."""
        raise NotImplementedError

    async def turn(self, address: Address, lane: Lane) -> None:
        """The same, by name."""
        await self(address, lane)
