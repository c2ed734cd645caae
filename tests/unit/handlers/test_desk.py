"""What operators see in their chat: who asks, who has taken it, and what nobody but them reads."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import EditMessageCaption, EditMessageText

from plan.model import Position
from storage.database import Database
from tests.unit.handlers.stage import DESK, Stage, Visitor, open_stage

PHOTO = [{"file_id": "P", "file_unique_id": "u", "width": 1, "height": 1}]
FORUM = {"id": DESK, "type": "supergroup", "title": "Чат", "is_forum": True}


@pytest.fixture
async def stage(database: Database) -> Stage:
    return await open_stage(database)


async def asks(stage: Stage, asker: Visitor, **content: Any) -> None:
    """To the hotline, and on to the operators."""
    await asker.says("Горячая линия")
    await asker.sends(**(content or {"text": "Где мой участок?"}))
    await stage.deliver()


async def test_the_operators_see_who_has_taken_and_solved_it(stage: Stage) -> None:
    voter, first, second = stage.person(20, "Анна"), stage.person(15, "Дмитрий Котов"), stage.person(16, "Ольга <Л>")
    await asks(stage, voter)
    await first.presses("В работе", DESK)
    card = stage.session.last(DESK)
    assert card.text.splitlines()[:2] == ["<b>Вопрос № 1</b> · Анна", "<b>В работе: Дмитрий Котов</b>"]
    stage.clock.turn(minutes=1)
    solve = card.buttons[0][0][1]
    await second.presses("Решено", DESK)
    card = stage.session.last(DESK)
    assert card.text.splitlines()[1:] == ["<b>Решено: Ольга &lt;Л&gt;</b>", "", "Где мой участок?"]
    stage.clock.turn(minutes=1)
    await first.presses_data(solve, card)
    assert "Решено: Ольга" in stage.session.last(DESK).text, "whoever comes late has not solved it"
    await stage.deliver()
    assert not any("Котов" in m.text or "Ольга" in m.text for m in stage.session.messages if m.chat == 20)


async def test_a_surname_is_one_letter(stage: Stage) -> None:
    await asks(stage, stage.person(20, "Анна"))
    operator = stage.person(15, "Дмитрий")
    user = {**operator.user, "last_name": "Котов"}
    shown = stage.session.last(DESK)
    await operator.presses_data(shown.buttons[0][0][1], shown, **{"from": user})
    assert "<b>В работе: Дмитрий К.</b>" in stage.session.last(DESK).text


async def test_below_a_picture_the_caption_says_it(stage: Stage) -> None:
    await asks(stage, stage.person(20, "Анна"), photo=PHOTO, caption="вот")
    operator = stage.person(15, "Дмитрий")
    shown = stage.session.last(DESK)
    card = {
        "message_id": shown.id,
        "date": 1,
        "chat": {"id": DESK, "type": "supergroup", "title": "Чат"},
        "photo": PHOTO,
        "caption": "Вопрос № 1 · Анна\n\nвот",
    }
    await operator.presses_data(shown.buttons[0][0][1], shown, message=card)
    (edit,) = stage.session.of(EditMessageCaption)
    assert edit.caption.splitlines() == ["Вопрос № 1 · Анна", "<b>В работе: Дмитрий</b>", "", "вот"]


async def test_where_the_card_cannot_be_changed_its_buttons_are(stage: Stage) -> None:
    await asks(stage, stage.person(20, "Анна"))
    before = len(stage.session.messages)
    refused = TelegramBadRequest(method=EditMessageText(text="x"), message="Bad Request: message can't be edited")
    stage.session.failures["editMessageText"] = [refused]
    await stage.person(15, "Дмитрий").presses("В работе", DESK)
    assert len(stage.session.messages) == before, "nothing new is said"
    assert [label for row in stage.session.last(DESK).buttons for label, _ in row] == ["Решено", "Запомнить вопрос"]


@pytest.mark.parametrize("forum", [True, False])
async def test_the_card_says_what_the_asker_is(database: Database, forum: bool) -> None:
    stage = await open_stage(database, forum=forum)
    secretary = await stage.member(12, "Нина Соколова", Position.SECRETARY)
    candidate = await stage.candidate(11, "Олег Громов")
    for asker in (secretary, candidate):
        await asks(stage, asker)
        stage.clock.turn(minutes=1)
    heads = [m.text.splitlines()[0] for m in stage.session.messages if m.chat == DESK and m.buttons]
    assert heads == [
        "<b>Вопрос № 1</b> · Нина Соколова, секретарь УИК № 1034",
        "<b>Вопрос № 2</b> · Олег Громов, кандидат",
    ]


@pytest.mark.parametrize("content", [{"photo": PHOTO}, {"document": {"file_id": "D", "file_unique_id": "u"}}])
async def test_a_picture_without_words_promises_none(database: Database, content: dict[str, Any]) -> None:
    stage = await open_stage(database, forum=True)
    voter, operator = stage.person(20, "Анна"), stage.person(15, "Дмитрий")
    await asks(stage, voter)
    topic: dict[str, Any] = {
        "chat": FORUM,
        "is_topic_message": True,
        "message_thread_id": stage.session.last(DESK).thread,
    }
    for caption, said in ((None, "Ответ на ваш вопрос № 1</b>"), ("схема", "Ответ на ваш вопрос № 1:</b>")):
        stage.clock.turn(minutes=1)
        await operator.sends(DESK, **topic, **content, **({"caption": caption} if caption else {}))
        await stage.deliver()
        assert said in stage.session.last(20).text


async def test_words_in_the_common_room_are_said_to_reach_nobody_once_a_day(database: Database) -> None:
    stage = await open_stage(database, forum=True)
    first, second = stage.person(15, "Дмитрий"), stage.person(16, "Ольга")
    assert await first.says("Обед в час", DESK, chat=FORUM) == "", "no question waits"
    await asks(stage, stage.person(20, "Анна"))
    stage.clock.turn(minutes=1)
    assert "Это увидят только операторы" in await first.says("Ваш участок в школе", DESK, chat=FORUM)
    stage.clock.turn(hours=2)
    assert await first.says("Кто ответит?", DESK, chat=FORUM) == ""
    assert "напишите в его теме" in await second.says("Школа № 3", DESK, chat=FORUM)
    own = {"message_id": 1, "date": 1, "chat": FORUM, "text": "x", "from": first.user}
    stage.clock.turn(days=1)
    assert await first.says("я", DESK, chat=FORUM, reply_to_message=own) == "", "a reply is for a colleague"
    assert "Это увидят только операторы" in await first.says("Школа", DESK, chat=FORUM)


async def test_in_a_group_without_topics_talk_is_left_alone(stage: Stage) -> None:
    await asks(stage, stage.person(20, "Анна"))
    assert await stage.person(15, "Дмитрий").says("Обед в час", DESK) == ""
