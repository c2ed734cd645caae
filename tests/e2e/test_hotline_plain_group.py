"""The hotline in an operators' group without topics: replies carry the answers."""

from __future__ import annotations

from datetime import date

import pytest

from bot.demo.stage import Stage
from services.people.model import Address
from tests.e2e.acting import PDF, PNG, a_while, ask, changed, labels, newcomer, press, press_to, settled, tap

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_DAY = date(2023, 2, 1)
TOPICS = False


async def test_a_question_and_its_answers(stage: Stage) -> None:
    voter, operator = await newcomer(stage, "Раиса", "Костина"), stage.player("Оператор горячей линии")
    await tap(stage, voter, "Горячая линия")
    received = await ask(stage, voter, "Кто проверит, что мой голос учли?")
    assert received.text == "Ваш вопрос № 1 передан операторам. Ответ придёт сюда."
    arrived = await stage.desk.wait_for(lambda m: "Кто проверит" in m.text)
    assert arrived.text.startswith("Вопрос № 1 · Раиса Костина")
    assert labels(arrived) == ["В работе", "Решено", "Запомнить вопрос"]

    a_while(stage)
    operator.send("Наблюдатели и комиссия.", chat=stage.desk, reply_to=arrived)
    answer = await voter.next_message()
    assert "Наблюдатели и комиссия." in answer.text
    a_while(stage)
    operator.send_photo(PNG, "Увеличенная форма протокола", chat=stage.desk, reply_to=arrived)
    assert (await voter.next_message()).kind == "photo"
    a_while(stage)
    operator.send_document(PDF, "закон.pdf", chat=stage.desk, reply_to=arrived)
    assert (await voter.next_message()).kind == "document"

    await press_to(stage, voter, answer, "Написать оператору")
    await ask(stage, voter, "А где это записано?")
    more = await stage.desk.wait_for(lambda m: "А где это записано?" in m.text)
    assert more.text.startswith("Вопрос № 1 · Раиса Костина")
    assert more.reply_to is not None, "it hangs on what it is about"
    a_while(stage)
    operator.send("В Законе области.", chat=stage.desk, reply_to=more)
    await voter.next_message(lambda m: "В Законе области." in m.text)

    a_while(stage)
    voter.send_media("sticker", PNG, "sticker.webp")
    await voter.next_message()
    header = await stage.desk.wait_for(lambda m: "⟨стикер" in m.text)
    assert header.text.startswith("Вопрос № 1")
    assert any(message.kind == "sticker" for message in stage.desk.from_bot())
    await tap(stage, voter, "Закончить")

    assert await press(stage, operator, arrived, "Решено") == "Вопрос № 1: решён"
    told = await changed(stage.desk, arrived, lambda m: labels(m) == ["Открыть снова", "Запомнить вопрос"])
    assert told.text.splitlines()[1:] == ["Решено: Дмитрий К.", "", "Кто проверит, что мой голос учли?"]
    assert (await voter.next_message()).text == "Ваш вопрос № 1 решён."


async def test_a_reply_to_no_question_is_said_to_be_lost(stage: Stage) -> None:
    operator = stage.player("Оператор горячей линии")
    helped = await ask(stage, operator, "/help", group=stage.desk)
    assert "Отвечайте ответом на сообщение с вопросом" in helped.text
    lost = await ask(stage, operator, "А это кому?", group=stage.desk, reply_to=helped)
    assert "Не понял, на какой это вопрос" in lost.text


async def test_talk_is_left_alone(stage: Stage) -> None:
    before = len(stage.desk.from_bot())
    a_while(stage)
    stage.player("Оператор горячей линии").send("Обед в 13:00", chat=stage.desk)
    await settled(stage)
    await ask(stage, stage.player("Избиратель"), "/help")
    assert len(stage.desk.from_bot()) == before


async def test_the_group_becomes_a_supergroup(stage: Stage) -> None:
    """It has another number since, whatever the settings say: questions go there, and answers come from there."""
    voter, operator = await newcomer(stage, "Тамара"), stage.player("Оператор горячей линии")
    new = stage.desk.upgrade()
    await tap(stage, voter, "Горячая линия")
    await ask(stage, voter, "Можно ли голосовать на дому?")
    arrived = await new.wait_for(lambda m: "Можно ли голосовать на дому?" in m.text)
    a_while(stage)
    operator.send("Да, подайте заявление.", chat=new, reply_to=arrived)
    await voter.next_message(lambda m: "Да, подайте заявление." in m.text)
    async with stage.application.database.units(reading=True) as unit:
        assert (await unit.outbox.where_now(Address("telegram", str(stage.desk.id)))).chat == str(new.id)
