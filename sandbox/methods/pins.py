"""Pinned messages."""

from sandbox.errors import bad_request
from sandbox.methods.registry import Call, implements
from sandbox.methods.sending import open_chat
from sandbox.world.model import Chat
from sandbox.world.render import render

_NO_RIGHT = "not enough rights to manage pinned messages in the chat"


def _chat(call: Call) -> Chat:
    chat = open_chat(call)
    if not chat.is_private:
        call.world.check_right(call.bot, chat, "can_pin_messages", _NO_RIGHT)
    return chat


@implements("pinChatMessage")
def pin_chat_message(call: Call) -> bool:
    """https://core.telegram.org/bots/api#pinchatmessage"""
    chat = _chat(call)
    message = chat.messages.get(call.args["message_id"])
    if message is None or message.deleted or message.is_service:
        raise bad_request("message to pin not found")
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    chat.pinned.append(message.id)
    content = {"pinned_message": render(message, nested=True)}
    call.world.service(chat, call.bot.user, content, thread_id=message.thread_id)
    return True


@implements("unpinChatMessage")
def unpin_chat_message(call: Call) -> bool:
    """https://core.telegram.org/bots/api#unpinchatmessage — without a number it is the newest pinned one."""
    chat = _chat(call)
    message_id = call.args.get("message_id")
    if message_id is None:
        message_id = chat.pinned[-1] if chat.pinned else None
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    call.world.refresh(chat.messages[message_id])
    return True


@implements("unpinAllChatMessages")
def unpin_all_chat_messages(call: Call) -> bool:
    """https://core.telegram.org/bots/api#unpinallchatmessages"""
    chat = _chat(call)
    chat.pinned.clear()
    return True


@implements("unpinAllForumTopicMessages", "unpinAllGeneralForumTopicMessages")
def unpin_all_topic_messages(call: Call) -> bool:
    """https://core.telegram.org/bots/api#unpinallforumtopicmessages"""
    chat = _chat(call)
    topic = call.args.get("message_thread_id")
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if topic is not None and topic not in chat.topics:
        raise bad_request("message thread not found")
    chat.pinned = [n for n in chat.pinned if chat.messages[n].thread_id != topic]
    return True
