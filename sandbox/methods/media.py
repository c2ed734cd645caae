"""Messages with a file."""

from typing import Any

from sandbox.media import media_content
from sandbox.methods.registry import Call, implements
from sandbox.methods.sending import aim, answer, parse_caption, say

_KINDS = {
    "sendPhoto": ("photo", "can_send_photos"),
    "sendDocument": ("document", "can_send_documents"),
    "sendVideo": ("video", "can_send_videos"),
    "sendAudio": ("audio", "can_send_audios"),
    "sendVoice": ("voice", "can_send_voice_notes"),
    "sendVideoNote": ("video_note", "can_send_video_notes"),
    "sendAnimation": ("animation", "can_send_other_messages"),
    "sendSticker": ("sticker", "can_send_other_messages"),
}


@implements(*_KINDS)
def send_media(call: Call) -> Any:
    """https://core.telegram.org/bots/api#sendphoto and its neighbours"""
    kind, permission = _KINDS[call.method]
    caption = parse_caption(call, call.args)
    target = aim(call, permission=permission)
    file = call.world.files.take(kind, call.args.get(kind), call.uploads)
    content = media_content(kind, file, call.args) | caption
    if call.args.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    if call.args.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return answer(say(call, target, kind, content))
