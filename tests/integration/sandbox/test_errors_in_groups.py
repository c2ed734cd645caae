"""What is refused in groups alone, each with the request that causes it."""

from typing import Any

import pytest

from sandbox import ChatType, Group, Person, Sandbox, Status
from tests.integration.sandbox.support import Api
from tests.unit.sandbox.support import HandClock


async def test_people_of_a_group(api: Api, sandbox: Sandbox, anna: Person, forum: Group) -> None:
    boris, vera = sandbox.add_user("Борис"), sandbox.add_user("Вера")
    forum.add(boris.user, Status.ADMINISTRATOR)
    forum.add(vera.user)
    small = sandbox.add_group("Малая", members=[anna, vera], type=ChatType.GROUP)
    me, of_forum = sandbox.bot.id, {"chat_id": forum.id}
    await api.result("setChatDescription", **of_forum, description="о сроках")
    mute = {"permissions": {"can_send_messages": False}}
    assert [
        await api.error("banChatMember", **of_forum, user_id=me),
        await api.error("banChatMember", **of_forum, user_id=boris.id),
        await api.error("restrictChatMember", **of_forum, user_id=boris.id, **mute),
        await api.error("restrictChatMember", chat_id=small.id, user_id=vera.id, **mute),
        await api.error("setChatAdministratorCustomTitle", **of_forum, user_id=vera.id, custom_title="x"),
        await api.error("setChatDescription", **of_forum, description="о сроках"),
        await api.error("getChatMember", chat_id=anna.id, user_id=vera.id),
    ] == [
        "400 Bad Request: can't restrict self",
        "400 Bad Request: user is an administrator of the chat",
        "400 Bad Request: user is an administrator of the chat",
        "400 Bad Request: method is available only for supergroups",
        "400 Bad Request: user is not an administrator",
        "400 Bad Request: chat description is not modified",
        "400 Bad Request: member not found",
    ]


async def test_invite_links(api: Api, sandbox: Sandbox, forum: Group) -> None:
    of_forum = {"chat_id": forum.id}
    primary = await api.result("exportChatInviteLink", **of_forum)
    made = (await api.result("createChatInviteLink", **of_forum, name="x", member_limit=2))["invite_link"]
    edited = await api.result("editChatInviteLink", **of_forum, invite_link=made, creates_join_request=True)
    assert ("name" in edited, "member_limit" in edited, edited["creates_join_request"]) == (False, False, True)
    await api.result("revokeChatInviteLink", **of_forum, invite_link=made)
    assert [
        await api.error("createChatInviteLink", **of_forum, creates_join_request=True, member_limit=2),
        await api.error("editChatInviteLink", **of_forum, invite_link=primary),
        await api.error("editChatInviteLink", **of_forum, invite_link=made),
        await api.error("revokeChatInviteLink", **of_forum, invite_link=made),
        await api.error("revokeChatInviteLink", **of_forum, invite_link="https://t.me/+none"),
    ] == [
        "400 Bad Request: member limit can't be specified for links requiring administrator approval",
        "400 Bad Request: CHAT_INVITE_PERMANENT",
        "400 Bad Request: INVITE_HASH_EXPIRED",
        "400 Bad Request: INVITE_HASH_EXPIRED",
        "400 Bad Request: INVITE_HASH_EXPIRED",
    ]


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ({"request_contact": True}, "phone number can be requested in private chats only"),
        ({"request_location": True}, "location can be requested in private chats only"),
        ({"request_poll": {}}, "poll can be requested in private chats only"),
        ({"request_users": {"request_id": 1}}, "users can be requested in private chats only"),
        (
            {"request_chat": {"request_id": 1, "chat_is_channel": False}},
            "chats can be requested in private chats only",
        ),
        ({"web_app": {"url": "https://ya.ru"}}, "web App buttons can be used in private chats only"),
    ],
)
async def test_what_a_groups_keyboard_has_not(api: Api, forum: Group, button: dict[str, Any], said: str) -> None:
    markup = {"keyboard": [[{"text": "a", **button}]]}
    refusal = await api.error("sendMessage", chat_id=forum.id, text="x", reply_markup=markup)
    assert refusal == f"400 Bad Request: {said}"


async def test_a_groups_message_has_no_web_app(api: Api, forum: Group) -> None:
    markup = {"inline_keyboard": [[{"text": "a", "web_app": {"url": "https://ya.ru"}}]]}
    assert await api.error("sendMessage", chat_id=forum.id, text="x", reply_markup=markup) == (
        "400 Bad Request: BUTTON_TYPE_INVALID"
    )


async def test_what_is_not_taken_back(api: Api, anna: Person, forum: Group, clock: HandClock) -> None:
    thrown = {"chat_id": anna.id, "message_id": (await api.result("sendDice", chat_id=anna.id))["message_id"]}
    topic = await api.result("createForumTopic", chat_id=forum.id, name="Вопрос")
    opened = {"chat_id": forum.id, "message_id": topic["message_thread_id"]}
    assert [await api.error("deleteMessage", **thrown), await api.error("deleteMessage", **opened)] == [
        "400 Bad Request: message can't be deleted for everyone",
        "400 Bad Request: message can't be deleted",
    ]
    clock.forward(24 * 3600)
    assert await api.result("deleteMessage", **thrown)
