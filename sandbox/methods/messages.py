"""Messages without files: text, places, contacts, dice, and «typing…»."""

import random
from typing import Any

from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.methods.registry import Call, implements
from sandbox.methods.sending import aim, answer, open_chat, parse_text, say

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
ACTION_SECONDS = 5
"""How long «typing…» stays on the screen."""
_DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}


@implements("sendMessage")
def send_message(call: Call) -> Any:
    """https://core.telegram.org/bots/api#sendmessage"""
    text, entities = parse_text(call)
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    preview = call.args.get("link_preview_options")
    if preview:
        content["link_preview_options"] = preview
    return answer(say(call, aim(call), "text", content))


@implements("sendLocation")
def send_location(call: Call) -> Any:
    """https://core.telegram.org/bots/api#sendlocation"""
    args = call.args
    check_place(args)
    names = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
    return answer(say(call, aim(call), "location", {"location": {k: args[k] for k in names if k in args}}))


@implements("sendVenue")
def send_venue(call: Call) -> Any:
    """https://core.telegram.org/bots/api#sendvenue"""
    args = call.args
    check_place(args)
    place = {"latitude": args["latitude"], "longitude": args["longitude"]}
    names = ("title", "address", "foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
    venue = {"location": place, **{k: args[k] for k in names if k in args}}
    return answer(say(call, aim(call), "venue", {"location": place, "venue": venue}))


def check_place(args: Json) -> None:
    """Refuse what is nowhere on Earth."""
    if not (-90 <= args["latitude"] <= 90 and -180 <= args["longitude"] <= 180):
        raise bad_request("wrong location specified")


@implements("sendContact")
def send_contact(call: Call) -> Any:
    """https://core.telegram.org/bots/api#sendcontact"""
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {k: call.args[k] for k in names if call.args.get(k)}
    if "phone_number" not in contact or "first_name" not in contact:
        raise bad_request("contact phone number and first name must be non-empty")
    return answer(say(call, aim(call), "contact", {"contact": contact}))


@implements("sendDice")
def send_dice(call: Call) -> Any:
    """https://core.telegram.org/bots/api#senddice — the throw follows from the hour, so that a run repeats."""
    emoji = call.args.get("emoji", "🎲").removesuffix("\ufe0f")
    if emoji not in _DICE:
        raise bad_request("emoji must be one of 🎲, 🎯, 🏀, ⚽, 🎳, 🎰")
    target = aim(call)
    value = random.Random(target.chat.last_id * 31 + call.world.now()).randint(1, _DICE[emoji])
    return answer(say(call, target, "dice", {"dice": {"emoji": emoji, "value": value}}))


@implements("sendChatAction")
def send_chat_action(call: Call) -> bool:
    """https://core.telegram.org/bots/api#sendchataction"""
    action = call.args["action"]
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = open_chat(call)
    thread_id = call.args.get("message_thread_id") or 0
    if thread_id and thread_id not in chat.topics:
        raise bad_request("message thread not found")
    chat.typing[call.bot.id, thread_id] = (action, call.world.seconds() + ACTION_SECONDS)
    call.world.changes.tell(
        lambda: {"type": "typing", "chat": chat.key, "who": call.bot.user.name, "action": action, "thread": thread_id}
    )
    return True
