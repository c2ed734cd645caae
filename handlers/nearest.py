"""What is answered with to questions that name nothing: the person's own nearest deadlines, their last marks, and what
ends before a day that is asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from handlers.lists import FAR_AHEAD, list_screen
from handlers.request import Request
from handlers.seat import owes
from services.asking.model import Whose
from services.asking.nearest import ends_ahead, marked_by, soonest
from services.campaigns.find_items import item_card
from services.campaigns.model import Campaign
from services.duties.list_duties import next_duties, own_duties, plan_rows
from services.duties.model import DutyState
from views import item_card as card_view
from views import nearest
from views.lines import is_markable
from views.screen import Screen
from views.translator import Markup

EVERY = 1000
"""More duties than anybody has."""


async def nearest_screen(campaign: Campaign, request: Request, *, own: bool) -> Screen:
    """«Успею ещё?»: what ends next of the person's own, or of the whole plan, and what comes after it."""
    today, now, t = campaign.today(request.now), request.now, request.t
    whose = Whose() if own else Whose(campaign_id=campaign.id)
    if own:
        listed = await next_duties(request.units, request.library, request.actor, now, EVERY)
        gone = [line for line in listed.overdue if line.days_left == 0]
        first = soonest(ends_ahead(listed.lines, now))
        today = first[0].line.campaign.today(now) if first else today
        intro = nearest.lead(first, gone, today, now, t, own=True)
    else:
        rows = await plan_rows(request.units, request.library, campaign.id, today, today + FAR_AHEAD, now)
        ends = ends_ahead((*rows.lines, *rows.running), now)
        intro = nearest.lead(soonest(ends), (), today, now, t, own=False)
    return await list_screen("next", request, personal=own, whose=whose, intro=intro)


async def ends_before(day: date, campaign: Campaign, request: Request, *, own: bool) -> Markup:
    """What ends from now on and before this day, of the person's own or of the whole plan; "" where nothing does."""
    today, now = campaign.today(request.now), request.now
    if day <= today:
        return Markup("")
    if own:
        listed = await next_duties(request.units, request.library, request.actor, now, EVERY)
        return nearest.ends_before(ends_ahead(listed.lines, now, before=day), today, request.t)
    rows = await plan_rows(request.units, request.library, campaign.id, today, day - timedelta(days=1), now)
    return nearest.ends_before(ends_ahead(rows.lines, now, before=day), today, request.t)


async def take_back_screen(request: Request) -> Screen:
    """«Ой, не то нажала»: the person's last marks, to be taken back."""
    if not owes(request.actor):
        return nearest.take_back((), request.t, owes=False)
    listed = await own_duties(request.units, request.library, request.actor, request.now)
    return nearest.take_back(marked_by(listed.lines, request.actor.person), request.t, owes=True)


async def done_screen(campaign: Campaign, number: str, request: Request, *, undo: bool = False) -> Screen | None:
    """The card of an item that is said to be done, or (`undo`) to be marked wrongly, with its buttons and a line about
    them; None where it is not this person's."""
    card = await item_card(request.units, request.library, request.actor, campaign.id, number, request.now)
    t = request.t
    if any(duty.state is DutyState.DONE for duty in card.duties):
        said = nearest.how_to_take_back(t) if undo else nearest.already_marked(t)
    elif any(is_markable(duty) for duty in card.duties):
        said = nearest.not_marked(t) if undo else nearest.how_to_mark(t)
    else:
        return None
    screen = card_view.item_card(card, request.now, t)
    return replace(screen, text=f"{said}\n\n{screen.text}")
