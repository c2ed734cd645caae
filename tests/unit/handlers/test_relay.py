"""The hotline's messages on their way to the operators and back, whatever happens to chats and topics."""

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import CopyMessage

from messengers.telegram.raw import CreateRawForumTopic
from services.delivery.model import Sent, Unreachable
from storage.database import Database
from tests.unit.handlers.stage import DESK, open_stage

STICKER = {
    "file_id": "S",
    "file_unique_id": "u",
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
    "emoji": "🙂",
}
PHOTO = [{"file_id": "P", "file_unique_id": "u", "width": 1, "height": 1}]


async def test_a_deleted_topic_is_opened_anew(database: Database) -> None:
    stage = await open_stage(database, forum=True)
    voter = stage.person(20, "Анна")
    await voter.says("Горячая линия")
    await voter.says("первое")
    await stage.deliver()
    stage.clock.turn(minutes=1)
    await voter.says("второе")
    lost = TelegramBadRequest(
        method=CopyMessage(chat_id=DESK, from_chat_id=20, message_id=1), message="Bad Request: message thread not found"
    )
    stage.session.failures["copyMessage"] = [lost]
    ((_, outcome),) = await stage.deliver()
    assert isinstance(outcome, Sent)
    assert len(stage.session.of(CreateRawForumTopic)) == 2
    assert stage.session.last(DESK).thread not in (None, stage.session.messages[0].thread)


async def test_in_a_plain_group_every_message_says_whose_it_is(database: Database) -> None:
    stage = await open_stage(database)
    voter = stage.person(20, "Анна")
    await voter.says("Горячая линия")
    for content in ({"text": "слова"}, {"photo": PHOTO, "caption": "фото"}, {"sticker": STICKER}, {"text": "ж" * 4090}):
        await voter.sends(**content)
        stage.clock.turn(minutes=1)
    await stage.deliver()
    at_desk = [m for m in stage.session.messages if m.chat == DESK]
    with_buttons = [m for m in at_desk if m.buttons]
    assert len(with_buttons) == 4
    assert sum("Вопрос № 1" in m.text for m in at_desk) == 4
    assert [m.what for m in at_desk] == ["text", "copy", "copy", "text", "text", "text"]


@pytest.mark.parametrize(
    "content", [{"text": "слова"}, {"photo": PHOTO}, {"document": {"file_id": "D", "file_unique_id": "u"}}]
)
async def test_an_operators_reply_reaches_the_asker_without_a_name(
    database: Database, content: dict[str, object]
) -> None:
    stage = await open_stage(database)
    voter, operator = stage.person(20, "Анна"), stage.person(15, "Дмитрий Котов")
    await voter.says("Горячая линия")
    await voter.says("Где мой участок?")
    await stage.deliver()
    question = stage.session.last(DESK)
    replied = {"message_id": question.id, "date": 1, "chat": {"id": DESK, "type": "supergroup"}, "text": "x"}
    stage.clock.turn(minutes=1)
    await operator.sends(DESK, reply_to_message=replied, **content)
    await stage.deliver()
    answer = stage.session.last(20)
    assert answer.what == "copy"
    assert "Котов" not in answer.text
    assert answer.reply_to is not None


async def test_a_lost_operators_chat_keeps_the_questions(database: Database) -> None:
    stage = await open_stage(database)
    voter = stage.person(20, "Анна")
    await voter.says("Горячая линия")
    await voter.says("Где мой участок?")
    kicked = TelegramForbiddenError(
        method=CopyMessage(chat_id=DESK, from_chat_id=20, message_id=1),
        message="Forbidden: bot was kicked from the supergroup chat",
    )
    stage.session.failures["sendMessage"] = [kicked]
    ((_, outcome),) = await stage.deliver()
    assert isinstance(outcome, Unreachable)
    stage.clock.turn(hours=1)
    ((_, outcome),) = await stage.deliver()
    assert isinstance(outcome, Sent)
