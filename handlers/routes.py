"""Handlers written down once and built into a fresh aiogram Router as often as an app is assembled: a Router belongs to
one dispatcher for life, and tests assemble many."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import TelegramObject

from handlers.request import Request

H = TypeVar("H", bound=Callable[..., Awaitable[Any]])


class Routes:
    """Used like a Router's decorators. `everywhere` are filters of all its messages."""

    def __init__(self, name: str, *everywhere: Filter) -> None:
        self._name = name
        self._everywhere = everywhere
        self._routes: list[tuple[str, tuple[Filter, ...], Callable[..., Awaitable[Any]]]] = []

    def message(self, *filters: Filter) -> Callable[[H], H]:
        return self._on("message", *self._everywhere, *filters)

    def edited_message(self, *filters: Filter) -> Callable[[H], H]:
        return self._on("edited_message", *self._everywhere, *filters)

    def callback_query(self, *filters: Filter) -> Callable[[H], H]:
        return self._on("callback_query", *filters)

    def my_chat_member(self, *filters: Filter) -> Callable[[H], H]:
        return self._on("my_chat_member", *filters)

    def inline_query(self, *filters: Filter) -> Callable[[H], H]:
        return self._on("inline_query", *filters)

    def build(self) -> Router:
        """A new Router with everything written down, in its order."""
        router = Router(name=self._name)
        for kind, filters, handler in self._routes:
            router.observers[kind].register(_by_name(handler), *filters)
        return router

    def _on(self, kind: str, *filters: Filter) -> Callable[[H], H]:
        def register(handler: H) -> H:
            self._routes.append((kind, filters, handler))
            return handler

        return register


_EVENT_NAMES = frozenset({"message", "callback", "query", "event"})


def _by_name(handler: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Hand the handler what it names: the event under its own name, a `request` gathered from the dispatcher's data,
    the rest as it is there. aiogram would insist on the event as the first argument, wanted or not."""
    wanted = frozenset(inspect.signature(handler).parameters)
    event_name = next(iter(wanted & _EVENT_NAMES), None)

    async def call(event: TelegramObject, **data: Any) -> Any:
        known = {name: data[name] for name in wanted if name in data}
        if event_name is not None:
            known[event_name] = event
        if "request" in wanted:
            known["request"] = Request.of(data)
        return await handler(**known)

    return call
