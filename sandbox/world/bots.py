"""A bot as the server knows it: its face, its menu, its updates, the queries it still has to answer."""

from dataclasses import dataclass, field

from sandbox.jsontypes import Json
from sandbox.limits import RateLimiter
from sandbox.updates import UpdateFeed
from sandbox.world.model import Chat, Message, User


@dataclass(slots=True, eq=False)
class CallbackQuery:
    """A press of an inline button and the bot's answer to it."""

    id: str
    bot: "Bot"
    user: User
    message: Message
    data: str
    created: float
    answer: Json | None = None


@dataclass(slots=True, eq=False)
class InlineQuery:
    """«@bot words» typed by a person, and the results offered."""

    id: str
    bot: "Bot"
    user: User
    chat: Chat
    query: str
    created: float
    offset: str = ""
    answer: Json | None = None


@dataclass(slots=True)
class Webhook:
    """Where and how a bot wants its updates delivered."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40
    ip_address: str | None = None
    has_certificate: bool = False
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass(slots=True, eq=False)
class Bot:
    """One bot. `privacy` hides from it the talk of groups where it is no administrator."""

    token: str
    user: User
    feed: UpdateFeed
    limiter: RateLimiter
    created: float
    privacy: bool = True
    inline: bool = True
    names: dict[str, str] = field(default_factory=dict)  # by language
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)  # by scope and language
    menu_buttons: dict[int, Json] = field(default_factory=dict)  # by chat, 0 for all
    default_rights: dict[bool, Json] = field(default_factory=dict)  # by for_channels
    callbacks: dict[str, CallbackQuery] = field(default_factory=dict)
    inlines: dict[str, InlineQuery] = field(default_factory=dict)
    webhook: Webhook | None = None
    logged_out_at: float | None = None

    @property
    def id(self) -> int:
        """The number before the colon in its token."""
        return self.user.id
