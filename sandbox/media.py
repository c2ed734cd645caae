"""What a message with a file holds: the Bot API's fields for each kind of media.

Source: https://core.telegram.org/bots/api#photosize, #document, #video and their neighbours
"""

from sandbox.files import StoredFile
from sandbox.jsontypes import Json

MEDIA_KINDS = ("photo", "document", "video", "audio", "voice", "video_note", "animation", "sticker")
"""Kinds of files that messages carry, by the name of their field."""

_THUMBNAIL = 320
"""Pixels of the longer side of a photo's small version."""


def media_content(kind: str, file: StoredFile, options: Json) -> Json:
    """The message fields for `file`; `options` are a request's (duration, width, title, …)."""
    body = file.json()
    match kind:
        case "photo":
            return {"photo": _photo_sizes(file)}
        case "document":
            body |= {"file_name": file.name, "mime_type": file.mime}
        case "audio":
            body |= {"duration": options.get("duration", 1), "file_name": file.name, "mime_type": file.mime}
            body |= {k: options[k] for k in ("performer", "title") if k in options}
        case "voice":
            body |= {"duration": options.get("duration", 1), "mime_type": file.mime}
        case "video_note":
            body |= {"duration": options.get("duration", 1), "length": options.get("length", 240)}
        case "sticker":
            body |= {
                "type": "regular",
                "width": file.width or 512,
                "height": file.height or 512,
                "is_animated": False,
                "is_video": False,
            }
            if "emoji" in options:
                body["emoji"] = options["emoji"]
        case "video" | "animation":
            body |= {
                "width": options.get("width") or file.width or 640,
                "height": options.get("height") or file.height or 360,
                "duration": options.get("duration", 1),
                "file_name": file.name,
                "mime_type": file.mime,
            }
        case _:
            raise ValueError(f"no such kind of media: {kind}")
    if kind == "animation":
        # Telegram repeats an animation as a document, for clients that know no animations.
        document = {k: body[k] for k in ("file_id", "file_unique_id", "file_size", "file_name", "mime_type")}
        return {"animation": body, "document": document}
    return {kind: body}


def _photo_sizes(file: StoredFile) -> list[Json]:
    whole = {**file.json(), "width": file.width, "height": file.height}
    longer = max(file.width, file.height)
    if longer <= _THUMBNAIL:
        return [whole]
    small = {
        **file.json(),
        "file_unique_id": f"{file.unique_id}s",
        "width": max(1, file.width * _THUMBNAIL // longer),
        "height": max(1, file.height * _THUMBNAIL // longer),
    }
    return [small, whole]


def file_id_of(content: Json) -> str | None:
    """The file_id that a message's content carries, if any."""
    for kind in ("animation", *MEDIA_KINDS):
        body = content.get(kind)
        if body:
            found: str = body[-1]["file_id"] if kind == "photo" else body["file_id"]
            return found
    return None
