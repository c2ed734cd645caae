"""The operators' chat: replies go to the asker, buttons change the question's state; everything else is theirs."""

from __future__ import annotations

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.asker import ticket_id
from handlers.filters import AtDesk, Mentioned, Pressed
from handlers.request import Request
from handlers.routes import Routes
from messengers.telegram.read import is_about_chat, ref_of, replied_ref, words_of
from messengers.telegram.talk import Talk, address_of
from services.hotline.model import Ticket
from services.hotline.receive_reply import receive_reply
from services.hotline.solve_ticket import reopen_ticket, solve_ticket
from services.hotline.take_ticket import take_ticket
from services.people.model import Address
from views import hotline
from views.screen import Press, Screen
from views.translator import Translator

router = Routes("operator")


class AboutTicket(AtDesk):
    """In the operators' chat: a reply, or anything in a topic. The rest is talk among themselves."""

    async def __call__(self, event: Message, desk: Address | None = None) -> bool:
        if not await super().__call__(event, desk):
            return False
        return event.reply_to_message is not None or bool(event.is_topic_message)


@router.message(AtDesk(), Command("help", "start"))
async def explain(talk: Talk, t: Translator) -> None:
    await talk.say(hotline.desk_help(t))


class ForTheBot(AtDesk):
    """In the operators' chat: a command or words to the bot by its name, which are no words for an asker."""

    async def __call__(self, event: Message, desk: Address | None = None) -> bool:
        if not await super().__call__(event, desk):
            return False
        return (event.text or "").startswith("/") or bool(await Mentioned()(event))


@router.message(AboutTicket(), ~ForTheBot())
async def relay(message: Message, talk: Talk, request: Request) -> None:
    """An operator's words for the asker. A reply to the bot, or words in a topic that it has opened, that belong to no
    question are said to be lost."""
    if is_about_chat(message):
        return
    text, has_media = words_of(message)
    ticket = await receive_reply(
        request.units, request.actor, ref_of(message), text, has_media, request.now, reply_to=replied_ref(message)
    )
    if ticket is not None:
        await talk.acknowledge(str(message.message_id))
        return
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.is_bot:
        await talk.say(hotline.no_ticket(request.t))


@router.message(AtDesk(), ~ForTheBot())
async def ignore(message: Message) -> None:
    """Operators talk among themselves."""


@router.callback_query(Pressed("take", 1))
async def take(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    ticket = await take_ticket(request.units, request.actor, ticket_id(press), request.now, pressed_in=_place(callback))
    await _show_state(callback, talk, ticket, request.t)


@router.callback_query(Pressed("solve", 1))
async def solve(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    ticket = await solve_ticket(
        request.units, request.actor, ticket_id(press), request.now, pressed_in=_place(callback)
    )
    await _show_state(callback, talk, ticket, request.t)


@router.callback_query(Pressed("reopen", 1))
async def reopen(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    """By an operator, or by the asker under the word that it was solved."""
    ticket = await reopen_ticket(
        request.units, request.actor, ticket_id(press), request.now, pressed_in=_place(callback), desk=request.desk
    )
    if request.desk is not None and callback.message is not None and str(callback.message.chat.id) == request.desk.chat:
        await _show_state(callback, talk, ticket, request.t)
    else:
        await talk.replace(hotline.asker_reopened(ticket, request.t))


def _place(callback: CallbackQuery) -> Address | None:
    return address_of(callback.message) if callback.message is not None else None


async def _show_state(callback: CallbackQuery, talk: Talk, ticket: Ticket, t: Translator) -> None:
    """The toast says the state, and the buttons under the message follow it."""
    await talk.toast(hotline.desk_state(ticket, t))
    await talk.rebutton(Screen("", buttons=hotline.desk_buttons(ticket, t)))
