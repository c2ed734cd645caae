"""The things of the sandbox's world. All of them change in place, within one event loop."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.jsontypes import Json


class ChatType(StrEnum):
    """Source: https://core.telegram.org/bots/api#chat, field `type`."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Status(StrEnum):
    """Source: https://core.telegram.org/bots/api#chatmember, field `status`."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


PRESENT = frozenset({Status.CREATOR, Status.ADMINISTRATOR, Status.MEMBER, Status.RESTRICTED})
"""The statuses of those who are in the chat."""


@dataclass(slots=True, eq=False)
class User:
    """A person or a bot's face. `role` is the page's subtitle; Telegram knows nothing of it, nor of `name_en` and
    `role_en`, which are for who reads the page in English."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "ru"
    is_bot: bool = False
    role: str = ""
    role_en: str = ""
    name_en: str = ""
    deactivated: bool = False
    phone: str = ""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def json(self) -> Json:
        """The user as the Bot API writes it."""
        result: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.last_name:
            result["last_name"] = self.last_name
        if self.username:
            result["username"] = self.username
        if self.language_code and not self.is_bot:
            result["language_code"] = self.language_code
        return result


@dataclass(slots=True, eq=False)
class Member:
    """Somebody's standing in a group or a channel."""

    user: User
    status: Status
    rights: frozenset[str] = frozenset()
    title: str | None = None
    permissions: Json | None = None
    until: int = 0

    @property
    def present(self) -> bool:
        """Whether they are in the chat."""
        return self.status in PRESENT


@dataclass(slots=True, eq=False)
class Topic:
    """A topic of a forum; its number is that of the message that opened it."""

    id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None
    closed: bool = False
    hidden: bool = False


@dataclass(slots=True, eq=False)
class Message:
    """One message of one chat. `content` holds the Bot API's own fields (text, photo, caption, …)."""

    chat: "Chat"
    id: int
    date: int
    sender: User | None
    content: Json
    kind: str
    thread_id: int | None = None
    reply_to: "Message | None" = None
    quote: Json | None = None
    external_reply: Json | None = None
    markup: Json | None = None
    edit_date: int | None = None
    media_group_id: str | None = None
    forward_origin: Json | None = None
    via_bot: User | None = None
    protected: bool = False
    deleted: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    votes: dict[int, list[int]] = field(default_factory=dict)  # of a poll: chosen options by person

    @property
    def text(self) -> str:
        """The text, or the caption, or "" for a message without either."""
        text: str = self.content.get("text") or self.content.get("caption") or ""
        return text

    @property
    def from_bot(self) -> bool:
        """Whether a bot sent it."""
        return self.sender is not None and self.sender.is_bot

    @property
    def is_service(self) -> bool:
        """Whether it tells of an event (a topic was opened, somebody joined) and says nothing."""
        return self.kind == "service"


@dataclass(slots=True, eq=False)
class Chat:
    """A private dialog of one person with one bot, a group, a supergroup or a channel.

    `key` names it within the sandbox; `id` is what the Bot API calls it (a person's number in a dialog).
    """

    key: str
    id: int
    type: ChatType
    title: str | None = None
    title_en: str = ""  # the page's
    username: str | None = None
    is_forum: bool = False
    description: str = ""
    user: User | None = None  # of a dialog
    bot_id: int | None = None  # of a dialog
    started: bool = False  # the person has let the bot write
    blocked: bool = False
    deleted: bool = False
    migrated_to: int | None = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    general: Topic | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)  # message ids as they came, rising
    pinned: list[int] = field(default_factory=list)
    keyboards: dict[int, Json] = field(default_factory=dict)  # reply keyboards by person
    permissions: Json | None = None
    links: dict[str, Json] = field(default_factory=dict)  # invite links by their address
    last_id: int = 0
    typing: dict[tuple[int, int], tuple[str, float]] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        """Whether it is a dialog with one person."""
        return self.type is ChatType.PRIVATE

    @property
    def name(self) -> str:
        """The title, or the person's name."""
        return self.title or (self.user.name if self.user else self.key)

    def json(self) -> Json:
        """The chat as messages carry it."""
        result: Json = {"id": self.id, "type": self.type.value}
        if self.user is not None:
            result["first_name"] = self.user.first_name
            if self.user.last_name:
                result["last_name"] = self.user.last_name
            if self.user.username:
                result["username"] = self.user.username
            return result
        result["title"] = self.title
        if self.username:
            result["username"] = self.username
        if self.is_forum:
            result["is_forum"] = True
        return result

    def alive(self) -> Iterator[Message]:
        """Messages that are not deleted, in the order they came."""
        for message in self.messages.values():
            if not message.deleted:
                yield message

    def last(self) -> Message | None:
        """The newest message that is not deleted."""
        for number in reversed(self.order):
            message = self.messages[number]
            if not message.deleted:
                return message
        return None
