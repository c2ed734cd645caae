"""Misfortunes switched on and off over HTTP: a switch for each kind, for everybody or for one chat."""

from enum import StrEnum
from typing import Final

from aiohttp import web

from sandbox.control import Sandbox
from sandbox.errors import bad_request, forbidden, too_many_requests
from sandbox.faults import Fault, Trouble
from sandbox.jsontypes import Json

RETRY_AFTER: Final = 30
"""Seconds that a 429 asks to wait unless the page says otherwise."""

LONGEST_RETRY: Final = 86_400


class Kind(StrEnum):
    """What can be switched on. All but OFFLINE befall only what sends or edits."""

    FLOOD = "429"
    FORBIDDEN = "403"  # one person has blocked the bot, and Telegram says so; of one chat only
    TIMEOUT = "timeout"  # no answer and no effect, until it is switched off
    BROKEN = "500"
    OFFLINE = "offline"  # «Telegram недоступен»: nothing gets through, nothing comes in
    LOST = "400 chat not found"  # of one chat only


OF_ONE_CHAT: Final = frozenset({Kind.FORBIDDEN, Kind.LOST})
"""A bot takes these for good: for everybody at once they would end the demo without a word."""


class FaultRefused(Exception):
    """A switch cannot be set so; `code` names the reason for the page."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class FaultRoutes:
    """The switches of the page, beside what programs have scripted themselves."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._on: dict[Kind, Fault] = {}

    async def show(self, request: web.Request) -> web.StreamResponse:
        """GET: everything in force, and the switches."""
        return web.json_response(self._state())

    async def switch(self, request: web.Request) -> web.StreamResponse:
        """POST {"kind", "on", "chat"?, "retry_after"?}; `chat` is the Bot API's number of a chat, or none for all."""
        kind, on, fault = fault_of(await request.json())
        if (before := self._on.pop(kind, None)) is not None:
            self._sandbox.faults.remove(before)
        if on:
            self._on[kind] = self._sandbox.faults.add(fault)
            if kind is Kind.OFFLINE:
                for bot in self._sandbox.world.bots_by_id.values():
                    bot.feed.wake()  # long polls under way are cut as well
        self._sandbox.changes.tell(lambda: {"type": "faults"})
        return web.json_response(self._state())

    def _state(self) -> Json:
        active = self._sandbox.faults.active
        return {"rules": [fault.json() for fault in active], "kinds": [self._switch(kind) for kind in Kind]}

    def _switch(self, kind: Kind) -> Json:
        fault = self._on.get(kind)
        if fault is not None and fault not in self._sandbox.faults.active:
            del self._on[kind]  # a program has cleared it away
            fault = None
        state: Json = {
            "kind": kind.value,
            "on": fault is not None,
            "chat": fault.chat_id if fault else None,
            "needs_chat": kind in OF_ONE_CHAT,
        }
        if kind is Kind.FLOOD:
            error = fault.error if fault else None
            state["retry_after"] = (error.parameters or {})["retry_after"] if error else RETRY_AFTER
        if fault is not None:
            state["struck"] = fault.struck
        return state


def fault_of(body: Json) -> tuple[Kind, bool, Fault]:
    """What a request asks for. Errors: FaultRefused."""
    try:
        kind = Kind(str(body.get("kind")))
    except ValueError:
        raise FaultRefused("bad_kind", f"a kind is one of {', '.join(kind.value for kind in Kind)}") from None
    on, chat, seconds = body.get("on") is True, body.get("chat"), body.get("retry_after", RETRY_AFTER)
    if chat is not None and (isinstance(chat, bool) or not isinstance(chat, int)):
        raise FaultRefused("bad_chat", "a chat is a number, as the Bot API has it")
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 1 <= seconds <= LONGEST_RETRY:
        raise FaultRefused("bad_seconds", f"retry_after is a number of seconds from 1 to {LONGEST_RETRY}")
    if kind in OF_ONE_CHAT and on and chat is None:
        raise FaultRefused("needs_chat", "that befalls one chat only: say which")
    fault = _made(kind, seconds)
    fault.times, fault.chat_id, fault.writing = None, chat, kind is not Kind.OFFLINE
    return kind, on, fault


def _made(kind: Kind, retry_after: int) -> Fault:
    match kind:
        case Kind.FLOOD:
            return Fault(Trouble.ERROR, error=too_many_requests(retry_after))
        case Kind.FORBIDDEN:
            return Fault(Trouble.ERROR, error=forbidden("bot was blocked by the user"))
        case Kind.TIMEOUT:
            return Fault(Trouble.SILENCE)
        case Kind.BROKEN:
            return Fault(Trouble.HTML, status=500, body="<html><body><h1>500 Internal Server Error</h1></body></html>")
        case Kind.OFFLINE:
            return Fault(Trouble.RESET)
        case Kind.LOST:
            return Fault(Trouble.ERROR, error=bad_request("chat not found"))
