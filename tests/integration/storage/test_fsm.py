"""Dialogues survive a restart, apart from one another."""

import asyncio

import pytest
from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey

from storage.database import Database, open_database


class Announcing(StatesGroup):
    writing = State()


KEY = StorageKey(bot_id=1, chat_id=10, user_id=10)
OTHERS = [
    StorageKey(bot_id=2, chat_id=10, user_id=10),
    StorageKey(bot_id=1, chat_id=-100, user_id=10),
    StorageKey(bot_id=1, chat_id=10, user_id=11),
    StorageKey(bot_id=1, chat_id=10, user_id=10, thread_id=5),
    StorageKey(bot_id=1, chat_id=10, user_id=10, business_connection_id="5"),
    StorageKey(bot_id=1, chat_id=10, user_id=10, destiny="aside"),
]


async def test_a_stranger_has_no_state_and_no_data(database: Database) -> None:
    assert await database.fsm.get_state(KEY) is None
    assert await database.fsm.get_data(KEY) == {}
    assert await database.fsm.get_value(KEY, "draft", "none") == "none"


async def test_state_and_data_are_kept_apart_from_other_dialogues(database: Database) -> None:
    await database.fsm.set_state(KEY, Announcing.writing)
    await database.fsm.set_data(KEY, {"draft": 7, "words": "Уважаемые члены комиссии"})
    for other in OTHERS:
        assert await database.fsm.get_state(other) is None
        assert await database.fsm.get_data(other) == {}
    assert await database.fsm.get_state(KEY) == Announcing.writing.state
    assert await database.fsm.get_data(KEY) == {"draft": 7, "words": "Уважаемые члены комиссии"}


async def test_clearing_one_leaves_the_other(database: Database) -> None:
    await database.fsm.set_state(KEY, Announcing.writing)
    await database.fsm.set_data(KEY, {"draft": 7})
    await database.fsm.set_state(KEY)
    assert await database.fsm.get_state(KEY) is None
    assert await database.fsm.get_data(KEY) == {"draft": 7}
    await database.fsm.set_data(KEY, {})
    assert await database.fsm.get_data(KEY) == {}


async def test_updates_at_the_same_time_are_all_kept(database: Database) -> None:
    await asyncio.gather(*(database.fsm.update_data(KEY, {f"item{n}": n}) for n in range(10)))
    assert await database.fsm.get_data(KEY) == {f"item{n}": n for n in range(10)}


async def test_data_that_is_no_mapping_is_refused(database: Database) -> None:
    with pytest.raises(DataNotDictLikeError):
        await database.fsm.set_data(KEY, [1])  # type: ignore[arg-type]  # the refusal is what is tested


async def test_a_dialogue_survives_a_restart(database_url: str) -> None:
    async with await open_database(database_url) as database:
        await database.fsm.set_state(KEY, Announcing.writing)
        await database.fsm.set_data(KEY, {"draft": 7})
    async with await open_database(database_url) as database:
        assert await database.fsm.get_state(KEY) == Announcing.writing.state
        assert await database.fsm.update_data(KEY, {"audience": "uik"}) == {"draft": 7, "audience": "uik"}
