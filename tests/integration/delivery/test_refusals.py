"""Every refusal of the Bot API, as a real server words it: what is called again, and what becomes of row and person."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, MutableMapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from structlog.testing import capture_logs

from messengers.telegram import sender as sending
from messengers.telegram.sender import TelegramSender
from messengers.telegram.session import TelegramSession
from services.campaigns.library import PlanLibrary
from services.delivery.compose_together import Composer
from services.delivery.model import Delivery, DeliveryState, Outcome, RetryLater
from services.people.model import Person, UnreachableReason
from storage.database import Database
from storage.outbox_outcomes import DESK_AGAIN
from tests.integration.delivery.rows import chat, claim, people, put, relay, row, rows
from tests.unit.scheduler.fakes import START, FakeClock
from views.screen import Button, Press, Screen
from views.translator import load_translators

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
SCREEN = Screen("<b>Сегодня</b> последний день", buttons=((Button("Готово", Press("done", ("1",))),),))
LONG = Screen("слово " * 500)
S, R = DeliveryState, UnreachableReason

PERSON, MOVED, DESK = 77, -10077, -500


@dataclass
class Server:
    """Refuses the first calls of sendMessage as told, then takes them; `asked` are their parameters."""

    refusals: list[tuple[int, dict[str, Any]]]
    asked: list[dict[str, str]] = field(default_factory=list)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        form = parse_qs((await reader.readexactly(length)).decode())
        status, answer = self._answer({name: values[0] for name, values in form.items()}, "/getme " in head)
        body = json.dumps(answer).encode()
        headers = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(headers.encode() + body)
        await writer.drain()
        writer.close()

    def _answer(self, asked: dict[str, str], get_me: bool) -> tuple[int, dict[str, Any]]:
        if get_me:  # whether anybody is there, after an answer of 500
            return 200, {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "Срок"}}
        self.asked.append(asked)
        return self.refusals.pop(0) if self.refusals else (200, self._taken())

    def _taken(self) -> dict[str, Any]:
        chat = {"id": int(self.asked[-1]["chat_id"]), "type": "private"}
        return {"ok": True, "result": {"message_id": 900 + len(self.asked), "date": 1, "chat": chat}}


def refusal(code: int, description: str, parameters: Mapping[str, int] | None = None) -> tuple[int, dict[str, Any]]:
    answer: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return code, answer if parameters is None else answer | {"parameters": parameters}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine: that an outcome is written alike on both is tested with the queue."""
    return sqlite_url


@dataclass
class House:
    """One row, due now, on its way to a real server."""

    database: Database
    server: Server
    person: Person
    sender: TelegramSender

    async def put(self, *, desk: bool = False) -> None:
        """A reminder for the person, or a message for the operators' chat."""
        if desk:
            await put(self.database.units, relay("row", DESK))
        else:
            await put(self.database.units, row("row", PERSON, person=self.person.id))

    async def send(self, now: datetime) -> Outcome | None:
        """What is due at `now`; None when nothing is."""
        claimed = await claim(self.database, now=now)
        for delivery in claimed:
            outcome = await self.sender.send(delivery)
            await self.database.queue.record([(delivery, outcome)], now)
            return outcome
        return None

    async def row(self) -> Delivery:
        (found,) = (await rows(self.database)).values()
        return found

    async def unreachable(self) -> UnreachableReason | None:
        async with self.database.units(reading=True) as unit:
            found = await unit.people.get(self.person.id)
        assert found is not None
        return found.unreachable


Opens = Callable[..., AbstractAsyncContextManager[House]]


@pytest.fixture
def house(database: Database, monkeypatch: pytest.MonkeyPatch) -> Opens:
    """Opens a house whose server refuses so; every row says the same."""

    @asynccontextmanager
    async def opened(*refusals: tuple[int, dict[str, Any]], screen: Screen = SCREEN) -> AsyncIterator[House]:
        async def letter(composer: Composer, delivery: Delivery) -> Any:
            return SimpleNamespace(language="ru")

        monkeypatch.setattr(Composer, "compose", letter)
        monkeypatch.setattr(sending, "view_of", lambda letter, t: screen)
        server = Server(list(refusals))
        async with await asyncio.start_server(server.talk, "127.0.0.1", 0) as listening:
            port = listening.sockets[0].getsockname()[1]
            session = TelegramSession(api=TelegramAPIServer.from_base(f"http://127.0.0.1:{port}"))
            person = (await people(database.units, [PERSON]))[PERSON]
            async with Bot("1:T", session=session) as bot:
                sender = TelegramSender(bot, database.units, PlanLibrary(), FakeClock(), load_translators(), None)
                yield House(database, server, person, sender)

    return opened


GONE = [
    (400, "Bad Request: chat not found", R.NO_CHAT),
    (400, "Bad Request: user not found", R.NO_CHAT),
    (400, "Bad Request: PEER_ID_INVALID", R.NO_CHAT),
    (400, "Bad Request: USER_IS_BLOCKED", R.BLOCKED),
    (400, "Bad Request: INPUT_USER_DEACTIVATED", R.DEACTIVATED),
    (403, "Forbidden: bot was blocked by the user", R.BLOCKED),
    (403, "Forbidden: user is deactivated", R.DEACTIVATED),
    (403, "Forbidden: bot was kicked from the supergroup chat", R.NO_CHAT),
    (403, "Forbidden: bot was kicked from the group chat", R.NO_CHAT),
    (403, "Forbidden: bot is not a member of the channel chat", R.NO_CHAT),
    (403, "Forbidden: bot is not a member of the supergroup chat", R.NO_CHAT),
    (403, "Forbidden: bot can't initiate conversation with a user", R.NO_CHAT),
    (403, "Forbidden: bot can't send messages to bots", R.NO_CHAT),
    (403, "Forbidden: the group chat was deleted", R.NO_CHAT),
    (400, "Bad Request: have no rights to send a message", R.NO_CHAT),
    (400, "Bad Request: not enough rights to send text messages to the chat", R.NO_CHAT),
    (400, "Bad Request: need administrator rights in the channel chat", R.NO_CHAT),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", R.NO_CHAT),
    (400, "Bad Request: CHAT_RESTRICTED", R.NO_CHAT),
    (400, "Bad Request: group chat was upgraded to a supergroup chat", R.NO_CHAT),  # without saying where to
]


@pytest.mark.parametrize(("code", "description", "reason"), GONE)
async def test_whoever_cannot_be_written_to_is_marked_and_the_row_ends_as_blocked(
    house: Opens, code: int, description: str, reason: UnreachableReason
) -> None:
    async with house(refusal(code, description)) as home:
        await home.put()
        await home.send(START)
        row = await home.row()
        assert (row.state, await home.unreachable()) == (S.BLOCKED, reason)
        assert row.reason == f"{reason}: {_as_logged(row, description)}"
        assert await home.send(START + DAY) is None
        assert len(home.server.asked) == 1


@pytest.mark.parametrize(("code", "description", "reason"), GONE)
async def test_the_operators_chat_is_tried_again_until_somebody_has_mended_it(
    house: Opens, code: int, description: str, reason: UnreachableReason
) -> None:
    async with house(refusal(code, description)) as home:
        await home.put(desk=True)
        await home.send(START)
        assert (await home.row()).state is S.PENDING
        assert await home.send(START + DESK_AGAIN - SECOND) is None
        await home.send(START + DESK_AGAIN)
        assert ((await home.row()).state, await home.unreachable()) == (S.SENT, None)


ENDS = [
    (400, "Bad Request: message thread not found"),
    (400, "Bad Request: message text is empty"),
    (400, "Bad Request: wrong file identifier/HTTP URL specified"),
    (400, "Bad Request: VOICE_MESSAGES_FORBIDDEN"),
    (400, "Bad Request: something that nobody has ever heard of"),
    (413, "Request Entity Too Large"),
    (404, "Not Found: method not found"),
]


@pytest.mark.parametrize("desk", [False, True])
@pytest.mark.parametrize(("code", "description"), ENDS)
async def test_what_no_second_try_would_mend_has_failed_and_says_why(
    house: Opens, code: int, description: str, desk: bool
) -> None:
    async with house(refusal(code, description)) as home:
        await home.put(desk=desk)
        await home.send(START)
        row = await home.row()
        assert (row.state, await home.unreachable(), len(home.server.asked)) == (S.FAILED, None, 1)
        assert row.reason is not None
        assert description.partition(": ")[2] in row.reason or description in row.reason


BUTTONS = [
    "Bad Request: reply markup is too long",
    "Bad Request: BUTTON_DATA_INVALID",
    "Bad Request: BUTTON_URL_INVALID",
    "Bad Request: inline keyboard button URL 'x' is invalid: Wrong HTTP URL",
    "Bad Request: can't parse reply keyboard markup JSON object",
]
ENTITIES = [
    "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3',
    "Bad Request: ENTITY_BOUNDS_INVALID",
    "Bad Request: ENTITIES_TOO_LONG",
]


@pytest.mark.parametrize("description", BUTTONS)
async def test_without_its_buttons_it_arrives(house: Opens, description: str) -> None:
    async with house(refusal(400, description)) as home:
        await home.put()
        with capture_logs() as logs:
            await home.send(START)
        assert (await home.row()).state is S.SENT
        first, second = home.server.asked
        assert "reply_markup" in first
        assert "reply_markup" not in second
        assert second["text"] == SCREEN.text
        assert _said(logs) == ["telegram.markup_refused"]


@pytest.mark.parametrize("description", ENTITIES)
async def test_as_plain_text_it_arrives(house: Opens, description: str) -> None:
    async with house(refusal(400, description)) as home:
        await home.put()
        with capture_logs() as logs:
            await home.send(START)
        assert (await home.row()).state is S.SENT
        first, second = home.server.asked
        assert (first["text"], first["parse_mode"]) == (SCREEN.text, "HTML")
        assert (second["text"], second.get("parse_mode")) == ("Сегодня последний день", None)
        assert "reply_markup" in second, "the buttons were not what was refused"
        assert _said(logs) == ["telegram.markup_refused"]


async def test_first_its_markup_then_its_buttons_then_it_has_failed(house: Opens) -> None:
    refused = [refusal(400, said) for said in (ENTITIES[0], BUTTONS[0], ENTITIES[1], ENTITIES[1])]
    async with house(*refused) as home:
        await home.put()
        await home.send(START)
        assert (await home.row()).state is S.FAILED
        assert len(home.server.asked) == 3, "once for each thing that can be left away"


async def test_a_text_too_long_for_a_server_that_counts_bytes_goes_in_smaller_pieces(house: Opens) -> None:
    async with house(refusal(400, "Bad Request: message is too long"), screen=LONG) as home:
        await home.put()
        with capture_logs() as logs:
            await home.send(START)
        assert (await home.row()).state is S.SENT
        first, *pieces = home.server.asked
        assert "".join(piece["text"] for piece in pieces).replace(" ", "") == first["text"].replace(" ", "")
        assert all(len(piece["text"].encode()) <= 4096 for piece in pieces)
        assert _said(logs) == ["telegram.text_too_long"]


@pytest.mark.parametrize("what", ["message", "message caption"])
async def test_what_is_too_long_in_any_pieces_has_failed(house: Opens, what: str) -> None:
    too_long = refusal(400, f"Bad Request: {what} is too long")
    async with house(too_long, too_long) as home:
        await home.put()
        await home.send(START)
        row = await home.row()
        assert (row.state, await home.unreachable(), len(home.server.asked)) == (S.FAILED, None, 2)


@pytest.mark.parametrize("desk", [False, True])
async def test_a_group_that_became_a_supergroup_is_followed(house: Opens, desk: bool) -> None:
    upgraded = refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": MOVED})
    async with house(upgraded) as home:
        await home.put(desk=desk)
        await home.send(START)
        assert ((await home.row()).state, (await home.row()).address.chat) == (S.PENDING, str(MOVED))
        await home.send(START)
        assert ((await home.row()).state, await home.unreachable()) == (S.SENT, None)
        assert [asked["chat_id"] for asked in home.server.asked] == [str(DESK if desk else PERSON), str(MOVED)]
        async with home.database.units(reading=True) as unit:
            assert (await unit.outbox.where_now(chat(DESK if desk else PERSON))).chat == str(MOVED)


LATER = [
    (429, "Too Many Requests: retry after 7", {"retry_after": 7}, 7),
    (429, "Too Many Requests: retry after 7200", {"retry_after": 7200}, 7200),
    (500, "Internal Server Error", None, 10),
    (502, "Bad Gateway", None, 10),
    (401, "Unauthorized", None, 60),
    (404, "Not Found", None, 60),
    (409, "Conflict: terminated by other getUpdates request", None, 10),
]


@pytest.mark.parametrize("desk", [False, True])
@pytest.mark.parametrize(("code", "description", "parameters", "seconds"), LATER)
async def test_a_refusal_for_now_puts_it_off(
    house: Opens, code: int, description: str, parameters: dict[str, int] | None, seconds: int, desk: bool
) -> None:
    async with house(refusal(code, description, parameters)) as home:
        await home.put(desk=desk)
        assert isinstance(await home.send(START), RetryLater)
        assert ((await home.row()).state, (await home.row()).possibly_repeated) == (S.PENDING, False)
        assert await home.send(START + (seconds - 1) * SECOND) is None
        await home.send(START + seconds * SECOND)
        assert ((await home.row()).state, await home.unreachable()) == (S.SENT, None)


def _said(logs: list[MutableMapping[str, Any]]) -> list[str]:
    return [str(entry["event"]) for entry in logs if entry["log_level"] in ("error", "warning")]


def _as_logged(row: Delivery, description: str) -> str:
    """The words of the refusal, as aiogram passes them on."""
    assert row.reason is not None
    said = row.reason.partition(": ")[2]
    assert said.endswith(description)
    return said
