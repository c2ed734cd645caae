"""What the bot says in group chats."""

from __future__ import annotations

from views.screen import Screen
from views.translator import Translator


def group_help(t: Translator) -> Screen:
    return Screen(
        t(
            "In a group I answer commands: /today, /week, /next and /find 28. Your own deadlines, the hotline and "
            "everything else: write to me in private."
        )
    )


def in_private_only(t: Translator) -> Screen:
    return Screen(t("This works in a private chat: please write to me there."))


def joined(chat_id: int, t: Translator) -> Screen:
    return Screen(
        t(
            "Hello! I keep the deadlines of the election. Here I answer commands: /today, /week, /next and "
            "/find 28.\n\nFor the administrator: to make this the operators' chat of the hotline, set "
            "OPERATORS_CHAT_ID={chat}",
            chat=chat_id,
        )
    )
