"""Each refusal with the request that causes it."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox import ChatType, Group, Person, Sandbox, Status
from tests.integration.sandbox.support import Api
from tests.unit.sandbox.support import HandClock

NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def keys(*texts: str, rows: int = 1) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": t, "callback_data": t} for t in texts]] * rows}


@pytest.mark.parametrize(
    ("method", "params", "error"),
    [
        ("sendMessage", {"text": ""}, "message text is empty"),
        ("sendMessage", {"text": " \n "}, "message text is empty"),
        ("sendMessage", {"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ("sendMessage", {"text": "ж" * 4097}, "message is too long"),
        ("sendMessage", {"text": "<b>x", "parse_mode": "HTML"},
         'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'),
        ("sendMessage", {"text": "<x>", "parse_mode": "HTML"},
         'can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
        ("sendMessage", {"text": "1.", "parse_mode": "MarkdownV2"},
         "can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("sendMessage", {"text": "x", "parse_mode": "BB"}, "unsupported parse_mode"),
        ("sendMessage", {"text": "x", "message_thread_id": 5}, "message thread not found"),
        ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 999}},
         "message to be replied not found"),
        ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 1, "quote": "нет такого"}},
         "QUOTE_TEXT_INVALID"),
        ("sendMessage", {"text": "x", "reply_markup": keys("x" * 65)},
         "BUTTON_DATA_INVALID"),
        ("sendMessage", {"text": "x", "reply_markup": keys(*["x"] * 8, rows=13)},
         "reply markup is too long"),
        ("sendPhoto", {"photo": "AgAC"}, "wrong remote file identifier specified: Wrong string length"),
        ("sendPhoto", {"photo": "x", "caption": "ж" * 1025}, "message caption is too long"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}]},
         "there must be at least 2 media to send as an album"),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}] * 11},
         "too many messages to send as an album"),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}]},
         "document can't be mixed with other media types"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
        ("sendDice", {"emoji": "🐈"}, "emoji must be one of 🎲, 🎯, 🏀, ⚽, 🎳, 🎰"),
        ("sendContact", {"phone_number": "", "first_name": ""},
         "contact phone number and first name must be non-empty"),
        ("sendLocation", {"latitude": 91, "longitude": 0}, "wrong location specified"),
        ("sendPoll", {"question": " ", "options": [{"text": "a"}]}, "poll question must be non-empty"),
        ("sendPoll", {"question": "?", "options": [{"text": "a" * 101}]},
         "poll option length must not exceed 100"),
        ("editMessageText", {"message_id": 999, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"message_id": 1, "text": "x"}, "message can't be edited"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"message_id": 1, "text": ""}, "message text is empty"),
        ("deleteMessage", {"message_id": 999}, "message to delete not found"),
        ("pinChatMessage", {"message_id": 999}, "message to pin not found"),
        ("unpinChatMessage", {}, "message to unpin not found"),
        ("setMessageReaction", {"message_id": 999}, "message to react not found"),
        ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "🐈"}]},
         "REACTION_INVALID"),
        ("forwardMessage", {"from_chat_id": 1000001, "message_id": 99}, "message to forward not found"),
        ("copyMessage", {"from_chat_id": 1000001, "message_id": 99}, "message to copy not found"),
        ("copyMessages", {"from_chat_id": 1000001, "message_ids": [98, 99]}, "there are no messages to copy"),
        ("copyMessages", {"from_chat_id": 1000001, "message_ids": [2, 1]},
         "message identifiers must be in a strictly increasing order"),
        ("createForumTopic", {"name": "x"}, "the chat is not a forum"),
        ("banChatMember", {"user_id": 1000001}, "chat member status can't be changed in private chats"),
        ("getChatAdministrators", {}, "there are no administrators in the private chat"),
        ("getChatMember", {"user_id": 5}, "user not found"),
        ("leaveChat", {}, "chat member status can't be changed in private chats"),
    ],
)  # fmt: skip
async def test_in_a_dialog(api: Api, anna: Person, method: str, params: dict[str, Any], error: str) -> None:
    assert await api.error(method, chat_id=anna.id, **params) == f"400 Bad Request: {error}"


@pytest.mark.parametrize(
    ("method", "params", "error"),
    [
        ("answerCallbackQuery", {"callback_query_id": "1"},
         "400 Bad Request: query is too old and response timeout expired or query ID is invalid"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "400 Bad Request: MESSAGE_TOO_LONG"),
        ("answerInlineQuery", {"inline_query_id": "1", "results": []},
         "400 Bad Request: query is too old and response timeout expired or query ID is invalid"),
        ("getFile", {"file_id": "x"}, "400 Bad Request: invalid file_id"),
        ("setMyCommands", {"commands": [{"command": "Старт", "description": "x"}]},
         "400 Bad Request: BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": "x"}] * 101},
         "400 Bad Request: BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "language_code": "russian"},
         "400 Bad Request: invalid language code specified"),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "400 Bad Request: chat not found"),
        ("setWebhook", {"url": "ftp://127.0.0.1/"},
         "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
        ("setWebhook", {"url": "https://example.org/"},
         "400 Bad Request: bad webhook: the sandbox delivers to this machine only"),
        ("setWebhook", {"url": "http://127.0.0.1/", "secret_token": "пароль"},
         "400 Bad Request: secret token contains unallowed characters"),
        ("setWebhook", {"url": "http://127.0.0.1/", "secret_token": "x" * 257},
         "400 Bad Request: secret token is too long"),
        ("answerCallbackQuery", {"callback_query_id": "1", "url": "https://ya.ru"}, "400 Bad Request: URL_INVALID"),
        ("sendMessage", {"text": "x"}, "400 Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 5, "text": "x"}, "400 Bad Request: chat not found"),
        ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "400 Bad Request: chat not found"),
        ("sendMessage", {"chat_id": -5, "text": "x"}, "400 Bad Request: chat not found"),
        ("getChat", {"chat_id": 5}, "400 Bad Request: chat not found"),
        ("sendChecklist", {"chat_id": 1, "business_connection_id": "x", "checklist": {"title": "x", "tasks": []}},
         "501 Not Implemented: sandbox does not do sendChecklist"),
        ("sendNothing", {}, "404 Not Found"),
    ],
)  # fmt: skip
async def test_anywhere(api: Api, method: str, params: dict[str, Any], error: str) -> None:
    assert await api.error(method, **params) == error


def block(sandbox: Sandbox, anna: Person) -> int:
    anna.block()
    return anna.id


def deactivate(sandbox: Sandbox, anna: Person) -> int:
    anna.deactivate()
    return anna.id


def stranger(sandbox: Sandbox, anna: Person) -> int:
    return sandbox.add_user("Вера").id


def bot_itself(sandbox: Sandbox, anna: Person) -> int:
    return sandbox.world.add_bot("77:other", "Другой", "other_bot").id


def kicked(sandbox: Sandbox, anna: Person) -> int:
    group = sandbox.add_group("Группа", members=[anna])
    group.kick(sandbox.bot.user)
    return group.id


def left(sandbox: Sandbox, anna: Person) -> int:
    return sandbox.add_group("Группа", members=[anna], bot=Status.LEFT).id


def never_there(sandbox: Sandbox, anna: Person) -> int:
    return sandbox.add_group("Группа", members=[anna], bot=None).id


def deleted(sandbox: Sandbox, anna: Person) -> int:
    group = sandbox.add_group("Группа", members=[anna])
    group.delete()
    return group.id


def kicked_from_a_small_one(sandbox: Sandbox, anna: Person) -> int:
    group = sandbox.add_group("Группа", members=[anna], type=ChatType.GROUP)
    group.kick(sandbox.bot.user)
    return group.id


def kicked_from_a_channel(sandbox: Sandbox, anna: Person) -> int:
    group = sandbox.add_group("Канал", members=[anna], type=ChatType.CHANNEL)
    group.kick(sandbox.bot.user)
    return group.id


def left_a_small_one(sandbox: Sandbox, anna: Person) -> int:
    return sandbox.add_group("Группа", members=[anna], type=ChatType.GROUP, bot=Status.LEFT).id


def channel(sandbox: Sandbox, anna: Person) -> int:
    return sandbox.add_group("Канал", type=ChatType.CHANNEL, bot=Status.MEMBER).id


def muted(sandbox: Sandbox, anna: Person) -> int:
    group = sandbox.add_group("Группа", members=[anna], bot=Status.MEMBER)
    group.chat.permissions = {"can_send_messages": False}
    return group.id


@pytest.mark.parametrize(
    ("where", "error"),
    [
        (block, "403 Forbidden: bot was blocked by the user"),
        (deactivate, "403 Forbidden: user is deactivated"),
        (stranger, "403 Forbidden: bot can't initiate conversation with a user"),
        (bot_itself, "403 Forbidden: bots can't send messages to bots"),
        (kicked, "403 Forbidden: bot was kicked from the supergroup chat"),
        (left, "403 Forbidden: bot is not a member of the supergroup chat"),
        (kicked_from_a_small_one, "403 Forbidden: bot was kicked from the group chat"),
        (kicked_from_a_channel, "403 Forbidden: bot was kicked from the channel chat"),
        (left_a_small_one, "403 Forbidden: bot is not a member of the group chat"),
        (never_there, "400 Bad Request: chat not found"),
        (deleted, "403 Forbidden: the supergroup chat was deleted"),
        (channel, "400 Bad Request: need administrator rights in the channel chat"),
        (muted, "400 Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_where_the_bot_may_not_speak(
    api: Api, sandbox: Sandbox, anna: Person, where: Callable[[Sandbox, Person], int], error: str
) -> None:
    assert await api.error("sendMessage", chat_id=where(sandbox, anna), text="x") == error


async def test_a_wrong_or_revoked_token(api: Api, sandbox: Sandbox) -> None:
    for token in ("123:wrong", "nonsense"):
        api.token = token
        assert await api.error("getMe") == "401 Unauthorized"
    api.token = sandbox.token
    await api.result("getMe")
    sandbox.revoke_token(sandbox.token)
    assert await api.error("getMe") == "401 Unauthorized"
    async with api.session.get(f"{api.server.base_url}/nowhere") as response:
        assert response.status == 404


async def test_a_group_that_moved(api: Api, sandbox: Sandbox, anna: Person) -> None:
    group = sandbox.add_group("Группа", members=[anna], type=ChatType.GROUP)
    new = group.upgrade()
    answer = await api("sendMessage", chat_id=group.id, text="x")
    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    assert (await api.result("sendMessage", chat_id=new.id, text="x"))["chat"]["type"] == "supergroup"
    assert [u["message"].get("migrate_to_chat_id") for u in sandbox.updates[-2:]] == [new.id, None]
    assert sandbox.updates[-1]["message"]["migrate_from_chat_id"] == group.id


async def test_edits_that_change_nothing(api: Api, anna: Person) -> None:
    sent = await api.result("sendMessage", chat_id=anna.id, text="<b>x</b>", parse_mode="HTML", reply_markup=keys("a"))
    where = {"chat_id": anna.id, "message_id": sent["message_id"]}
    same = {**where, "text": "*x*", "parse_mode": "MarkdownV2", "reply_markup": keys("a")}
    assert await api.error("editMessageText", **same) == NOT_MODIFIED
    assert await api.error("editMessageReplyMarkup", **where, reply_markup=keys("a")) == NOT_MODIFIED
    edited = await api.result("editMessageText", **where, text="x")
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]
    assert await api.error("editMessageReplyMarkup", **where) == NOT_MODIFIED
    assert await api.error("editMessageCaption", **where, caption="x") == (
        "400 Bad Request: there is no caption in the message to edit"
    )


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(api: Api, anna: Person) -> None:
    sent = await api.result("sendMessage", chat_id=anna.id, text="x", reply_markup={"keyboard": [[{"text": "a"}]]})
    assert "reply_markup" not in sent
    assert anna.keyboard == [["a"]]
    where = {"chat_id": anna.id, "message_id": sent["message_id"]}
    assert await api.error("editMessageText", **where, text="y") == "400 Bad Request: message can't be edited"


async def test_old_messages_stay(api: Api, anna: Person, clock: HandClock) -> None:
    sent = await api.result("sendMessage", chat_id=anna.id, text="x")
    clock.forward(48 * 3600 + 1)
    assert await api.error("deleteMessage", chat_id=anna.id, message_id=sent["message_id"]) == (
        "400 Bad Request: message can't be deleted for everyone"
    )
    await api.result("deleteMessages", chat_id=anna.id, message_ids=[sent["message_id"], 999])
    assert anna.last() is not None


async def test_an_old_press_is_not_answered(api: Api, anna: Person, clock: HandClock) -> None:
    await api.result("sendMessage", chat_id=anna.id, text="x", reply_markup=keys("a"))
    pressed = anna.press(await anna.next_message(), "a")
    clock.forward(31)
    assert "query is too old" in await api.error("answerCallbackQuery", callback_query_id=pressed.query.id)


@pytest.mark.parametrize(
    ("method", "params", "error"),
    [
        ("sendMessage", {"text": "x", "message_thread_id": 77}, "400 Bad Request: message thread not found"),
        ("sendMessage", {"text": "x", "message_thread_id": 1}, "400 Bad Request: message thread not found"),
        ("editForumTopic", {"message_thread_id": 77, "name": "x"}, "400 Bad Request: message thread not found"),
        ("createForumTopic", {"name": "   "}, "400 Bad Request: TOPIC_TITLE_EMPTY"),
        ("createForumTopic", {"name": "x", "icon_color": 5}, "400 Bad Request: wrong topic icon color specified"),
        ("reopenGeneralForumTopic", {}, "400 Bad Request: TOPIC_NOT_MODIFIED"),
        ("promoteChatMember", {"user_id": 5}, "400 Bad Request: user not found"),
        ("banChatMember", {"user_id": 1000001}, "400 Bad Request: can't remove chat owner"),
        ("sendMessage", {"text": "x", "reply_markup": {"keyboard": [[{"text": "a", "request_contact": True}]]}},
         "400 Bad Request: phone number can be requested in private chats only"),
    ],
)  # fmt: skip
async def test_in_a_forum(api: Api, forum: Group, method: str, params: dict[str, Any], error: str) -> None:
    assert await api.error(method, chat_id=forum.id, **params) == error


async def test_without_an_administrators_rights(api: Api, sandbox: Sandbox, anna: Person) -> None:
    group = sandbox.add_group("Группа", forum=True, members=[anna], bot=Status.MEMBER)
    talk = anna.send("x", chat=group)
    refusals: dict[str, dict[str, Any]] = {
        "createForumTopic": {"name": "x"},
        "pinChatMessage": {"message_id": talk.id},
        "banChatMember": {"user_id": anna.id},
        "deleteMessage": {"message_id": talk.id},
        "setChatTitle": {"title": "x"},
    }
    errors = [await api.error(method, chat_id=group.id, **params) for method, params in refusals.items()]
    assert errors == [
        "400 Bad Request: not enough rights to create a topic",
        "400 Bad Request: not enough rights to manage pinned messages in the chat",
        "400 Bad Request: not enough rights to restrict/unrestrict chat member",
        "400 Bad Request: message can't be deleted",
        "400 Bad Request: not enough rights to change chat title",
    ]


async def test_a_closed_and_a_deleted_topic(api: Api, sandbox: Sandbox, anna: Person) -> None:
    group = sandbox.add_group("Форум", forum=True, members=[anna], bot_rights=["can_delete_messages"])
    topic = sandbox.world.open_topic(group.chat, anna.user, "Вопрос")
    where = {"chat_id": group.id, "message_thread_id": topic.id, "text": "x"}
    await api.result("sendMessage", **where)
    topic.closed = True
    assert await api.error("sendMessage", **where) == "400 Bad Request: TOPIC_CLOSED"
    group.delete_topic(topic)
    assert await api.error("sendMessage", **where) == "400 Bad Request: message thread not found"
    assert group.messages(topic.id) == []


async def test_a_protected_message_is_not_copied(api: Api, anna: Person) -> None:
    sent = await api.result("sendMessage", chat_id=anna.id, text="x", protect_content=True)
    where = {"chat_id": anna.id, "from_chat_id": anna.id, "message_id": sent["message_id"]}
    assert await api.error("copyMessage", **where) == "400 Bad Request: message can't be copied"
    assert await api.error("forwardMessage", **where) == "400 Bad Request: message can't be forwarded"


async def test_after_log_out_and_close(api: Api, clock: HandClock) -> None:
    assert await api.result("close")
    assert await api.result("logOut")
    assert await api.error("getMe") == "400 Logged out"
    clock.forward(601)
    assert await api.result("getMe")
