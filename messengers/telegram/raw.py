"""Bot API methods read as plain JSON, where aiogram's strict models would trip over another server's answer."""

from __future__ import annotations

from typing import Any

from aiogram.methods import TelegramMethod


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates: one update that aiogram cannot read must not hold up the others.

    https://core.telegram.org/bots/api#getupdates
    """

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class GetRawChat(TelegramMethod[dict[str, Any]]):
    """getChat: only `is_forum` is looked at. https://core.telegram.org/bots/api#getchat"""

    __returning__ = dict[str, Any]
    __api_method__ = "getChat"

    chat_id: int | str


class CreateRawForumTopic(TelegramMethod[dict[str, Any]]):
    """createForumTopic: only `message_thread_id` is looked at. https://core.telegram.org/bots/api#createforumtopic"""

    __returning__ = dict[str, Any]
    __api_method__ = "createForumTopic"

    chat_id: int | str
    name: str
