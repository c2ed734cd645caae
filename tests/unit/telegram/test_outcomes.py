"""Whatever a Bot API server, a proxy or the network does, it is known whether the message was sent."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter
from aiogram.methods import SendMessage

from messengers.telegram.outcomes import PartlyShown, outcome_of
from messengers.telegram.screens import TelegramScreens
from messengers.telegram.session import TelegramSession
from services.delivery.model import Ambiguous, Moved, Outcome, Refused, RetryLater, Sent, Unreachable
from services.people.model import Address, UnreachableReason
from views.screen import Screen

ADDRESS = Address("telegram", "77")
Reply = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def send(port: int, seconds: float = 5.0) -> Outcome:
    """Send a message to the server at this port, and say what came of it."""
    session = TelegramSession(api=TelegramAPIServer.from_base(f"http://127.0.0.1:{port}"), timeout=seconds)
    async with Bot("1:T", session=session) as bot:
        try:
            return Sent(await TelegramScreens(bot).show(ADDRESS, Screen("Здравствуйте!")))
        except Exception as error:  # noqa: BLE001 - whatever it is, is what the test looks at
            return outcome_of(error, ADDRESS)


@asynccontextmanager
async def serving(reply: Reply) -> AsyncIterator[int]:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await reply(reader, writer)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def answering(status: int, body: str, kind: str = "application/json", **headers: str) -> Reply:
    async def reply(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raw = body.encode()
        head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(raw)}\r\nConnection: close\r\n"
        more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        writer.write(f"{head}{more}\r\n".encode() + raw)
        await writer.drain()

    return reply


def refusing(code: int, description: str, **parameters: int) -> Reply:
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return answering(code, json.dumps(body))


async def half_an_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"ok": tr')
    await writer.drain()


async def nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Closes the connection without a word."""


THROTTLED = '{"ok": false, "error_code": 429, "description": "Too Many Requests"}'
HOUR = "Sun, 12 Mar 2023 08:00"

DEFINITE = [
    (
        refusing(400, "Bad Request: chat not found"),
        Unreachable(UnreachableReason.NO_CHAT, "Bad Request: chat not found"),
    ),
    (
        refusing(403, "Forbidden: bot was blocked by the user"),
        Unreachable(UnreachableReason.BLOCKED, "Forbidden: bot was blocked by the user"),
    ),
    (
        refusing(403, "Forbidden: user is deactivated"),
        Unreachable(UnreachableReason.DEACTIVATED, "Forbidden: user is deactivated"),
    ),
    (
        refusing(403, "Forbidden: bot was kicked from the supergroup chat"),
        Unreachable(UnreachableReason.NO_CHAT, "Forbidden: bot was kicked from the supergroup chat"),
    ),
    (
        refusing(403, "Forbidden: bot can't initiate conversation with a user"),
        Unreachable(UnreachableReason.NO_CHAT, "Forbidden: bot can't initiate conversation with a user"),
    ),
    (refusing(400, "Bad Request: message is too long"), Refused("Bad Request: message is too long")),
    (
        refusing(429, "Too Many Requests: retry after 7", retry_after=7),
        RetryLater(7.0, "x", lane_wide=False),
    ),
    (refusing(429, "Too Many Requests: retry after 3600", retry_after=3600), RetryLater(3600.0, "x")),
    (answering(429, '{"ok": false, "error_code": 429, "parameters": {"retry_after": "2.5"}}'), RetryLater(3.0, "x")),
    (answering(429, '{"ok": false, "error_code": 429, "parameters": null}'), RetryLater(5.0, "x")),
    (answering(429, "<html>Too Many Requests</html>", "text/html"), RetryLater(10.0, "x")),
    (
        refusing(400, "Bad Request: USER_IS_BLOCKED"),
        Unreachable(UnreachableReason.BLOCKED, "Bad Request: USER_IS_BLOCKED"),
    ),
    (
        refusing(400, "Bad Request: INPUT_USER_DEACTIVATED"),
        Unreachable(UnreachableReason.DEACTIVATED, "Bad Request: INPUT_USER_DEACTIVATED"),
    ),
    (answering(429, '{"ok": false, "description": "Too Many Requests: retry after 9"}'), RetryLater(9.0, "x")),
    (answering(429, '{"ok": false, "error_code": 429}'), RetryLater(5.0, "x")),
    (answering(429, '{"ok": false, "parameters": {"retry_after": 1000000000000000000000}}'), RetryLater(86400.0, "x")),
    (answering(429, '{"ok": false, "parameters": {"retry_after": 1e400}}'), RetryLater(5.0, "x")),
    (answering(429, '{"ok": false, "parameters": {"retry_after": -3}}'), RetryLater(5.0, "x")),
    (answering(429, '{"ok": false, "parameters": {"retry_after": "soon"}}'), RetryLater(5.0, "x")),
    (answering(429, THROTTLED, Retry_After="17"), RetryLater(17.0, "x")),
    (answering(429, THROTTLED, retry_after="17"), RetryLater(17.0, "x")),
    (answering(429, THROTTLED, Date=f"{HOUR}:10 GMT", Retry_After=f"{HOUR}:33 GMT"), RetryLater(23.0, "x")),
    (answering(429, THROTTLED, Date=f"{HOUR}:10 GMT", Retry_After=f"{HOUR}:05 GMT"), RetryLater(5.0, "x")),
    (answering(429, THROTTLED, Retry_After="soon"), RetryLater(5.0, "x")),
    (answering(429, THROTTLED, Retry_After="999999999"), RetryLater(86400.0, "x")),
    (answering(429, '{"ok": false, "parameters": {"retry_after": 3}}', Retry_After="17"), RetryLater(3.0, "x")),
    (answering(429, "<html>Too Many Requests</html>", "text/html", Retry_After="17"), RetryLater(17.0, "x")),
    (
        refusing(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009),
        Moved(Address("telegram", "-1009")),
    ),
    (refusing(500, "Internal Server Error"), RetryLater(10.0, "x")),
    (answering(502, '{"ok": false, "error_code": 502}'), RetryLater(10.0, "x")),
    (answering(502, "<html>Bad Gateway</html>", "text/html"), RetryLater(10.0, "x")),
    (answering(403, "<html>заблокировано провайдером</html>", "text/html"), RetryLater(10.0, "x")),
    (refusing(404, "Not Found"), RetryLater(60.0, "x", lane_wide=True)),
    (refusing(404, "Not Found: method not found"), Refused("Not Found: method not found")),
    (refusing(501, "Not Implemented: sendMessage"), Refused("Not Implemented: sendMessage")),
    (refusing(401, "Unauthorized"), RetryLater(60.0, "x", lane_wide=True)),
    (answering(200, '{"ok": false, "error_code": 400, "description": "Bad Request: x"}'), Refused("Bad Request: x")),
    (answering(200, '{"ok": true, "result": {"message_id": 41, "odd": true}}'), Sent("41")),
]


@pytest.mark.parametrize(("reply", "expected"), DEFINITE)
async def test_what_a_server_answers_is_definite(reply: Reply, expected: Outcome) -> None:
    async with serving(reply) as port:
        outcome = await send(port)
    match expected:
        case RetryLater():
            assert isinstance(outcome, RetryLater)
            assert (outcome.after, outcome.lane_wide) == (expected.after, expected.lane_wide)
        case Unreachable() | Refused():
            assert isinstance(outcome, Unreachable | Refused)
            assert outcome.detail.endswith(expected.detail)
            assert getattr(outcome, "reason", None) == getattr(expected, "reason", None)
        case _:
            assert outcome == expected


AMBIGUOUS = [
    half_an_answer,
    nothing,
    answering(200, "<html>вход в сеть</html>", "text/html"),
    answering(504, "<html>Gateway Timeout</html>", "text/html"),
    answering(200, '{"ok": true, "result": "?"}'),
    answering(200, ""),
]


@pytest.mark.parametrize("reply", AMBIGUOUS)
async def test_without_an_answer_nobody_knows(reply: Reply) -> None:
    async with serving(reply) as port:
        assert isinstance(await send(port), Ambiguous)


async def test_silence_after_writing_is_ambiguous() -> None:
    released = asyncio.Event()

    async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await released.wait()

    async with serving(silence) as port:
        assert isinstance(await send(port, seconds=0.05), Ambiguous)
        released.set()


async def test_no_connection_is_definite() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        outcome = await send(taken.getsockname()[1])
    assert isinstance(outcome, RetryLater)
    assert not outcome.lane_wide


def test_a_mistake_of_the_code_is_not_taken_for_an_outcome() -> None:
    with pytest.raises(KeyError):
        outcome_of(KeyError("x"), ADDRESS)


def test_after_a_part_has_arrived_a_second_try_is_a_repetition() -> None:
    throttled = TelegramRetryAfter(method=SendMessage(chat_id=77, text="x"), message="retry after 5", retry_after=5)
    assert outcome_of(throttled, ADDRESS) == RetryLater(5.0, throttled.message, asked=True)
    assert isinstance(outcome_of(PartlyShown(throttled), ADDRESS), Ambiguous)
    blocked = TelegramForbiddenError(method=SendMessage(chat_id=77, text="x"), message="bot was blocked by the user")
    assert isinstance(outcome_of(PartlyShown(blocked), ADDRESS), Unreachable)
