"""How far the page has shown each chat, and each topic of a forum."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from sandbox.world.model import Chat, Message

MANY: Final = 1000
"""Unread messages are counted up to here: a row is built for every message that comes."""


@dataclass(slots=True)
class Marks:
    """The last message that was shown of one chat. `topics` reach further than `everywhere`; 0 is General."""

    everywhere: int = 0
    topics: dict[int, int] = field(default_factory=dict)

    def move(self, chat: Chat, message: int, topic: int | None) -> None:
        """Shown up to this message: in one topic, or (None) in all of them. Marks only go forward."""
        if topic is None:
            self.everywhere = max(self.everywhere, message)
        else:
            self.topics[topic] = max(self.topics.get(topic, 0), message)
        if chat.order and not self.unread(chat):
            self.everywhere = chat.order[-1]  # what is read is not looked through again

    def unread(self, chat: Chat) -> Counter[int]:
        """Messages of others that were not shown yet, by topic; what is no forum is topic 0. At most `MANY`."""
        mine = chat.user
        counts: Counter[int] = Counter()
        for number in chat.order[bisect_right(chat.order, self.everywhere) :]:
            message = chat.messages[number]
            topic = topic_of(message)
            if number <= self.topics.get(topic, 0) or message.deleted or message.sender is mine:
                continue
            if message.from_bot or mine is None:
                counts[topic] += 1
                if counts.total() == MANY:
                    break
        return counts


def topic_of(message: Message) -> int:
    """The topic that a message stands in; 0 is General."""
    return message.thread_id or 0
