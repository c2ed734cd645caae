"""From a method's name and raw parameters to its result: schema, types, handler, journal."""

import inspect
from collections import deque
from dataclasses import dataclass
from typing import Any

from sandbox.errors import NOT_FOUND, ApiError, bad_request, not_implemented
from sandbox.files import Upload
from sandbox.jsontypes import Json
from sandbox.legacy import METHODS, modern
from sandbox.methods import HANDLERS
from sandbox.methods.me import check_logged_in
from sandbox.methods.registry import Call, Told
from sandbox.schema import Method, Schema, load_schema
from sandbox.webhooks import Webhooks
from sandbox.world.bots import Bot
from sandbox.world.world import World

JOURNAL_LENGTH = 10_000
"""Calls kept for reading."""

IMPLEMENTED = frozenset(HANDLERS)
"""The methods that do something; the others are checked and answered with 501."""

_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
    "from_chat_id": "from_chat_id is empty",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "inline_query_id": "query is too old and response timeout expired or query ID is invalid",
    "file_id": "file_id not specified",
    "media": "there are no media in the request",
}
_FILES = frozenset({"photo", "document", "video", "audio", "voice", "video_note", "animation", "sticker", "thumbnail"})


@dataclass(frozen=True, slots=True)
class Journaled:
    """One call of a bot as the journal keeps it; `error` is None where it succeeded."""

    bot_id: int
    method: str
    args: Json
    result: Any
    error: ApiError | None


class Dispatcher:
    """Runs methods for bots."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.schema: Schema = load_schema()
        self.journal: deque[Journaled] = deque(maxlen=JOURNAL_LENGTH)
        self.webhooks = Webhooks(world, self._run_quietly)

    async def run(self, bot: Bot, name: str, params: dict[str, Any], uploads: dict[str, Upload]) -> Any:
        """The result of a method. Errors: ApiError, as Telegram would answer."""
        method = self.schema.method(METHODS.get(name.lower(), name))
        if method is None:
            raise NOT_FOUND
        args: Json = {}
        try:
            args = read_args(method, params, uploads)
            call = Call(self.world, bot, method.name, args, uploads, self.webhooks)
            check_logged_in(call)
            handler = HANDLERS.get(method.name)
            if handler is None:
                raise not_implemented(method.name)
            result = handler(call)
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            self._note(Journaled(bot.id, method.name, args or params, None, error))
            raise
        plain = result.result if isinstance(result, Told) else result
        self._note(Journaled(bot.id, method.name, args, plain, None))
        return result

    def _note(self, call: Journaled) -> None:
        self.journal.append(call)
        self.world.changes.announce()

    async def _run_quietly(self, bot: Bot, name: str, params: dict[str, Any], uploads: dict[str, Upload]) -> Any:
        """For a call in answer to a webhook: nobody hears of its error, but the journal has it."""
        try:
            return await self.run(bot, name, params, uploads)
        except ApiError:
            return None


def read_args(method: Method, params: dict[str, Any], uploads: dict[str, Upload]) -> Json:
    """The parameters in the schema's types; unknown ones are ignored, as Telegram does."""
    args: Json = {}
    known = method.parameters
    for name, value in modern(method, params).items():
        parameter = known.get(name)
        if parameter is not None and value is not None:
            if value == "" and not parameter.required:
                continue
            read = parameter.read(value, name)
            if read is not None:
                args[name] = read
    for name, upload in uploads.items():
        if name in known and name not in args:
            args[name] = upload
    for name in method.required:
        if name not in args:
            raise bad_request(_missing(name))
    return args


def _missing(name: str) -> str:
    if name in _FILES:
        return f"there is no {name.replace('_', ' ')} in the request"
    return _MISSING.get(name, f'parameter "{name}" is required')
