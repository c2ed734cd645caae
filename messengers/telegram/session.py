"""aiogram's session, made to say exactly what a Bot API server answered, whoever wrote that server.

aiogram's own `check_response` loses two things that decide whether a message was sent: the status of an answer that is
no JSON (a proxy's 502 page), and `error_code` where it differs from the HTTP status.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientError, ClientSession, ClientTimeout, TraceConfig, TraceRequestEndParams
from pydantic import ValidationError

CONNECT_SECONDS = 10.0
"""Looking up the name, connecting and TLS; running out of it means that nothing was written."""

DEFAULT_RETRY_AFTER = 5
"""Seconds, for a 429 that does not say how long."""


LONGEST_REST = 86_400
"""Seconds: Telegram's own are hours at most. What a server that counts otherwise (in milliseconds, say) would have wait
for weeks is asked again after a day, long before the row is given up."""


class UnreadableAnswer(ClientDecodeError):
    """The answer is not the Bot API's. `status` is the HTTP status that it came with, `retry_after` the seconds that
    its header asks for."""

    def __init__(self, status: int, original: Exception, data: str, retry_after: int | None = None) -> None:
        super().__init__("The answer is not the Bot API's", original, data[:500])
        self.status = status
        self.retry_after = retry_after


_ASKED: ContextVar[int | None] = ContextVar("_ASKED", default=None)
"""What the header of the answer to this task's last call asks for; aiogram hands on the answer's body alone."""


async def _look_at_headers(session: ClientSession, context: object, ended: TraceRequestEndParams) -> None:
    _ASKED.set(_rest_asked_for(ended.response.headers))


def _rest_asked_for(headers: Mapping[str, str]) -> int | None:
    """Seconds by `Retry-After`, a number or a moment by the server's own clock (RFC 9110, 10.2.3); None for none."""
    said = headers.get("Retry-After", "").strip()
    if said.isdecimal() and len(said) <= 9:
        return min(int(said), LONGEST_REST) or None
    try:
        seconds = (parsedate_to_datetime(said) - parsedate_to_datetime(headers["Date"])).total_seconds()
    except (KeyError, ValueError, TypeError):
        return None
    return min(math.ceil(seconds), LONGEST_REST) if seconds > 0 else None


@cache
def _response_to(returning: Any) -> Any:
    """aiogram's model of an answer, kept: pydantic itself forgets it at the next garbage collection, and making it anew
    takes as long as sending ten messages."""
    return Response[returning]


def _read(bot: Bot, method: TelegramMethod[TelegramType], answer: dict[str, Any]) -> Response[TelegramType]:
    try:
        read = _response_to(method.__returning__).model_validate(answer, context={"bot": bot})
    except ValidationError as error:
        raise ClientDecodeError("Failed to deserialize object", error, answer) from error
    return cast("Response[TelegramType]", read)


@dataclass(slots=True)
class Contact:
    """What the session has seen of the server, for the health report. Moments are the system clock's (UTC)."""

    answered_at: datetime | None = None
    """When the Bot API last answered, with a result or a refusal of its own."""
    failing_since: datetime | None = None
    """Since when it has not: the call that first met with no connection, no answer, somebody else's answer."""
    trouble: str = ""
    token_refused: bool = False
    clock_skew: float | None = None
    """Seconds that the server's clock is ahead of this machine's, by the header `Date` (whole seconds)."""

    def answered(self, now: datetime, *, unauthorized: bool) -> None:
        self.answered_at, self.failing_since, self.trouble = now, None, ""
        self.token_refused = unauthorized

    def failed(self, now: datetime, trouble: str) -> None:
        self.failing_since = self.failing_since or now
        self.trouble = trouble


class TelegramSession(AiohttpSession):
    """The session to build a `Bot` with. `timeout` is seconds for a whole request, the writing included."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.contact = Contact()
        self._headers = TraceConfig()
        self._headers.on_request_end.append(_look_at_headers)
        self._headers.freeze()

    async def create_session(self) -> ClientSession:
        """As aiogram's, one that looks at the headers."""
        session = await super().create_session()
        if self._headers not in session.trace_configs:
            session.trace_configs.append(self._headers)
        return session

    async def look_at_clock(self, bot: Bot) -> None:
        """Ask the server for its time, by any answer's header `Date`; what cannot be asked is left as it was."""
        session = await self.create_session()
        try:
            url = self.api.api_url(token=bot.token, method="getMe")
            async with session.post(url, timeout=ClientTimeout(total=CONNECT_SECONDS)) as answer:
                server = parsedate_to_datetime(answer.headers["Date"])
        except (ClientError, OSError, TimeoutError, KeyError, ValueError, TypeError):
            return
        if server.tzinfo is not None:
            self.contact.clock_skew = (server - datetime.now(UTC)).total_seconds()

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """As aiogram's, after putting the answer in order. Raises UnreadableAnswer, or aiogram's errors."""
        try:
            answer = self.json_loads(content)
        except ValueError as error:
            raise UnreadableAnswer(status_code, error, content, _ASKED.get()) from error
        if not isinstance(answer, dict) or not isinstance(answer.get("ok"), bool):
            raise UnreadableAnswer(status_code, ValueError("no field `ok`"), content, _ASKED.get())
        if answer["ok"]:
            return _read(bot, method, answer)
        code = answer["error_code"] if isinstance(answer.get("error_code"), int) else status_code
        answer["description"] = str(answer.get("description") or f"Error {code}")
        given = answer.pop("parameters", None)
        parameters = _parameters(given if isinstance(given, dict) else {})
        if code == 429:
            rest = parameters.get("retry_after", 0)
            if rest <= 0:
                said = re.search(r"retry after (\d{1,9})", answer["description"])
                rest = (int(said[1]) if said else 0) or _ASKED.get() or DEFAULT_RETRY_AFTER
            parameters["retry_after"] = min(rest, LONGEST_REST)
        if parameters:
            answer["parameters"] = parameters
        if code < 400:  # "not ok" with the status of success
            raise TelegramServerError(method=method, message=answer["description"])
        return super().check_response(bot, method, code, json.dumps(answer))

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - the name is aiogram's
    ) -> TelegramType:
        """As aiogram's, with a limit of its own on connecting, so that the two kinds of timeout can be told apart."""
        total = self.timeout if timeout is None else timeout
        asked_at = datetime.now(UTC)
        _ASKED.set(None)
        limits: Any = ClientTimeout(total=total, connect=min(CONNECT_SECONDS, total))
        try:
            result = await super().make_request(bot, method, timeout=limits)
        except (TelegramNetworkError, UnreadableAnswer, TelegramServerError) as error:
            self.contact.failed(asked_at, str(error).replace(bot.token, "***"))
            raise
        except (TelegramAPIError, ClientDecodeError) as error:  # the Bot API's, even where aiogram cannot read it
            self.contact.answered(datetime.now(UTC), unauthorized=isinstance(error, TelegramUnauthorizedError))
            raise
        self.contact.answered(datetime.now(UTC), unauthorized=False)
        return result


def _parameters(given: Mapping[str, Any]) -> dict[str, int]:
    """The two parameters that an error may carry, as whole numbers, however a server writes them.

    https://core.telegram.org/bots/api#responseparameters
    """
    found = {}
    for name in ("retry_after", "migrate_to_chat_id"):
        try:
            found[name] = math.ceil(float(given[name]))
        except (KeyError, TypeError, ValueError, OverflowError):
            continue
    return found
