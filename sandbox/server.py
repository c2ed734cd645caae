"""The HTTP side of the Bot API: /bot<token>/<method> and /file/bot<token>/<path>, on 127.0.0.1 only."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

from aiohttp import BodyPartReader, web
from yarl import URL

from sandbox.dispatch import Dispatcher
from sandbox.errors import NOT_FOUND, UNAUTHORIZED, ApiError
from sandbox.faults import EFFECT_FIRST, Fault, Faults, Trouble
from sandbox.files import UPLOAD_LIMIT, Upload
from sandbox.jsontypes import Json
from sandbox.methods.registry import Told
from sandbox.world.bots import Bot

TOKEN = re.compile(r"\d{1,19}:[A-Za-z0-9_\-]{3,}\Z")
"""The form of a token: the bot's number, a colon, a secret."""
_BODY_LIMIT = UPLOAD_LIMIT + 10_000_000

FindBot = Callable[[str], Bot | None]
"""The bot of a token, or None where the token is wrong."""


class BotApi:
    """The routes of the Bot API for an aiohttp application."""

    def __init__(self, dispatcher: Dispatcher, faults: Faults, find_bot: FindBot) -> None:
        self._dispatcher = dispatcher
        self._faults = faults
        self._find_bot = find_bot
        self._wire = dispatcher.world.wire
        self._closing = asyncio.Event()

    def add_routes(self, app: web.Application) -> None:
        """Mount the Bot API on an application."""
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._method)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._file)
        app.router.add_route("*", "/bot{rest:.*}", self._lost)

    def close(self) -> None:
        """Let go of the calls that are kept waiting."""
        self._closing.set()

    async def _lost(self, request: web.Request) -> web.StreamResponse:
        return error_response(NOT_FOUND)

    async def _method(self, request: web.Request) -> web.StreamResponse:
        token, name = request.match_info["token"], request.match_info["method"]
        chat: int | str | None = None
        try:
            bot = self._find_bot(token)
            if bot is None:
                raise UNAUTHORIZED
            try:
                params, uploads = await read_params(request)
            except web.HTTPRequestEntityTooLarge:
                raise ApiError(413, "Request Entity Too Large") from None
            chat = params.get("chat_id")
            self._wire.call(name, params, uploads)
            fault = self._faults.strike(name, chat) if self._faults else None
            if fault is not None:
                self._dispatcher.world.changes.announce()
            if fault is not None and fault.trouble not in EFFECT_FIRST:
                return await self._strike(request, fault, b"", name, chat)
            result = await self._dispatcher.run(bot, name, params, uploads)
        except ApiError as error:
            self._wire.refusal(name, chat, error)
            return error_response(error)
        if fault is None and self._faults.is_cut_off():  # it was under way when everything was cut: a long poll, say
            self._wire.broken(name, chat, Trouble.RESET.value)
            _cut(request)
            return web.Response()
        whole: Json = {"ok": True, "result": result}
        if isinstance(result, Told):
            whole = {"ok": True, "result": result.result, "description": result.description}
        if fault is None:
            self._wire.answer(name, chat, whole)
        body = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
        if fault is not None:
            return await self._strike(request, fault, body, name, chat)
        return web.Response(body=body, content_type="application/json")

    async def _strike(
        self, request: web.Request, fault: Fault, body: bytes, name: str, chat: int | str | None
    ) -> web.StreamResponse:
        if fault.trouble is Trouble.ERROR:
            error = fault.error or ApiError(500, "Internal Server Error")
            self._wire.refusal(name, chat, error)
            return error_response(error)
        self._wire.broken(name, chat, fault.trouble.value)
        match fault.trouble:
            case Trouble.HTML:
                return web.Response(status=fault.status, text=fault.body, content_type="text/html")
            case Trouble.HALF:
                response = web.StreamResponse(headers={"Content-Type": "application/json"})
                response.content_length = len(body)
                await response.prepare(request)
                await response.write(body[: len(body) // 2])
                _cut(request)
                return response
            case Trouble.SILENCE | Trouble.SILENCE_AFTER:
                await self._until_let_go(fault)
                _cut(request)
                return web.Response()
            case Trouble.RESET | Trouble.RESET_AFTER:
                _cut(request)
                return web.Response()

    async def _until_let_go(self, fault: Fault) -> None:
        waits = [asyncio.ensure_future(event.wait()) for event in (self._closing, fault.lifted)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _file(self, request: web.Request) -> web.StreamResponse:
        if self._find_bot(request.match_info["token"]) is None:
            return error_response(UNAUTHORIZED)
        file = self._dispatcher.world.files.at(request.match_info["path"])
        if file is None:
            return error_response(NOT_FOUND)
        return web.Response(body=file.body, content_type="application/octet-stream")


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def error_response(error: ApiError) -> web.Response:
    """{"ok": false, …} with the code as HTTP status, and Retry-After where there is something to wait for."""
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.parameters:
        body["parameters"] = error.parameters
        if "retry_after" in error.parameters:
            headers["Retry-After"] = str(error.parameters["retry_after"])
    return web.json_response(body, status=error.code, headers=headers)


async def read_params(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters from the address and the body, whichever form it has, and the files of a multipart one."""
    params: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if not request.can_read_body:
        return params, uploads
    kind = request.content_type
    if kind == "application/x-www-form-urlencoded":
        try:
            # Ten times as fast as urllib's parse_qsl: a message in Cyrillic is six bytes a letter here.
            params.update(URL.build(query_string=(await request.read()).decode(), encoded=True).query)
        except UnicodeDecodeError:
            raise ApiError(400, "Bad Request: strings must be encoded in UTF-8") from None
    elif kind == "application/json":
        try:
            given = json.loads(await request.read())
        except ValueError:
            raise ApiError(400, "Bad Request: can't parse request JSON object") from None
        if not isinstance(given, dict):
            raise ApiError(400, "Bad Request: can't parse request JSON object")
        params.update(given)
    elif kind == "multipart/form-data":
        try:
            await _read_multipart(request, params, uploads)
        except ValueError:  # a broken boundary or header, or text that is not UTF-8
            raise ApiError(400, "Bad Request: can't parse multipart form") from None
    return params, uploads


async def _read_multipart(request: web.Request, params: dict[str, Any], uploads: dict[str, Upload]) -> None:
    total = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        chunks = bytearray()
        while chunk := await part.read_chunk(65536):
            chunks += chunk
            total += len(chunk)
            if total > _BODY_LIMIT:
                raise ApiError(413, "Request Entity Too Large")
        if part.filename is not None:
            uploads[part.name] = Upload(part.filename, bytes(chunks), part.headers.get("Content-Type"))
        else:
            params[part.name] = chunks.decode()
