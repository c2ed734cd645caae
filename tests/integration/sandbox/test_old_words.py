"""Bots written for older versions of the Bot API, whose words Telegram still takes."""

import json

import pytest

from sandbox import Group, Person
from tests.integration.sandbox.support import Api


async def test_a_reply_and_a_preview(api: Api, anna: Person) -> None:
    question = anna.send("вопрос")
    form = {"chat_id": str(anna.id), "text": "ya.ru", "reply_to_message_id": str(question.id)}
    async with api.session.post(api.url("sendMessage"), data={**form, "disable_web_page_preview": "true"}) as response:
        sent = (await response.json())["result"]
    assert sent["reply_to_message"]["message_id"] == question.id
    assert sent["link_preview_options"] == {"is_disabled": True}
    plain = await api.result("sendMessage", chat_id=anna.id, text="x", disable_web_page_preview=False)
    assert "link_preview_options" not in plain
    lost = {"chat_id": anna.id, "text": "x", "reply_to_message_id": 999}
    assert await api.error("sendMessage", **lost) == "400 Bad Request: message to be replied not found"
    await api.result("sendMessage", **lost, allow_sending_without_reply=True)
    new = {"message_id": question.id}
    both = await api.result("sendMessage", chat_id=anna.id, text="x", reply_to_message_id=999, reply_parameters=new)
    assert both["reply_to_message"]["message_id"] == question.id, "today's words come first"


@pytest.mark.parametrize("options", [["да", "нет"], json.dumps(["да", {"text": "нет"}])])
async def test_a_quiz(api: Api, anna: Person, options: object) -> None:
    sent = await api.result(
        "sendPoll", chat_id=anna.id, question="?", options=options, type="quiz", correct_option_id=1
    )
    assert [option["text"] for option in sent["poll"]["options"]] == ["да", "нет"]
    assert sent["poll"]["correct_option_ids"] == [1]


@pytest.mark.parametrize("options", ["[", "{}", [5]])
async def test_what_no_version_takes(api: Api, anna: Person, options: object) -> None:
    assert (await api.error("sendPoll", chat_id=anna.id, question="?", options=options)).startswith("400 Bad Request: ")


async def test_old_names_of_methods(api: Api, anna: Person, forum: Group) -> None:
    assert await api.result("getChatMembersCount", chat_id=forum.id) == 2
    assert await api.error("kickChatMember", chat_id=forum.id, user_id=anna.id) == (
        "400 Bad Request: can't remove chat owner"
    )
