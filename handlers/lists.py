"""Which list a person is shown: their own duties where they have any, the whole plan's rows otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    wanted = _Wanted(kind, campaign, span or _span(kind, campaign.today(request.now)), page, intro)
    if kind == "control":
        return await _watched(wanted, request)
    if personal and owes(request.actor):
        return await _own(wanted, request)
    if kind == "mine":
        return duty_list.no_duties(request.t)
    return await _of_plan(wanted, request, whose)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A page of a list of one campaign; a span's None is no end at that side. `intro` stands above it."""

    kind: str
    campaign: Campaign
    span: tuple[date | None, date | None]
    page: int
    intro: str


async def _watched(wanted: _Wanted, request: Request) -> Screen:
    """«Контроль»: what others have not done, and the dates that nobody has decided yet."""
    if not allows(request.actor, Action.WATCH, wanted.campaign):
        return duty_list.not_watching(request.t)
    watched = await watched_list(request.units, request.library, request.actor, *wanted.span, request.now)
    today = wanted.campaign.today(request.now)
    screen = duty_list.duty_list(wanted.kind, watched, today, request.t, page=wanted.page)
    undecided = await count_open(request.units, request.library, wanted.campaign)
    if undecided and allows(request.actor, Action.DECIDE_DATE, wanted.campaign):
        return replace(screen, buttons=(*screen.buttons, decisions.list_button(undecided, request.t)))
    return screen


async def _own(wanted: _Wanted, request: Request) -> Screen:
    """What this person owes; where a span holds nothing, what comes next."""
    units, library, actor, now = request.units, request.library, request.actor, request.now
    today = wanted.campaign.today(now)
    match wanted.kind:
        case "mine":
            listed = await own_duties(units, library, actor, now)
        case "next":
            listed = await next_duties(units, library, actor, now, NEXT)
        case "overdue":
            late = await list_duties(units, library, actor, None, today, now)
            listed = replace(late, lines=(), running=(), undated=(), control=(), unreached=())
        case _:
            listed = await list_duties(units, library, actor, *wanted.span, now)
    following = None
    if wanted.kind in ("today", "week", "range") and not listed.lines:
        following = await next_duties(units, library, actor, now, NEXT)
    return duty_list.duty_list(
        wanted.kind, listed, today, request.t, page=wanted.page, following=following, intro=wanted.intro
    )


async def _of_plan(wanted: _Wanted, request: Request, whose: Whose) -> Screen:
    """The plan's rows, for whoever owes nothing; where a span holds none, what comes next."""
    units, library, campaign, now, t = request.units, request.library, wanted.campaign, request.now, request.t
    waiting = _of(await waiting_rows(units, library, campaign.id, now), whose)
    if wanted.kind == "waiting":
        return duty_list.waiting(waiting, whose, t, page=wanted.page)
    first, last = wanted.span
    rows = _of(await plan_rows(units, library, campaign.id, first, last, now), whose)
    if wanted.kind == "past":
        over = tuple(line for line in rows.lines if line.days_left is not None and line.days_left < 0)
        rows = replace(rows, lines=over)
    later = None
    if not rows.lines and last is not None:
        next_day = last + timedelta(days=1)
        later = _of(await plan_rows(units, library, campaign.id, next_day, next_day + FAR_AHEAD, now), whose)
    screen = duty_list.plan_rows(
        wanted.kind,
        rows,
        campaign.today(now),
        t,
        page=wanted.page,
        following=later,
        whose=whose,
        intro=wanted.intro,
    )
    if wanted.kind == "range" and waiting.lines:
        return replace(screen, buttons=(*screen.buttons, duty_list.waiting_button(len(waiting.lines), whose, t)))
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
