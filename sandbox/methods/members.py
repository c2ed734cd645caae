"""Who is in a group, and on what terms."""

from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.methods.registry import Call, implements
from sandbox.methods.sending import open_chat
from sandbox.world.members import ADMIN_RIGHTS, member_json
from sandbox.world.model import Chat, ChatType, Member, Status, User

_NOT_FOR_PRIVATE = "chat member status can't be changed in private chats"
_NO_RESTRICT = "not enough rights to restrict/unrestrict chat member"


def _user(call: Call) -> User:
    user = call.world.users.get(call.args["user_id"])
    if user is None:
        raise bad_request("user not found")
    return user


def _managed(call: Call, right: str, refusal: str) -> tuple[Chat, User, Member]:
    chat = open_chat(call)
    if chat.is_private:
        raise bad_request(_NOT_FOR_PRIVATE)
    user = _user(call)
    call.world.check_right(call.bot, chat, right, refusal)
    member = chat.members.get(user.id) or Member(user, Status.LEFT)
    if user is call.bot.user:
        raise bad_request("can't restrict self")
    if member.status is Status.CREATOR:
        raise bad_request("can't remove chat owner")
    return chat, user, member


@implements("getChatMember")
def get_chat_member(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getchatmember"""
    chat = open_chat(call)
    user = _user(call)
    if chat.is_private:
        if user is not chat.user and user is not call.bot.user:
            raise bad_request("member not found")
        return member_json(Member(user, Status.MEMBER))
    return member_json(chat.members.get(user.id) or Member(user, Status.LEFT))


@implements("getChatAdministrators")
def get_chat_administrators(call: Call) -> list[Json]:
    """https://core.telegram.org/bots/api#getchatadministrators"""
    chat = open_chat(call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    found = (m for m in chat.members.values() if m.status in {Status.CREATOR, Status.ADMINISTRATOR})
    others = bool(call.args.get("return_bots"))
    return [member_json(m) for m in found if others or not m.user.is_bot or m.user is call.bot.user]


@implements("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    """https://core.telegram.org/bots/api#getchatmembercount"""
    chat = open_chat(call)
    return 2 if chat.is_private else sum(m.present for m in chat.members.values())


@implements("banChatMember")
def ban_chat_member(call: Call) -> bool:
    """https://core.telegram.org/bots/api#banchatmember"""
    chat, user, member = _managed(call, "can_restrict_members", _NO_RESTRICT)
    if member.status is Status.ADMINISTRATOR:
        raise bad_request("user is an administrator of the chat")
    was_present = member.present
    until = call.args.get("until_date", 0)
    call.world.set_member(chat, Member(user, Status.KICKED, until=until), call.bot.user)
    if was_present and chat.type is not ChatType.CHANNEL:
        call.world.service(chat, call.bot.user, {"left_chat_member": user.json()})
    return True


@implements("unbanChatMember")
def unban_chat_member(call: Call) -> bool:
    """https://core.telegram.org/bots/api#unbanchatmember — by default it also removes a present member."""
    chat, user, member = _managed(call, "can_restrict_members", _NO_RESTRICT)
    if member.status is Status.KICKED or (member.present and not call.args.get("only_if_banned")):
        call.world.set_member(chat, Member(user, Status.LEFT), call.bot.user)
    return True


@implements("restrictChatMember")
def restrict_chat_member(call: Call) -> bool:
    """https://core.telegram.org/bots/api#restrictchatmember"""
    chat, user, member = _managed(call, "can_restrict_members", _NO_RESTRICT)
    if chat.type is not ChatType.SUPERGROUP:
        raise bad_request("method is available only for supergroups")
    if member.status is Status.ADMINISTRATOR:
        raise bad_request("user is an administrator of the chat")
    permissions = call.args["permissions"]
    if all(permissions.get(n) for n in ("can_send_messages", "can_send_other_messages")):
        new = Member(user, Status.MEMBER)
    else:
        until = call.args.get("until_date", 0)
        new = Member(user, Status.RESTRICTED, permissions=permissions, until=until)
    call.world.set_member(chat, new, call.bot.user)
    return True


@implements("promoteChatMember")
def promote_chat_member(call: Call) -> bool:
    """https://core.telegram.org/bots/api#promotechatmember — without any right it demotes."""
    chat, user, member = _managed(call, "can_promote_members", "not enough rights to promote/demote chat member")
    if not member.present:
        raise bad_request("user not found")
    rights = frozenset(r for r in (*ADMIN_RIGHTS, "is_anonymous") if call.args.get(r))
    status = Status.ADMINISTRATOR if rights else Status.MEMBER
    call.world.set_member(chat, Member(user, status, rights | {"can_manage_chat"} if rights else rights), call.bot.user)
    return True


@implements("setChatAdministratorCustomTitle")
def set_custom_title(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setchatadministratorcustomtitle"""
    chat, _, member = _managed(call, "can_promote_members", "not enough rights to change custom title of the user")
    if member.status is not Status.ADMINISTRATOR:
        raise bad_request("user is not an administrator")
    title = call.args["custom_title"] or None
    new = Member(member.user, member.status, member.rights, title)
    call.world.set_member(chat, new, call.bot.user)
    return True
