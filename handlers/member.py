"""Lists, cards and the «Исполнено» marks: members of commissions and candidates, and whoever looks into the plan."""

from __future__ import annotations

from datetime import date

from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.filters import Key, Pressed, Private
from handlers.lately import remember
from handlers.lists import commission_screen, list_screen
from handlers.request import Request
from handlers.routes import Routes
from messengers.telegram.read import screen_of
from messengers.telegram.talk import Talk
from services.asking.model import Whose, of_item
from services.campaigns.choose_campaign import campaigns_of
from services.campaigns.find_items import item_card
from services.duties.mark_done import mark_done, undo_done
from services.duties.model import DutyKey
from services.errors import AlreadyDone, NotAllowed, NotFound
from services.ids import CampaignId, DutyId
from views import item_card as card_view
from views import menu
from views.duty_list import TITLES
from views.errors import already_done, gone, not_yours
from views.list_presses import OVERDUE, OWN, whose_of
from views.marks import with_mark
from views.screen import Press
from views.translator import Translator

router = Routes("member", Private())


@router.message(Command("today"))
@router.message(Key("today"))
async def show_today(talk: Talk, request: Request) -> None:
    await talk.say(await list_screen("today", request))


@router.message(Command("week"))
@router.message(Key("week"))
async def show_week(talk: Talk, request: Request) -> None:
    await talk.say(await list_screen("week", request))


@router.message(Command("next"))
@router.message(Key("next"))
async def show_next(talk: Talk, request: Request) -> None:
    await talk.say(await list_screen("next", request))


@router.message(Command("mine"))
@router.message(Key("mine"))
async def show_mine(talk: Talk, request: Request) -> None:
    await talk.say(await list_screen("mine", request))


@router.message(Command("control"))
@router.message(Key("control"))
async def show_control(talk: Talk, request: Request) -> None:
    await talk.say(await list_screen("control", request))


@router.callback_query(Pressed("list", 2))
async def turn_list(press: Press, talk: Talk, request: Request) -> None:
    """Another page of a list."""
    kind, page = press.arguments
    if kind not in TITLES or kind in ("range", "waiting") or not page.isdecimal():
        raise NotFound
    await talk.replace(await list_screen(kind, request, page=int(page)))


@router.callback_query(Pressed("range"))
async def turn_range(press: Press, talk: Talk, request: Request) -> None:
    """Another page of the days that a question asked for; of the person's own list where it named nobody."""
    match press.arguments:
        case (first, last, people, campaign, page) if page.isdecimal():
            pass
        case (first, last, people, page) if page.isdecimal():  # of before campaigns stood in it
            campaign = ""
        case _:
            raise NotFound
    span = _span(first, last)
    own = people == OWN
    whose = Whose() if own else whose_of(people, campaign)
    screen = await list_screen("range", request, page=int(page), span=span, personal=own, whose=whose)
    await talk.replace(screen)


@router.callback_query(Pressed("commission", 5))
async def turn_commission(press: Press, talk: Talk, request: Request) -> None:
    """Another page of what one commission owes."""
    first, last, named, campaign_id, page = press.arguments
    campaign = next(
        (one for one in await campaigns_of(request.units, request.actor, request.now) if str(one.id) == campaign_id),
        None,
    )
    if not page.isdecimal() or campaign is None:
        raise NotFound
    overdue, span = first.startswith(OVERDUE), _span(first.removeprefix(OVERDUE), last)
    screen = await commission_screen(named, request, campaign, span, page=int(page), overdue=overdue)
    if screen is None:
        raise NotFound
    await talk.replace(screen)


@router.callback_query(Pressed("waiting", 3))
async def show_waiting(press: Press, talk: Talk, request: Request) -> None:
    """What has no date yet, as a message of its own; its other pages in the same one."""
    people, campaign, page = press.arguments
    if not page.isdecimal():
        raise NotFound
    whose = whose_of(people, campaign)
    screen = await list_screen("waiting", request, page=int(page), personal=False, whose=whose)
    await talk.say(screen)


def _span(first: str, last: str) -> tuple[date | None, date | None]:
    """The days that a button carries. Raises NotFound for what is no date."""
    try:
        return (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)
    except ValueError as error:
        raise NotFound from error


@router.callback_query(Pressed("item", 2))
async def show_item(press: Press, state: FSMContext, talk: Talk, request: Request) -> None:
    """An item's card, as a message of its own: the list stays where it is, and «а кто?» is asked of this item next."""
    campaign, number = press.arguments
    if not campaign.isdecimal():
        raise NotFound
    card = await item_card(
        request.units, request.library, request.actor, CampaignId(int(campaign)), number, request.now
    )
    await remember(state, of_item(number, card.campaign_plan.campaign.id, request.now))
    await talk.say(card_view.item_card(card, request.now, request.t))


@router.callback_query(Pressed("done", 1))
async def mark(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    """«✓ п. 28»: the line in the same message gets its tick."""
    duty_id = _duty(press)
    try:
        result = await mark_done(request.units, request.actor, duty_id, request.now)
    except NotAllowed:
        await talk.alert(not_yours(request.t))
        return
    except AlreadyDone as earlier:
        await talk.alert(already_done(earlier, request.t))
        await _show_mark(callback, talk, press, done=True)
        return
    except NotFound:
        await talk.alert(gone(request.t))
        return
    await talk.toast(request.t.plain("Marked as done. Thank you!"))
    if not await _show_mark(callback, talk, press, done=True):
        await _show_card(talk, request, result.duty.key)


@router.callback_query(Pressed("undo", 1))
async def take_mark_back(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    try:
        result = await undo_done(request.units, request.actor, _duty(press), request.now)
    except NotAllowed:
        await talk.alert(not_yours(request.t))
        return
    except NotFound:
        await talk.alert(gone(request.t))
        return
    await talk.toast(request.t.plain("The mark has been taken back."))
    if not await _show_mark(callback, talk, press, done=False):
        await _show_card(talk, request, result.duty.key)


def _duty(press: Press) -> DutyId:
    number = press.arguments[0]
    if not number.isdecimal() or len(number) > 18:
        raise NotFound
    return DutyId(int(number))


async def _show_mark(callback: CallbackQuery, talk: Talk, press: Press, *, done: bool) -> bool:
    """Tick the line in the pressed message; False when the message is not a list (or can't be read any more)."""
    screen = screen_of(callback.message)
    if screen is None:
        return False
    marked = with_mark(screen, press.arguments[0], done=done)
    if marked.text == screen.text:
        return False
    await talk.replace(marked)
    return True


async def _show_card(talk: Talk, request: Request, key: DutyKey) -> None:
    card = await item_card(request.units, request.library, request.actor, key.campaign_id, key.item, request.now)
    await talk.replace(card_view.item_card(card, request.now, request.t))


@router.message(Key("find"))
async def ask_what_to_find(talk: Talk, t: Translator) -> None:
    await talk.say(menu.find_prompt(t))
