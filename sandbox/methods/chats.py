"""Facts about chats, and changes to them."""

from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.methods.registry import Call, implements
from sandbox.methods.sending import open_chat
from sandbox.world.members import PERMISSIONS
from sandbox.world.model import Chat, ChatType, Member, Status
from sandbox.world.render import render

_NO_RIGHT = "not enough rights to change chat {}"


@implements("getChat")
def get_chat(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getchat, answered with https://core.telegram.org/bots/api#chatfullinfo"""
    chat = call.world.find_chat(call.bot, call.args["chat_id"])
    if chat.is_private:
        if not chat.started and not chat.messages:
            raise bad_request("chat not found")
    else:
        call.world.check_presence(call.bot, chat)
    result = {
        **chat.json(),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.username or (chat.user and chat.user.username):
        result["active_usernames"] = [result["username"]]
    if chat.description:
        result["description"] = chat.description
    if not chat.is_private:
        result["permissions"] = permissions(chat)
    if chat.pinned:
        result["pinned_message"] = render(chat.messages[chat.pinned[-1]], nested=True)
    return result


def permissions(chat: Chat) -> Json:
    """What members may do; everything, unless setChatPermissions said otherwise."""
    given = chat.permissions
    return {name: True if given is None else bool(given.get(name)) for name in PERMISSIONS}


@implements("leaveChat")
def leave_chat(call: Call) -> bool:
    """https://core.telegram.org/bots/api#leavechat"""
    chat = open_chat(call)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    me = call.bot.user
    call.world.set_member(chat, Member(me, Status.LEFT), me)
    if chat.type is not ChatType.CHANNEL:
        call.world.service(chat, me, {"left_chat_member": me.json()})
    return True


@implements("setChatTitle")
def set_chat_title(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setchattitle"""
    chat = _changeable(call, "title")
    chat.title, chat.title_en = call.args["title"], ""
    call.world.service(chat, call.bot.user, {"new_chat_title": chat.title})
    return True


@implements("setChatDescription")
def set_chat_description(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setchatdescription"""
    chat = _changeable(call, "description")
    text = call.args.get("description", "")
    if text == chat.description:
        raise bad_request("chat description is not modified")
    chat.description = text
    return True


def _changeable(call: Call, what: str) -> Chat:
    chat = open_chat(call)
    if chat.is_private:
        raise bad_request(f"can't change private chat {what}")
    call.world.check_right(call.bot, chat, "can_change_info", _NO_RIGHT.format(what))
    return chat


@implements("setChatPermissions")
def set_chat_permissions(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setchatpermissions"""
    chat = open_chat(call)
    if chat.is_private:
        raise bad_request("can't change private chat permissions")
    call.world.check_right(call.bot, chat, "can_restrict_members", "not enough rights to change chat permissions")
    chat.permissions = call.args["permissions"]
    return True
