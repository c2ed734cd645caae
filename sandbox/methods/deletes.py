"""Taking messages away."""

from sandbox.errors import bad_request
from sandbox.methods.registry import Call, implements
from sandbox.methods.sending import open_chat
from sandbox.world.model import Chat, ChatType, Message, Status

DELETE_SECONDS = 48 * 3600
"""A message can be deleted for everyone while it is younger than this, except by a group's administrator."""

DICE_SECONDS = 24 * 3600
"""In a dialog a throw of dice cannot be taken back before it is so old."""
_LASTING = ("forum_topic_created", "migrate_from_chat_id", "supergroup_chat_created", "channel_chat_created")
"""Events by which a chat or a topic has come to be: «service messages about a supergroup, channel, or forum topic
creation can't be deleted»."""


@implements("deleteMessage")
def delete_message(call: Call) -> bool:
    """https://core.telegram.org/bots/api#deletemessage"""
    chat = open_chat(call)
    message = chat.messages.get(call.args["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    refusal = _refusal(call, chat, message)
    if refusal:
        raise bad_request(refusal)
    call.world.delete(message)
    return True


@implements("deleteMessages")
def delete_messages(call: Call) -> bool:
    """https://core.telegram.org/bots/api#deletemessages — what is not there is skipped."""
    chat = open_chat(call)
    for message_id in call.args["message_ids"]:
        message = chat.messages.get(message_id)
        if message is not None and not message.deleted and not _refusal(call, chat, message):
            call.world.delete(message)
    return True


def _refusal(call: Call, chat: Chat, message: Message) -> str | None:
    if message.is_service and any(event in message.content for event in _LASTING):
        return "message can't be deleted"
    if message.kind == "dice" and chat.is_private and call.world.now() - message.date < DICE_SECONDS:
        return "message can't be deleted for everyone"
    if not chat.is_private:
        member = chat.members[call.bot.id]
        if member.status is Status.ADMINISTRATOR and "can_delete_messages" in member.rights:
            old_enough = chat.type is ChatType.GROUP and _expired(call, message)
            return "message can't be deleted for everyone" if old_enough else None
        if message.sender is not call.bot.user:
            return "message can't be deleted"
    return "message can't be deleted for everyone" if _expired(call, message) else None


def _expired(call: Call, message: Message) -> bool:
    return call.world.now() - message.date > DELETE_SECONDS
