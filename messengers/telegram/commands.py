"""The command menu beside the input field: everybody's, and what a chairman or a secretary has besides.

These calls are a convenience: another Bot API server may not know them, so a failure is logged and nothing more.
"""

from __future__ import annotations

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from views.menu import COMMANDS, EVERYBODYS, Seat, commands_for
from views.translator import DEFAULT_LANGUAGE, Translator, Translators

log = structlog.get_logger(__name__)

IN_GROUPS = ("today", "week", "next", "find", "help")


async def set_up_commands(bot: Bot, translators: Translators) -> None:
    """The menus that do not depend on the person, in every language; called once a start."""
    for language, t in translators.languages.items():
        code = None if language == DEFAULT_LANGUAGE else language
        for scope, names in (
            (BotCommandScopeAllPrivateChats(), EVERYBODYS),
            (BotCommandScopeAllGroupChats(), IN_GROUPS),
        ):
            try:
                await bot.set_my_commands(_commands(names, t), scope=scope, language_code=code)
            except AiogramError as error:
                log.warning("telegram.commands_not_set", language=language, detail=str(error))


async def set_personal_commands(bot: Bot, chat: str, seat: Seat, t: Translator) -> None:
    """The menu of one person, after an invitation or a change of language."""
    try:
        await bot.set_my_commands(_commands(commands_for(seat), t), scope=BotCommandScopeChat(chat_id=int(chat)))
    except (AiogramError, ValueError) as error:
        log.warning("telegram.commands_not_set", chat=chat, detail=str(error))


def _commands(names: tuple[str, ...], t: Translator) -> list[BotCommand]:
    return [BotCommand(command=name, description=t.plain(COMMANDS[name])) for name in names]
