"""What the page shows: rows of the left list and messages, as JSON."""

from bisect import bisect_left
from itertools import islice

from sandbox.jsontypes import Json
from sandbox.methods.menus import commands_for
from sandbox.people.reading import Marks
from sandbox.world.model import Chat, Message, Topic, User
from sandbox.world.render import render
from sandbox.world.world import World

_SNIPPET = 120


def message_view(message: Message) -> Json:
    """A message as the Bot API writes it, with what only the page needs beside it."""
    counts: dict[str, list[int]] = {}
    for who, reactions in message.reactions.items():
        for reaction in reactions:
            counts.setdefault(reaction.get("emoji", "★"), []).append(who)
    return {
        "id": message.id,
        "kind": message.kind,
        "api": render(message),
        "reactions": [{"emoji": emoji, "people": people} for emoji, people in counts.items()],
        "pinned": message.id in message.chat.pinned,
        "votes": {str(who): chosen for who, chosen in message.votes.items()},
    }


def chat_row(world: World, chat: Chat, read: Marks) -> Json:
    """A row of the left list; `read` is how far the page has shown the chat."""
    last = chat.last()
    row: Json = {
        "key": chat.key,
        "id": chat.id,
        "type": chat.type.value,
        "title": chat.name,
        "forum": chat.is_forum,
        "unread": read.unread(chat).total(),
        "last": None,
        "blocked": chat.blocked,
        "started": chat.started or bool(chat.messages),
        "gone": chat.deleted or chat.migrated_to is not None,
    }
    if last is not None:
        row["last"] = {
            "id": last.id,
            "date": last.date,
            "kind": last.kind,
            "text": last.text[:_SNIPPET],
            "from": last.sender.name if last.sender else "",
            "from_id": last.sender.id if last.sender else 0,
        }
        if last.is_service:
            row["last"]["service"] = last.content
    if chat.user is not None and chat.bot_id is not None:
        bot = world.bots_by_id[chat.bot_id]
        row |= {
            "person": chat.user.id,
            "role": chat.user.role,
            **_english(chat.user),
            "bot": {"id": bot.id, "name": bot.user.name, "username": bot.user.username},
        }
    else:
        row |= {"title_en": chat.title_en} if chat.title_en else {}
        row["members"] = [_person(m.user) for m in chat.members.values() if m.present]
    return row


def _person(user: User) -> Json:
    return {"id": user.id, "name": user.name, "role": user.role, "bot": user.is_bot, **_english(user)}


def _english(user: User) -> Json:
    """Name and role for who reads the page in English, where there are such."""
    words = {"name_en": user.name_en, "role_en": user.role_en}
    return {name: said for name, said in words.items() if said}


def chat_page(
    world: World, chat: Chat, user: User, read: Marks, *, topic: int | None, before: int | None, limit: int
) -> Json:
    """Up to `limit` messages before `before` (the newest if None), and what surrounds the conversation.

    `topic` 0 is a forum's General, None the whole chat.
    """
    wanted: list[Message] = []
    more = False
    newer = 0 if before is None else len(chat.order) - bisect_left(chat.order, before)
    for number in islice(reversed(chat.order), newer, None):
        message = chat.messages[number]
        if message.deleted:
            continue
        if topic is not None and (message.thread_id or 0) != topic:
            continue
        if len(wanted) == limit:
            more = True
            break
        wanted.append(message)
    bots = world.hearers(chat, None) if not chat.blocked else []
    commands: list[Json] = []
    for bot in bots:
        suffix = f"@{bot.user.username}" if not chat.is_private and len(bots) > 1 else ""
        commands += [{**c, "command": c["command"] + suffix} for c in commands_for(bot, chat, user)]
    unread = read.unread(chat)
    return {
        "messages": [message_view(m) for m in reversed(wanted)],
        "more": more,
        "keyboard": chat.keyboards.get(user.id),
        "commands": commands,
        "topics": [_topic(t, unread[t.id]) for t in chat.topics.values()],
        "general": _topic(chat.general, unread[0]) if chat.general else None,
        "description": _description(world, chat),
    }


def _topic(topic: Topic, unread: int) -> Json:
    color = f"#{topic.icon_color:06x}"
    return {"id": topic.id, "name": topic.name, "color": color, "closed": topic.closed, "unread": unread}


def _description(world: World, chat: Chat) -> str:
    """What Telegram shows in an empty dialog: the bot's description."""
    if chat.bot_id is None or chat.messages:
        return ""
    texts = world.bots_by_id[chat.bot_id].descriptions
    language = (chat.user.language_code or "") if chat.user else ""
    return texts.get(language) or texts.get("", "")
