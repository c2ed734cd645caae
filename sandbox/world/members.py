"""Standing in a group: what administrators may do, and ChatMember as the Bot API writes it."""

from sandbox.jsontypes import Json
from sandbox.world.model import Member, Status

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
    "can_post_messages",
    "can_edit_messages",
)
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def member_json(member: Member) -> Json:
    """A ChatMember of its status. Source: https://core.telegram.org/bots/api#chatmember"""
    result: Json = {"user": member.user.json(), "status": member.status.value}
    match member.status:
        case Status.CREATOR:
            result["is_anonymous"] = "is_anonymous" in member.rights
        case Status.ADMINISTRATOR:
            result["can_be_edited"] = False
            result["is_anonymous"] = "is_anonymous" in member.rights
            result.update({right: right in member.rights for right in ADMIN_RIGHTS})
        case Status.RESTRICTED:
            result["is_member"] = True
            result["until_date"] = member.until
            result.update({name: bool((member.permissions or {}).get(name)) for name in PERMISSIONS})
        case Status.KICKED:
            result["until_date"] = member.until
        case Status.MEMBER | Status.LEFT:
            pass
    if member.title and member.status in {Status.CREATOR, Status.ADMINISTRATOR}:
        result["custom_title"] = member.title
    return result
