"""Updates are stored before they are confirmed, handled once, in order within a chat, and none holds up another."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Dispatcher, Router
from aiogram.exceptions import TelegramConflictError, TelegramNetworkError, TelegramUnauthorizedError
from aiogram.types import Message
from structlog.testing import capture_logs

from messengers.telegram.intake import Intake, chat_of
from messengers.telegram.polling import BETWEEN_POLLS, Polling, TokenRefused
from messengers.telegram.raw import GetRawUpdates
from services.updates import current_update
from tests.unit.telegram.fakes import FakeSession, FixedClock, fake_bot


class Inbox:
    """`services.updates.Updates` in memory."""

    def __init__(self, left_open: Sequence[tuple[int, str]] = ()) -> None:
        self.stored: dict[int, str] = {}
        self.left_open = left_open
        self.done: list[int] = []
        self.begun: list[int] = []
        self.tries: dict[int, int] = {}

    async def store(self, messenger: str, updates: Sequence[tuple[int, str]], now: datetime) -> Sequence[int]:
        new = [number for number, _ in updates if number not in self.stored]
        self.stored.update(updates)
        return new

    async def open(self, messenger: str, now: datetime) -> Sequence[tuple[int, str]]:
        return self.left_open

    async def begin_again(self, messenger: str, update_id: int) -> None:
        self.begun.append(update_id)

    async def handled(self, messenger: str, update_id: int, now: datetime) -> None:
        self.done.append(update_id)

    async def failed(self, messenger: str, update_id: int, now: datetime) -> bool:
        self.tries[update_id] = self.tries.get(update_id, 0) + 1
        return self.tries[update_id] < 3

    async def forget(self, before: datetime) -> int:
        return 0


def message(number: int, chat: int, text: str = "x") -> dict[str, Any]:
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "text": text},
    }


class World:
    """An intake over a server that answers getUpdates with the batches given, then with nothing for ever."""

    def __init__(self, inbox: Inbox, *answers: list[dict[str, Any]] | Exception) -> None:
        self.inbox = inbox
        self.handled: list[tuple[int, str]] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.seen: dict[str, asyncio.Event] = {}
        self.polls: list[int | None] = []
        self.idle = asyncio.Event()
        self._answers = list(answers)
        bot, session = fake_bot()
        self._serve(session)
        dispatcher = Dispatcher()
        dispatcher.include_router(self._router())
        clock = FixedClock(datetime(2023, 1, 25, tzinfo=UTC))
        self.intake = Intake(bot, dispatcher, inbox, clock, first_pause=0.0)
        self.polling = Polling(bot, self.intake, first_pause=0.0, longest_pause=0.0)

    def _serve(self, session: FakeSession) -> None:
        usual = session.make_request

        async def make_request(bot: Any, method: Any, timeout: int | None = None) -> Any:  # noqa: ASYNC109 - aiogram's
            if not isinstance(method, GetRawUpdates):
                return await usual(bot, method, timeout)
            self.polls.append(method.offset)
            if self._answers:
                answer = self._answers.pop(0)
                if isinstance(answer, Exception):
                    raise answer
                return answer
            self.idle.set()
            return await asyncio.Event().wait()

        session.make_request = make_request  # type: ignore[method-assign]  # the server's side of this test

    def _router(self) -> Router:
        router = Router()

        @router.message()
        async def keep(event: Message) -> None:
            assert current_update() is not None
            if gate := self.gates.get(event.text or ""):
                await gate.wait()
            if event.text == "broken":
                raise OSError("the store is away")
            self.handled.append((event.chat.id, event.text or ""))
            if seen := self.seen.get(event.text or ""):
                seen.set()

        return router

    async def work(self) -> None:
        """Handle and poll until the intake stops."""
        async with asyncio.TaskGroup() as parts:
            parts.create_task(self.intake.run())
            parts.create_task(self.polling.run())

    @asynccontextmanager
    async def running(self) -> Any:
        task = asyncio.ensure_future(self.work())
        try:
            await asyncio.wait({task, asyncio.ensure_future(self.idle.wait())}, return_when=asyncio.FIRST_COMPLETED)
            yield
        finally:
            await self.intake.stop()
            await task


async def test_updates_are_stored_then_confirmed_then_marked() -> None:
    world = World(Inbox(), [message(5, 1), message(6, 2)])
    async with world.running():
        assert set(world.inbox.stored) == {5, 6}
        assert world.polls == [None, 7]
    assert sorted(world.inbox.done) == [5, 6]


async def test_a_chat_keeps_its_order_while_others_go_on() -> None:
    world = World(Inbox(), [message(1, 1, "slow"), message(2, 1, "after"), message(3, 2, "other")])
    world.gates["slow"] = asyncio.Event()
    world.seen["other"] = asyncio.Event()
    async with world.running():
        await world.seen["other"].wait()
        assert (1, "after") not in world.handled
        world.gates["slow"].set()
    assert [text for chat, text in world.handled if chat == 1] == ["slow", "after"]


async def test_what_was_known_is_not_handled_again() -> None:
    inbox = Inbox()
    inbox.stored[1] = ""
    world = World(inbox, [message(1, 1), message(2, 1)])
    async with world.running():
        pass
    assert len(world.handled) == 1


async def test_what_an_earlier_run_left_open_comes_first() -> None:
    world = World(Inbox(left_open=[(3, json.dumps(message(3, 1, "left")))]), [message(4, 1, "new")])
    async with world.running():
        pass
    assert [text for _, text in world.handled] == ["left", "new"]
    assert world.inbox.begun == [3]


async def test_an_update_that_cannot_be_read_or_is_unknown_holds_up_nobody() -> None:
    strange = {"update_id": 1, "message": {"message_id": "?", "chat": {"id": 1}}}
    unknown = {"update_id": 2, "message_from_the_future": {"chat": {"id": 1}}}
    world = World(Inbox(), [strange, unknown, message(3, 1, "fine")])
    async with world.running():
        pass
    assert world.handled == [(1, "fine")]
    assert sorted(world.inbox.done) == [1, 2, 3]


async def test_a_failing_update_is_tried_three_times_and_the_next_one_is_handled() -> None:
    world = World(Inbox(), [message(1, 1, "broken"), message(2, 1, "fine")])
    async with world.running():
        pass
    assert world.inbox.tries == {1: 3}
    assert world.handled == [(1, "fine")]


async def test_polling_goes_on_after_trouble() -> None:
    conflict = TelegramConflictError(method=GetRawUpdates(), message="Conflict: terminated by other getUpdates request")
    world = World(Inbox(), conflict, OSError("gone"), [message(1, 1, "fine")])
    async with world.running():
        pass
    assert world.handled == [(1, "fine")]


async def test_a_server_without_long_polling_is_not_asked_without_a_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing new at once (and the same again from a server that knows no offset): rest. Something new: go on."""
    known = [message(1, 1)]
    world = World(Inbox(), [], known, known, [message(2, 1)])
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)

    monkeypatch.setattr(world.intake, "rest", rest)
    async with world.running():
        pass
    assert rests == [BETWEEN_POLLS, BETWEEN_POLLS]
    assert len(world.handled) == 2


async def test_a_revoked_token_ends_it() -> None:
    world = World(Inbox(), TelegramUnauthorizedError(method=GetRawUpdates(), message="Unauthorized"))
    with pytest.raises(ExceptionGroup) as refused:
        await world.work()
    assert [type(error) for error in refused.value.exceptions] == [TokenRefused]


async def test_work_beside_the_updates_ends_with_the_intake() -> None:
    world = World(Inbox())
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("ended")

    async def broken() -> None:
        raise ValueError("a mistake")

    async with world.running():
        world.intake.background(work())
        world.intake.background(broken())
        await asyncio.sleep(0)
    assert ended == ["ended"]


@pytest.mark.parametrize(
    ("raw", "chat"),
    [
        (message(1, 7), "7"),
        ({"update_id": 1, "callback_query": {"from": {"id": 3}, "message": {"chat": {"id": -5}}}}, "-5"),
        ({"update_id": 1, "inline_query": {"from": {"id": 3}}}, "3"),
        ({"update_id": 1, "poll": {"id": "9"}}, ""),
    ],
)
def test_what_keeps_its_order(raw: dict[str, Any], chat: str) -> None:
    assert chat_of(raw) == chat


async def test_an_incident_is_one_line_however_long_it_lasts_and_one_more_when_it_is_over() -> None:
    away = TelegramNetworkError(method=GetRawUpdates(), message="no connection")
    world = World(Inbox(), *[away] * 20, [message(1, 7)])
    with capture_logs() as logs:
        async with world.running():
            await world.idle.wait()
    assert [entry["event"] for entry in logs] == ["telegram.polling_failed", "telegram.polling_again"]


async def test_what_is_no_update_holds_up_nobody() -> None:
    world = World(Inbox(), [{"message": {}}, {"update_id": "x"}, message(5, 7)])
    async with world.running():
        await world.idle.wait()
    assert world.handled == [(7, "x")]
    assert world.polls == [None, 6]
