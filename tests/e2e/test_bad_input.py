"""Whatever people send: a polite answer where one is due, silence where none is, and never an error."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.demo.stage import Stage
from sandbox import Message, Person
from sandbox.people import acts
from tests.e2e.acting import PDF, PNG, a_while, ask, newcomer, press, pressed_raw, settled, tap

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_DAY = date(2023, 2, 18)

NASTY = "<b>Пётр</b> & <script>{name} %s</script>"

PROVOKED = {
    "refusals": ["query is too old", "bot was blocked by the user", "message can't be edited"],
    "errors": ["telegram.update_unreadable"],
    "quoted": [NASTY, "Пётр</b>"],
}

ONLY_TEXT = "Я понимаю только текст"


def poll(person: Person) -> Message:
    content = {
        "poll": {
            "id": "77",
            "question": "Придёте?",
            "options": [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("Да", "Нет")],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
    }
    return acts.put(person.sandbox.world, person.user, person.chat, "poll", content)


SENT: dict[str, Callable[[Person], object]] = {
    "sticker": lambda person: person.send_media("sticker", PNG, "s.webp"),
    "voice": lambda person: person.send_media("voice", b"OggS", "v.ogg"),
    "video note": lambda person: person.send_media("video_note", b"mp4", "v.mp4"),
    "photo": lambda person: person.send_photo(PNG),
    "captioned photo": lambda person: person.send_photo(PNG, "Что это?"),
    "document": lambda person: person.send_document(PDF, "жалоба.pdf"),
    "album": lambda person: person.send_album([PNG, PNG, PNG], "Смотрите"),
    "location": lambda person: person.send_location(55.35, 86.09),
    "contact": lambda person: person.send_contact(),
    "poll": poll,
    "dice": lambda person: acts.put(
        person.sandbox.world, person.user, person.chat, "dice", {"dice": {"emoji": "🎲", "value": 3}}
    ),
}


@pytest.mark.parametrize("kind", SENT)
async def test_what_is_no_text_is_answered_once(stage: Stage, kind: str) -> None:
    person = await newcomer(stage, "Зина")
    a_while(stage)
    before = len(person.from_bot())
    SENT[kind](person)
    person.skip()
    answered = await person.wait_for(lambda m: ONLY_TEXT in m.text)
    assert "Горячая линия" in answered.text, "the way to a person"
    await ask(stage, person, "/help")
    assert len(person.from_bot()) - before == 2, "an album is answered once"


@pytest.mark.parametrize("kind", SENT)
async def test_the_hotline_takes_all_of_it(stage: Stage, kind: str) -> None:
    person = await newcomer(stage, "Клава")
    stage.clock.jump(stage.clock.now() + timedelta(minutes=1))  # a group takes twenty messages a minute
    await tap(stage, person, "Горячая линия")
    known = stage.desk.topics
    a_while(stage)
    SENT[kind](person)
    person.skip()
    await person.wait_for(lambda m: m.text.startswith("Ваш вопрос №"))
    topic = await stage.desk.next_topic(known)
    await stage.desk.wait_for(
        lambda m: m.thread_id == topic.id and not m.is_service and not m.text.startswith("Вопрос")
    )
    await tap(stage, person, "Закончить")


async def test_words_that_are_no_question(stage: Stage) -> None:
    anna = stage.player("Избиратель")
    for text in ("🎉🎊🥳", ".", "??", "привет", "фывапролдж", "0", "-1", "١٢٣", "п. 99999999999999999999", "\u200b."):
        answer = await ask(stage, anna, text)
        assert answer.text, text


async def test_the_longest_message_there_is(stage: Stage) -> None:
    anna = stage.player("Избиратель")
    answer = await ask(stage, anna, ("Когда можно проголосовать досрочно? " * 120)[:4096])
    assert "Сообщение очень длинное" in answer.text
    anna = await newcomer(stage, "Капитолина")
    await tap(stage, anna, "Горячая линия")
    long = "ж" * 4096
    known = stage.desk.topics
    taken = await ask(stage, anna, long)
    assert "№" in taken.text
    await stage.desk.next_topic(known)
    await stage.desk.wait_for(lambda m: m.text == long)
    await tap(stage, anna, "Закончить")


async def test_an_edited_question(stage: Stage) -> None:
    anna = stage.player("Избиратель")
    a_while(stage)
    question = anna.send("пункт 28")
    await anna.next_message()
    a_while(stage)
    anna.edit(question, "пункт 39")
    assert "пришлите его, пожалуйста, ещё раз" in (await anna.next_message()).text


async def test_commands_nobody_knows(stage: Stage) -> None:
    anna = stage.player("Избиратель")
    for text in ("/", "/нет", "/today@other_bot", "/find " + "я" * 4000, "/start " + "x" * 4000, "/find 0"):
        assert (await ask(stage, anna, text)).text, text


async def test_kinds_of_update_the_bot_does_not_know(stage: Stage) -> None:
    """Nothing comes of them, and what comes after them is answered."""
    feed = stage.sandbox.bot.feed
    kinds: list[tuple[str, dict[str, object]]] = [
        ("telepathic_message", {"id": "1", "from": {"id": 5}}),
        ("message", {"message_id": 1}),
        ("message", {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "hologram": {"x": 1}}),
        ("callback_query", {"id": "1"}),
        ("poll_answer", {"poll_id": "1", "option_ids": []}),
    ]
    feed.allow([])  # all that there are, as another server may send them
    for kind, payload in kinds:
        number = feed._next_id
        feed._next_id += 1
        feed._queue.append({"update_id": number, kind: payload})
    feed.wake()
    assert (await ask(stage, stage.player("Избиратель"), "/help")).text.startswith("Что я умею")


@pytest.mark.parametrize(
    "data",
    [
        *("x", ":", "::::", "done:", "done:abc", "done:99999999999999999999", "done:-1", "done:1:2", "undo:1"),
        *("item:1", "item:x:28", "item:1:999", "item:99:28", "list:mine:99", "list:nothing:0", "list:range:0"),
        *("range:a:b:c:d", "range::::", "range:2023-02-30::own:0", "lang:xx", "invite:x", "invite-to:77", "invite-go"),
        *("invite-go:z", "audience:1:ALL:", "audience:x:y:z", "audience-page:-5", "announce-go:777", "announce-go:x"),
        *("announce-report:1", "announce-drop:x", "announce-again:9", "take:1", "solve:", "reopen:0", "follow-up:x"),
        *("follow-up:1", "human", "helped", "take-back:5", "thanks:x", "ж" * 32, "\x00\x01", "%s%n", "<b>"),
    ],
)
async def test_garbage_under_a_button(stage: Stage, data: str) -> None:
    """Always an answer: words over the chat, or a message."""
    anna = stage.player("Избиратель")
    before = len(anna.from_bot())
    said = await pressed_raw(stage, anna, data)
    assert said or len(anna.from_bot()) > before or data.startswith(("list:", "range:", "audience", "invite"))
    if (await ask(stage, anna, "/cancel")).text != "Прекращать нечего.":
        assert data.startswith(("follow-up", "human"))


async def test_a_button_on_a_year_old_message(stage: Stage) -> None:
    """Telegram gives such a message as inaccessible; the button still works."""
    nina = stage.player("Председатель УИК № 1034")
    listed = await tap(stage, nina, "Мои сроки")
    card_button = "п. 84"
    nina.delete(listed)
    a_while(stage)
    pressed = nina.press(listed, card_button)
    await pressed.answer()
    card = await nina.next_message()
    assert card.text.startswith("П. 84.")
    nina.delete(card)
    said = await press(stage, nina, card, "✓ Исполнено")
    assert said == "Отмечено: исполнено. Спасибо!"
    shown = await nina.next_message()
    assert "✅ Исполнено" in shown.text
    await press(stage, nina, shown, "↶ Снять отметку")


async def test_a_press_that_is_answered_too_late(stage: Stage) -> None:
    """The query has died meanwhile: what would have been over the chat comes as a message."""
    stage.sandbox.faults.refuse(
        "query is too old and response timeout expired or query ID is invalid", method="answerCallbackQuery"
    )
    anna = stage.player("Избиратель")
    listed = await ask(stage, anna, "/week")
    button = acts.press(stage.sandbox.world, anna.user, listed, {"text": "?", "callback_data": "done:1"})
    said = await anna.next_message()
    assert said.text == "Эту отметку может поставить только тот, кто отвечает за пункт."
    button.answer = {}


async def test_mark_up_in_names_and_texts(stage: Stage) -> None:
    person = await newcomer(stage, NASTY, "</b>")
    assert NASTY in person.from_bot()[-1].text
    await tap(stage, person, "Горячая линия")
    known = stage.desk.topics
    await ask(stage, person, NASTY)
    topic = await stage.desk.next_topic(known)
    assert NASTY in topic.name
    await stage.desk.wait_for(lambda m: m.thread_id == topic.id and m.text == NASTY)
    await tap(stage, person, "Закончить")
    answer = await ask(stage, person, f"{NASTY} когда снять кандидатуру")
    assert answer.text


async def test_somebody_who_blocks_and_comes_back(stage: Stage) -> None:
    viktor = stage.player("Член УИК № 1034")
    viktor.block()
    await stage.controls.advance(stage.clock.now() + timedelta(days=1, hours=1))  # 19 February: item 18 is due
    silent = len(viktor.from_bot())
    viktor.start()
    greeted = await viktor.next_message()
    assert greeted.text.startswith("Здравствуйте, Виктор Зайцев!")
    await stage.controls.advance(stage.clock.now() + timedelta(days=2))
    assert any("Доброе утро" in m.text for m in viktor.from_bot()[silent:]), "reminders go on"


async def test_chatter_in_a_group(stage: Stage) -> None:
    """The bot sits in the commission's chat and hears everything: it answers commands alone."""
    anna, nina = stage.player("Избиратель"), stage.player("Председатель УИК № 1034")
    group = stage.sandbox.add_group("Соседи", members=[anna, nina])
    a_while(stage)
    anna.send("Когда голосование?", chat=group)
    anna.send_photo(PNG, "Сегодня", chat=group)
    nina.send("Мои сроки", chat=group)
    nina.edit(nina.send("Помощь", chat=group), "Помощь!")
    await ask(stage, anna, "/help")
    await settled(stage)
    assert not group.from_bot()
    for text, begins in (
        ("/today", "Сегодня"),
        ("/week@srok_bot", "Эта неделя"),
        ("/find 28", "Понял так: п. 28"),
        ("/help", "В группе я отвечаю на команды"),
        ("/mine", "Это работает в личных сообщениях"),
    ):
        answer = await ask(stage, nina, text, group=group)
        assert answer.text.startswith(begins)
        assert "🔹" not in answer.text, "nobody's own list in everybody's sight"


async def test_many_at_once(stage: Stage) -> None:
    """Thirty people press and write at the same moment."""
    people = [stage.sandbox.add_user(f"Гость{n}") for n in range(30)]
    for person in people:
        person.start()
    answers = await asyncio.gather(*(person.next_message() for person in people))
    assert all(answer.text.startswith("Здравствуйте, Гость") for answer in answers)
