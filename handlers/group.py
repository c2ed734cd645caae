"""Other groups: commands are answered with the whole plan's rows, chatter is left alone."""

from __future__ import annotations

from aiogram.filters import JOIN_TRANSITION, ChatMemberUpdatedFilter, Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import ChatMemberUpdated

from handlers.filters import Mentioned
from handlers.lately import Pace, pace
from handlers.lists import list_screen
from handlers.question import answer_screen
from handlers.request import Request
from handlers.routes import Routes
from messengers.telegram.talk import Talk
from views import group, menu
from views.translator import Translator

router = Routes("group")


@router.message(Command("today", "week", "next"))
async def show_rows(command: CommandObject, talk: Talk, request: Request) -> None:
    """What is due, whoever has to act: a group has people of every role in it."""
    await talk.say(await list_screen(command.command, request, personal=False))


@router.message(Command("find"))
async def find(command: CommandObject, talk: Talk, request: Request) -> None:
    if not command.args:
        await talk.say(menu.find_prompt(request.t))
        return
    await talk.say(await answer_screen(command.args, request))


@router.message(Mentioned())
async def answer_by_name(asked: str, state: FSMContext, talk: Talk, request: Request) -> None:
    """«@srok_bot когда списки избирателей»; the name alone is answered with what the bot does in a group."""
    if not asked:
        await talk.say(group.group_help(request.t))
        return
    if await pace(state, request.now) is Pace.GOOD:  # a group is not told that somebody in it asks too much
        await talk.say(await answer_screen(asked, request))


@router.message(Command("help", "start"))
async def explain(talk: Talk, t: Translator) -> None:
    await talk.say(group.group_help(t))


@router.message(Command("mine", "hotline", "announce", "invite", "control", "decisions", "plan", "cancel", "language"))
async def send_to_private(talk: Talk, t: Translator) -> None:
    await talk.say(group.in_private_only(t))


@router.my_chat_member(ChatMemberUpdatedFilter(JOIN_TRANSITION))
async def joined(event: ChatMemberUpdated, talk: Talk, t: Translator) -> None:
    """Added to a group: what it does there, and the chat's number for the administrator's settings."""
    if event.chat.type in ("group", "supergroup"):
        await talk.say(group.joined(event.chat.id, t))
