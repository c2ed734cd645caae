"""What a bot shows of itself: name, descriptions, commands, the menu button, default rights."""

import json
import re

from sandbox.errors import bad_request
from sandbox.jsontypes import Json
from sandbox.methods.registry import Call, implements
from sandbox.world.bots import Bot
from sandbox.world.members import ADMIN_RIGHTS
from sandbox.world.model import Chat, Status, User

COMMANDS_LIMIT = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
_LANGUAGE = re.compile(r"[a-z]{2}\Z")
_DEFAULT_SCOPE: Json = {"type": "default"}


def _language(call: Call) -> str:
    language: str = call.args.get("language_code") or ""
    if language and not _LANGUAGE.match(language):
        raise bad_request("invalid language code specified")
    return language


def _scope(call: Call) -> str:
    scope = call.args.get("scope") or _DEFAULT_SCOPE
    if "chat_id" in scope:
        chat = call.world.find_chat(call.bot, scope["chat_id"])
        scope = {**scope, "chat_id": chat.id}
    return json.dumps(scope, sort_keys=True)


@implements("setMyCommands")
def set_my_commands(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setmycommands"""
    commands = call.args["commands"]
    if len(commands) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        command["command"] = command["command"].removeprefix("/")
        if not _COMMAND.match(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
    key = (_scope(call), _language(call))
    if commands:
        call.bot.commands[key] = commands
    else:
        call.bot.commands.pop(key, None)
    call.world.changes.tell(lambda: {"type": "people"})
    return True


@implements("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    """https://core.telegram.org/bots/api#deletemycommands"""
    call.bot.commands.pop((_scope(call), _language(call)), None)
    call.world.changes.tell(lambda: {"type": "people"})
    return True


@implements("getMyCommands")
def get_my_commands(call: Call) -> list[Json]:
    """https://core.telegram.org/bots/api#getmycommands"""
    return call.bot.commands.get((_scope(call), _language(call)), [])


def commands_for(bot: Bot, chat: Chat, user: User) -> list[Json]:
    """The commands that a person sees: https://core.telegram.org/bots/api#determining-list-of-commands"""
    scopes: list[Json] = []
    if chat.is_private:
        scopes = [{"type": "chat", "chat_id": chat.id}, {"type": "all_private_chats"}]
    else:
        member = chat.members.get(user.id)
        chief = member is not None and member.status in {Status.CREATOR, Status.ADMINISTRATOR}
        scopes = [{"type": "chat_member", "chat_id": chat.id, "user_id": user.id}]
        if chief:
            scopes.append({"type": "chat_administrators", "chat_id": chat.id})
        scopes.append({"type": "chat", "chat_id": chat.id})
        if chief:
            scopes.append({"type": "all_chat_administrators"})
        scopes.append({"type": "all_group_chats"})
    for scope in [*scopes, _DEFAULT_SCOPE]:
        for language in (user.language_code or "", ""):
            commands = bot.commands.get((json.dumps(scope, sort_keys=True), language))
            if commands:
                return commands
    return []


@implements("setMyName")
def set_my_name(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setmyname"""
    language, name = _language(call), call.args.get("name", "")
    call.bot.names[language] = name
    if not language and name:
        call.bot.user.first_name = name
        call.world.changes.tell(lambda: {"type": "people"})
    return True


@implements("getMyName")
def get_my_name(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getmyname"""
    return {"name": call.bot.names.get(_language(call)) or call.bot.user.first_name}


@implements("setMyDescription")
def set_my_description(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setmydescription"""
    call.bot.descriptions[_language(call)] = call.args.get("description", "")
    return True


@implements("getMyDescription")
def get_my_description(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getmydescription"""
    texts = call.bot.descriptions
    return {"description": texts.get(_language(call)) or texts.get("", "")}


@implements("setMyShortDescription")
def set_my_short_description(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setmyshortdescription"""
    call.bot.short_descriptions[_language(call)] = call.args.get("short_description", "")
    return True


@implements("getMyShortDescription")
def get_my_short_description(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getmyshortdescription"""
    texts = call.bot.short_descriptions
    return {"short_description": texts.get(_language(call)) or texts.get("", "")}


@implements("setChatMenuButton")
def set_chat_menu_button(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setchatmenubutton"""
    call.bot.menu_buttons[_menu_chat(call)] = call.args.get("menu_button") or {"type": "default"}
    return True


@implements("getChatMenuButton")
def get_chat_menu_button(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getchatmenubutton"""
    buttons = call.bot.menu_buttons
    return buttons.get(_menu_chat(call)) or buttons.get(0) or {"type": "commands"}


def _menu_chat(call: Call) -> int:
    chat_id: int = call.args.get("chat_id", 0)
    if chat_id and not call.world.find_chat(call.bot, chat_id).is_private:
        raise bad_request("chat not found")
    return chat_id


@implements("setMyDefaultAdministratorRights")
def set_default_rights(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setmydefaultadministratorrights"""
    call.bot.default_rights[bool(call.args.get("for_channels"))] = call.args.get("rights") or {}
    return True


@implements("getMyDefaultAdministratorRights")
def get_default_rights(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getmydefaultadministratorrights"""
    given = call.bot.default_rights.get(bool(call.args.get("for_channels")), {})
    return {name: bool(given.get(name)) for name in ("is_anonymous", *ADMIN_RIGHTS)}
