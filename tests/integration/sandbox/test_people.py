"""What people do, and what a bot hears of it."""

from typing import Any

import pytest

from sandbox import CannotAct, ChatType, Group, Person, Sandbox, Status
from sandbox.people import acts
from tests.integration.sandbox.support import Api
from tests.unit.sandbox.support import HandClock, png


def kinds(sandbox: Sandbox) -> list[str]:
    return [next(k for k in update if k != "update_id") for update in sandbox.updates]


def last(sandbox: Sandbox) -> dict[str, Any]:
    update = sandbox.updates[-1]
    payload: dict[str, Any] = next(v for k, v in update.items() if k != "update_id")
    return payload


async def test_a_deep_link_starts_the_dialog(sandbox: Sandbox) -> None:
    vera = sandbox.add_user("Вера", language="ru")
    vera.start("invite42")
    message = last(sandbox)
    assert message["text"] == "/start invite42"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"] == {"id": vera.id, "is_bot": False, "first_name": "Вера", "language_code": "ru"}
    assert message["chat"] == {"id": vera.id, "type": "private", "first_name": "Вера"}


@pytest.mark.parametrize("payload", ["x" * 65, "с кириллицей", "a b", "a=b", "a.b"])
async def test_what_no_link_carries(sandbox: Sandbox, payload: str) -> None:
    vera = sandbox.add_user("Вера")
    vera.start("x" * 64)
    with pytest.raises(CannotAct) as caught:
        vera.start(payload)
    assert caught.value.code == "bad_payload"


async def test_people_edit_for_two_days(sandbox: Sandbox, anna: Person, clock: HandClock) -> None:
    said = anna.send("вопрос")
    clock.forward(48 * 3600)
    anna.edit(said, "другой")
    clock.forward(1)
    with pytest.raises(CannotAct) as caught:
        anna.edit(said, "третий")
    assert caught.value.code == "too_old"


async def test_every_kind_of_message_arrives(sandbox: Sandbox, anna: Person) -> None:
    anna.send_photo(png(), "подпись")
    assert last(sandbox)["caption"] == "подпись"
    anna.send_document(b"x", "план.docx")
    assert last(sandbox)["document"]["file_name"] == "план.docx"
    anna.send_contact()
    assert last(sandbox)["contact"]["user_id"] == anna.id
    anna.send_location(51.5, 46)
    assert last(sandbox)["location"]["latitude"] == 51.5
    anna.send_media("sticker", b"webp")
    assert last(sandbox)["sticker"]["type"] == "regular"
    anna.send_media("voice", b"ogg")
    assert last(sandbox)["voice"]["duration"] == 1
    first, second = anna.send_album([png(), png()], "два")
    assert first.media_group_id == second.media_group_id is not None
    sent = anna.send("текст", reply_to=first)
    assert last(sandbox)["reply_to_message"]["message_id"] == first.id
    anna.edit(sent, "правка")
    assert kinds(sandbox)[-1] == "edited_message"
    assert last(sandbox)["text"] == "правка"
    anna.forward(sent)
    assert last(sandbox)["forward_origin"]["type"] == "user"


async def test_blocking_and_unblocking(sandbox: Sandbox, anna: Person, api: Api) -> None:
    anna.block()
    assert last(sandbox)["new_chat_member"]["status"] == "kicked"
    with pytest.raises(CannotAct, match="blocked"):
        anna.send("x")
    anna.start()
    assert kinds(sandbox)[-2:] == ["my_chat_member", "message"]
    await api.result("sendMessage", chat_id=anna.id, text="x")


async def test_a_press_names_its_message(sandbox: Sandbox, anna: Person, api: Api) -> None:
    buttons = {"inline_keyboard": [[{"text": "Готово", "callback_data": "done"}]]}
    await api.result("sendMessage", chat_id=anna.id, text="x", reply_markup=buttons)
    message = await anna.next_message()
    pressed = anna.press(message, "Готово")
    query = last(sandbox)
    assert (query["data"], query["message"]["message_id"]) == ("done", message.id)
    await api.result("answerCallbackQuery", callback_query_id=query["id"])
    assert await pressed.answer() == {}
    await api.result("answerCallbackQuery", callback_query_id=query["id"], text="ещё раз")
    assert await pressed.answer() == {}
    await api.result("deleteMessage", chat_id=anna.id, message_id=message.id)
    anna.press(message, "done")
    assert last(sandbox)["message"]["date"] == 0
    with pytest.raises(CannotAct, match="no button «Нет»"):
        anna.press(message, "Нет")


async def test_the_reply_keyboard(sandbox: Sandbox, anna: Person, api: Api) -> None:
    keyboard = {"keyboard": [[{"text": "Сегодня"}, {"text": "Телефон", "request_contact": True}]]}
    await api.result("sendMessage", chat_id=anna.id, text="x", reply_markup=keyboard)
    anna.tap("Сегодня")
    assert last(sandbox)["text"] == "Сегодня"
    anna.tap("Телефон")
    assert last(sandbox)["contact"]["first_name"] == "Анна"
    with pytest.raises(CannotAct):
        anna.tap("Вчера")


async def test_the_cursor_passes_what_was_there_before(anna: Person, api: Api) -> None:
    await api.result("sendMessage", chat_id=anna.id, text="старое")
    anna.send("вопрос")
    await api.result("sendMessage", chat_id=anna.id, text="ответ")
    assert (await anna.next_message()).text == "ответ"
    with pytest.raises(TimeoutError, match="старое"):
        await anna.next_message(seconds=0)


async def test_an_edit_is_waited_for(anna: Person, api: Api) -> None:
    sent = await api.result("sendMessage", chat_id=anna.id, text="было")
    await api.result("editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="стало")
    assert (await anna.wait_for(lambda m: m.text == "стало")).edit_date is not None


async def test_topics_seen_by_people(sandbox: Sandbox, anna: Person, forum: Group, api: Api) -> None:
    opened = await api.result("createForumTopic", chat_id=forum.id, name="№ 15")
    topic = await forum.next_topic()
    assert topic.id == opened["message_thread_id"]
    anna.send("в тему", chat=forum, topic=topic.id)
    message = last(sandbox)
    assert (message["message_thread_id"], message["is_topic_message"]) == (topic.id, True)
    # A message that answers nothing hangs on the one that opened the topic, as in Telegram.
    assert message["reply_to_message"]["forum_topic_created"]["name"] == "№ 15"
    anna.send("в общую", chat=forum)
    assert "message_thread_id" not in last(sandbox)
    reply = await api.result(
        "sendMessage", chat_id=forum.id, text="x", reply_parameters={"message_id": message["message_id"]}
    )
    assert reply["message_thread_id"] == topic.id
    forum.delete_topic(topic)
    with pytest.raises(CannotAct, match="no such topic"):
        anna.send("x", chat=forum, topic=topic.id)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("просто так", False),
        ("/help", True),
        ("/help@srok_bot", True),
        ("/help@other_bot", False),
        ("🎉 @srok_bot", True),
    ],
)
async def test_privacy_mode(sandbox: Sandbox, anna: Person, text: str, heard: bool) -> None:
    group = sandbox.add_group("Группа", members=[anna], bot=Status.MEMBER)
    before = len(sandbox.updates)
    anna.send(text, chat=group)
    assert len(sandbox.updates) - before == int(heard)


async def test_an_administrator_hears_all_and_a_reply_is_heard(sandbox: Sandbox, anna: Person, api: Api) -> None:
    group = sandbox.add_group("Группа", members=[anna], bot=Status.MEMBER)
    sent = await api.result("sendMessage", chat_id=group.id, text="x")
    anna.send("ответ", chat=group, reply_to=group.chat.messages[sent["message_id"]])
    assert last(sandbox)["text"] == "ответ"
    group.add(sandbox.bot.user, Status.ADMINISTRATOR)
    anna.send("всем", chat=group)
    assert last(sandbox)["text"] == "всем"


async def test_coming_and_going(sandbox: Sandbox, anna: Person, forum: Group) -> None:
    vera = sandbox.add_user("Вера")
    vera.join(forum)
    assert last(sandbox)["new_chat_members"][0]["id"] == vera.id
    vera.leave(forum)
    assert last(sandbox)["left_chat_member"]["id"] == vera.id
    with pytest.raises(CannotAct):
        vera.send("x", chat=forum)
    forum.kick(vera.user)
    with pytest.raises(CannotAct, match="banned"):
        vera.join(forum)
    forum.kick(sandbox.bot.user)
    assert last(sandbox)["new_chat_member"]["status"] == "kicked"


async def test_chat_member_comes_on_request_only(sandbox: Sandbox, anna: Person, forum: Group, api: Api) -> None:
    vera = sandbox.add_user("Вера")
    vera.join(forum)
    assert "chat_member" not in kinds(sandbox)
    await api.result("getUpdates", offset=-1, allowed_updates=["chat_member"])
    vera.leave(forum)
    assert last(sandbox)["new_chat_member"]["status"] == "left"


async def test_reactions_and_votes(sandbox: Sandbox, anna: Person, api: Api) -> None:
    await api.result("getUpdates", allowed_updates=["message_reaction", "poll_answer", "poll"])
    poll = {"question": "?", "options": [{"text": "да"}, {"text": "нет"}], "is_anonymous": False}
    await api.result("sendPoll", chat_id=anna.id, **poll)
    message = await anna.next_message()
    anna.react(message, "👍")
    assert last(sandbox)["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    acts.vote(sandbox.world, anna.user, message, [1])
    assert last(sandbox)["option_ids"] == [1]
    assert message.content["poll"]["total_voter_count"] == 1


async def test_message_numbers(sandbox: Sandbox, anna: Person, api: Api) -> None:
    """Dialogs share one row of numbers, a supergroup counts its own."""
    boris = sandbox.add_user("Борис")
    numbers = [anna.send("а").id, boris.send("б").id, anna.send("в").id]
    assert numbers == sorted(set(numbers))
    group = sandbox.add_group("Группа", members=[anna])
    assert [anna.send("г", chat=group).id, anna.send("д", chat=group).id] == [1, 2]
    small = sandbox.add_group("Малая", members=[anna], type=ChatType.GROUP)
    assert anna.send("е", chat=small).id == numbers[-1] + 1


async def test_dates_follow_the_clock(anna: Person, clock: HandClock, api: Api) -> None:
    clock.forward(86_400)
    sent = await api.result("sendMessage", chat_id=anna.id, text="x")
    assert sent["date"] == int(clock.now().timestamp())


async def test_the_journal_of_calls(sandbox: Sandbox, anna: Person, api: Api) -> None:
    await api.result("sendMessage", chat_id=anna.id, text="x")
    await api("sendMessage", chat_id=5, text="x")
    call = await sandbox.wait_for_call("sendMessage", lambda c: c.error is not None)
    assert call.args == {"chat_id": 5, "text": "x"}
    assert [c.method for c in sandbox.calls] == ["sendMessage", "sendMessage"]


async def test_whether_somebody_waits_for_the_bot(api: Api, sandbox: Sandbox, anna: Person, clock: HandClock) -> None:
    async def take() -> None:
        await api.result("getUpdates", offset=sandbox.updates[-1]["update_id"] + 1)

    waits = {"not fetched": sandbox.waits_for_bot}
    await take()
    waits["fetched"] = sandbox.waits_for_bot
    keys = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    await api.result("sendMessage", chat_id=anna.id, text="x", reply_markup=keys)
    shown = await anna.next_message()
    pressed = anna.press(shown, "a")
    await take()
    waits["a press fetched and not answered"] = sandbox.waits_for_bot
    await api.result("answerCallbackQuery", callback_query_id=pressed.query.id)
    waits["answered"] = sandbox.waits_for_bot
    anna.press(shown, "a")
    await take()
    clock.forward(31)
    waits["too old to be answered"] = sandbox.waits_for_bot
    assert waits == {
        "not fetched": True,
        "fetched": False,
        "a press fetched and not answered": True,
        "answered": False,
        "too old to be answered": False,
    }
