"""A process dies between an answer and its mark: the answer is given again, a bounded number of times.

An effect is marked in its own transaction: it is had once.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.methods import SendMessage
from aiogram.types import Message
from structlog.testing import capture_logs

from messengers.telegram.intake import Intake
from services.people.model import Address
from services.updates import ATTEMPTS, Updates
from storage.database import Database, open_database
from tests.unit.scheduler.fakes import START, FakeClock
from tests.unit.telegram.fakes import FakeSession, fake_bot
from tests.unit.telegram.test_intake import message

QUESTION, EFFECT = message(5, 77, "Когда голосование?"), message(6, 78, "Готово")


class DiesBeforeTheMark:
    """`Updates` of a process that is killed before it can mark anything by itself."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self.killed = asyncio.Event()
        self.store = updates.store
        self.open = updates.open
        self.begin_again = updates.begin_again
        self.failed = updates.failed
        self.forget = updates.forget

    async def handled(self, messenger: str, update_id: int, now: datetime) -> None:
        self.killed.set()
        await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def process(database_url: str, bot: Bot, *, dies: bool) -> AsyncIterator[tuple[Intake, asyncio.Event, Database]]:
    """One run of the bot, killed at the end unless it was stopped; its event is set when it has answered and would have
    to write that down."""
    async with await open_database(database_url) as database:
        router = Router()

        @router.message()
        async def answer(event: Message) -> None:
            if event.text == "Готово":
                async with database.units() as unit:
                    await unit.people.add("Отмечено", "ru", Address("telegram", str(event.message_id)), START)
                    await unit.commit()
            await bot.send_message(event.chat.id, "Ответ")

        dispatcher = Dispatcher()
        dispatcher.include_router(router)
        updates = DiesBeforeTheMark(database.updates)
        inbox = updates if dies else database.updates
        intake = Intake(bot, dispatcher, inbox, FakeClock(), custody=database.custody, first_pause=0.0)
        running = asyncio.ensure_future(intake.run())
        try:
            yield intake, updates.killed, database
        finally:
            if not intake.is_stopping:
                running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running


async def deliver(intake: Intake, database: Database, batch: Sequence[dict[str, Any]], *, first: bool) -> None:
    """Telegram hands them over; what it has been told was taken is taken up by whoever polls."""
    if database.custody is not None:
        for raw in batch:
            await intake.feed(raw, patience=20.0)
    elif first:
        await intake.take(batch)
    else:
        await intake.take_up()


def answers(session: FakeSession, chat: int) -> int:
    return sum(call.chat_id == chat for call in session.of(SendMessage))


async def test_an_answer_whose_mark_is_never_written_is_repeated_a_bounded_number_of_times(database_url: str) -> None:
    bot, session = fake_bot()
    with capture_logs() as logs:
        for run in range(1 + ATTEMPTS):
            async with process(database_url, bot, dies=True) as (intake, killed, database):
                delivering = asyncio.ensure_future(deliver(intake, database, [QUESTION], first=not run))
                await asyncio.wait_for(killed.wait(), 20)
                delivering.cancel()
            assert answers(session, 77) == run + 1
        async with process(database_url, bot, dies=True) as (intake, _, database):
            await intake.take_up()
            await deliver(intake, database, [QUESTION], first=False)
    assert answers(session, 77) == 1 + ATTEMPTS
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["update_given_up"]


async def test_whoever_comes_next_answers_once_more_and_marks_it(database_url: str) -> None:
    bot, session = fake_bot()
    async with process(database_url, bot, dies=True) as (intake, killed, database):
        delivering = asyncio.ensure_future(deliver(intake, database, [QUESTION], first=True))
        await asyncio.wait_for(killed.wait(), 20)
        delivering.cancel()
    for _ in range(3):
        async with process(database_url, bot, dies=False) as (intake, _, database):
            await deliver(intake, database, [QUESTION], first=False)
            await intake.stop()
    assert answers(session, 77) == 2


async def test_an_effect_is_never_had_twice_nor_answered_twice(database_url: str) -> None:
    """Its mark is in its own transaction: whenever the process dies, the effect is there and marked, or neither is."""
    bot, session = fake_bot()
    async with process(database_url, bot, dies=True) as (intake, _, database):
        await deliver(intake, database, [EFFECT], first=True)
        await intake.stop()
    for _ in range(2):
        async with process(database_url, bot, dies=True) as (intake, _, database):
            await deliver(intake, database, [EFFECT], first=False)
            await intake.stop()
    assert answers(session, 78) == 1
    async with await open_database(database_url) as database, database.units(reading=True) as unit:
        assert await unit.people.by_address("telegram", str(EFFECT["message"]["message_id"])) is not None


@pytest.mark.parametrize("after", range(1, 4))
async def test_what_dies_during_the_effect_is_done_by_the_next_one(database_url: str, after: int) -> None:
    """Killed before the commit, again and again: nothing has happened until one gets through, and then once."""
    bot, session = fake_bot()
    for run in range(after):
        async with process(database_url, bot, dies=False) as (intake, _, database):
            await database.updates.store("telegram", [(6, json.dumps(EFFECT))], START)
            if run:
                await database.updates.begin_again("telegram", 6)  # counted, and killed at once
    async with process(database_url, bot, dies=False) as (intake, _, database):
        await intake.take_up()
        await intake.stop()
    assert answers(session, 78) == (1 if after <= ATTEMPTS else 0)
