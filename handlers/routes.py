"""Handlers written down once and built into a fresh aiogram Router as often as an app is assembled: a Router belongs to
one dispatcher for life, and tests assemble many."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiogram import Router
from aiogram.filters import Filter

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

    def build(self) -> Router:
        """A new Router with everything written down, in its order."""
        router = Router(name=self._name)
        for kind, filters, handler in self._routes:
            router.observers[kind].register(handler, *filters)
        return router

    def _on(self, kind: str, *filters: Filter) -> Callable[[H], H]:
        def register(handler: H) -> H:
            self._routes.append((kind, filters, handler))
            return handler

        return register
