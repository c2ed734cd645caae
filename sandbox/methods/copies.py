"""Forwarding (with the author's name) and copying (without it)."""

from itertools import pairwise
from typing import Any

from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.methods.registry import Call, implements
from sandbox.methods.sending import Target, aim, answer, origin, parse_caption, say
from sandbox.world.model import Message

_CAPTION_FIELDS = ("caption", "caption_entities", "show_caption_above_media")


def _source(call: Call, verb: str) -> Message:
    message = _find(call, call.args["message_id"])
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.is_service or message.protected:
        raise bad_request("message can't be forwarded" if verb == "forward" else "message can't be copied")
    return message


def _find(call: Call, message_id: int) -> Message | None:
    source = call.world.find_chat(call.bot, call.args["from_chat_id"])
    message = source.messages.get(message_id)
    return None if message is None or message.deleted else message


def _sources(call: Call, verb: str) -> list[Message]:
    """Messages that can be taken over, in order; the others are skipped, as Telegram does."""
    ids = call.args["message_ids"]
    if any(a >= b for a, b in pairwise(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = [m for m in (_find(call, n) for n in ids) if m and not m.is_service and not m.protected]
    if not found:
        raise bad_request(f"there are no messages to {verb}")
    return found


def _forward(call: Call, target: Target, message: Message, album: str | None = None) -> Message:
    return say(call, target, message.kind, dict(message.content), forward_origin=origin(message), media_group_id=album)


def _albums(call: Call, messages: list[Message]) -> dict[str, str]:
    """New album numbers for the old ones: albums stay together."""
    old = {m.media_group_id for m in messages if m.media_group_id}
    return {number: call.world.new_id() for number in sorted(old)}


@implements("forwardMessage")
def forward_message(call: Call) -> Any:
    """https://core.telegram.org/bots/api#forwardmessage"""
    message = _source(call, "forward")
    return answer(_forward(call, aim(call), message))


@implements("forwardMessages")
def forward_messages(call: Call) -> Any:
    """https://core.telegram.org/bots/api#forwardmessages"""
    messages = _sources(call, "forward")
    target = aim(call, count=len(messages))
    albums = _albums(call, messages)
    sent = [_forward(call, target, m, albums.get(m.media_group_id or "")) for m in messages]
    return [{"message_id": m.id} for m in sent]


@implements("copyMessage")
def copy_message(call: Call) -> Json:
    """https://core.telegram.org/bots/api#copymessage"""
    message = _source(call, "copy")
    content = dict(message.content)
    if "caption" in call.args and "text" not in content:
        for name in _CAPTION_FIELDS:
            content.pop(name, None)
        content |= parse_caption(call, call.args)
    return {"message_id": say(call, aim(call), message.kind, content).id}


@implements("copyMessages")
def copy_messages(call: Call) -> list[Json]:
    """https://core.telegram.org/bots/api#copymessages"""
    messages = _sources(call, "copy")
    target = aim(call, count=len(messages))
    albums = _albums(call, messages)
    result = []
    for message in messages:
        content = dict(message.content)
        if call.args.get("remove_caption"):
            for name in _CAPTION_FIELDS:
                content.pop(name, None)
        copy = say(call, target, message.kind, content, media_group_id=albums.get(message.media_group_id or ""))
        result.append({"message_id": copy.id})
    return result
