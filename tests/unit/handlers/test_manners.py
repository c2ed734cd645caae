"""Nothing that arrives is met with a crash or with silence."""

from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, SetMyCommands

from plan.model import Position
from storage.database import Database
from tests.unit.handlers.stage import DESK, Stage, Visitor, at, open_stage

PHOTO = [{"file_id": "P", "file_unique_id": "u", "width": 1, "height": 1}]


@pytest.fixture
async def stage(database: Database) -> Stage:
    return await open_stage(database)


@pytest.fixture
def voter(stage: Stage) -> Visitor:
    return stage.person(20, "Анна Белова")


@pytest.mark.parametrize(
    "content",
    [
        {"location": {"latitude": 1.0, "longitude": 1.0}},
        {"photo": PHOTO},
        {"voice": {"file_id": "V", "file_unique_id": "u", "duration": 1}},
        {"contact": {"phone_number": "1", "first_name": "А"}},
        {"text": "ж" * 4096},
        {"text": "/blah", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]},
        {"text": "…"},
        {"something_new": {"x": 1}},
    ],
)
async def test_whatever_is_sent_is_answered_once(voter: Visitor, content: dict[str, Any]) -> None:
    assert (await voter.sends(None, **content)).count("→ 20") == 1


async def test_an_album_is_answered_once(voter: Visitor) -> None:
    albums: list[dict[str, Any]] = [{"caption": "вот"}, {}, {}]
    said = [await voter.sends(photo=PHOTO, media_group_id="g", **more) for more in albums]
    assert [text.count("→") for text in said] == [1, 0, 0]


async def test_the_hotline_takes_an_album_whole_and_acknowledges_it_once(stage: Stage, voter: Visitor) -> None:
    await voter.says("Горячая линия")
    said = [await voter.sends(photo=PHOTO, media_group_id="g") for _ in range(3)]
    assert [text.count("→") for text in said] == [1, 0, 0]
    assert len(await stage.deliver()) == 3


async def test_a_changed_message_is_answered(stage: Stage, voter: Visitor) -> None:
    await stage.feed(edited_message={**voter.message(text="исправил"), "edit_date": 2})
    assert "исправили" in stage.session.last(20).text


async def test_a_button_that_means_nothing_is_answered(stage: Stage, voter: Visitor) -> None:
    await voter.says("/start")
    for data in (
        "garbage:::",
        "list:today:x",
        "list:nothing:0",
        "item:x:1",
        "done:-1",
        "range:2023-99-99:::0",
        "lang:zz",
    ):
        said = await voter.presses_data(data, stage.session.last(20))
        assert said, data
    assert len(stage.session.of(AnswerCallbackQuery)) == 7


async def test_a_year_old_button_still_works_and_a_late_answer_to_it_is_no_error(stage: Stage, voter: Visitor) -> None:
    await voter.says("Сегодня")
    stage.clock.moment = at(2024, 3, 1, 12)
    too_old = TelegramBadRequest(
        method=AnswerCallbackQuery(callback_query_id="1"),
        message="Bad Request: query is too old and response timeout expired",
    )
    stage.session.failures["answerCallbackQuery"] = [too_old]
    assert "П. 17" in await voter.presses("п. 17")
    gone = {"message_id": stage.session.last(20).id, "date": 0, "chat": {"id": 20, "type": "private"}}
    assert "больше не работает" in await voter.presses_data("old:1", stage.session.last(20), message=gone)


async def test_a_mark_is_only_for_those_who_owe_it(stage: Stage, voter: Visitor) -> None:
    owner = await stage.member(12, "Нина", Position.CHAIRMAN)
    await owner.says("п. 18")
    await owner.presses("П. 18")
    card = stage.session.last(12)
    said = await voter.presses_data(card.buttons[0][0][1], card)
    assert "только тот, кто отвечает за пункт" in said
    assert "Исполнено" in await owner.presses("✓ Исполнено")
    colleague = await stage.member(13, "Виктор", Position.MEMBER)
    assert "уже отмечено" in await colleague.presses_data(card.buttons[0][0][1].replace("undo", "done"), card)


async def test_an_error_is_one_polite_sentence_with_a_number(stage: Stage, voter: Visitor) -> None:
    stage.dispatcher.workflow_data["library"] = None
    said = await voter.says("пункт 28")
    assert "Номер ошибки" in said
    assert "Traceback" not in said


async def test_somebody_who_blocked_the_bot_is_no_error(stage: Stage, voter: Visitor) -> None:
    blocked = TelegramForbiddenError(
        method=SendMessage(chat_id=20, text="x"), message="Forbidden: bot was blocked by the user"
    )
    stage.session.failures["sendMessage"] = [blocked]
    assert await voter.says("/start") == ""


async def test_an_answer_waits_a_little_when_telegram_asks_for_it(stage: Stage, voter: Visitor) -> None:
    wait = TelegramRetryAfter(method=SendMessage(chat_id=20, text="x"), message="Too Many Requests", retry_after=0)
    stage.session.failures["sendMessage"] = [wait]
    assert "Здравствуйте" in await voter.says("/start")


async def test_a_server_that_knows_no_command_menus_is_forgiven(stage: Stage) -> None:
    stage.session.failures["setMyCommands"] = [
        TelegramBadRequest(method=SetMyCommands(commands=[]), message="Bad Request: unknown method")
    ]
    member = await stage.member(12, "Нина", Position.CHAIRMAN)
    assert "Теперь вы" in stage.session.last(member.chat).text


async def test_in_a_group_only_commands_are_answered(stage: Stage, voter: Visitor) -> None:
    assert await voter.says("что сегодня?", -77) == ""
    assert "Идёт сейчас" in await voter.says("/today@srok_bot", -77)
    assert "{" not in await voter.says("/help", -77)
    assert "личных сообщениях" in await voter.says("/mine", -77)


async def test_operators_may_talk_among_themselves(stage: Stage, voter: Visitor) -> None:
    assert await voter.says("обед в час?", DESK) == ""
    bots = {"message_id": 1, "date": 1, "chat": {"id": DESK, "type": "supergroup"}, "text": "x"}
    bots["from"] = {"id": 4242, "is_bot": True, "first_name": "b"}
    assert "на какой это вопрос" in await voter.says("а это кому?", DESK, reply_to_message=bots)


async def test_a_forgotten_hotline_closes_by_itself(stage: Stage, voter: Visitor) -> None:
    await voter.says("Горячая линия")
    stage.clock.turn(hours=3)
    said = await voter.says("пункт 28")
    assert "закрыл" in said
    assert "30 января" in said


async def test_without_an_operators_chat_nothing_is_promised(database: Database) -> None:
    stage = await open_stage(database, desk=False)
    voter = stage.person(20, "Анна")
    for text in ("Горячая линия", "Где мой участок?"):
        assert "избирательную комиссию" in await voter.says(text)


async def test_a_used_invitation_says_so_and_gives_the_keys(stage: Stage, voter: Visitor) -> None:
    said = await voter.says("/start " + "x" * 32)
    assert "не знаю" in said
    assert "{Сегодня}" in said
    await voter.presses_data("lang:en", stage.session.last(20))
    assert "{Today}" in await voter.says("/start")


async def test_a_report_that_reads_the_same_says_so(stage: Stage) -> None:
    """«Обновить» that changed nothing to be seen would look like a dead button."""
    chairman = await stage.member(10, "Мария Громова", Position.CHAIRMAN, of_tik=True)
    await stage.member(12, "Нина Соколова", Position.CHAIRMAN)
    await chairman.says("/announce")
    await chairman.says("Завтра сбор в 10:00")
    await chairman.presses("Все сразу")
    await chairman.presses("Отправить")
    refused = TelegramBadRequest(
        method=EditMessageText(text="x"), message="Bad Request: message is not modified: specified new message"
    )
    stage.session.failures["editMessageText"] = [refused]
    assert await chairman.presses("Обновить") == "!! Ничего не изменилось."


@pytest.mark.parametrize("question", ["0", "п. 999", "пункт 500"])
async def test_a_number_that_the_plan_does_not_have_troubles_no_operator(
    stage: Stage, voter: Visitor, question: str
) -> None:
    said = await voter.says(question)
    number = question.split()[-1]
    assert f"Пункта {number} нет; в плане пункты 1–106." in said
    assert said.count("→") == 1
    assert not await stage.deliver()


LOST = "мой ответ до вас не дошёл"


async def test_an_answer_that_telegram_does_not_take_is_owned_up_to_once_it_does(voter: Visitor) -> None:
    long = TelegramRetryAfter(method=SendMessage(chat_id=20, text="x"), message="Too Many Requests", retry_after=3600)
    voter.stage.session.failures["sendMessage"] = [long, long]
    assert await voter.says("/help") == await voter.says("/help") == ""
    ((kind, _),) = await voter.stage.deliver()
    assert kind == "notice"
    assert LOST in voter.stage.session.last(20).text, "once for several of them"
    voter.stage.clock.turn(minutes=11)
    voter.stage.session.failures["sendMessage"] = [long]
    await voter.says("/help")
    assert len(await voter.stage.deliver()) == 1


async def test_whoever_has_blocked_the_bot_is_told_of_no_lost_answer(voter: Visitor) -> None:
    blocked = TelegramForbiddenError(method=SendMessage(chat_id=20, text="x"), message="Forbidden: bot was blocked")
    voter.stage.session.failures["sendMessage"] = [blocked]
    await voter.says("/help")
    assert await voter.stage.deliver() == []
