"""Several photos, videos, documents or audio files as one album."""

from typing import Any

from sandbox.errors import bad_request
from sandbox.media import media_content
from sandbox.methods.registry import Call, implements
from sandbox.methods.sending import aim, answer, parse_caption, say

ALBUM_MINIMUM = 2
ALBUM_MAXIMUM = 10
TOGETHER = {"photo": "picture", "video": "picture", "document": "document", "audio": "audio"}
"""What may stand in one album, by a common name."""


@implements("sendMediaGroup")
def send_media_group(call: Call) -> Any:
    """https://core.telegram.org/bots/api#sendmediagroup"""
    items = call.args["media"]
    if len(items) < ALBUM_MINIMUM:
        raise bad_request("there must be at least 2 media to send as an album")
    if len(items) > ALBUM_MAXIMUM:
        raise bad_request("too many messages to send as an album")
    kinds = [item["type"] for item in items]
    families = {TOGETHER.get(kind, kind) for kind in kinds}
    if len(families) > 1:
        odd = next(k for k in kinds if TOGETHER.get(k) != "picture")
        raise bad_request(f"{odd} can't be mixed with other media types")
    captions = [parse_caption(call, item) for item in items]
    target = aim(call, count=len(items), permission="can_send_photos")
    # All files are read before the first message appears: an album is sent whole or not at all.
    files = [call.world.files.take(item["type"], item["media"], call.uploads) for item in items]
    album = call.world.new_id()
    messages = [
        say(
            call,
            target,
            item["type"],
            media_content(item["type"], file, item) | caption,
            media_group_id=album,
        )
        for item, file, caption in zip(items, files, captions, strict=True)
    ]
    return [answer(message) for message in messages]
