"""«Горячая линия», on the side of whoever asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.filters import Key, NoCommand, NotFinished, Pressed, Private, Replied
from handlers.lately import close_dialogue
from handlers.request import Request
from handlers.routes import Routes
from handlers.seat import seat_of
from handlers.states import Asking
from messengers.telegram.read import is_about_chat, ref_of, replied_ref, words_of
from messengers.telegram.talk import Talk
from services.errors import NotFound
from services.hotline.list_tickets import answers_operator, own_ticket, own_tickets
from services.hotline.model import MessageRef, Ticket, TicketState
from services.hotline.receive_question import Received, receive_question
from services.hotline.solve_ticket import solve_ticket
from services.hotline.withdrawal import is_withdrawal
from services.ids import TicketId
from services.people.model import Address
from views import hotline, menu
from views.screen import Press, Screen
from views.translator import Translator

router = Routes("asker", Private())
replies = Routes("replies", Private())


@router.message(Command("hotline"))
@router.message(Key("hotline"))
async def open_hotline(state: FSMContext, talk: Talk, request: Request) -> None:
    if request.desk is None:
        await talk.say(hotline.not_connected(request.t))
        return
    await _open(state, request.now)
    await talk.say(hotline.opened(await own_tickets(request.units, request.actor), request.t))


async def _open(state: FSMContext, now: datetime, **data: Any) -> None:
    await state.set_state(Asking.open)
    await state.set_data({"at": now.isoformat(), **data})


def _last_at(data: dict[str, Any], now: datetime) -> datetime:
    """When the hotline was last written to, or opened."""
    at = data.get("at")
    return datetime.fromisoformat(at) if isinstance(at, str) else now


@replies.message(Replied(), NotFinished())
async def continue_ticket(message: Message, state: FSMContext, talk: Talk, request: Request) -> None:
    """A reply to an operator's message goes to its question, whatever is open here and whatever it says."""
    ref = replied_ref(message)
    if request.desk is None or ref is None or is_about_chat(message):
        raise SkipHandler
    if not await answers_operator(request.units, ref):
        raise SkipHandler
    await _take(message, await state.get_data(), state, talk, request, request.desk)


IDLE = timedelta(minutes=30)
"""An open hotline that nobody has written to for so long is closed: people forget, and ask about deadlines next."""


@router.message(StateFilter(Asking.open), NoCommand())
async def take_question(message: Message, state: FSMContext, talk: Talk, request: Request) -> None:
    """Everything written while the hotline is open goes to the operators; an album is acknowledged once. It is open no
    longer when nobody has written for long, or when what was written about has been solved since."""
    if request.desk is None:
        await state.clear()
        await talk.say(menu.home(hotline.not_connected(request.t).text, await seat_of(request), request.t))
        return
    if is_about_chat(message):
        return
    data = await state.get_data()
    if request.now - _last_at(data, request.now) > IDLE:
        await close_dialogue(state)
        await talk.say(menu.home(hotline.closed(request.t), await seat_of(request), request.t))
        raise SkipHandler
    ticket = await _written_about(data, request)
    if ticket is not None and ticket.state is TicketState.SOLVED:
        await close_dialogue(state)
        await talk.say(hotline.over(ticket, await seat_of(request), request.t))
        raise SkipHandler
    if message.reply_to_message is None and await _takes_back(message.text or "", ticket, state, talk, request):
        return
    await _take(message, data, state, talk, request, request.desk)


async def _written_about(data: dict[str, Any], request: Request) -> Ticket | None:
    """The question that the open hotline is about, once something has been written to it."""
    number = data.get("ticket")
    return await own_ticket(request.units, request.actor, TicketId(number)) if isinstance(number, int) else None


async def _takes_back(text: str, ticket: Ticket | None, state: FSMContext, talk: Talk, request: Request) -> bool:
    """«Уже не нужно»: the question is taken back as by its button; the hotline closes."""
    if not is_withdrawal(text):
        return False
    if ticket is None:
        alive = (one for one in await own_tickets(request.units, request.actor) if one.state is not TicketState.SOLVED)
        ticket = next(alive, None)
    if ticket is not None and ticket.state is TicketState.WAITING and not is_withdrawal(text, of_an_answered=True):
        return False
    await close_dialogue(state)
    seat = await seat_of(request)
    if ticket is None:
        await talk.say(menu.cancelled(seat, request.t, anything=True))
        return True
    solved = await solve_ticket(request.units, request.actor, ticket.id, request.now)
    await talk.say(menu.home(hotline.taken_back(solved, request.t).text, seat, request.t))
    return True


async def _take(
    message: Message, data: dict[str, Any], state: FSMContext, talk: Talk, request: Request, desk: Address
) -> None:
    """Pass it on, remember in the open hotline what it is about, say so; once for an album."""
    received = await pass_on(message, request, desk, reply_to=_about(message, data))
    album = message.media_group_id
    if await state.get_state() == Asking.open.state:
        await state.update_data(at=request.now.isoformat(), album=album, ticket=received.ticket.id)
    elif album is not None:
        await state.update_data(album=album)
    if album is not None and data.get("album") == album:
        return
    await talk.say(hotline.received(received.ticket, received.is_new, request.t))


async def pass_on(message: Message, request: Request, desk: Address, *, reply_to: MessageRef | None = None) -> Received:
    """Hand this message to the hotline, whose operators are at this desk."""
    text, has_media = words_of(message)
    return await receive_question(
        request.units,
        request.actor,
        ref_of(message),
        text,
        has_media,
        request.now,
        desk=desk,
        reply_to=reply_to or replied_ref(message),
    )


def _about(message: Message, data: dict[str, object]) -> MessageRef | None:
    """The operator's message that «Написать оператору» was pressed under."""
    about = data.get("about")
    if isinstance(about, str) and message.reply_to_message is None:
        return MessageRef(ref_of(message).address, about)
    return None


@router.callback_query(Pressed("follow-up", 1))
async def follow_up(callback: CallbackQuery, press: Press, state: FSMContext, talk: Talk, request: Request) -> None:
    if request.desk is None:
        await talk.say(hotline.not_connected(request.t))
        return
    about: dict[str, Any] = {"about": str(callback.message.message_id)} if callback.message is not None else {}
    ticket = await own_ticket(request.units, request.actor, ticket_id(press))
    if ticket is not None and ticket.state is not TicketState.SOLVED:  # a solved one is opened again by what follows
        about["ticket"] = ticket.id
    await _open(state, request.now, **about)
    await talk.say(hotline.follow_up(request.t))


@router.callback_query(Pressed("human"))
async def ask_a_person(callback: CallbackQuery, press: Press, state: FSMContext, talk: Talk, request: Request) -> None:
    """«Спросить человека»: the question under which the answer stands becomes a ticket; where it can't be found any
    more, and under an item's card, the hotline opens for it to be written."""
    if request.desk is None:
        await talk.say(hotline.not_connected(request.t))
        return
    asked = getattr(callback.message, "reply_to_message", None)
    if not press.arguments and isinstance(asked, Message) and asked.text and asked.from_user is not None:
        received = await pass_on(asked, request, request.desk)
        await talk.say(hotline.received(received.ticket, received.is_new, request.t))
        return
    await _open(state, request.now)
    await talk.say(hotline.opened(await own_tickets(request.units, request.actor), request.t))


@router.callback_query(Pressed("helped"))
async def be_glad(talk: Talk, t: Translator) -> None:
    await talk.toast(hotline.glad(t))


@router.callback_query(Pressed("take-back", 1))
async def take_back(press: Press, state: FSMContext, talk: Talk, request: Request) -> None:
    """The bot passed a question on by itself, and nobody is needed after all."""
    ticket = await solve_ticket(request.units, request.actor, ticket_id(press), request.now)
    await talk.replace(hotline.taken_back(ticket, request.t))
    await _close(ticket, state, talk, request)


@router.callback_query(Pressed("thanks", 1))
async def thank(press: Press, state: FSMContext, talk: Talk, request: Request) -> None:
    ticket = await solve_ticket(request.units, request.actor, ticket_id(press), request.now)
    await talk.toast(hotline.thanks(ticket, request.t))
    await talk.rebutton(Screen(""))
    await _close(ticket, state, talk, request)


async def _close(ticket: Ticket, state: FSMContext, talk: Talk, request: Request) -> None:
    """The hotline that stood open for this question closes with it, and the large keys come back."""
    if await state.get_state() != Asking.open.state or (await state.get_data()).get("ticket") != ticket.id:
        return
    await close_dialogue(state)
    await talk.say(hotline.over(ticket, await seat_of(request), request.t))


def ticket_id(press: Press) -> TicketId:
    """The ticket that a button names. Raises NotFound for what is no number."""
    number = press.arguments[0]
    if not number.isdecimal() or len(number) > 18:
        raise NotFound
    return TicketId(int(number))
