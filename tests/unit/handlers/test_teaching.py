"""«Запомнить этот вопрос», by the commission's heads and by operators."""

from __future__ import annotations

import pytest

from plan.model import Position
from services.people.model import Grant, MembershipRole
from storage.database import Database
from tests.unit.handlers.stage import DESK, Stage, Visitor, at, open_stage

QUESTION = "где поют частушки про кандидатов"


@pytest.fixture
async def stage(database: Database) -> Stage:
    stage = await open_stage(database)
    stage.clock.moment = at(2023, 1, 25, 10)
    return stage


@pytest.fixture
async def chairman(stage: Stage) -> Visitor:
    return await stage.member(30, "Пётр", Position.CHAIRMAN, of_tik=True)


async def test_a_question_is_remembered_under_its_answer(stage: Stage, chairman: Visitor) -> None:
    voter = stage.person(20, "Анна Белова")
    assert "п. 61" not in (await voter.says(QUESTION)).splitlines()[1]
    await chairman.says(QUESTION)
    offer = await chairman.presses("Запомнить этот вопрос")
    assert f"Вопрос: «{QUESTION}»" in offer
    assert "Напишите номер пункта" in await chairman.presses("Другой пункт")
    taught = await chairman.says("61")
    assert f"Запомнил: «{QUESTION}» — это п. 61" in taught
    assert "Понял так: п. 61" in await voter.says("Где поют частушки про кандидатов?")


@pytest.mark.parametrize("words", ["а кто?", "не понял", "спасибо", "вы тупой бот", "🤣🤣🤣"])
async def test_what_means_nothing_by_itself_is_not_to_be_remembered(chairman: Visitor, words: str) -> None:
    assert "Запомнить этот вопрос" in await chairman.says("пункт 28")
    assert "Запомнить этот вопрос" not in await chairman.says(words)


async def test_one_of_the_offered_items_is_pressed(stage: Stage, chairman: Visitor) -> None:
    await chairman.says("/teach когда сниматься с гонки совсем")
    await chairman.presses("п. 39")
    voter = stage.person(20, "Анна Белова")
    assert "Понял так: п. 39" in await voter.says("когда сниматься с гонки совсем")


async def test_a_wrong_number_loses_nothing(stage: Stage, chairman: Visitor) -> None:
    await chairman.says(f"/teach {QUESTION}")
    await chairman.presses("Другой пункт")
    assert "Пункта «999» в плане нет" in await chairman.says("999")
    assert "это п. 61" in await chairman.says("п. 61")


async def test_it_can_be_undone_and_done_again(stage: Stage, chairman: Visitor) -> None:
    await chairman.says(f"/teach {QUESTION}")
    await chairman.presses("Другой пункт")
    await chairman.says("61")
    assert "Больше не помню" in await chairman.presses("Отменить")
    assert "п. 61" not in (await chairman.says(QUESTION)).splitlines()[1]
    await chairman.presses("Всё-таки запомнить")


async def test_another_item_takes_the_place_of_the_first(stage: Stage, chairman: Visitor) -> None:
    said = ""
    for number in ("61", "28"):
        await chairman.says(f"/teach {QUESTION}")
        await chairman.presses("Другой пункт")
        said = await chairman.says(number)
    assert "Раньше это был п. 61" in said
    assert "Понял так: п. 28" in await chairman.says(QUESTION)
    assert "Запомненные вопросы: 1" in await chairman.says("/phrasings")


async def test_the_list_changes_removes_and_exports(stage: Stage, chairman: Visitor) -> None:
    assert "/teach" in await chairman.says("/phrasings")
    await chairman.says(f"/teach {QUESTION}")
    await chairman.presses("Другой пункт")
    await chairman.says("61")
    listed = await chairman.says("/phrasings")
    assert f"[п. 61: {QUESTION}]" in listed
    assert "document" in await chairman.presses("Файлом")
    opened = await chairman.presses(f"п. 61: {QUESTION}")
    assert "Уже запомнен: п. 61" in opened
    assert "Больше не помню" in await chairman.presses("Убрать")
    assert "Запомненные вопросы: 0" in await chairman.says("/phrasings")


async def test_what_was_not_understood_waits_to_be_explained(stage: Stage, chairman: Visitor) -> None:
    voter = stage.person(20, "Анна Белова")
    assert "горячую линию" in await voter.says("есть ли у вас пандус для голосующих колясочников")
    await chairman.says("/phrasings")
    waiting = await chairman.presses("Не понял: 1")
    assert "есть ли у вас пандус" in waiting
    offer = await chairman.presses("есть ли у вас пандус")
    assert "О каком пункте плана" in offer


async def test_operators_teach_from_the_tickets_topic(stage: Stage) -> None:
    question = "есть ли у вас пандус для голосующих колясочников"
    voter, operator = stage.person(20, "Анна Белова"), stage.person(40, "Вера")
    await voter.says(question)
    await stage.deliver()
    offer = await operator.presses("Запомнить вопрос", DESK)
    assert "Вопрос: «есть ли у вас пандус" in offer
    await operator.presses("Другой пункт", DESK)
    said = await operator.says("84", DESK)
    assert "это п. 84" in said
    assert await stage.deliver() == [], "the number is not passed on to the asker"
    assert "Понял так: п. 84" in await stage.person(21, "Борис").says(
        "есть ли у вас пандус для голосующих колясочников"
    )


async def test_an_operator_teaches_in_private_as_well(stage: Stage) -> None:
    operator = await stage.seat(41, "Вера", Grant(MembershipRole.OPERATOR))
    assert "Запомнить этот вопрос" in await operator.says("до какого числа можно снять кандидатуру")


@pytest.mark.parametrize("text", ["/teach когда сниматься", "/phrasings"])
async def test_nobody_else_teaches(stage: Stage, text: str) -> None:
    member = await stage.member(31, "Нина", Position.CHAIRMAN)
    assert "нет прав" in (await member.says(text)).lower()
    assert "Запомнить" not in await member.says("до какого числа можно снять кандидатуру")


@pytest.mark.parametrize("data", ["teach:1:61", "teach-open:1", "unteach:1", "phrasings:learned:0", "teach-ticket:1"])
async def test_a_copied_button_gives_nobody_the_right(stage: Stage, chairman: Visitor, data: str) -> None:
    await chairman.says(f"/teach {QUESTION}")
    voter = stage.person(20, "Анна Белова")
    await voter.says("сколько платят членам комиссии за работу")
    said = await voter.presses_data(data, stage.session.messages[-1])
    assert "Запомнил" not in said
    assert QUESTION not in said


@pytest.mark.parametrize("words", ["🤣🤣🤣", "я" * 501])
async def test_what_teaches_nothing_is_said_to(chairman: Visitor, words: str) -> None:
    assert "Запомнить можно вопрос словами" in await chairman.says(f"/teach {words}")


async def test_other_groups_know_nothing_of_it(stage: Stage, chairman: Visitor) -> None:
    assert await chairman.says("/phrasings", -1005) == ""
