"""A Bot API in memory, below aiogram's Bot: it records the calls, keeps the messages, and raises what a test wants."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import (
    AnswerCallbackQuery,
    CopyMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    GetMe,
    SendMediaGroup,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import Chat, InlineKeyboardMarkup, Message, MessageId, ReplyKeyboardMarkup, User

from messengers.telegram.raw import CreateRawForumTopic, GetRawChat
from services.delivery.model import Lane
from services.people.model import Address

BOT = User(id=4242, is_bot=True, first_name="Срок", username="srok_bot")
DAY = datetime(2023, 1, 25, tzinfo=UTC)


class FixedClock:
    """A clock that a test turns by hand."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment

    def wall_delay_until(self, moment: datetime) -> float:
        return max(0.0, (moment - self.moment).total_seconds())

    def turn(self, **by: float) -> None:
        self.moment += timedelta(**by)


async def no_pacing(address: Address, lane: Lane) -> None:
    """`services.delivery.ports.Turn` that never waits."""


@dataclass
class Shown:
    """A message as it stands in a chat."""

    id: int
    chat: int
    text: str
    buttons: list[list[tuple[str, str]]]
    keys: list[list[str]] = field(default_factory=list)
    thread: int | None = None
    reply_to: int | None = None
    what: str = "text"
    reply_text: str | None = None


class FakeSession(BaseSession):
    """Answers every method; `failures` are raised first, one a call of the named method."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[TelegramMethod[Any]] = []
        self.messages: list[Shown] = []
        self.failures: dict[str, list[Exception]] = {}
        self.forum = False
        self.alerts: list[str] = []
        self._next = 100

    def last(self, chat: int) -> Shown:
        return [m for m in self.messages if m.chat == chat][-1]

    def of(self, method: type[TelegramMethod[Any]]) -> list[Any]:
        return [call for call in self.calls if isinstance(call, method)]

    async def close(self) -> None: ...

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109 - the name is aiogram's
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        yield b""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109
        self.calls.append(method)
        queue = self.failures.get(method.__api_method__)
        if queue:
            raise queue.pop(0)
        match method:
            case GetMe():
                return BOT
            case GetRawChat():
                return {"id": method.chat_id, "type": "supergroup", "is_forum": self.forum}
            case CreateRawForumTopic():
                self._next += 1
                return {"message_thread_id": self._next, "name": method.name}
            case AnswerCallbackQuery():
                if method.text:
                    self.alerts.append(method.text)
                return True
            case EditMessageText():
                shown = next(m for m in self.messages if m.id == method.message_id)
                shown.text, shown.buttons = method.text or "", _buttons(method.reply_markup)
                return True
            case EditMessageReplyMarkup():
                shown = next(m for m in self.messages if m.id == method.message_id)
                shown.buttons = _buttons(method.reply_markup)
                return True
            case CopyMessage():
                caption = method.caption or ""
                text = f"[копия {method.from_chat_id}/{method.message_id}]\n{caption}".strip()
                return MessageId(message_id=self._keep(method, text, "copy").id)
            case SendMediaGroup():
                first = method.media[0]
                self._keep(method, getattr(first, "caption", None) or "", f"album of {len(method.media)}")
                return [self._message(self.messages[-1])]
            case SendMessage():
                return self._message(self._keep(method, method.text, "text"))
            case _ if method.__api_method__.startswith("send"):
                kind = method.__api_method__.removeprefix("send").lower()
                return self._message(self._keep(method, getattr(method, "caption", None) or "", kind))
            case _:
                return True

    def _keep(self, method: Any, text: str, what: str) -> Shown:
        self._next += 1
        markup = getattr(method, "reply_markup", None)
        keys = [[k.text for k in row] for row in markup.keyboard] if isinstance(markup, ReplyKeyboardMarkup) else []
        reply = getattr(method, "reply_parameters", None)
        shown = Shown(
            self._next,
            int(method.chat_id),
            text,
            _buttons(markup),
            keys,
            getattr(method, "message_thread_id", None),
            reply.message_id if reply else None,
            what,
        )
        self.messages.append(shown)
        return shown

    @staticmethod
    def _message(shown: Shown) -> Message:
        kind = "private" if shown.chat > 0 else "supergroup"
        chat = Chat(id=shown.chat, type=kind)
        return Message(message_id=shown.id, date=DAY, chat=chat, from_user=BOT, text=shown.text)


def _buttons(markup: Any) -> list[list[tuple[str, str]]]:
    if not isinstance(markup, InlineKeyboardMarkup):
        return []
    return [[(b.text, b.callback_data or b.url or "") for b in row] for row in markup.inline_keyboard]


def fake_bot() -> tuple[Bot, FakeSession]:
    session = FakeSession()
    return Bot("4242:TEST", session=session), session
