"""«Пригласить»: whom, as what, and a link to forward. Every step is a button that works for ever."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.filters import Command

from handlers.filters import Key, Pressed, Private
from handlers.routes import Routes
from messengers.telegram.talk import Talk
from plan.model import Position
from services.campaigns.choose_campaign import campaign_of
from services.errors import NotFound
from services.people.invite import invite
from services.people.list_invitable import Invitable, invitable
from services.people.model import Actor, MembershipRole
from services.unit_of_work import Units
from views import access
from views.screen import Press
from views.translator import Translator

router = Routes("inviter", Private())

_ROLES = {
    "c": MembershipRole.COMMISSION,
    "k": MembershipRole.CANDIDATE,
    "o": MembershipRole.OPERATOR,
    "a": MembershipRole.ADMINISTRATOR,
}


@router.message(Command("invite"))
@router.message(Key("invite"))
async def begin(talk: Talk, actor: Actor, units: Units, now: datetime, t: Translator) -> None:
    choices = await invitable(units, actor, now)
    await talk.say(access.choose_whom(choices, t) if choices else access.nobody_to_invite(t))


@router.callback_query(Pressed("invite", 1))
async def turn(press: Press, talk: Talk, actor: Actor, units: Units, now: datetime, t: Translator) -> None:
    page = int(press.arguments[0]) if press.arguments[0].isdecimal() else 0
    choices = await invitable(units, actor, now)
    await talk.replace(access.choose_whom(choices, t, page=page) if choices else access.nobody_to_invite(t))


@router.callback_query(Pressed("invite-to", 1))
async def ask_position(press: Press, talk: Talk, actor: Actor, units: Units, now: datetime, t: Translator) -> None:
    choice = _choice(await invitable(units, actor, now), MembershipRole.COMMISSION, press.arguments[0])
    await talk.replace(access.choose_position(choice, t))


@router.callback_query(Pressed("invite-go"))
async def make(press: Press, bot: Bot, talk: Talk, actor: Actor, units: Units, now: datetime, t: Translator) -> None:
    """The invitation itself: a word for the inviter, and a message to forward."""
    kind, place, position_name = (*press.arguments, "", "", "")[:3]
    if kind not in _ROLES:
        raise NotFound
    choice = _choice(await invitable(units, actor, now), _ROLES[kind], place)
    position = Position.__members__.get(position_name)
    if choice.role is MembershipRole.COMMISSION and position not in choice.positions:
        raise NotFound
    grant = choice.grant(position)
    invited = await invite(units, actor, grant, "", now)
    campaign = await campaign_of(units, actor, now)
    zone = campaign.tz if campaign else ZoneInfo(choice.commission.zone if choice.commission else "UTC")
    title = access.title_of(grant, choice.commission, choice.campaign, t)
    me = await bot.me()
    await talk.say(access.invitation_made(invited.invitation, title, zone, now, t))
    await talk.say(access.invitation_letter(f"https://t.me/{me.username}?start={invited.token}", title, t))


def _choice(choices: tuple[Invitable, ...], role: MembershipRole, place: str) -> Invitable:
    """The choice that a button names. Raises NotFound when it is not on offer (any more)."""
    for choice in choices:
        where = choice.commission or choice.campaign
        if choice.role is role and (str(where.id) if where else "") == place:
            return choice
    raise NotFound
