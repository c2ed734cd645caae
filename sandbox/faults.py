"""Misfortunes on demand: the answer to chosen calls is an error, a broken reply or silence.

A scripted fault matches calls by method and chat, may let some pass first, and strikes a number of times.
"""

import asyncio
import re
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.errors import ApiError, bad_request, forbidden, too_many_requests
from sandbox.jsontypes import Json


class Trouble(StrEnum):
    """What befalls a call."""

    ERROR = "error"  # a Bot API error in JSON
    HTML = "html"  # a gateway's page instead of JSON
    HALF = "half"  # the effect happens, the answer breaks off in the middle
    SILENCE = "silence"  # no answer and no effect
    SILENCE_AFTER = "silence_after"  # the effect happens, no answer
    RESET = "reset"  # the connection is cut and nothing happens
    RESET_AFTER = "reset_after"  # the effect happens, then the connection is cut


EFFECT_FIRST = frozenset({Trouble.HALF, Trouble.SILENCE_AFTER, Trouble.RESET_AFTER})
"""The troubles that leave the sender in doubt: the message is there."""


WRITING = re.compile(r"(send(?!chataction)|edit(message|ephemeral)|copymessage|forwardmessage)", re.IGNORECASE)
"""How the methods that put or change messages begin: what Telegram counts, and what fails where nobody can be told."""


@dataclass(slots=True)
class Fault:
    """One scripted misfortune. `times` None means until removed; `skip` calls pass unharmed first; `writing` spares
    every method that neither sends nor edits."""

    trouble: Trouble
    method: str | None = None
    chat_id: int | str | None = None
    times: int | None = 1
    skip: int = 0
    error: ApiError | None = None
    status: int = 502
    body: str = "<html><body><h1>502 Bad Gateway</h1></body></html>"
    struck: int = field(default=0)
    writing: bool = False
    lifted: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when it is taken back: whoever is kept waiting in silence is let go."""

    def befalls(self, method: str, chat_id: int | str | None) -> bool:
        """Whether it is meant for such a call."""
        if self.method is not None and self.method.lower() != method.lower():
            return False
        if self.writing and not WRITING.match(method):
            return False
        return self.chat_id is None or str(self.chat_id) == str(chat_id)

    def json(self) -> Json:
        """For the page's list."""
        return {
            "trouble": self.trouble.value,
            "method": self.method,
            "chat_id": self.chat_id,
            "times": self.times,
            "skip": self.skip,
            "struck": self.struck,
            "description": self.error.description if self.error else "",
        }


class Faults:
    """The faults in force; each method adds one and gives it back for `remove`."""

    def __init__(self) -> None:
        self._active: list[Fault] = []

    def __bool__(self) -> bool:
        return bool(self._active)

    @property
    def active(self) -> tuple[Fault, ...]:
        """The faults that can still strike."""
        return tuple(self._active)

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force."""
        self._active.append(fault)
        return fault

    def flood(
        self,
        retry_after: int,
        *,
        method: str | None = None,
        chat_id: int | str | None = None,
        times: int | None = 1,
        skip: int = 0,
    ) -> Fault:
        """429 with any `retry_after`, in seconds."""
        error = too_many_requests(retry_after)
        return self.add(Fault(Trouble.ERROR, method, chat_id, times, skip, error))

    def forbid(
        self,
        reason: str = "bot was blocked by the user",
        *,
        method: str | None = None,
        chat_id: int | str | None = None,
        times: int | None = 1,
        skip: int = 0,
    ) -> Fault:
        """403 «Forbidden: `reason`»."""
        return self.add(Fault(Trouble.ERROR, method, chat_id, times, skip, forbidden(reason)))

    def refuse(
        self,
        reason: str,
        *,
        method: str | None = None,
        chat_id: int | str | None = None,
        times: int | None = 1,
        skip: int = 0,
        parameters: Json | None = None,
    ) -> Fault:
        """400 «Bad Request: `reason`»."""
        return self.add(Fault(Trouble.ERROR, method, chat_id, times, skip, bad_request(reason, parameters)))

    def error(
        self,
        code: int,
        description: str,
        *,
        method: str | None = None,
        chat_id: int | str | None = None,
        times: int | None = 1,
        skip: int = 0,
    ) -> Fault:
        """Any error of the Bot API's form, word for word."""
        return self.add(Fault(Trouble.ERROR, method, chat_id, times, skip, ApiError(code, description)))

    def html(
        self,
        status: int = 502,
        *,
        method: str | None = None,
        chat_id: int | str | None = None,
        times: int | None = 1,
        skip: int = 0,
    ) -> Fault:
        """A gateway's HTML page with `status` 500, 502, …"""
        body = f"<html><body><h1>{status}</h1></body></html>"
        return self.add(Fault(Trouble.HTML, method, chat_id, times, skip, status=status, body=body))

    def network(
        self,
        trouble: Trouble,
        *,
        method: str | None = None,
        chat_id: int | str | None = None,
        times: int | None = 1,
        skip: int = 0,
    ) -> Fault:
        """A reset, silence or half an answer, before or after the effect."""
        return self.add(Fault(trouble, method, chat_id, times, skip))

    @property
    def are_lasting(self) -> bool:
        """Whether one of them strikes until it is removed."""
        return any(fault.times is None for fault in self._active)

    def is_cut_off(self) -> bool:
        """Whether nothing at all gets through: what has begun before is cut as well."""
        return any(
            fault.trouble is Trouble.RESET and fault.method is None and fault.chat_id is None and not fault.writing
            for fault in self._active
            if fault.times is None and fault.skip == 0
        )

    def remove(self, fault: Fault) -> None:
        """Lift a fault; one that is over already is no error."""
        fault.lifted.set()
        if fault in self._active:
            self._active.remove(fault)

    def clear(self) -> None:
        """Lift all faults."""
        for fault in self._active:
            fault.lifted.set()
        self._active.clear()

    def strike(self, method: str, chat_id: int | str | None) -> Fault | None:
        """The fault that befalls this call, counted; None if it is spared."""
        for fault in self._active:
            if not fault.befalls(method, chat_id):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.struck += 1
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._active.remove(fault)
            return fault
        return None
