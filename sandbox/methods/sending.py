"""What all methods that send have in common: whom to, in which topic, in reply to what, with which buttons."""

from dataclasses import dataclass
from typing import Any

from sandbox.entities.format import CAPTION_LIMIT, TEXT_LIMIT, format_text
from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.keyboards import check_markup
from sandbox.methods.registry import Call
from sandbox.world.model import Chat, ChatType, Message, Status
from sandbox.world.render import render


@dataclass(slots=True)
class Target:
    """Where a message goes and what it comes with; all of it checked."""

    chat: Chat
    thread_id: int | None
    reply_to: Message | None
    quote: Json | None
    external_reply: Json | None
    markup: Json | None
    protected: bool


def parse_text(call: Call) -> tuple[str, list[Json]]:
    """The formatted `text`. Errors: 400 when empty or over 4096 characters after parsing."""
    args = call.args
    text, entities = format_text(args["text"], args.get("parse_mode"), args.get("entities"), call.world.user_json)
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities


def parse_caption(call: Call, source: Json) -> Json:
    """The caption fields of a request or of one item of an album; {} without a caption."""
    if not source.get("caption"):
        return {}
    text, entities = format_text(
        source["caption"], source.get("parse_mode"), source.get("caption_entities"), call.world.user_json
    )
    if len(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    result: Json = {"caption": text} if text else {}
    if entities:
        result["caption_entities"] = entities
    return result


def open_chat(call: Call, name: str = "chat_id") -> Chat:
    """The chat of a parameter, where the bot is present. Errors: 400 not found, 403."""
    chat = call.world.find_chat(call.bot, call.args[name])
    call.world.check_presence(call.bot, chat)
    return chat


def aim(call: Call, *, count: int = 1, permission: str = "can_send_messages") -> Target:
    """Find and check the target of a message, its pace included.

    Errors: 400 for the chat, topic, reply or markup; 403; 429 with the seconds to wait.
    """
    args = call.args
    chat = open_chat(call)
    check_may_send(call, chat, permission)
    markup = check_markup(args.get("reply_markup"), private=chat.is_private)
    reply_to, quote, external = _reply(call, chat)
    thread_id = _thread(call, chat, reply_to)
    check_pace(call, chat, count)
    return Target(chat, thread_id, reply_to, quote, external, markup, bool(args.get("protect_content")))


def check_may_send(call: Call, chat: Chat, permission: str) -> None:
    """Refuse where the bot is in the chat and yet may not write."""
    if chat.is_private:
        return
    member = chat.members[call.bot.id]
    if chat.type is ChatType.CHANNEL:
        if member.status is not Status.ADMINISTRATOR or "can_post_messages" not in member.rights:
            raise bad_request("need administrator rights in the channel chat")
        return
    if member.status in {Status.ADMINISTRATOR, Status.CREATOR}:
        return
    allowed = member.permissions if member.status is Status.RESTRICTED else chat.permissions
    if allowed is not None and not allowed.get(permission):
        what = permission.removeprefix("can_send_").replace("messages", "text messages").replace("_", " ")
        raise bad_request(f"not enough rights to send {what} to the chat")


def check_pace(call: Call, chat: Chat, count: int = 1) -> None:
    """Refuse with 429 if the bot writes too fast."""
    paid = bool(call.args.get("allow_paid_broadcast"))
    call.bot.limiter.check(chat.key, group=not chat.is_private, paid=paid, count=count)


def spend(call: Call, chat: Chat, count: int = 1) -> None:
    """Count what was sent or edited."""
    paid = bool(call.args.get("allow_paid_broadcast"))
    call.bot.limiter.spend(chat.key, group=not chat.is_private, paid=paid, count=count)


def say(call: Call, target: Target, kind: str, content: Json, **fields: Any) -> Message:
    """Post a message of the bot to the target."""
    message = call.world.post(
        target.chat,
        call.bot.user,
        kind,
        content,
        thread_id=target.thread_id,
        reply_to=target.reply_to,
        quote=target.quote,
        external_reply=target.external_reply,
        markup=target.markup,
        protected=target.protected,
        **fields,
    )
    spend(call, target.chat)
    if target.markup is not None and "inline_keyboard" not in target.markup:
        _show_keyboard(target, message)
    return message


def _thread(call: Call, chat: Chat, reply_to: Message | None) -> int | None:
    thread_id = call.args.get("message_thread_id")
    if not thread_id:
        thread_id = reply_to.thread_id if reply_to is not None else None
    topic = chat.general
    if thread_id:
        # «General» is written to without a number; Telegram does not find topic 1.
        topic = chat.topics.get(thread_id) if chat.is_forum else None
        if topic is None:
            raise bad_request("message thread not found")
    if topic is not None and topic.closed:
        member = chat.members[call.bot.id]
        if member.status is not Status.ADMINISTRATOR or "can_manage_topics" not in member.rights:
            raise bad_request("TOPIC_CLOSED")
    return thread_id or None


def _reply(call: Call, chat: Chat) -> tuple[Message | None, Json | None, Json | None]:
    parameters = call.args.get("reply_parameters")
    if not parameters or "message_id" not in parameters:
        return None, None, None
    elsewhere = parameters.get("chat_id")
    source = chat if elsewhere is None else call.world.find_chat(call.bot, elsewhere)
    original = source.messages.get(parameters["message_id"])
    if original is None or original.deleted:
        if parameters.get("allow_sending_without_reply"):
            return None, None, None
        raise bad_request("message to be replied not found")
    quote = _quote(call, parameters, original)
    if source is chat:
        return original, quote, None
    external: Json = {"origin": origin(original), "message_id": original.id}
    if not source.is_private:
        external["chat"] = source.json()
    return None, quote, external


def _quote(call: Call, parameters: Json, original: Message) -> Json | None:
    if not parameters.get("quote"):
        return None
    text, entities = format_text(
        parameters["quote"],
        parameters.get("quote_parse_mode"),
        parameters.get("quote_entities"),
        call.world.user_json,
    )
    position = original.text.find(text)
    if not text or position < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    quote: Json = {"text": text, "position": position, "is_manual": True}
    if entities:
        quote["entities"] = entities
    return quote


def origin(message: Message) -> Json:
    """Where a forwarded or quoted message comes from (MessageOrigin)."""
    if message.forward_origin is not None:
        return message.forward_origin
    if message.chat.type is ChatType.CHANNEL:
        chat = message.chat.json()
        return {"type": "channel", "date": message.date, "chat": chat, "message_id": message.id}
    if message.sender is None:
        return {"type": "hidden_user", "date": message.date, "sender_user_name": "Deleted Account"}
    return {"type": "user", "date": message.date, "sender_user": message.sender.json()}


def _show_keyboard(target: Target, message: Message) -> None:
    """A reply keyboard stays in the chat until it is replaced or removed; `selective` names its readers."""
    chat, markup = target.chat, target.markup or {}
    if chat.user is not None:
        readers = [chat.user.id]
    else:
        readers = [m.user.id for m in chat.members.values() if m.present and not m.user.is_bot]
        if markup.get("selective"):
            named = {e["user"]["id"] for e in message.content.get("entities", ()) if e["type"] == "text_mention"}
            if message.reply_to is not None and message.reply_to.sender is not None:
                named.add(message.reply_to.sender.id)
            readers = [r for r in readers if r in named]
    for reader in readers:
        if "remove_keyboard" in markup:
            chat.keyboards.pop(reader, None)
        else:
            chat.keyboards[reader] = {**markup, "message_id": message.id}


def answer(message: Message) -> Json:
    """A message as a method's result."""
    return render(message)
