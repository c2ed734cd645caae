"""What a person can do in Telegram, as functions of the world; bots hear of it as updates."""

import re
from collections.abc import Sequence
from typing import Any

from sandbox.entities.format import CAPTION_LIMIT, TEXT_LIMIT, format_text
from sandbox.files import StoredFile
from sandbox.jsontypes import Json
from sandbox.media import media_content
from sandbox.world.bots import Bot, CallbackQuery, InlineQuery
from sandbox.world.model import Chat, ChatType, Member, Message, Status, User
from sandbox.world.render import inaccessible, render
from sandbox.world.world import World

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a deep link may carry."""
EDIT_SECONDS = 48 * 3600
"""So long people may change what they wrote; a bot may always."""


class CannotAct(Exception):
    """A person cannot do that, as their own Telegram would tell them; `code` names the reason for the page."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def say(
    world: World,
    user: User,
    chat: Chat,
    text: str,
    *,
    parse_mode: str | None = None,
    topic: int | None = None,
    reply_to: Message | None = None,
) -> Message:
    """A text message. Errors: CannotAct."""
    clean, entities = format_text(text, parse_mode, None, world.user_json)
    if not clean:
        raise CannotAct("empty", "an empty message cannot be sent")
    if len(clean) > TEXT_LIMIT:
        raise CannotAct("too_long", f"a message holds at most {TEXT_LIMIT} characters")
    content: Json = {"text": clean}
    if entities:
        content["entities"] = entities
    return put(world, user, chat, "text", content, topic=topic, reply_to=reply_to)


def start(world: World, user: User, chat: Chat, payload: str = "") -> Message:
    """Press «Start», or open t.me/bot?start=payload: https://core.telegram.org/bots/features#deep-linking

    A blocked bot is unblocked. Errors: CannotAct for a payload that no link can carry.
    """
    if payload and not PAYLOAD.fullmatch(payload):
        raise CannotAct("bad_payload", "a link carries at most 64 letters, digits, «_» and «-»")
    if chat.blocked:
        world.set_blocked(chat, blocked=False)
    return say(world, user, chat, f"/start {payload}".rstrip())


def put(
    world: World,
    user: User,
    chat: Chat,
    kind: str,
    content: Json,
    *,
    topic: int | None = None,
    reply_to: Message | None = None,
    **fields: Any,
) -> Message:
    """Any message of a person, after checking that they may send it there."""
    if topic is None and reply_to is not None:
        topic = reply_to.thread_id
    _check_may_write(user, chat, topic)
    if chat.is_private:
        chat.started = True
    message = world.post(chat, user, kind, content, thread_id=topic, reply_to=reply_to, **fields)
    keyboard = chat.keyboards.get(user.id)
    if keyboard and ("force_reply" in keyboard):
        chat.keyboards.pop(user.id)
    return message


def _check_may_write(user: User, chat: Chat, topic: int | None) -> None:
    if user.deactivated:
        raise CannotAct("deactivated", "this account is deleted")
    if chat.is_private:
        if chat.user is not user:
            raise CannotAct("not_member", "this is somebody else's dialog")
        if chat.blocked:
            raise CannotAct("blocked", "the bot is blocked: unblock it to write")
        return
    member = chat.members.get(user.id)
    if member is None or not member.present:
        raise CannotAct("not_member", "not a member of this chat")
    chief = member.status in {Status.CREATOR, Status.ADMINISTRATOR}
    if chat.type is ChatType.CHANNEL and not chief:
        raise CannotAct("no_right", "only administrators write in a channel")
    if chat.migrated_to is not None:
        raise CannotAct("migrated", "the group has become a supergroup")
    allowed = member.permissions if member.status is Status.RESTRICTED else chat.permissions
    if not chief and allowed is not None and not allowed.get("can_send_messages"):
        raise CannotAct("no_right", "may not write here")
    where = chat.general if topic is None else chat.topics.get(topic)
    if topic is not None and where is None:
        raise CannotAct("no_topic", "there is no such topic")
    if where is not None and where.closed and not chief:
        raise CannotAct("topic_closed", "the topic is closed")


def caption_fields(world: World, caption: str, parse_mode: str | None = None) -> Json:
    """A caption with its entities. Errors: CannotAct when too long."""
    if not caption:
        return {}
    clean, entities = format_text(caption, parse_mode, None, world.user_json)
    if len(clean) > CAPTION_LIMIT:
        raise CannotAct("too_long", f"a caption holds at most {CAPTION_LIMIT} characters")
    result: Json = {"caption": clean} if clean else {}
    if entities:
        result["caption_entities"] = entities
    return result


def send_file(
    world: World,
    user: User,
    chat: Chat,
    file: StoredFile,
    *,
    caption: str = "",
    topic: int | None = None,
    reply_to: Message | None = None,
    album: str | None = None,
) -> Message:
    """A photo, document or other file."""
    content = media_content(file.kind, file, {}) | caption_fields(world, caption)
    return put(world, user, chat, file.kind, content, topic=topic, reply_to=reply_to, media_group_id=album)


def send_album(
    world: World, user: User, chat: Chat, files: Sequence[StoredFile], *, caption: str = "", topic: int | None = None
) -> list[Message]:
    """Several files at once; each is a message of its own with a common media_group_id."""
    album = world.new_id()
    return [
        send_file(world, user, chat, file, caption=caption if n == 0 else "", topic=topic, album=album)
        for n, file in enumerate(files)
    ]


def contact_content(user: User) -> Json:
    """One's own contact, as the request_contact button sends it."""
    phone = user.phone or f"+7900{user.id % 10_000_000:07d}"
    contact: Json = {"phone_number": phone, "first_name": user.first_name, "user_id": user.id}
    if user.last_name:
        contact["last_name"] = user.last_name
    return {"contact": contact}


def edit(world: World, user: User, message: Message, text: str) -> None:
    """Change the text or the caption of one's own message."""
    if message.sender is not user or message.deleted or message.is_service:
        raise CannotAct("not_yours", "only one's own messages can be edited")
    if world.now() - message.date > EDIT_SECONDS:
        raise CannotAct("too_old", "after 48 hours a message cannot be edited any more")
    if message.kind == "text":
        clean, entities = format_text(text, None, None, world.user_json)
        if not clean:
            raise CannotAct("empty", "an empty message cannot be sent")
        message.content = {"text": clean, "entities": entities} if entities else {"text": clean}
    else:
        kept = {k: v for k, v in message.content.items() if not k.startswith("caption")}
        message.content = kept | caption_fields(world, text)
    world.edited(message)


def delete(world: World, user: User, message: Message) -> None:
    """Delete one's own message, or any in a dialog; the bot is not told."""
    if message.sender is not user and not message.chat.is_private:
        member = message.chat.members.get(user.id)
        if member is None or member.status not in {Status.CREATOR, Status.ADMINISTRATOR}:
            raise CannotAct("not_yours", "only administrators delete what others wrote")
    world.delete(message)


def press(world: World, user: User, message: Message, button: Json) -> CallbackQuery:
    """Press an inline button that calls back. Errors: CannotAct for a button of another sort."""
    if "callback_data" not in button:
        raise CannotAct("no_callback", "this button does not call the bot")
    owner = message.via_bot or message.sender
    bot = world.bots_by_id.get(owner.id) if owner else None
    if bot is None:
        raise CannotAct("no_bot", "there is no bot behind this button")
    query = CallbackQuery(world.new_id(), bot, user, message, button["callback_data"], world.seconds())
    bot.callbacks[query.id] = query
    payload: Json = {
        "id": query.id,
        "from": user.json(),
        "chat_instance": str(abs(hash((message.chat.id, bot.id)))),
        "data": query.data,
    }
    inline_id = next((k for k, m in world.inline_messages.items() if m is message), None)
    if inline_id is not None:
        payload["inline_message_id"] = inline_id
    else:
        payload["message"] = inaccessible(message.chat, message.id) if message.deleted else render(message)
    bot.feed.push("callback_query", payload)
    return query


def react(world: World, user: User, message: Message, emoji: str | None) -> None:
    """Put one's reaction on a message, or take it back; administrators among bots hear of it."""
    old = message.reactions.get(user.id, [])
    new: list[Json] = [{"type": "emoji", "emoji": emoji}] if emoji else []
    if new:
        message.reactions[user.id] = new
    else:
        message.reactions.pop(user.id, None)
    event = {
        "chat": message.chat.json(),
        "message_id": message.id,
        "user": user.json(),
        "date": world.now(),
        "old_reaction": old,
        "new_reaction": new,
    }
    for bot in world.hearers(message.chat, user):
        member = message.chat.members.get(bot.id)
        if message.chat.is_private or (member and member.status is Status.ADMINISTRATOR):
            bot.feed.push("message_reaction", event)
    world.refresh(message)


def ask_inline(world: World, user: User, bot: Bot, chat: Chat, text: str, offset: str = "") -> InlineQuery:
    """Type «@bot text» in a chat; with an `offset`, scroll to the end of what the bot offered before it."""
    query = InlineQuery(world.new_id(), bot, user, chat, text, world.seconds(), offset)
    bot.inlines[query.id] = query
    kind = "sender" if chat.is_private else chat.type.value
    payload = {"id": query.id, "from": user.json(), "query": text, "offset": offset, "chat_type": kind}
    bot.feed.push("inline_query", payload)
    return query


def choose_inline(world: World, query: InlineQuery, result_id: str, *, topic: int | None = None) -> Message:
    """Send one of the offered results."""
    offers = (query.answer or {}).get("results", [])
    offer = next((o for o in offers if o["id"] == result_id), None)
    if offer is None or offer["content"] is None:
        raise CannotAct("no_result", "there is no such result")
    message = put(
        world,
        query.user,
        query.chat,
        offer["kind"],
        dict(offer["content"]),
        topic=topic,
        via_bot=query.bot.user,
        markup=offer["markup"],
    )
    payload: Json = {"result_id": result_id, "from": query.user.json(), "query": query.query}
    if offer["markup"]:
        inline_id = f"inline{world.new_id()}"
        world.inline_messages[inline_id] = message
        payload["inline_message_id"] = inline_id
    query.bot.feed.push("chosen_inline_result", payload)
    return message


def vote(world: World, user: User, message: Message, options: Sequence[int]) -> None:
    """Vote in a poll, or take the vote back with no options."""
    poll = message.content.get("poll")
    if poll is None or poll["is_closed"]:
        raise CannotAct("closed", "the poll is closed")
    votes: dict[int, list[int]] = {**message.votes, user.id: list(options)}
    message.votes = {voter: chosen for voter, chosen in votes.items() if chosen}
    counted = [
        {**o, "voter_count": sum(n in chosen for chosen in message.votes.values())}
        for n, o in enumerate(poll["options"])
    ]
    message.content = {"poll": {**poll, "options": counted, "total_voter_count": len(message.votes)}}
    owner = world.bots_by_id.get(message.sender.id) if message.sender else None
    if owner is not None:
        owner.feed.push("poll", message.content["poll"])
        if not poll["is_anonymous"]:
            ids = [poll["options"][n]["persistent_id"] for n in options]
            answer = {"poll_id": poll["id"], "user": user.json(), "option_ids": list(options)}
            owner.feed.push("poll_answer", answer | {"option_persistent_ids": ids})
    world.refresh(message)


def join(world: World, user: User, chat: Chat) -> None:
    """Enter a group."""
    member = chat.members.get(user.id)
    if member is not None and member.status is Status.KICKED:
        raise CannotAct("banned", "banned from this chat")
    if member is not None and member.present:
        return
    world.set_member(chat, Member(user, Status.MEMBER), user)
    if chat.type is not ChatType.CHANNEL:
        world.service(chat, user, {"new_chat_members": [user.json()]})


def leave(world: World, user: User, chat: Chat) -> None:
    """Leave a group."""
    member = chat.members.get(user.id)
    if member is None or not member.present:
        raise CannotAct("not_member", "not a member of this chat")
    if chat.type is not ChatType.CHANNEL:
        world.service(chat, user, {"left_chat_member": user.json()})
    world.set_member(chat, Member(user, Status.LEFT), user)
