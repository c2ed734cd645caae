"""aiogram's session, made to say exactly what a Bot API server answered, whoever wrote that server.

aiogram's own `check_response` loses two things that decide whether a message was sent: the status of an answer that is
no JSON (a proxy's 502 page), and `error_code` where it differs from the HTTP status.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramServerError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientTimeout

CONNECT_SECONDS = 10.0
"""Looking up the name, connecting and TLS; running out of it means that nothing was written."""

DEFAULT_RETRY_AFTER = 5
"""Seconds, for a 429 that does not say how long."""


class UnreadableAnswer(ClientDecodeError):
    """The answer is not the Bot API's. `status` is the HTTP status that it came with."""

    def __init__(self, status: int, original: Exception, data: str) -> None:
        super().__init__("The answer is not the Bot API's", original, data[:500])
        self.status = status


class TelegramSession(AiohttpSession):
    """The session to build a `Bot` with. `timeout` is seconds for a whole request, the writing included."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """As aiogram's, after putting the answer in order. Raises UnreadableAnswer, or aiogram's errors."""
        try:
            answer = self.json_loads(content)
        except ValueError as error:
            raise UnreadableAnswer(status_code, error, content) from error
        if not isinstance(answer, dict) or not isinstance(answer.get("ok"), bool):
            raise UnreadableAnswer(status_code, ValueError("no field `ok`"), content)
        if answer["ok"]:
            return super().check_response(bot, method, 200, content)
        code = answer["error_code"] if isinstance(answer.get("error_code"), int) else status_code
        answer["description"] = str(answer.get("description") or f"Error {code}")
        given = answer.pop("parameters", None)
        parameters = _parameters(given if isinstance(given, dict) else {})
        if code == 429 and not parameters.get("retry_after"):
            said = re.search(r"retry after (\d+)", answer["description"])
            parameters["retry_after"] = int(said[1]) if said else DEFAULT_RETRY_AFTER
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
        limits: Any = ClientTimeout(total=total, connect=min(CONNECT_SECONDS, total))
        return cast("TelegramType", await super().make_request(bot, method, timeout=limits))


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
