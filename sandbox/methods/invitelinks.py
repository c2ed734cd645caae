"""Links that let people into a group. Source: https://core.telegram.org/bots/api#chatinvitelink"""

from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.methods.registry import Call, implements
from sandbox.methods.sending import open_chat
from sandbox.world.model import Chat

_SETTINGS = ("name", "expire_date", "member_limit")
_NO_RIGHT = "not enough rights to manage chat invite link"


@implements("exportChatInviteLink")
def export_link(call: Call) -> str:
    """https://core.telegram.org/bots/api#exportchatinvitelink — the bot's primary link; the one before is revoked."""
    chat = _chat(call)
    for link in chat.links.values():
        if link["is_primary"] and link["creator"]["id"] == call.bot.id:
            link["is_revoked"] = True
    primary = _new(call, chat, is_primary=True)
    address: str = primary["invite_link"]
    return address


@implements("createChatInviteLink")
def create_link(call: Call) -> Json:
    """https://core.telegram.org/bots/api#createchatinvitelink"""
    return dict(_set(call, _new(call, _chat(call), is_primary=False)))


@implements("editChatInviteLink")
def edit_link(call: Call) -> Json:
    """https://core.telegram.org/bots/api#editchatinvitelink — what is not given goes."""
    link = _own(call, _chat(call))
    if link["is_primary"] or link["is_revoked"]:
        raise bad_request("CHAT_INVITE_PERMANENT" if link["is_primary"] else "INVITE_HASH_EXPIRED")
    for name in _SETTINGS:
        link.pop(name, None)
    return dict(_set(call, link))


@implements("revokeChatInviteLink")
def revoke_link(call: Call) -> Json:
    """https://core.telegram.org/bots/api#revokechatinvitelink — a revoked primary one is followed by another."""
    chat = _chat(call)
    link = _own(call, chat)
    if link["is_revoked"]:
        raise bad_request("INVITE_HASH_EXPIRED")
    link["is_revoked"] = True
    if link["is_primary"]:
        _new(call, chat, is_primary=True)
    return dict(link)


def _chat(call: Call) -> Chat:
    chat = open_chat(call)
    if chat.is_private:
        raise bad_request("can't invite members to a private chat")
    call.world.check_right(call.bot, chat, "can_invite_users", _NO_RIGHT)
    return chat


def _new(call: Call, chat: Chat, *, is_primary: bool) -> Json:
    link: Json = {
        "invite_link": f"https://t.me/+sandbox{call.world.new_id()}",
        "creator": call.bot.user.json(),
        "creates_join_request": False,
        "is_primary": is_primary,
        "is_revoked": False,
    }
    chat.links[link["invite_link"]] = link
    return link


def _set(call: Call, link: Json) -> Json:
    by_request = bool(call.args.get("creates_join_request"))
    if by_request and call.args.get("member_limit"):
        raise bad_request("member limit can't be specified for links requiring administrator approval")
    link["creates_join_request"] = by_request
    link.update({name: call.args[name] for name in _SETTINGS if call.args.get(name)})
    return link


def _own(call: Call, chat: Chat) -> Json:
    """A bot manages its own links only."""
    link = chat.links.get(call.args["invite_link"])
    if link is None or link["creator"]["id"] != call.bot.id:
        raise bad_request("INVITE_HASH_EXPIRED")
    return link
