"""The people's side over HTTP for the page: JSON under /sandbox/, news as server-sent events."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import BodyPartReader, web

from sandbox.control import Sandbox
from sandbox.errors import ApiError
from sandbox.files import UPLOAD_LIMIT
from sandbox.jsontypes import Json
from sandbox.people import acts
from sandbox.people.acts import CannotAct
from sandbox.people.clockweb import ClockRoutes, MoveRefused
from sandbox.people.faultsweb import FaultRefused, FaultRoutes
from sandbox.people.logweb import LogRoutes
from sandbox.people.reading import Marks, topic_of
from sandbox.people.views import chat_page, chat_row, message_view
from sandbox.world.model import Chat, Message, User

PAGE = Path(__file__).resolve().parent.parent / "page"
HEARTBEAT_SECONDS = 15
_PAGE = 60
_PAGE_LIMIT = 200
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_POLICY = "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
_ASK_AGAIN = {"Cache-Control": "no-cache"}
"""The browser may keep it, and asks each time whether it is still so (304): an updated page is never half old."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _number(text: str | None) -> int | None:
    """A number as an address writes it; None for anything else."""
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


class PageRoutes:
    """Routes of the page and of what it asks for."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._world = sandbox.world
        self._clock = ClockRoutes(sandbox)
        self._faults = FaultRoutes(sandbox)
        self._log = LogRoutes(sandbox)
        self._read: defaultdict[str, Marks] = defaultdict(Marks)  # by chat: how far the page has shown it

    def add_routes(self, app: web.Application) -> None:
        """Mount the page on an application."""
        get, post = app.router.add_get, app.router.add_post
        get("/", self._guard(self._index))
        get("/page/{name:.+}", self._guard(self._part))
        get("/sandbox/chats", self._guard(self._chats))
        get("/sandbox/events", self._guard(self._events))
        get("/sandbox/updates", self._guard(self._updates))
        get("/sandbox/files/{file_id}", self._guard(self._file))
        get("/sandbox/clock", self._guard(self._clock.show))
        post("/sandbox/clock", self._guard(self._clock.move))
        post("/sandbox/clock/play", self._guard(self._clock.play))
        post("/sandbox/clock/stop", self._guard(self._clock.stop))
        get("/sandbox/faults", self._guard(self._faults.show))
        post("/sandbox/faults", self._guard(self._faults.switch))
        get("/sandbox/log", self._guard(self._log.show))
        app.on_shutdown.append(self._close)
        post("/sandbox/people", self._guard(self._add_person))
        chat = "/sandbox/chats/{key}/as/{person}"
        get(chat, self._guard(self._chat))
        post(f"{chat}/files", self._guard(self._send_files))
        post(f"{chat}/{{act}}", self._guard(self._act))

    async def _close(self, app: web.Application) -> None:
        self._log.close()
        await self._clock.close()

    def _guard(self, handler: _Handler) -> _Handler:
        """Answer only pages of this very server, and turn refusals into JSON that the page can show."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            if urlsplit(f"//{request.host}").hostname not in _LOOPBACK:
                raise web.HTTPForbidden(text="this page is for its own machine")
            origin = request.headers.get("Origin")
            if origin and urlsplit(origin).netloc != request.host:
                raise web.HTTPForbidden(text="this page takes orders from itself only")
            try:
                return await handler(request)
            except json.JSONDecodeError:
                return web.json_response({"code": "bad_json", "reason": "the request is no JSON"}, status=400)
            except (CannotAct, MoveRefused, FaultRefused) as error:
                return web.json_response({"code": error.code, "reason": str(error)}, status=409)
            except ApiError as error:
                return web.json_response({"code": "refused", "reason": error.description}, status=409)

        return guarded

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html", headers={"Content-Security-Policy": _POLICY, **_ASK_AGAIN})

    async def _part(self, request: web.Request) -> web.StreamResponse:
        """A script, a style, a picture of the page: whatever is in its folder."""
        name = request.match_info["name"]
        if "\0" in name or not (found := (PAGE / name).resolve()).is_relative_to(PAGE) or not found.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(found, headers={"X-Content-Type-Options": "nosniff", **_ASK_AGAIN})

    # Reading

    def _rows(self) -> list[Json]:
        for bot in list(self._world.bots_by_id.values()):
            for user in list(self._world.users.values()):
                if not user.is_bot:
                    self._world.dialog(bot, user)
        return [self._row(chat) for chat in self._world.chats.values()]

    def _row(self, chat: Chat) -> Json:
        return chat_row(self._world, chat, self._read[chat.key])

    async def _chats(self, request: web.Request) -> web.StreamResponse:
        if not self._sandbox.is_ready:
            return web.json_response({"chats": [], "clock": False, "preparing": True})
        return web.json_response({"chats": self._rows(), "clock": self._clock.present})

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        chat, user = self._where(request)
        query = request.query
        page = chat_page(
            self._world,
            chat,
            user,
            self._read[chat.key],
            topic=_number(query.get("topic")),
            before=_number(query.get("before")),
            limit=max(1, min(_number(query.get("limit")) or _PAGE, _PAGE_LIMIT)),
        )
        return web.json_response({**page, "row": self._row(chat)})

    async def _updates(self, request: web.Request) -> web.StreamResponse:
        logs = {bot.user.username or str(bot.id): list(bot.feed.log) for bot in self._world.bots_by_id.values()}
        return web.json_response(logs, dumps=lambda o: json.dumps(o, ensure_ascii=False, indent=1))

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self._world.files.get(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        # Only what is a picture by its bytes is shown in place: anything else a page could run is a download.
        shown = file.width > 0 and file.mime in _PICTURES
        kind = "inline" if shown else "attachment"
        headers = {
            "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(file.name)}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        }
        return web.Response(
            body=file.body, headers=headers, content_type=file.mime if shown else "application/octet-stream"
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        # The page asks for what there is as soon as it hears: what comes from then on must not be missed.
        async with self._world.changes.watch() as queue:
            with suppress(ConnectionResetError):  # the page has been closed
                await response.prepare(request)
                await self._tell(response, queue)
        return response

    async def _tell(self, response: web.StreamResponse, queue: "asyncio.Queue[Json]") -> None:
        await response.write(b"retry: 1000\n\n")
        while True:
            try:
                event = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if event["type"] == "closing":
                return
            body = json.dumps(self._expand(event), ensure_ascii=False)
            await response.write(f"data: {body}\n\n".encode())

    def _expand(self, event: Json) -> Json:
        """Add the message and the row that an event speaks of, as they are now."""
        chat = self._world.chats.get(event.get("chat", ""))
        if chat is None:
            return event
        expanded = {**event, "row": self._row(chat)}
        if event["type"] in {"message", "edit"}:
            expanded["message"] = message_view(chat.messages[event["id"]])
            expanded["keyboards"] = {str(k): v for k, v in chat.keyboards.items()}
        return expanded

    # Acting

    def _where(self, request: web.Request) -> tuple[Chat, User]:
        chat = self._world.chats.get(request.match_info["key"])
        person = request.match_info["person"]
        user = self._world.users.get(int(person)) if person.isdigit() else None
        if chat is None or user is None or user.is_bot:
            raise web.HTTPNotFound(text="no such chat or person")
        return chat, user

    async def _add_person(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        name = str(body.get("first_name", "")).strip()[:64]
        if not name:
            raise CannotAct("empty", "a person needs a name")
        number = self._world.free_user_id()
        user = User(number, name, language_code=body.get("language") or "ru", role=str(body.get("role", ""))[:64])
        self._world.add_user(user)
        return web.json_response({"id": number})

    async def _act(self, request: web.Request) -> web.StreamResponse:
        chat, user = self._where(request)
        body: Json = await request.json()
        act = self._acts().get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound(text="no such act")
        return web.json_response(act(chat, user, body) or {})

    def _acts(self) -> dict[str, Callable[[Chat, User, Json], Any]]:
        return {
            "send": self._send,
            "start": self._start,
            "contact": self._contact,
            "press": self._press,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "vote": self._vote,
            "block": self._block,
            "join": lambda chat, user, _: acts.join(self._world, user, chat),
            "leave": lambda chat, user, _: acts.leave(self._world, user, chat),
            "read": self._mark_read,
            "inline": self._inline,
            "choose": self._choose,
        }

    def _message(self, chat: Chat, body: Json, name: str = "message") -> Message:
        message = chat.messages.get(int(body.get(name) or 0))
        if message is None or message.deleted:
            raise CannotAct("no_message", "there is no such message")
        return message

    def _reply(self, chat: Chat, body: Json) -> Message | None:
        return self._message(chat, body, "reply_to") if body.get("reply_to") else None

    def _has_shown(self, sent: Message) -> None:
        """Whoever writes has seen what stands above it."""
        self._read[sent.chat.key].move(sent.chat, sent.id, topic_of(sent))

    def _send(self, chat: Chat, user: User, body: Json) -> Json:
        text, topic = str(body.get("text", "")), body.get("topic") or None
        sent = acts.say(self._world, user, chat, text, topic=topic, reply_to=self._reply(chat, body))
        self._has_shown(sent)
        return {"id": sent.id}

    def _start(self, chat: Chat, user: User, body: Json) -> Json:
        return {"id": acts.start(self._world, user, chat, str(body.get("payload") or "")).id}

    def _contact(self, chat: Chat, user: User, body: Json) -> Json:
        return {"id": acts.put(self._world, user, chat, "contact", acts.contact_content(user)).id}

    def _press(self, chat: Chat, user: User, body: Json) -> Json:
        message = self._message(chat, body)
        try:
            button = (message.markup or {})["inline_keyboard"][int(body["row"])][int(body["column"])]
        except (KeyError, IndexError):
            raise CannotAct("no_button", "there is no such button any more") from None
        return {"query": acts.press(self._world, user, message, button).id}

    def _edit(self, chat: Chat, user: User, body: Json) -> None:
        acts.edit(self._world, user, self._message(chat, body), str(body.get("text", "")))

    def _delete(self, chat: Chat, user: User, body: Json) -> None:
        acts.delete(self._world, user, self._message(chat, body))

    def _react(self, chat: Chat, user: User, body: Json) -> None:
        acts.react(self._world, user, self._message(chat, body), body.get("emoji") or None)

    def _vote(self, chat: Chat, user: User, body: Json) -> None:
        acts.vote(self._world, user, self._message(chat, body), [int(n) for n in body.get("options", [])])

    def _block(self, chat: Chat, user: User, body: Json) -> None:
        self._world.set_blocked(chat, blocked=bool(body.get("blocked")))

    def _mark_read(self, chat: Chat, user: User, body: Json) -> None:
        topic = body.get("topic")
        self._read[chat.key].move(chat, int(body.get("message") or 0), None if topic is None else int(topic))
        self._world.changes.tell(lambda: {"type": "read", "chat": chat.key})

    def _inline(self, chat: Chat, user: User, body: Json) -> Json:
        name = str(body.get("bot", "")).removeprefix("@").lower()
        for bot in self._world.bots_by_id.values():
            if bot.inline and (bot.user.username or "").lower() == name:
                text, offset = str(body.get("text", "")), str(body.get("offset", ""))
                return {"query": acts.ask_inline(self._world, user, bot, chat, text, offset).id}
        raise CannotAct("no_bot", "there is no bot of that name")

    def _choose(self, chat: Chat, user: User, body: Json) -> Json:
        for bot in self._world.bots_by_id.values():
            query = bot.inlines.get(str(body.get("query")))
            if query is not None and query.user is user:
                result, topic = str(body.get("result")), body.get("topic") or None
                return {"id": acts.choose_inline(self._world, query, result, topic=topic).id}
        raise CannotAct("no_result", "there is no such result")

    async def _send_files(self, request: web.Request) -> web.StreamResponse:
        """Files of one multipart form: «files» (one or more), «caption», «topic», «reply_to», «as» (photo/document)."""
        chat, user = self._where(request)
        fields: dict[str, str] = {}
        found: list[tuple[str, bytes, str | None]] = []
        if not request.content_type.startswith("multipart/"):
            raise CannotAct("empty", "no file was chosen")
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            body = bytes(await part.read(decode=True))
            if part.filename is None:
                fields[part.name] = body.decode()
            elif len(body) > UPLOAD_LIMIT:
                raise CannotAct("too_big", "the file is too big")
            else:
                found.append((part.filename, body, part.headers.get("Content-Type")))
        kind = "photo" if fields.get("as") == "photo" else "document"
        files = [self._world.files.add(kind, *one) for one in found]
        topic = int(fields["topic"]) if fields.get("topic", "").isdigit() else None
        caption = fields.get("caption", "")
        if len(files) > 1:
            sent = acts.send_album(self._world, user, chat, files, caption=caption, topic=topic or None)
        elif files:
            reply = self._reply(chat, fields)
            one = acts.send_file(
                self._world, user, chat, files[0], caption=caption, topic=topic or None, reply_to=reply
            )
            sent = [one]
        else:
            raise CannotAct("empty", "no file was chosen")
        self._has_shown(sent[-1])
        return web.json_response({"id": sent[-1].id})
