"""The operators' chat: replies go to the asker, buttons change the question's state; everything else is theirs."""

from __future__ import annotations

from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.asker import ticket_id
from handlers.filters import AtDesk, Mentioned, Pressed
from handlers.lately import once_a_day
from handlers.request import Request
from handlers.routes import Routes
from messengers.telegram.read import is_about_chat, ref_of, replied_ref, words_of
from messengers.telegram.talk import Talk, address_of
from services.hotline.list_tickets import anybody_waits
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
async def leave_alone(message: Message, state: FSMContext, talk: Talk, request: Request) -> None:
    """Operators talk among themselves. Where questions have topics, and one waits, the words may be meant for whoever
    asked: each operator is told once a day that they are not."""
    if not message.chat.is_forum or is_about_chat(message) or not await anybody_waits(request.units):
        return
    if await once_a_day(state, "only operators", request.now):
        await talk.say(hotline.only_operators(ref_of(message), request.t))


@router.callback_query(Pressed("take", 1))
async def take(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    ticket = await take_ticket(request.units, request.actor, ticket_id(press), request.now, pressed_in=_place(callback))
    await _show_state(callback, talk, ticket, request)


@router.callback_query(Pressed("solve", 1))
async def solve(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    ticket = await solve_ticket(
        request.units, request.actor, ticket_id(press), request.now, pressed_in=_place(callback)
    )
    await _show_state(callback, talk, ticket, request)


@router.callback_query(Pressed("reopen", 1))
async def reopen(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    """By an operator, or by the asker under the word that it was solved."""
    ticket = await reopen_ticket(
        request.units, request.actor, ticket_id(press), request.now, pressed_in=_place(callback), desk=request.desk
    )
    if request.desk is not None and callback.message is not None and str(callback.message.chat.id) == request.desk.chat:
        await _show_state(callback, talk, ticket, request)
    else:
        await talk.replace(hotline.asker_reopened(ticket, request.t))


def _place(callback: CallbackQuery) -> Address | None:
    return address_of(callback.message) if callback.message is not None else None


async def _show_state(callback: CallbackQuery, talk: Talk, ticket: Ticket, request: Request) -> None:
    """The toast says the state; the message says who has brought it about, and its buttons follow. Where somebody else
    was faster, or the words can't be changed, the buttons alone."""
    t = request.t
    await talk.toast(hotline.desk_state(ticket, t))
    buttons = hotline.desk_buttons(ticket, t)
    user, card = callback.from_user, callback.message
    if ticket.updated_at == request.now and isinstance(card, Message) and card.html_text:
        told = hotline.with_who(card.html_text, ticket, user.first_name, user.last_name, t)
        if await talk.reword(Screen(told, buttons=buttons)):
            return
    await talk.rebutton(Screen("", buttons=buttons))
