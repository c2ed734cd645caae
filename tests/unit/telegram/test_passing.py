"""What somebody is typing is not stored, not tried again, stands before nobody, and only the newest is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Dispatcher, Router
from aiogram.exceptions import TelegramNetworkError
from aiogram.types import InlineQuery
from structlog.testing import capture_logs

from messengers.telegram import passing
from messengers.telegram.intake import Intake, IntakeBusy
from messengers.telegram.passing import Passing
from messengers.telegram.raw import GetRawUpdates
from tests.unit.telegram.fakes import FixedClock, fake_bot
from tests.unit.telegram.test_intake import Inbox, World, message


def typed(number: int, text: str, person: int = 7) -> dict[str, Any]:
    author = {"id": person, "is_bot": False, "first_name": "Анна"}
    return {
        "update_id": number,
        "inline_query": {"id": str(number), "from": author, "query": text, "offset": ""},
    }


class Lane:
    """A lane whose handler waits for `gate`."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.handled: list[str] = []
        self.tasks: set[asyncio.Task[None]] = set()
        self.lane = Passing(self._handle, self._spawn)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.add(asyncio.ensure_future(work))

    async def _handle(self, raw: Any) -> None:
        await self.gate.wait()
        self.handled.append(raw["inline_query"]["query"])
        if "сбой" in self.handled[-1]:
            raise OSError("the store is away")

    async def finish(self) -> list[str]:
        self.gate.set()
        await asyncio.gather(*self.tasks)
        return self.handled


async def test_of_one_person_only_the_newest_is_answered() -> None:
    lane = Lane()
    lane.lane.take([typed(1, "п")])
    await asyncio.sleep(0)
    lane.lane.take([typed(2, "пр"), typed(3, "про"), typed(4, "прот")])
    assert await lane.finish() == ["п", "прот"]


async def test_people_do_not_wait_for_each_other_beyond_a_few() -> None:
    lane = Lane()
    people = passing.AT_ONCE + 2
    lane.lane.take([typed(at, f"{at}", at) for at in range(people)])
    await asyncio.sleep(0)
    lane.lane.take([typed(100, "newer", people - 1)])
    assert sorted(await lane.finish()) == [*map(str, range(people - 1)), "newer"]


async def test_a_crowd_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing, "PEOPLE", 2)
    lane = Lane()
    with capture_logs() as logs:
        lane.lane.take([typed(at, f"{at}", at) for at in range(3)])
    assert [entry["event"] for entry in logs] == ["telegram.queries_too_many"]
    assert await lane.finish() == ["0", "1"]
    lane.lane.take([typed(9, "later", 9)])
    assert await lane.finish() == ["0", "1", "later"]


async def test_a_failure_costs_only_itself() -> None:
    lane = Lane()
    with capture_logs() as logs:
        lane.lane.take([typed(1, "сбой")])
        assert await lane.finish() == ["сбой"]
    assert [entry["event"] for entry in logs] == ["telegram.query_dropped"]
    assert lane.lane.take([typed(2, "дальше")])
    assert await lane.finish() == ["сбой", "дальше"]


async def test_what_is_known_is_not_taken_again() -> None:
    lane = Lane()
    assert lane.lane.take([typed(1, "п")])
    assert not lane.lane.take([typed(1, "п")])
    assert not lane.lane.take([message(2, 7)])
    started_anew = typed(1, "другой")
    started_anew["inline_query"]["id"] = "another"
    assert lane.lane.take([started_anew])
    await lane.finish()


@pytest.mark.parametrize("query", [None, "x", {}, {"from": None}, {"from": {"id": None}}])
async def test_a_query_that_is_none_harms_nobody(query: Any) -> None:
    lane = Lane()
    assert lane.lane.take([{"update_id": 1, "inline_query": query}])
    with capture_logs():
        lane.gate.set()
        await asyncio.gather(*lane.tasks)


class Typed(World):
    """A world in which queries have a handler too."""

    def _router(self) -> Router:
        router = super()._router()
        self.queries: list[str] = []

        @router.inline_query()
        async def keep(event: InlineQuery) -> None:
            if gate := self.gates.get(event.query):
                await gate.wait()
            self.queries.append(event.query)

        return router


async def test_it_is_answered_and_never_stored() -> None:
    world = Typed(Inbox(), [message(1, 7)], [typed(2, "протоколы"), message(3, 7, "after")])
    async with world.running():
        await world.idle.wait()
    assert world.queries == ["протоколы"]
    assert set(world.inbox.stored) == {1, 3}
    assert world.inbox.done == [1, 3]
    assert world.polls[-1] == 4, "confirmed all the same"


async def test_a_message_does_not_wait_for_what_its_author_types() -> None:
    world = Typed(Inbox(), [message(1, 7)], [typed(2, "п"), message(3, 7, "after")])
    world.gates["п"], world.seen["after"] = asyncio.Event(), asyncio.Event()
    async with world.running():
        await world.seen["after"].wait()
        assert world.queries == []
        world.gates["п"].set()
    assert world.queries == ["п"]


async def test_what_was_typed_while_nobody_listened_is_nobodys_question_any_more() -> None:
    backlog = [typed(number, "давно") for number in range(1, 100)] + [message(100, 7)]
    world = Typed(Inbox(), backlog, [typed(101, "и это давно"), message(102, 7)], [typed(103, "сейчас")])
    async with world.running():
        await world.idle.wait()
    assert world.queries == ["сейчас"]
    assert len(world.handled) == 2


async def test_what_was_typed_during_an_outage_is_none_either() -> None:
    away = TelegramNetworkError(method=GetRawUpdates(), message="no connection")
    world = Typed(Inbox(), [message(1, 7)], away, [typed(2, "давно"), message(3, 7)], [typed(4, "сейчас")])
    async with world.running():
        await world.idle.wait()
    assert world.queries == ["сейчас"]


async def test_by_webhook_it_is_confirmed_at_once_and_not_sent_again_when_the_bot_stops() -> None:
    bot, _ = fake_bot()
    inbox, dispatcher, router = Inbox(), Dispatcher(), Router()
    begun, gate, queries = asyncio.Event(), asyncio.Event(), list[str]()

    @router.inline_query()
    async def keep(event: InlineQuery) -> None:
        queries.append(event.query)
        begun.set()
        await gate.wait()

    dispatcher.include_router(router)
    intake = Intake(bot, dispatcher, inbox, FixedClock(datetime(2023, 1, 25, tzinfo=UTC)))
    running = asyncio.ensure_future(intake.run())
    await intake.feed(typed(1, "п"), patience=10)
    await begun.wait()
    await intake.feed(typed(2, "пр"), patience=10)
    await intake.stop()
    await intake.feed(typed(3, "про"), patience=10)
    with pytest.raises(IntakeBusy):
        await intake.feed(message(4, 7))
    gate.set()
    await running
    assert queries == ["п"], "a stopping bot answers nothing more"
    assert not inbox.stored
