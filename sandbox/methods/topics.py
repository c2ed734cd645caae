"""Topics of a forum group. Source: https://core.telegram.org/bots/api#createforumtopic and following"""

from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.methods.registry import Call, implements
from sandbox.methods.sending import open_chat
from sandbox.world.model import Chat, Topic
from sandbox.world.world import TOPIC_COLORS

NAME_LIMIT = 128


def _forum(call: Call, refusal: str = "not enough rights to manage topics") -> Chat:
    chat = open_chat(call)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    call.world.check_right(call.bot, chat, "can_manage_topics", refusal)
    return chat


def _topic(call: Call, chat: Chat) -> Topic:
    topic = chat.topics.get(call.args["message_thread_id"])
    if topic is None:
        raise bad_request("message thread not found")
    return topic


def _name(name: str) -> str:
    name = name.strip()
    if not name:
        raise bad_request("TOPIC_TITLE_EMPTY")
    return name[:NAME_LIMIT]


@implements("createForumTopic")
def create_forum_topic(call: Call) -> Json:
    """https://core.telegram.org/bots/api#createforumtopic"""
    chat = _forum(call, "not enough rights to create a topic")
    color = call.args.get("icon_color", TOPIC_COLORS[0])
    if color not in TOPIC_COLORS:
        raise bad_request("wrong topic icon color specified")
    name = _name(call.args["name"])
    emoji = call.args.get("icon_custom_emoji_id")
    topic = call.world.open_topic(chat, call.bot.user, name, color, emoji)
    result: Json = {"message_thread_id": topic.id, "name": name, "icon_color": color}
    if emoji:
        result["icon_custom_emoji_id"] = emoji
    return result


@implements("editForumTopic")
def edit_forum_topic(call: Call) -> bool:
    """https://core.telegram.org/bots/api#editforumtopic"""
    chat = _forum(call)
    topic = _topic(call, chat)
    edited: Json = {}
    if call.args.get("name"):
        name = _name(call.args["name"])
        if name != topic.name:
            edited["name"] = topic.name = name
    if "icon_custom_emoji_id" in call.args:
        emoji = call.args["icon_custom_emoji_id"] or None
        if emoji != topic.icon_custom_emoji_id:
            topic.icon_custom_emoji_id = emoji
            edited["icon_custom_emoji_id"] = emoji or ""
    if not edited:
        raise bad_request("TOPIC_NOT_MODIFIED")
    call.world.service(chat, call.bot.user, {"forum_topic_edited": edited}, thread_id=topic.id)
    return True


@implements("closeForumTopic", "reopenForumTopic")
def close_or_reopen(call: Call) -> bool:
    """https://core.telegram.org/bots/api#closeforumtopic"""
    chat = _forum(call)
    topic = _topic(call, chat)
    closed = call.method == "closeForumTopic"
    if topic.closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    event = "forum_topic_closed" if closed else "forum_topic_reopened"
    call.world.service(chat, call.bot.user, {event: {}}, thread_id=topic.id)
    return True


@implements("deleteForumTopic")
def delete_forum_topic(call: Call) -> bool:
    """https://core.telegram.org/bots/api#deleteforumtopic — the messages go with the topic."""
    chat = open_chat(call)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    call.world.check_right(call.bot, chat, "can_delete_messages", "not enough rights to delete a topic")
    call.world.delete_topic(chat, _topic(call, chat))
    return True


@implements("editGeneralForumTopic")
def edit_general(call: Call) -> bool:
    """https://core.telegram.org/bots/api#editgeneralforumtopic"""
    chat, topic = _general(call)
    name = _name(call.args["name"])
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    call.world.service(chat, call.bot.user, {"forum_topic_edited": {"name": name}})
    return True


@implements("closeGeneralForumTopic", "reopenGeneralForumTopic")
def close_general(call: Call) -> bool:
    """https://core.telegram.org/bots/api#closegeneralforumtopic"""
    chat, topic = _general(call)
    closed = call.method == "closeGeneralForumTopic"
    if topic.closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    call.world.service(chat, call.bot.user, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})
    return True


@implements("hideGeneralForumTopic", "unhideGeneralForumTopic")
def hide_general(call: Call) -> bool:
    """https://core.telegram.org/bots/api#hidegeneralforumtopic"""
    chat, topic = _general(call)
    hidden = call.method == "hideGeneralForumTopic"
    if topic.hidden is hidden:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.hidden = hidden
    event = "general_forum_topic_hidden" if hidden else "general_forum_topic_unhidden"
    call.world.service(chat, call.bot.user, {event: {}})
    return True


def _general(call: Call) -> tuple[Chat, Topic]:
    chat = _forum(call)
    if chat.general is None:
        raise bad_request("the chat is not a forum")
    return chat, chat.general


@implements("getForumTopicIconStickers")
def get_icon_stickers(call: Call) -> list[Json]:
    """https://core.telegram.org/bots/api#getforumtopiciconstickers — the sandbox has none."""
    return []
