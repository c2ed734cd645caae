"""Which list a person is shown: their own duties where they have any, the whole plan's rows otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from handlers.request import Request
from handlers.seat import owes
from services.access.model import Action
from services.access.rights import allows
from services.asking.model import Whose
from services.campaigns.choose_campaign import campaigns_of
from services.campaigns.list_decisions import count_open
from services.campaigns.model import Campaign
from services.duties.commission_duties import commission_duties
from services.duties.list_duties import (
    PlanRows,
    list_duties,
    next_duties,
    of_performers,
    own_duties,
    plan_rows,
    watched_list,
)
from services.duties.waiting_rows import waiting_rows
from views import decisions, duty_list
from views.campaigns import commission as commission_name
from views.list_presses import commission_turn
from views.screen import Screen

AHEAD = timedelta(days=14)
"""How far «Ближайшее» looks for people without duties, and «Контроль» for the secretary."""

FAR_AHEAD = timedelta(days=400)
"""Further than any campaign lasts: where «what comes next» is looked for."""

NEXT = 7


async def list_screen(
    kind: str,
    request: Request,
    *,
    page: int = 0,
    span: tuple[date | None, date | None] | None = None,
    personal: bool = True,
    whose: Whose | None = None,
    intro: str = "",
) -> Screen:
    """The list of this kind ("today", "week", "next", "mine", "control", "overdue", "past", "range" with its span,
    "waiting": what has no date yet). `whose` keeps only the plan's rows that they perform, of that campaign."""
    whose = whose or Whose()
    active = await campaigns_of(request.units, request.actor, request.now)
    campaign = next((one for one in active if whose.campaign_id in (None, one.id)), None)
    if campaign is None:
        return duty_list.no_campaign(request.t)
    today = campaign.today(request.now)
    first, last = span or _span(kind, today)
    if kind == "control":
        if not allows(request.actor, Action.WATCH, campaign):
            return duty_list.not_watching(request.t)
        watched = await watched_list(request.units, request.library, request.actor, first, last, request.now)
        screen = duty_list.duty_list(kind, watched, today, request.t, page=page)
        undecided = await count_open(request.units, request.library, campaign)
        if undecided and allows(request.actor, Action.DECIDE_DATE, campaign):
            return replace(screen, buttons=(*screen.buttons, decisions.list_button(undecided, request.t)))
        return screen
    if personal and owes(request.actor):
        if kind == "mine":
            listed = await own_duties(request.units, request.library, request.actor, request.now)
        elif kind == "next":
            listed = await next_duties(request.units, request.library, request.actor, request.now, NEXT)
        elif kind == "overdue":
            listed = await list_duties(request.units, request.library, request.actor, None, today, request.now)
        else:
            listed = await list_duties(request.units, request.library, request.actor, first, last, request.now)
        if kind == "overdue":
            listed = replace(listed, lines=(), running=(), undated=(), control=(), unreached=())
        following = None
        if kind in ("today", "week", "range") and not listed.lines:
            following = await next_duties(request.units, request.library, request.actor, request.now, NEXT)
        return duty_list.duty_list(kind, listed, today, request.t, page=page, following=following, intro=intro)
    if kind == "mine":
        return duty_list.no_duties(request.t)
    waiting = _of(await waiting_rows(request.units, request.library, campaign.id, request.now), whose)
    if kind == "waiting":
        return duty_list.waiting(waiting, whose, request.t, page=page)
    rows = _of(await plan_rows(request.units, request.library, campaign.id, first, last, request.now), whose)
    if kind == "past":
        over = tuple(line for line in rows.lines if line.days_left is not None and line.days_left < 0)
        rows = replace(rows, lines=over)
    later = None
    if not rows.lines and last is not None:
        next_day = last + timedelta(days=1)
        later = _of(
            await plan_rows(request.units, request.library, campaign.id, next_day, next_day + FAR_AHEAD, request.now),
            whose,
        )
    screen = duty_list.plan_rows(kind, rows, today, request.t, page=page, following=later, whose=whose, intro=intro)
    if kind == "range" and waiting.lines:
        return replace(
            screen, buttons=(*screen.buttons, duty_list.waiting_button(len(waiting.lines), whose, request.t))
        )
    return screen


async def commission_screen(
    named: str,
    request: Request,
    campaign: Campaign,
    span: tuple[date | None, date | None],
    *,
    page: int = 0,
    overdue: bool = False,
) -> Screen | None:
    """What one precinct («УИК 1035») owes, for whoever may see it; None where the campaign does not have it, or for
    somebody else, who is shown what the plan says of every precinct."""
    found = await commission_duties(request.units, request.library, request.actor, campaign, named, *span, request.now)
    if found is None or found.listed is None:
        return None
    turn = commission_turn(*span, named, campaign.id, overdue=overdue)
    name = commission_name(found.commission.name)
    return duty_list.of_commission(
        found.listed, name, campaign.today(request.now), request.t, turn=turn, page=page, overdue=overdue
    )


def _of(rows: PlanRows, whose: Whose) -> PlanRows:
    """The rows that these people perform."""
    return of_performers(rows, whose.roles, whose.positions)


def _span(kind: str, today: date) -> tuple[date | None, date | None]:
    match kind:
        case "today":
            return today, today
        case "week":
            monday = today - timedelta(days=today.weekday())
            return monday, monday + timedelta(days=6)
        case "past":
            return None, today - timedelta(days=1)
        case "next" | "control":
            return today, today + AHEAD
        case _:
            return None, None
