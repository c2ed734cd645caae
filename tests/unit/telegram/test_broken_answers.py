"""A real server that answers with a page, with half of an answer, or not at all: sending and polling, what is logged,
what health says of it, and that both go on by themselves afterwards."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from structlog.testing import capture_logs

from bot.health import Facts, Problem, problems, sentence
from messengers.telegram.intake import Intake
from messengers.telegram.outcomes import outcome_of
from messengers.telegram.polling import Polling
from messengers.telegram.screens import TelegramScreens
from messengers.telegram.session import TelegramSession
from services.delivery.model import Ambiguous, Outcome, RetryLater, Sent
from services.people.model import Address
from tests.unit.telegram.fakes import FixedClock
from tests.unit.telegram.test_intake import Inbox, message
from views.screen import Screen

ADDRESS = Address("telegram", "77")
MINUTE = timedelta(minutes=1)

PAGE = "<html><body>Доступ закрыт</body></html>".encode()
HALF = b'{"ok": true, "result": [{"update_id": 5, "mess'


def _http(status: int, body: bytes, *, promised: int | None = None, kind: str = "application/json") -> bytes:
    length = len(body) if promised is None else promised
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


@dataclass(frozen=True)
class Trouble:
    """What the server writes before it hangs up (`hangs`: before it falls silent), and what becomes of a message."""

    writes: bytes
    outcome: type[Outcome]
    hangs: bool = False


TROUBLES = {
    "a page with 200": Trouble(_http(200, PAGE, kind="text/html"), Ambiguous),
    "a page with 502": Trouble(_http(502, PAGE, kind="text/html"), RetryLater),
    "a page with 503": Trouble(_http(503, PAGE, kind="text/html"), RetryLater),
    "a page with 504": Trouble(_http(504, PAGE, kind="text/html"), Ambiguous),
    "half of the JSON": Trouble(_http(200, HALF), Ambiguous),
    "JSON of somebody else": Trouble(_http(200, b'{"status": "fine"}'), Ambiguous),
    "nothing in the body": Trouble(_http(200, b""), Ambiguous),
    "cut in the middle of the body": Trouble(_http(200, HALF, promised=500), Ambiguous),
    "cut in the middle of the headers": Trouble(b"HTTP/1.1 200 OK\r\nContent-Ty", Ambiguous),
    "cut at once": Trouble(b"", Ambiguous),
    "no HTTP at all": Trouble(b"SSH-2.0-OpenSSH_9.6\r\n", Ambiguous),
    "silence": Trouble(b"", Ambiguous, hangs=True),
    "silence in the middle": Trouble(_http(200, HALF, promised=500), Ambiguous, hangs=True),
}
EACH = pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())

SHORT = 0.2
"""Wall seconds that are waited for an answer which never comes."""


@dataclass
class Server:
    """In trouble for the first `times` calls, well afterwards: `updates` come once each."""

    trouble: Trouble
    times: int = 3
    updates: list[dict[str, Any]] = field(default_factory=list)
    calls: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = int(head.lower().partition("content-length:")[2].partition("\r\n")[0] or 0)
            await reader.readexactly(length)
        except asyncio.IncompleteReadError:
            return  # given up before it was asked
        self.calls += 1
        if self.calls <= self.times:
            writer.write(self.trouble.writes)
            if self.trouble.hangs:
                await reader.read()  # until the other side gives up
        else:
            writer.write(_http(200, json.dumps({"ok": True, "result": self._result("/getUpdates " in head)}).encode()))
        writer.close()

    def _result(self, asked_for_updates: bool) -> Any:
        if not asked_for_updates:
            return {"message_id": 9, "date": 1, "chat": {"id": 77, "type": "private"}}
        updates, self.updates = self.updates, []
        if not updates:
            self.over.set()
        return updates


@asynccontextmanager
async def bot_of(server: Server) -> AsyncIterator[tuple[Bot, TelegramSession]]:
    async with await asyncio.start_server(server.talk, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        session = TelegramSession(api=TelegramAPIServer.from_base(f"http://127.0.0.1:{port}"))
        session.timeout = SHORT if server.trouble.hangs else 5.0
        async with Bot("1:T", session=session) as bot:
            yield bot, session


def said_of_health(
    session: TelegramSession, *, after: timedelta, polling: Polling | None = None
) -> tuple[Problem, ...]:
    """What a look at health finds so long after the trouble began."""
    contact = session.contact
    began = contact.failing_since or (polling.failing_since if polling is not None else None) or datetime.now(UTC)
    facts = Facts(
        at=began + after,
        pid=1,
        telegram_failing_since=contact.failing_since,
        telegram_trouble=contact.trouble,
        updates_failing_since=None if polling is None else polling.failing_since,
        updates_trouble="" if polling is None else polling.trouble,
    )
    found = problems(facts, facts.at)
    assert all(sentence(problem, facts) for problem in found)
    assert "1:T" not in contact.trouble, "the token is nobody's business"
    return found


@EACH
async def test_sending(trouble: Trouble) -> None:
    async with bot_of(server := Server(trouble)) as (bot, session):

        async def send() -> Outcome:
            try:
                return Sent(await TelegramScreens(bot).show(ADDRESS, Screen("Здравствуйте!")))
            except Exception as error:  # noqa: BLE001 - whatever it is, is what the test looks at
                return outcome_of(error, ADDRESS)

        began = datetime.now(UTC)
        outcomes = [await send() for _ in range(server.times)]
        assert [type(outcome) for outcome in outcomes] == [trouble.outcome] * server.times
        assert session.contact.failing_since is not None
        assert session.contact.trouble
        assert abs(session.contact.failing_since - began) < MINUTE, "the first of them, and when it was asked"
        assert said_of_health(session, after=MINUTE - timedelta(seconds=1)) == ()
        assert said_of_health(session, after=MINUTE) == (Problem.TELEGRAM,)

        session.timeout = 10.0
        assert await send() == Sent("9")
        assert not session.contact.trouble
        assert said_of_health(session, after=MINUTE) == ()


@EACH
async def test_polling(trouble: Trouble) -> None:
    heard: list[str] = []
    async with bot_of(server := Server(trouble, updates=[message(5, 77, "Когда голосование?")])) as (bot, session):
        router = Router()

        @router.message()
        async def hear(event: Message) -> None:
            heard.append(event.text or "")

        dispatcher = Dispatcher()
        dispatcher.include_router(router)
        intake = Intake(bot, dispatcher, Inbox(), FixedClock(datetime(2023, 1, 25, tzinfo=UTC)), first_pause=0.0)
        patience = SHORT if trouble.hangs else 5.0
        polling = Polling(bot, intake, first_pause=0.0, longest_pause=0.0, poll_seconds=0, patience=patience)
        found: list[tuple[Problem, ...]] = []
        intake_rest = intake.rest

        async def rest(seconds: float) -> None:
            if polling.trouble:
                found.append(said_of_health(session, after=MINUTE, polling=polling))
            await intake_rest(seconds)

        intake.rest = rest  # type: ignore[method-assign]  # a look at health between two tries
        with capture_logs() as logs:
            async with asyncio.TaskGroup() as parts:
                parts.create_task(intake.run())
                parts.create_task(polling.run())
                await asyncio.wait_for(server.over.wait(), 20)
                await intake.stop()
    assert set(found) == {(Problem.TELEGRAM,)}
    assert len(found) >= server.times, "a busy machine may take the first good answer for silence too"
    assert heard == ["Когда голосование?"]
    assert (polling.trouble, polling.failing_since, session.contact.failing_since) == ("", None, None)
    assert [entry["event"] for entry in logs] == ["telegram.polling_failed", "telegram.polling_again"]
    assert logs[0]["detail"]
    assert logs[1]["after"] == "no_answer"


async def test_when_only_polling_is_in_trouble_health_says_that_nobody_is_heard() -> None:
    """Whoever else polls with the same token takes the people's messages away; what the bot sends goes through."""
    body = json.dumps(
        {"ok": False, "error_code": 409, "description": "Conflict: terminated by other getUpdates request"}
    )
    async with bot_of(server := Server(Trouble(_http(409, body.encode()), RetryLater), times=2)) as (bot, session):
        intake = Intake(bot, Dispatcher(), Inbox(), FixedClock(datetime(2023, 1, 25, tzinfo=UTC)), first_pause=0.0)
        polling = Polling(bot, intake, first_pause=0.0, longest_pause=0.0, poll_seconds=0)
        found: list[tuple[Problem, ...]] = []
        intake_rest: Callable[[float], Any] = intake.rest

        async def rest(seconds: float) -> None:
            if polling.trouble:
                assert session.contact.failing_since is None, "a refusal is an answer"
                found.append(said_of_health(session, after=MINUTE, polling=polling))
            await intake_rest(seconds)

        intake.rest = rest  # type: ignore[method-assign]  # a look at health between two tries
        async with asyncio.TaskGroup() as parts:
            parts.create_task(intake.run())
            parts.create_task(polling.run())
            await asyncio.wait_for(server.over.wait(), 20)
            await intake.stop()
    assert found == [(Problem.UPDATES,)] * 2
    assert polling.failing_since is None
