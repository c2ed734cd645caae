"""«@bot words» in any chat: rows of the plan to send there, and nothing that is kept, passed on or anybody's own."""

from __future__ import annotations

from datetime import datetime

from aiogram import F
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import InlineQuery

from handlers.filters import Private, Quoted
from handlers.request import Request
from handlers.routes import Routes
from handlers.seat import seat_of
from messengers.telegram.inline import ASK, RESULTS, Offering
from messengers.telegram.talk import Talk
from services.asking.quote_plan import quote_plan
from services.asking.typing_pace import TypingPace
from services.campaigns.library import PlanLibrary
from services.people.model import Actor
from services.unit_of_work import Units
from views import menu, quotes
from views.translator import Translator

arrivals = Routes("arrivals from other chats", Private())
"""Before whatever reads «/start» and a word as an invitation."""

router = Routes("inline")


@router.inline_query()
async def offer_rows(
    query: InlineQuery,
    offering: Offering,
    typing: TypingPace,
    units: Units,
    library: PlanLibrary,
    now: datetime,
    t: Translator,
    actor: Actor | None = None,
) -> None:
    """With every letter that is typed: what it may mean so far."""
    if not typing.allows(str(query.from_user.id), query.query.strip(), now):
        await offering.show(quotes.too_fast(t))
        return
    if actor is None:
        await offering.show(quotes.stranger(t))
        return
    found = await quote_plan(units, library, actor, query.query, now)
    await offering.show(quotes.offers(found, offering.first, RESULTS, now, t))


@arrivals.message(CommandStart(deep_link=True, magic=F.args == ASK))
async def arrive_to_ask(state: FSMContext, talk: Talk, request: Request) -> None:
    """By the button above the rows."""
    await state.clear()
    seat = await seat_of(request)
    await talk.say(menu.home(quotes.invitation(seat.name, request.t).text, seat, request.t))


@router.message(Private(), Quoted())
async def keep_silent() -> None:
    """A row that somebody has sent here from the offers is its own answer: no question, and nothing for an operator."""
