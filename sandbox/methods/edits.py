"""Changing a message that is already there."""

from collections.abc import Callable
from typing import Any

from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.keyboards import check_markup
from sandbox.media import media_content
from sandbox.methods.albums import TOGETHER
from sandbox.methods.registry import Call, implements
from sandbox.methods.sending import answer, check_pace, open_chat, parse_caption, parse_text, spend
from sandbox.world.model import Message

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
_TEXT_FIELDS = ("text", "entities", "link_preview_options")
_CAPTION_FIELDS = ("caption", "caption_entities", "show_caption_above_media")
_WITH_CAPTION = frozenset({"photo", "video", "document", "audio", "voice", "animation"})


def own_message(call: Call) -> Message:
    """The bot's own message that an edit means.

    Errors: 400 not found, or «message can't be edited» (another's, a service message, a reply keyboard).
    """
    args = call.args
    inline = args.get("inline_message_id")
    if inline:
        message = call.world.inline_messages.get(inline)
        if message is None or message.via_bot is not call.bot.user:
            raise bad_request("MESSAGE_ID_INVALID")
        return message
    if "chat_id" not in args:
        raise bad_request("chat_id is empty")
    if "message_id" not in args:
        raise bad_request("message identifier is not specified")
    chat = open_chat(call)
    message = chat.messages.get(args["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    others = message.sender is not call.bot.user or message.forward_origin is not None or message.is_service
    if others or (message.markup is not None and "inline_keyboard" not in message.markup):
        raise bad_request("message can't be edited")
    return message


def _replace(call: Call, message: Message, content: Json, kind: str | None = None) -> Any:
    """Put new content and buttons in place of the old ones; no buttons given means none remain."""
    markup = check_markup(call.args.get("reply_markup"), private=message.chat.is_private)
    if content == message.content and markup == message.markup:
        raise bad_request(_NOT_MODIFIED)
    check_pace(call, message.chat)
    spend(call, message.chat)
    silently = content == message.content
    message.content, message.markup, message.kind = content, markup, kind or message.kind
    call.world.edited(message, silently=silently)
    return True if call.args.get("inline_message_id") else answer(message)


def _without(content: Json, names: tuple[str, ...]) -> Json:
    return {k: v for k, v in content.items() if k not in names}


@implements("editMessageText")
def edit_message_text(call: Call) -> Any:
    """https://core.telegram.org/bots/api#editmessagetext"""
    if "text" not in call.args:
        raise bad_request("message text is empty")
    text, entities = parse_text(call)
    message = own_message(call)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    content: Json = {**_without(message.content, _TEXT_FIELDS), "text": text}
    if entities:
        content["entities"] = entities
    if call.args.get("link_preview_options"):
        content["link_preview_options"] = call.args["link_preview_options"]
    return _replace(call, message, content)


@implements("editMessageCaption")
def edit_message_caption(call: Call) -> Any:
    """https://core.telegram.org/bots/api#editmessagecaption"""
    caption = parse_caption(call, call.args)
    message = own_message(call)
    if message.kind not in _WITH_CAPTION:
        raise bad_request("there is no caption in the message to edit")
    content = _without(message.content, _CAPTION_FIELDS) | caption
    if call.args.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return _replace(call, message, content)


@implements("editMessageMedia")
def edit_message_media(call: Call) -> Any:
    """https://core.telegram.org/bots/api#editmessagemedia"""
    item = call.args["media"]
    caption = parse_caption(call, item)
    message = own_message(call)
    kind = item["type"]
    if message.media_group_id and TOGETHER.get(kind) != TOGETHER.get(message.kind):
        raise bad_request("message content can't be changed to another type in an album")
    if kind not in _WITH_CAPTION:
        raise bad_request("can't change the message to this type of media")
    file = call.world.files.take(kind, item["media"], call.uploads)
    return _replace(call, message, media_content(kind, file, item) | caption, kind)


@implements("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> Any:
    """https://core.telegram.org/bots/api#editmessagereplymarkup"""
    message = own_message(call)
    return _replace(call, message, message.content)


def _edit_location(call: Call, change: Callable[[Json], Json]) -> Any:
    message = own_message(call)
    location = message.content.get("location")
    if location is None or "live_period" not in location:
        raise bad_request("message can't be edited")
    return _replace(call, message, {**message.content, "location": change(location)})


@implements("editMessageLiveLocation")
def edit_message_live_location(call: Call) -> Any:
    """https://core.telegram.org/bots/api#editmessagelivelocation"""
    names = ("latitude", "longitude", "live_period", "horizontal_accuracy", "heading", "proximity_alert_radius")
    given = {name: call.args[name] for name in names if name in call.args}
    return _edit_location(call, lambda location: location | given)


@implements("stopMessageLiveLocation")
def stop_message_live_location(call: Call) -> Any:
    """https://core.telegram.org/bots/api#stopmessagelivelocation"""
    return _edit_location(call, lambda location: {k: v for k, v in location.items() if k != "live_period"})
