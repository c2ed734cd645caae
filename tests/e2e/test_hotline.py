"""The hotline in a group with topics: a voter's question, the operators' answers, and the way back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.app import make_bot
from bot.demo.stage import Stage
from sandbox import Message, Person
from tests.e2e.acting import (
    PDF,
    PNG,
    a_while,
    ask,
    changed,
    labels,
    newcomer,
    press,
    press_to,
    pressed_raw,
    settled,
    tap,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_DAY = date(2023, 2, 1)

PROVOKED = {"quoted": ["<b>не разметка</b>"], "refusals": ["message thread not found"]}

BEYOND_THE_PLAN = "Куда жаловаться, если на участке нарушают тайну голосования?"


async def test_a_question_and_its_answers(stage: Stage) -> None:
    voter = await newcomer(stage, "Раиса", "<Костина> & Ко")
    operator = stage.player("Оператор горячей линии")
    handed = await ask(stage, voter, BEYOND_THE_PLAN)
    assert "передал ваш вопрос человеку на горячую линию" in handed.text, "it says that it did not find it itself"

    topic = await stage.desk.next_topic()
    assert "Раиса <Костина> & Ко" in topic.name
    await stage.desk.wait_for(lambda m: m.thread_id == topic.id and m.text == BEYOND_THE_PLAN)
    card = stage.desk.from_bot(topic.id)[0]
    assert labels(card) == ["В работе", "Решено", "Запомнить вопрос"]

    def answered_with(content: Message) -> None:
        assert "Дмитрий" not in content.text + str(content.forward_origin), "operators stay anonymous"
        assert labels(content) == ["Написать оператору", "Спасибо, вопрос решён"]

    a_while(stage)
    operator.send("Пишите в ТИК, это <b>не разметка</b>.", chat=stage.desk, topic=topic.id)
    text = await voter.next_message()
    assert "это <b>не разметка</b>." in text.text
    answered_with(text)
    a_while(stage)
    operator.send_photo(PNG, "Схема проезда", chat=stage.desk, topic=topic.id)
    photo = await voter.next_message()
    assert (photo.kind, photo.text) == ("photo", "Ответ на ваш вопрос № 1:\n\nСхема проезда")
    answered_with(photo)
    a_while(stage)
    operator.send_document(PDF, "образец.pdf", chat=stage.desk, topic=topic.id)
    document = await voter.next_message()
    assert document.content["document"]["file_name"] == "образец.pdf"
    assert document.text == "Ответ на ваш вопрос № 1"
    answered_with(document)

    await press_to(stage, voter, document, "Написать оператору")
    more = await ask(stage, voter, "А по почте можно?")
    assert more.text == "Добавил к вашему вопросу № 1."
    followed = await stage.desk.wait_for(lambda m: m.text == "А по почте можно?")
    assert followed.thread_id == topic.id, "the same thread"
    a_while(stage)
    voter.send_photo(PNG, "вот конверт")
    await voter.next_message()
    picture = await stage.desk.wait_for(lambda m: m.text == "вот конверт")
    assert (picture.kind, picture.thread_id) == ("photo", topic.id)
    finished = await tap(stage, voter, "Закончить")
    assert ["Сегодня", "Эта неделя"] in voter.keyboard
    assert finished.text

    assert await press(stage, operator, card, "В работе") == "Вопрос № 1: в работе"
    taken = await changed(stage.desk, card, lambda m: labels(m) == ["Решено", "Запомнить вопрос"])
    assert taken.text.splitlines()[1] == "В работе: Дмитрий К."
    assert "решён" in await press(stage, operator, card, "Решено")
    await changed(stage.desk, card, lambda m: m.text.splitlines()[1] == "Решено: Дмитрий К.")
    solved = await voter.next_message()
    assert solved.text == "Ваш вопрос № 1 решён."

    await press(stage, voter, solved, "Нет, не решён")
    await changed(voter, solved, lambda m: "снова открыт" in m.text)
    told = await stage.desk.wait_for(lambda m: "снова открыл вопрос № 1" in m.text)
    assert told.thread_id == topic.id
    assert len(stage.desk.topics) == 1


async def test_a_reply_continues_the_question_without_any_button(stage: Stage) -> None:
    voter, topic = await asker(stage, "Пётр")
    operator = stage.player("Оператор горячей линии")
    operator.send("Уточните номер участка.", chat=stage.desk, topic=topic)
    question = await voter.next_message()
    said = await ask(stage, voter, "1034", reply_to=question)
    assert "Добавил к вашему вопросу" in said.text
    assert (await stage.desk.wait_for(lambda m: m.text == "1034")).thread_id == topic


async def test_a_key_or_a_solved_question_closes_the_hotline(stage: Stage) -> None:
    voter, topic = await asker(stage, "Зоя")
    operator = stage.player("Оператор горячей линии")
    await tap(stage, voter, "Горячая линия")
    helped = await ask(stage, voter, "Помощь")
    assert helped.text.startswith("Что я умею")
    assert "п. 28" in (await ask(stage, voter, "пункт 28")).text.casefold()
    await tap(stage, voter, "Горячая линия")
    assert "Добавил" in (await ask(stage, voter, "И ещё одно.")).text
    await press(stage, operator, stage.desk.from_bot(topic)[0], "Решено")
    await voter.next_message(lambda m: "решён" in m.text)
    closed = await ask(stage, voter, "пункт 28")
    assert closed.text.endswith("решён, горячая линия закрыта. Теперь отвечаю сам.")
    assert "п. 28" in (await voter.next_message()).text.casefold()


async def test_a_deleted_topic_is_opened_anew(stage: Stage) -> None:
    voter, topic = await asker(stage, "Ирина")
    stage.desk.delete_topic(next(t for t in stage.desk.topics if t.id == topic))
    known = stage.desk.topics
    await tap(stage, voter, "Горячая линия")
    await ask(stage, voter, "Вы меня слышите?")
    anew = await stage.desk.next_topic(known)
    heard = await stage.desk.wait_for(lambda m: m.text == "Вы меня слышите?")
    assert heard.thread_id == anew.id
    await tap(stage, voter, "Закончить")


async def test_the_card_comes_before_the_question_even_if_telegram_puts_it_off(stage: Stage) -> None:
    known = stage.desk.topics
    stage.sandbox.faults.flood(1, method="sendMessage", chat_id=stage.desk.id)
    voter = await newcomer(stage, "Галина")
    await ask(stage, voter, BEYOND_THE_PLAN)
    topic = await stage.desk.next_topic(known)
    a_while(stage)
    await stage.desk.wait_for(lambda m: m.thread_id == topic.id and m.text == BEYOND_THE_PLAN)
    card, question = stage.desk.from_bot(topic.id)
    assert labels(card) == ["В работе", "Решено", "Запомнить вопрос"]
    assert question.text == BEYOND_THE_PLAN


async def test_the_bots_own_handing_over_can_be_taken_back(stage: Stage) -> None:
    voter = await newcomer(stage, "Фёдор")
    handed = await ask(stage, voter, BEYOND_THE_PLAN)
    await press(stage, voter, handed, "Уже не нужно")
    await changed(voter, handed, lambda m: "закрыт" in m.text and not labels(m))


async def test_a_strangers_hand_on_the_tickets_buttons(stage: Stage) -> None:
    voter, _ = await asker(stage, "Лидия")
    await settled(stage)
    last = voter.from_bot()[-1]
    number = last.text.partition("№ ")[2].split()[0]
    stranger = stage.player("Избиратель")
    for act in ("take", "solve", "reopen", "thanks", "take-back"):
        said = await pressed_raw(stage, stranger, f"{act}:{number}")
        assert said == "У вас нет права на это действие.", act


async def test_operators_talk_among_themselves(stage: Stage) -> None:
    one, other = (player for player in stage.players if player.user.role == "Оператор горячей линии")
    hinted = await ask(stage, one, "Кто сегодня дежурит?", group=stage.desk)  # questions wait: it may be meant for them
    assert hinted.text == "Это увидят только операторы. Чтобы ответить на вопрос, напишите в его теме."
    assert hinted.thread_id is None
    before = len(stage.desk.from_bot())
    a_while(stage)
    said = one.send("Кто-нибудь?", chat=stage.desk)
    other.send("Я", chat=stage.desk, reply_to=said)
    helped = await ask(stage, one, "/help")
    assert helped.text.startswith("Что я умею")
    await settled(stage)
    assert len(stage.desk.from_bot()) == before


async def test_words_in_a_topic_whose_question_is_not_known_are_not_lost_silently(stage: Stage) -> None:
    """Somebody may write there before it is noted whose topic it is, or long after its question was erased."""
    operator = stage.player("Оператор горячей линии")
    a_while(stage)
    async with make_bot(stage.sandbox.token, stage.url) as bot:
        opened = await bot.create_forum_topic(stage.desk.id, "№ 999 · Раиса")
    operator.send("Я отвечу", chat=stage.desk, topic=opened.message_thread_id)
    said = await stage.desk.wait_for(
        lambda m: m.thread_id == opened.message_thread_id and m.text.startswith("Не понял")
    )
    assert "Ответьте, пожалуйста, на сообщение с номером вопроса" in said.text


async def asker(stage: Stage, name: str) -> tuple[Person, int]:
    """Somebody new with a question that has reached its topic. A minute passes: a group takes twenty messages in it."""
    stage.clock.jump(stage.clock.now() + timedelta(minutes=1))
    known = stage.desk.topics
    voter = await newcomer(stage, name)
    await ask(stage, voter, BEYOND_THE_PLAN)
    topic = await stage.desk.next_topic(known)
    await stage.desk.wait_for(lambda m: m.thread_id == topic.id and m.text == BEYOND_THE_PLAN)
    a_while(stage)
    return voter, topic.id
