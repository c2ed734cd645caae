"""A stored message as the Bot API writes it. Source: https://core.telegram.org/bots/api#message"""

from sandbox.jsontypes import Json
from sandbox.world.model import Chat, ChatType, Message


def render(message: Message, *, nested: bool = False) -> Json:
    """The message; a `nested` one (inside reply_to_message) carries no reply of its own."""
    chat = message.chat
    result: Json = {"message_id": message.id, "date": message.date, "chat": chat.json()}
    if message.sender is not None:
        if chat.type is ChatType.CHANNEL:
            result["sender_chat"] = chat.json()
        else:
            result["from"] = message.sender.json()
    if message.thread_id is not None:
        result["message_thread_id"] = message.thread_id
        result["is_topic_message"] = True
    if message.edit_date is not None:
        result["edit_date"] = message.edit_date
    if message.media_group_id is not None:
        result["media_group_id"] = message.media_group_id
    if message.forward_origin is not None:
        result["forward_origin"] = message.forward_origin
        result["forward_date"] = message.forward_origin["date"]
        if "sender_user" in message.forward_origin:
            result["forward_from"] = message.forward_origin["sender_user"]
    if message.via_bot is not None:
        result["via_bot"] = message.via_bot.json()
    if message.protected:
        result["has_protected_content"] = True
    if not nested:
        _add_reply(result, message)
    result.update(message.content)
    # Telegram gives back inline keyboards only: a reply keyboard belongs to the chat, not to the message.
    if message.markup is not None and "inline_keyboard" in message.markup:
        result["reply_markup"] = message.markup
    return result


def _add_reply(result: Json, message: Message) -> None:
    original = message.reply_to
    if original is not None and not original.deleted:
        result["reply_to_message"] = render(original, nested=True)
    elif message.thread_id is not None:
        # In a topic a message that answers nothing "replies" to the one that opened the topic.
        opening = message.chat.messages.get(message.thread_id)
        if opening is not None and opening is not message:
            result["reply_to_message"] = render(opening, nested=True)
    if message.quote is not None:
        result["quote"] = message.quote
    if message.external_reply is not None:
        result["external_reply"] = message.external_reply


def inaccessible(chat: Chat, message_id: int) -> Json:
    """A message that is gone, as a callback query names it: `date` is always 0."""
    return {"chat": chat.json(), "message_id": message_id, "date": 0}
