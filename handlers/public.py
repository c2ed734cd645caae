"""What anybody can do: arrive, ask for help, change the language, stop what was begun."""

from __future__ import annotations

from dataclasses import replace

from aiogram import Bot
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.filters import Key, Pressed, Private
from handlers.request import Request
from handlers.routes import Routes
from handlers.seat import seat_of
from messengers.telegram.commands import set_personal_commands
from messengers.telegram.inline import inline_name
from messengers.telegram.talk import Talk
from services.errors import InvitationUnusable
from services.people.accept_invitation import accept_invitation
from services.people.choose_language import choose_language
from views import access, menu
from views.errors import refusal
from views.screen import Press
from views.translator import Translator, Translators

router = Routes("public", Private())


@router.message(CommandStart(deep_link=True))
async def arrive_invited(
    message: Message, command: CommandObject, bot: Bot, state: FSMContext, talk: Talk, request: Request
) -> None:
    """/start with an invitation: what the person is now, and what comes next."""
    await state.clear()
    try:
        accepted = await accept_invitation(
            request.units, request.library, request.actor, (command.args or "").strip(), request.now
        )
    except InvitationUnusable as error:
        await talk.say(menu.home(refusal(error, request.t).text, await seat_of(request), request.t))
        return
    seat = await seat_of(replace(request, actor=accepted.actor))
    await talk.say(access.accepted(accepted, seat, request.t))
    await set_personal_commands(bot, request.actor.person.address.chat, seat, request.t)


@router.message(CommandStart())
async def arrive(state: FSMContext, talk: Talk, request: Request) -> None:
    await state.clear()
    await talk.say(menu.start(await seat_of(request), request.t))


@router.message(Command("help"))
@router.message(Key("help"))
async def explain(bot: Bot, talk: Talk, request: Request) -> None:
    await talk.say(menu.help_screen(await seat_of(request), request.t, elsewhere=await inline_name(bot)))


@router.message(Command("cancel"))
@router.message(Key("finish"))
async def stop(message: Message, state: FSMContext, talk: Talk, request: Request) -> None:
    """Whatever was begun is dropped; the large keys come back."""
    begun = await state.get_state() is not None
    await state.clear()
    await talk.say(menu.cancelled(await seat_of(request), request.t, anything=begun))


@router.message(Command("language"))
async def ask_language(talk: Talk, t: Translator) -> None:
    await talk.say(access.choose_language(t))


@router.callback_query(Pressed("lang", 1))
async def change_language(
    callback: CallbackQuery, press: Press, bot: Bot, talk: Talk, request: Request, translators: Translators
) -> None:
    if press.arguments[0] not in translators.languages:
        await talk.say(access.choose_language(request.t))
        return
    changed = await choose_language(request.units, request.actor, press.arguments[0])
    theirs = translators.of(changed.person.language)
    seat = await seat_of(replace(request, actor=changed, t=theirs))
    await talk.say(access.language_chosen(seat, theirs))
    await set_personal_commands(bot, request.actor.person.address.chat, seat, theirs)
