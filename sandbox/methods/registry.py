"""Which methods are implemented, and the call that each of them is given."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sandbox.files import Upload
from sandbox.jsontypes import Json
from sandbox.world.bots import Bot
from sandbox.world.world import World

if TYPE_CHECKING:
    from sandbox.webhooks import Webhooks

Handler = Callable[["Call"], Any | Awaitable[Any]]
H = TypeVar("H", bound=Handler)

HANDLERS: dict[str, Handler] = {}
"""Implemented methods by name."""


@dataclass(slots=True)
class Call:
    """One request of a bot, its parameters already of the schema's types."""

    world: World
    bot: Bot
    method: str
    args: Json
    uploads: dict[str, Upload]
    webhooks: "Webhooks"


@dataclass(frozen=True, slots=True)
class Told:
    """A result with a sentence beside it, as setWebhook gives it."""

    result: Any
    description: str


def implements(*methods: str) -> Callable[[H], H]:
    """Register a function as what these methods do."""

    def register(handler: H) -> H:
        for method in methods:
            if method in HANDLERS:
                raise ValueError(f"{method} is implemented twice")
            HANDLERS[method] = handler
        return handler

    return register
