"""A large key or a command in the middle of something else ends that; so does the end of what it was about."""

from __future__ import annotations

from typing import Any

import pytest

from plan.model import Position
from services.delivery.model import DeliveryKind
from storage.database import Database
from tests.unit.handlers.stage import DESK, Stage, Visitor, at, open_stage
from tests.unit.telegram.fakes import Shown

QUESTION = "Где мой участок?"


@pytest.fixture
async def stage(database: Database) -> Stage:
    stage = await open_stage(database)
    stage.clock.moment = at(2023, 1, 25, 10)
    return stage


@pytest.fixture
def voter(stage: Stage) -> Visitor:
    return stage.person(20, "Анна")


async def to_desk(stage: Stage) -> list[str]:
    """What has reached the operators since it was last looked."""
    before = len(stage.session.messages)
    assert all(kind != DeliveryKind.DIGEST for kind, _ in await stage.deliver())
    return [m.text for m in stage.session.messages[before:] if m.chat == DESK]


def replied(shown: Shown) -> dict[str, Any]:
    """A message of the bot's, as whoever replies to it carries it along."""
    chat = {"id": shown.chat, "type": "private" if shown.chat > 0 else "supergroup", "title": "Чат"}
    bot = {"id": 4242, "is_bot": True, "first_name": "Срок"}
    return {"message_id": shown.id, "date": 1, "chat": chat, "text": "x", "from": bot}


async def answered(stage: Stage, operator: Visitor, text: str) -> Shown:
    """An operator replies to the last question; the answer as it arrived."""
    await stage.deliver()
    stage.clock.turn(minutes=1)
    await operator.says(text, DESK, reply_to_message=replied(stage.session.last(DESK)))
    await stage.deliver()
    return stage.session.last(20)


@pytest.mark.parametrize("key", ["Помощь", "помощь", "Help", "Найти", "/help", "/find", "/today", "Эта неделя", "/нет"])
async def test_a_key_or_a_command_closes_the_hotline(stage: Stage, voter: Visitor, key: str) -> None:
    await voter.says("Горячая линия")
    await voter.says(QUESTION)
    assert len(await to_desk(stage)) == 1
    said = await voter.says(key)
    assert "{Горячая линия}" in said, "the large keys are back"
    assert said.count("→") == (1 if key.casefold() in ("помощь", "help", "/help") else 2)
    assert "Добавил" not in await voter.says("пункт 28")
    assert "Прекращать нечего" in await voter.says("/cancel")
    assert not await to_desk(stage)


async def test_the_hotline_may_be_opened_twice(stage: Stage, voter: Visitor) -> None:
    await voter.says("Горячая линия")
    assert (await voter.says("Горячая линия")).count("→") == 1
    assert "передан операторам" in await voter.says(QUESTION)


async def test_finish_still_says_that_something_ended(voter: Visitor) -> None:
    await voter.says("Горячая линия")
    assert (await voter.says("Закончить")).count("Закончили") == 1


async def test_a_reply_to_an_operator_goes_to_the_question_whatever_it_says(stage: Stage, voter: Visitor) -> None:
    operator = stage.person(15, "Дмитрий Котов")
    await voter.says("Горячая линия")
    await voter.says(QUESTION)
    answer = await answered(stage, operator, "Когда вы приходили?")
    for words in ("сегодня", "не нужно"):
        stage.clock.turn(minutes=1)
        assert "Добавил к вашему вопросу № 1" in await voter.says(words, reply_to_message=replied(answer))
    await voter.says("Помощь")
    stage.clock.turn(minutes=1)
    assert "Добавил к вашему вопросу № 1" in await voter.says("Найти", reply_to_message=replied(answer))
    picture = [{"file_id": "P", "file_unique_id": "u", "width": 1, "height": 1}]
    said = [await voter.sends(photo=picture, media_group_id="g", reply_to_message=replied(answer)) for _ in range(2)]
    assert [one.count("→") for one in said] == [1, 0], "an album is acknowledged once"
    assert "Добавил" not in await voter.says("пункт 28"), "the hotline is not open"
    assert "Добавил" not in await voter.says("/help", reply_to_message=replied(answer))


async def test_an_announcement_is_left_by_a_key(stage: Stage) -> None:
    chairman = await stage.member(10, "Мария", Position.CHAIRMAN, of_tik=True)
    for begun, key in (("", "Горячая линия"), ("Сбор в 10:00", "Помощь"), ("Сбор в 10:00", "Сегодня")):
        await chairman.says("/announce")
        if begun:
            await chairman.says(begun)
        assert ("Начатое отменено" in await chairman.says(key)) is (key == "Сегодня")
        await chairman.says("/cancel")
        assert "п. 28" in await chairman.says("пункт 28")


async def test_a_question_to_remember_is_left_by_a_key(stage: Stage) -> None:
    chairman = await stage.member(30, "Пётр", Position.CHAIRMAN, of_tik=True)
    for key in ("Помощь", "/help", "Эта неделя"):
        await chairman.says("/teach где поют частушки")
        await chairman.presses("Другой пункт")
        assert "Пункта" not in await chairman.says(key)
        assert "Понял так" in await chairman.says("пункт 28")


async def test_a_question_to_remember_is_left_at_the_desk(stage: Stage, voter: Visitor) -> None:
    operator = stage.person(15, "Дмитрий")
    await voter.says("Горячая линия")
    await voter.says(QUESTION)
    await stage.deliver()
    await operator.presses("Запомнить вопрос", DESK)
    await operator.presses("Другой пункт", DESK)
    await operator.says("/help", DESK)
    assert await operator.says("28", DESK) == ""


async def test_precincts_to_add_are_left_by_a_key(stage: Stage) -> None:
    chairman = await stage.member(30, "Пётр", Position.CHAIRMAN, of_tik=True)
    await chairman.says("/invite")
    await chairman.presses("＋ Добавить")
    await chairman.says("Сегодня")
    assert "п. 28" in await chairman.says("28")


async def test_when_the_question_is_solved_the_hotline_is_over(stage: Stage, voter: Visitor) -> None:
    operator = stage.person(15, "Дмитрий")
    await voter.says("Горячая линия")
    await voter.says(QUESTION)
    await stage.deliver()
    stage.clock.turn(minutes=1)
    await operator.presses("Решено", DESK)
    await stage.deliver()
    said = await voter.says("пункт 28")
    assert "Вопрос № 1 решён, горячая линия закрыта" in said
    assert "{Горячая линия}" in said
    assert "Понял так" in said
    assert not await to_desk(stage)
    await voter.says("Горячая линия")
    assert "вопрос № 2" in await voter.says("А где голосовать?"), "opened anew it takes a new one"


async def test_one_that_was_opened_again_goes_on(stage: Stage, voter: Visitor) -> None:
    operator = stage.person(15, "Дмитрий")
    await voter.says("Горячая линия")
    await voter.says(QUESTION)
    await stage.deliver()
    await operator.presses("Решено", DESK)
    stage.clock.turn(minutes=1)
    await operator.presses("Открыть снова", DESK)
    assert "Добавил к вашему вопросу № 1" in await voter.says("а в субботу?")


async def test_writing_to_the_operator_of_a_solved_question_opens_it_again(stage: Stage, voter: Visitor) -> None:
    operator = stage.person(15, "Дмитрий")
    await voter.says("Горячая линия")
    await voter.says(QUESTION)
    answer = await answered(stage, operator, "Школа № 3")
    (_, follow_up), (_, thanks) = (row[0] for row in answer.buttons)
    await voter.presses_data(thanks, answer)
    stage.clock.turn(minutes=1)
    assert "Добавил" not in await voter.says("пункт 28"), "the asker's own thanks close it too"
    await voter.presses_data(follow_up, answer)
    assert "Добавил к вашему вопросу № 1" in await voter.says("а вход со двора?")
    await operator.presses("Решено", DESK)
    assert "Вопрос № 1 решён" in await voter.says("пункт 28")


@pytest.mark.parametrize(
    "words", ["уже не нужно", "Уже не нужно.", "Спасибо, больше не надо!", "Вопрос решился", "не нужно"]
)
async def test_a_question_is_taken_back_in_words(stage: Stage, voter: Visitor, words: str) -> None:
    await voter.says("Горячая линия")
    await voter.says(QUESTION)
    await to_desk(stage)
    said = await voter.says(words)
    assert "Вопрос № 1 закрыт" in said
    assert "{Горячая линия}" in said
    assert not await to_desk(stage)
    assert "Понял так" in await voter.says("пункт 28")


async def test_what_an_operator_has_asked_may_be_declined(stage: Stage, voter: Visitor) -> None:
    await voter.says("Горячая линия")
    await voter.says(QUESTION)
    await answered(stage, stage.person(15, "Дмитрий"), "Прислать схему?")
    assert "Добавил" in await voter.says("не нужно")
    assert "Добавил" in await voter.says("Мне не нужно схему, мне нужен адрес")
    assert "закрыт" in await voter.says("уже не нужно")


async def test_with_nothing_to_take_back_the_hotline_closes(stage: Stage, voter: Visitor) -> None:
    await voter.says("Горячая линия")
    assert "{Горячая линия}" in await voter.says("уже не нужно")
    assert not await to_desk(stage)


async def test_nothing_is_said_where_the_large_keys_were_never_away(stage: Stage) -> None:
    chairman = await stage.member(30, "Пётр", Position.CHAIRMAN, of_tik=True)
    await chairman.says("/teach где поют частушки")
    await chairman.presses("Другой пункт")
    assert (await chairman.says("Сегодня")).count("→") == 1
