"""What people say between their questions, and in groups: each gets an answer to just that."""

from __future__ import annotations

import pytest

from plan.model import Position
from storage.database import Database
from tests.unit.handlers.stage import DESK, Stage, at, open_stage

GROUP = -1005
QUESTION = "есть ли у вас пандус для голосующих колясочников"


@pytest.fixture
async def stage(database: Database) -> Stage:
    stage = await open_stage(database)
    stage.clock.moment = at(2023, 1, 25, 10)
    return stage


@pytest.mark.parametrize("question", ["а подробнее?", "не поняла"])
async def test_more_of_an_answer_is_its_card(stage: Stage, question: str) -> None:
    voter = stage.person(20, "Анна Белова")
    await voter.says("пункт 28")
    said = await voter.says(question)
    assert "<b>П. 28.</b>" in said
    assert "Как посчитано" in said
    assert "Понял так: п. 28" in await voter.says("а кто?")


async def test_more_of_a_list_says_how_to_open_one(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    await voter.says("что у тик в феврале")
    said = await voter.says("а подробнее?")
    assert "1–28 февраля" in said
    assert "Нажмите на номер пункта" in said


async def test_thanks_and_bewilderment(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    assert "Пожалуйста!" in await voter.says("Спасибо большое)")
    assert "Горячая линия" in await voter.says("ничего не понятно")


@pytest.mark.parametrize("words", ["а потом?", "всё"])
async def test_little_words_are_no_abuse(stage: Stage, words: str) -> None:
    voter = stage.person(20, "Анна Белова")
    await voter.says("пункт 28")
    assert "что-то пошло не так" not in await voter.says(words)


async def test_pages_of_what_a_commission_is_late_with_hold_nothing_else(stage: Stage) -> None:
    stage.clock.moment = at(2023, 3, 11, 9)
    chairman = await stage.member(31, "Пётр", Position.CHAIRMAN, of_tik=True)
    first = await chairman.says(f"что просрочено у уик {stage.uik.number}")
    shown = stage.session.messages[-1]
    turned = await chairman.presses_data(f"commission:late:2023-03-10:УИК {stage.uik.number}:1:0", shown)
    assert "Понял так: просроченное, УИК" in turned or turned == ""  # the same page: nothing is to be edited
    assert "Идёт" not in first + turned


async def test_asked_days_come_before_what_is_overdue(stage: Stage) -> None:
    stage.clock.moment = at(2023, 2, 28, 10)
    secretary = await stage.member(30, "Галина", Position.SECRETARY)
    said = await secretary.says("что завтра")
    assert said.index("Завтра, ср, 1 марта") < said.index("Срок прошёл, отметки нет")
    chairman = await stage.member(31, "Пётр", Position.CHAIRMAN, of_tik=True)
    said = await chairman.says(f"что у уик {stage.uik.number} завтра")
    assert said.index("Завтра, ср, 1 марта") < said.index("Срок прошёл, отметки нет")


async def test_until_when_is_answered_with_the_days_until_then(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    said = await voter.says("до какого числа агитация на телевидении")
    assert "До чт, 9 марта, 24:00 — осталось 43 дня" in said


async def test_a_row_without_a_term_says_so_once(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    await voter.says("пункт 91")
    said = await voter.says("а кто?")
    assert "Срок в плане не указан." in said
    assert "Срок: срок" not in said


async def test_how_long_where_each_part_has_its_own(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    await voter.says("пункт 48")
    said = await voter.says("сколько дней?")
    assert "немедленно</b>" in said, "no part is cut off"
    assert "Срок:" not in said, "and nothing is said twice"


async def test_a_precinct_that_is_not_in_the_bot(stage: Stage) -> None:
    chairman = await stage.member(30, "Пётр", Position.CHAIRMAN, of_tik=True)
    assert "УИК 9999 в боте нет" in await chairman.says("что у уик 9999 в марте")
    assert "в боте нет" not in await stage.person(20, "Анна").says("что у уик 9999 в марте")


async def test_a_group_asks_by_name(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    assert "п. 28" in await voter.says("@srok_bot до какого числа сдать документы на регистрацию", GROUP)
    assert "п. 28" in await voter.says("@Srok_Bot, пункт 28", GROUP)
    assert "/today" in await voter.says("@srok_bot", GROUP)
    assert await voter.says("@other_bot пункт 28", GROUP) == ""
    assert await voter.says("пункт 28", GROUP) == ""


async def test_operators_look_up_in_their_chat(stage: Stage) -> None:
    operator = stage.person(40, "Вера")
    assert "п. 28" in await operator.says("/find 28", DESK)
    assert "п. 28" in await operator.says("@srok_bot пункт 28", DESK)
    assert "Эта неделя" in await operator.says("/week", DESK)
    assert await operator.says("пункт 28", DESK) == ""


async def test_nobody_asks_a_group_full(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    said = [await voter.says(f"@srok_bot пункт {number}", GROUP) for number in range(1, 31)]
    assert [bool(one) for one in said] == [True] * 20 + [False] * 10


async def test_teaching_is_stopped_in_the_operators_chat(stage: Stage) -> None:
    voter, operator = stage.person(20, "Анна Белова"), stage.person(40, "Вера")
    await voter.says(QUESTION)
    await stage.deliver()
    await operator.presses("Запомнить вопрос", DESK)
    await operator.presses("Другой пункт", DESK)
    assert "Ничего не запомнил" in await operator.says("/cancel", DESK)
    assert await operator.says("28", DESK) == "", "no number is waited for any more"
