"""What an inline result sends when it is chosen. Source: https://core.telegram.org/bots/api#inlinequeryresult"""

from collections.abc import Mapping
from typing import Final

from sandbox.entities.format import TEXT_LIMIT, format_text
from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.keyboards import check_markup
from sandbox.media import media_content
from sandbox.methods.messages import check_place
from sandbox.methods.registry import Call
from sandbox.methods.sending import parse_caption

_FILES: Final[Mapping[str, tuple[str, str]]] = {
    "photo_file_id": ("photo", "photo"),
    "document_file_id": ("document", "document"),
    "video_file_id": ("video", "video"),
    "audio_file_id": ("audio", "audio"),
    "voice_file_id": ("voice", "voice"),
    "gif_file_id": ("animation", "animation"),
    "mpeg4_file_id": ("animation", "animation"),
    "sticker_file_id": ("sticker", "sticker"),
}
"""By the field that names a file: the kind of file, and the message's kind."""

_LOCATION: Final = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
_VENUE: Final = ("title", "address", "foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
_CONTACT: Final = ("phone_number", "first_name", "last_name", "vcard")


def offer(call: Call, result: Json) -> Json:
    """A result with the message that choosing it will send: `kind` and `content`, which is None where that would have
    to be fetched from the network."""
    given = result.get("input_message_content")
    if result["type"] == "article" and not result["title"].strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    kind, content = _of(call, result if given is None else given)
    return {
        "id": result["id"],
        "type": result["type"],
        "title": result.get("title", ""),
        "description": result.get("description", ""),
        "markup": check_markup(result.get("reply_markup"), private=False),
        "kind": kind,
        "content": content,
    }


def _of(call: Call, source: Json) -> tuple[str, Json | None]:
    """The message that an InputMessageContent, or a result without one, stands for."""
    if "message_text" in source:
        return "text", _text(call, source)
    if "phone_number" in source:
        return "contact", {"contact": {name: source[name] for name in _CONTACT if source.get(name)}}
    if "latitude" in source:
        check_place(source)
        location = {name: source[name] for name in _LOCATION if name in source}
        if "address" not in source:
            return "location", {"location": location}
        return "venue", {"location": location, "venue": {"location": location, **_named(source, _VENUE)}}
    for field, (file_kind, kind) in _FILES.items():
        if field in source:
            file = call.world.files.take(file_kind, source[field], {})
            return kind, media_content(kind, file, source) | parse_caption(call, source)
    return "text", None


def _named(source: Json, names: tuple[str, ...]) -> Json:
    return {name: source[name] for name in names if name in source}


def _text(call: Call, source: Json) -> Json:
    text, entities = format_text(
        source["message_text"], source.get("parse_mode"), source.get("entities"), call.world.user_json
    )
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    return {"text": text, "entities": entities} if entities else {"text": text}
