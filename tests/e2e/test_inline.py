"""«@srok_bot протоколы», typed in any chat: rows of the plan to send there, and nothing that anybody else hears of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.demo.cast import COMMISSION_CHAT_TITLE
from bot.demo.stage import Stage
from messengers.telegram.inline import ASK, RESULTS
from sandbox import Group, Person
from sandbox.people import acts
from storage.tables import updates
from tests.e2e.acting import a_while, ask, newcomer, press_to, settled

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_DAY = date(2023, 1, 24)

EVERYBODY = ("Избиратель", "Кандидат, самовыдвиженец", "Член УИК № 1034", "Секретарь ТИК", "Оператор горячей линии")

BEYOND_THE_PLAN = "Куда жаловаться, если на участке нарушают тайну голосования?"


def working_chat(stage: Stage) -> Group:
    """The precinct's own, of which the bot is a member like others."""
    found = next(chat for chat in stage.sandbox.world.chats.values() if chat.name == COMMISSION_CHAT_TITLE)
    return Group(stage.sandbox, found)


async def titles(person: Person, text: str, **where: Any) -> list[str]:
    return [result["title"] for result in await person.inline(text, **where)]


@pytest.mark.parametrize("seat", EVERYBODY)
async def test_everybody_is_offered_the_same_row_for_its_number(stage: Stage, seat: str) -> None:
    person = stage.player(seat)
    assert await titles(person, "28") == ["пн, 30 января, до 18:00 — п. 28"]
    assert person.offered["button"] is None
    assert person.offered["is_personal"] is True


async def test_a_card_goes_into_the_working_chat_and_the_bot_keeps_silent(stage: Stage) -> None:
    member, chat = stage.player("Член УИК № 1034"), working_chat(stage)
    said = len(chat.from_bot())
    [row] = await member.inline("28", chat=chat)
    sent = member.choose(row["id"])
    assert sent.via_bot is stage.sandbox.bot.user
    assert sent.text.startswith("П. 28. Представление")
    assert "Источник: п. 28 плана, дополнительные выборы" in sent.text
    assert sent.markup is None, "no buttons that would be pressed by strangers"
    answer = await ask(stage, member, "/today", group=chat)
    assert [message.id for message in chat.from_bot()[said:]] == [answer.id], "nothing before it"


async def test_what_one_is_not_sure_of_leads_to_the_bot_where_it_is_asked_and_answered(stage: Stage) -> None:
    voter = stage.player("Избиратель")
    assert len(await titles(voter, "протоколы")) == 3
    assert await titles(voter, "какая завтра погода") == []
    button = voter.offered["button"]
    assert button == {"text": "Не нашлось. Спросить в чате с ботом", "start_parameter": ASK}
    greeting = await ask(stage, voter, f"/start {button['start_parameter']}")
    assert "Напишите свой вопрос сюда" in greeting.text
    assert "Понял так: п. 39" in (await ask(stage, voter, "до какого числа можно снять кандидатуру")).text


async def test_a_newcomer_is_led_to_the_bot_first(stage: Stage) -> None:
    stranger = stage.sandbox.add_user("Олег", "Ветров")
    assert await titles(stranger, "28", chat=working_chat(stage)) == []
    assert stranger.offered["button"]["text"] == "Сначала откройте чат с ботом"
    stranger.start(ASK)
    assert "Здравствуйте, Олег Ветров!" in (await stranger.next_message()).text
    assert await titles(stranger, "28", chat=working_chat(stage)) != []


async def test_pages(stage: Stage) -> None:
    voter = stage.player("Избиратель")
    first = await titles(voter, "весь план")
    assert len(first) == RESULTS
    second = await titles(voter, "весь план", offset=voter.offered["next_offset"])
    assert len(second) == RESULTS
    assert first != second


async def test_letters_typed_fast_end_in_an_answer_to_all_of_them(stage: Stage) -> None:
    member = stage.player("Член УИК № 1034")
    word = "списки избирателей"
    for end in range(1, len(word)):
        acts.ask_inline(stage.sandbox.world, member.user, member.bot, member.chat, word[:end])
    assert (await titles(member, word))[0].endswith(" — п. 6")


async def test_an_operators_card_in_a_topic_is_the_answer_to_its_question(stage: Stage) -> None:
    voter = await newcomer(stage, "Раиса")
    operator = stage.player("Оператор горячей линии")
    known = stage.desk.topics
    await ask(stage, voter, BEYOND_THE_PLAN)
    topic = await stage.desk.next_topic(known)
    await stage.desk.wait_for(lambda m: m.thread_id == topic.id and m.text == BEYOND_THE_PLAN)
    [row] = await operator.inline("28", chat=stage.desk)
    a_while(stage)
    operator.choose(row["id"], topic=topic.id)
    answer = await voter.next_message()
    assert "П. 28. Представление" in answer.text
    assert "Источник: п. 28 плана" in answer.text


async def test_nothing_typed_is_stored_and_nothing_is_left_for_others(stage: Stage) -> None:
    voter = stage.player("Избиратель")
    chairman = stage.player("Председатель ТИК")
    known = stage.desk.topics
    before = await stored(stage)
    for text in ("где поют частушки про кандидатов", "что завтра", "28"):
        await voter.inline(text)
    await settled(stage)
    assert await stored(stage) == before
    assert stage.desk.topics == known
    asked = await ask(stage, chairman, "/phrasings")
    if "не понял" in asked.text.lower():
        asked = await press_to(stage, chairman, asked, "Непонятые вопросы")
    assert "частушки" not in asked.text
    assert "Понял так: п. 28" not in (await ask(stage, voter, "а кто?")).text


async def stored(stage: Stage) -> int:
    async with stage.application.database.engine.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(updates))).scalar_one()
