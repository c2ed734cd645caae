"""A decision that is begun before a restart is finished after it, and one that nobody finishes is left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiogram import Dispatcher

from handlers import build_router
from messengers.telegram.middlewares import install
from messengers.telegram.screens import TelegramScreens
from plan.model import Position
from storage.database import Database
from tests.unit.handlers.stage import Stage, Visitor, at, open_stage


def restart(stage: Stage) -> None:
    """The same database and chat, everything else made anew."""
    dispatcher = Dispatcher(storage=stage.database.fsm)
    dispatcher.include_router(build_router())
    install(dispatcher, TelegramScreens(stage.bot))
    dispatcher.workflow_data.update(
        {name: value for name, value in stage.dispatcher.workflow_data.items() if name != "dispatcher"}
    )
    stage.dispatcher = dispatcher


async def chairman_of(database: Database) -> Visitor:
    """The chairman, with the card of item 67 open."""
    stage = await open_stage(database)
    restart(stage)
    chairman = await stage.member(1, "Мария Громова", Position.CHAIRMAN, of_tik=True)
    await chairman.says("п. 67")
    await chairman.presses("П. 67")
    return chairman


async def test_a_restart_between_every_two_steps(database: Database) -> None:
    chairman = await chairman_of(database)
    stage = chairman.stage
    restart(stage)
    assert "Напишите верную дату" in await chairman.presses("Другая дата")
    restart(stage)
    assert "ср, 28 декабря 2022, до 18:00" in await chairman.says("28.12.22 до 18:00")
    restart(stage)
    assert "Почему верна эта дата?" in await chairman.presses("Да, эта дата")
    restart(stage)
    assert "Записать решение?" in await chairman.says("Так договорились с управлением")
    restart(stage)
    assert "Решено:</b> другая дата, 28.12.2022, до 18:00" in await chairman.presses("Записать решение")
    restart(stage)
    assert "Отменить решение о дате (п. 67)?" in await chairman.presses("Отменить решение")
    restart(stage)
    assert "Верна по закону" in await chairman.presses("Да, отменить")


@pytest.mark.parametrize("begin", ["Верна по закону", "Другая дата"])
async def test_after_half_an_hour_words_are_a_question_again(begin: str, database: Database) -> None:
    chairman = await chairman_of(database)
    await chairman.presses(begin)
    chairman.stage.clock.moment += timedelta(minutes=31)
    assert "Понял так" in await chairman.says("что на этой неделе")


async def test_a_picture_is_no_reason_and_no_date(database: Database) -> None:
    chairman = await chairman_of(database)
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    await chairman.presses("Другая дата")
    assert "Не получилось понять дату" in await chairman.sends(photo=photo)
    await chairman.says("28 декабря")
    await chairman.presses("Да, эта дата")
    assert "Без причины решить нельзя" in await chairman.sends(photo=photo)


async def test_a_reminder_says_that_its_date_was_decided(database: Database) -> None:
    chairman = await chairman_of(database)
    stage = chairman.stage
    await chairman.presses("Другая дата")
    await chairman.says("26 декабря")
    await chairman.presses("Да, эта дата")
    await chairman.presses("Так решила комиссия")
    secretary = await stage.member(2, "Ольга Лебедева", Position.SECRETARY, of_tik=True)
    stage.clock.moment = at(2022, 12, 23, 9)
    said = await secretary.says("Контроль")
    line = next(line for line in said.splitlines() if "п. 67" in line)
    assert line.endswith("<i>(Финансовое управление КМО; дата по решению комиссии)</i>")
