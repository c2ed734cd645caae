"""«Пригласить»: whom, as what, and a link to forward. Every step is a button that works for ever."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.filters import FreeText, Key, Pressed, Private
from handlers.request import Request
from handlers.routes import Routes
from handlers.states import AddingPrecincts
from messengers.telegram.talk import Talk
from plan.model import Position
from services.campaigns.add_precincts import add_precincts
from services.campaigns.choose_campaign import campaign_of
from services.errors import NotFound
from services.ids import CommissionId
from services.people.invite import invite
from services.people.list_invitable import Invitable, invitable
from services.people.model import MembershipRole
from views import access
from views.screen import Press

router = Routes("inviter", Private())

MOST_PRECINCTS = 200
"""So many are added at once: a slip in a span should not found thousands of commissions."""

_SPAN = re.compile(r"([0-9]+)(?:\s?[-–—]\s?([0-9]+))?")
_PRECINCTS = re.compile(r"[0-9\s№,;и–—УИКуик-]+")
_LONGEST_NUMBER = 4  # digits

_ROLES = {
    "c": MembershipRole.COMMISSION,
    "k": MembershipRole.CANDIDATE,
    "o": MembershipRole.OPERATOR,
    "a": MembershipRole.ADMINISTRATOR,
}


@router.message(Command("invite"))
@router.message(Key("invite"))
async def begin(talk: Talk, request: Request) -> None:
    choices = await invitable(request.units, request.actor, request.now)
    await talk.say(access.choose_whom(choices, request.t) if choices else access.nobody_to_invite(request.t))


@router.callback_query(Pressed("invite", 1))
async def turn(press: Press, talk: Talk, request: Request) -> None:
    page = int(press.arguments[0]) if press.arguments[0].isdecimal() else 0
    choices = await invitable(request.units, request.actor, request.now)
    await talk.replace(
        access.choose_whom(choices, request.t, page=page) if choices else access.nobody_to_invite(request.t)
    )


@router.callback_query(Pressed("invite-to", 1))
async def ask_position(press: Press, talk: Talk, request: Request) -> None:
    choice = _choice(
        await invitable(request.units, request.actor, request.now), MembershipRole.COMMISSION, press.arguments[0]
    )
    await talk.replace(access.choose_position(choice, request.t))


@router.callback_query(Pressed("invite-go"))
async def make(press: Press, bot: Bot, talk: Talk, request: Request) -> None:
    """The invitation itself: a word for the inviter, and a message to forward."""
    kind, place, position_name = (*press.arguments, "", "", "")[:3]
    if kind not in _ROLES:
        raise NotFound
    choice = _choice(await invitable(request.units, request.actor, request.now), _ROLES[kind], place)
    position = Position.__members__.get(position_name)
    if choice.role is MembershipRole.COMMISSION and position not in choice.positions:
        raise NotFound
    grant = choice.grant(position)
    invited = await invite(request.units, request.actor, grant, "", request.now)
    campaign = await campaign_of(request.units, request.actor, request.now)
    zone = campaign.tz if campaign else ZoneInfo(choice.commission.zone if choice.commission else "UTC")
    title = access.title_of(grant, choice.commission, choice.campaign, request.t)
    me = await bot.me()
    await talk.say(access.invitation_made(invited.invitation, title, zone, request.now, request.t))
    await talk.say(access.invitation_letter(f"https://t.me/{me.username}?start={invited.token}", title, request.t))


@router.callback_query(Pressed("invite-add", 1))
async def ask_numbers(press: Press, state: FSMContext, talk: Talk, request: Request) -> None:
    """Which precincts are to be added under this ТИК?"""
    choice = _choice(
        await invitable(request.units, request.actor, request.now), MembershipRole.COMMISSION, press.arguments[0]
    )
    await state.set_state(AddingPrecincts.numbers)
    await state.set_data({"commission": press.arguments[0]})
    await talk.say(access.ask_precincts(choice, request.t))


@router.message(StateFilter(AddingPrecincts.numbers), FreeText())
async def add(message: Message, state: FSMContext, talk: Talk, request: Request) -> None:
    numbers = precinct_numbers(message.text or "")
    if not numbers:
        await talk.say(access.unclear_precincts(request.t))
        return
    above = CommissionId(int((await state.get_data())["commission"]))
    added = await add_precincts(request.units, request.library, request.actor, above, numbers, request.now)
    await state.clear()
    await talk.say(access.precincts_added(added, request.t))
    await talk.say(access.choose_whom(await invitable(request.units, request.actor, request.now), request.t))


def precinct_numbers(text: str) -> tuple[int, ...]:
    """«1034, 1036», «УИК № 1034», «1034-1040» as numbers, each once; empty for anything else, or for too many."""
    if not _PRECINCTS.fullmatch(text):
        return ()
    found: dict[int, None] = {}
    for first, last in _SPAN.findall(text):
        if max(len(first), len(last)) > _LONGEST_NUMBER:
            return ()
        span = range(int(first), int(last or first) + 1)
        if not span or len(found) + len(span) > MOST_PRECINCTS:
            return ()
        found |= dict.fromkeys(span)
    return () if 0 in found else tuple(found)


def _choice(choices: tuple[Invitable, ...], role: MembershipRole, place: str) -> Invitable:
    """The choice that a button names. Raises NotFound when it is not on offer (any more)."""
    for choice in choices:
        where = choice.commission or choice.campaign
        if choice.role is role and (str(where.id) if where else "") == place:
            return choice
    raise NotFound
