"""«Расхождения в плане»: which date is right, why, and the decision withdrawn; and the plan as a file.

Every step but one's own words is a button that works for ever: it names the item and the date, and the service says
whether that is still to be decided. What is written is kept until it is confirmed.
"""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.chairman import Background
from handlers.filters import NoCommand, Pressed, Private
from handlers.request import Request
from handlers.routes import Routes
from handlers.states import Deciding
from messengers.telegram.read import is_about_chat
from messengers.telegram.talk import Talk
from plan.deciding import choices
from plan.errors import PlanFileError
from plan.model import Choice
from questions.single_day import read_day
from services.access.model import Action
from services.access.rights import allows
from services.campaigns.choose_campaign import campaign_of
from services.campaigns.decide_date import (
    READY_REASONS,
    Decided,
    Proposal,
    checked_reason,
    decide_date,
    weigh_date,
    withdraw_decision,
    worded_hour,
)
from services.campaigns.export_plan import SUFFIXES, export_plan
from services.campaigns.find_items import item_card
from services.campaigns.list_decisions import list_decisions
from services.duties.follow_new_dates import follow_new_dates, renew_reminders
from services.errors import AlreadyDecided, AlreadyWithdrawn, ChoiceGone, DecisionRefused, NotFound
from services.ids import CampaignId
from views import decisions
from views import item_card as card_view
from views.duty_list import no_campaign
from views.errors import refusal
from views.proposals import end_of, proposal_arguments, proposal_of
from views.screen import File, Press, Screen, escape, plain
from views.translator import Translator

IDLE = timedelta(minutes=30)
"""A date or a reason that was awaited for so long is not awaited any more: what is written next is a question."""

router = Routes("decisions", Private())


@router.message(Command("decisions"))
async def show_list(talk: Talk, request: Request) -> None:
    await talk.say(await _list(request))


@router.callback_query(Pressed("decisions"))
async def open_list(talk: Talk, request: Request) -> None:
    await talk.say(await _list(request))


async def _list(request: Request) -> Screen:
    campaign = await campaign_of(request.units, request.actor, request.now)
    if campaign is None:
        return no_campaign(request.t)
    if not allows(request.actor, Action.DECIDE_DATE, campaign):
        return decisions.not_deciding(request.t)
    found = await list_decisions(request.units, request.library, request.actor, campaign.id)
    return decisions.decision_list(found, campaign.today(request.now), request.t)


@router.callback_query(Pressed("decide", 4))
async def choose(press: Press, state: FSMContext, talk: Talk, request: Request) -> None:
    """A date was chosen: why?"""
    proposal = _proposal(press.arguments)
    try:
        plan = await weigh_date(request.units, request.library, request.actor, proposal, request.now)
    except (AlreadyDecided, ChoiceGone) as late:
        await _show_what_stands(late, proposal, talk, request)
        return
    await _await(state, Deciding.reason, request.now, proposal=list(proposal_arguments(proposal)))
    dated = plan.dated_item(proposal.item)
    computed = None if dated is None else choices(dated, proposal.end)[1]
    await talk.say(decisions.ask_reason(proposal, computed, request.t))


@router.callback_query(Pressed("decide-why", 5))
async def decide_for_ready_reason(
    press: Press, state: FSMContext, talk: Talk, request: Request, background: Background | None = None
) -> None:
    *arguments, code = press.arguments
    if code not in READY_REASONS:
        raise NotFound
    await _decide(_proposal(arguments), READY_REASONS[code], state, talk, request, background)


@router.callback_query(Pressed("decide-go", 1))
async def decide_for_own_reason(
    press: Press, state: FSMContext, talk: Talk, request: Request, background: Background | None = None
) -> None:
    """The reason is the one that stands above the button, or none."""
    data = await state.get_data()
    reason, arguments = data.get("reason"), data.get("proposal")
    if (
        not isinstance(reason, str)
        or not isinstance(arguments, list)
        or _token(arguments, reason) != press.arguments[0]
    ):
        await talk.alert(decisions.forgotten(request.t))
        return
    await _decide(_proposal(arguments), reason, state, talk, request, background)


@router.callback_query(Pressed("decide-day", 3))
async def ask_day(press: Press, state: FSMContext, talk: Talk, request: Request) -> None:
    """«Другая дата…»."""
    campaign, item, end = press.arguments
    if not campaign.isdecimal() or end_of(end) is None:
        raise NotFound
    card = await item_card(request.units, request.library, request.actor, CampaignId(int(campaign)), item, request.now)
    if not card.may_decide:
        await talk.alert(plain(decisions.who_decides(request.t)))
        return
    await _await(state, Deciding.day, request.now, about=list(press.arguments))
    await talk.say(decisions.ask_day(item, request.t))


@router.message(StateFilter(Deciding.day), NoCommand())
async def take_day(message: Message, state: FSMContext, talk: Talk, request: Request) -> None:
    """A date in words, said back with its weekday and year; the hour is the wording's where none was said."""
    if is_about_chat(message):
        return
    data = await _awaited(state, request.now)
    campaign, item, code = data["about"]
    end = end_of(code)
    card = await item_card(request.units, request.library, request.actor, CampaignId(int(campaign)), item, request.now)
    frame = (await request.library.askable(card.campaign_plan)).frame(card.campaign_plan.campaign.today(request.now))
    said = read_day(message.text or "", frame)
    if said is None or end is None:
        await talk.say(decisions.unclear_day(request.t))
        return
    hour = said.hour or worded_hour(card.dated, end)
    proposal = Proposal(CampaignId(int(campaign)), item, end, Choice.OTHER, said.day, hour)
    try:
        await weigh_date(request.units, request.library, request.actor, proposal, request.now)
    except AlreadyDecided as late:
        await state.clear()
        await _show_what_stands(late, proposal, talk, request)
        return
    await talk.say(decisions.confirm_day(proposal, request.t))


@router.message(StateFilter(Deciding.reason), NoCommand())
async def take_reason(message: Message, state: FSMContext, talk: Talk, request: Request) -> None:
    """A reason in one's own words, said back before it is kept."""
    if is_about_chat(message):
        return
    data = await _awaited(state, request.now)
    proposal = _proposal(data["proposal"])
    try:
        reason = checked_reason(message.text or "")
    except DecisionRefused as refused:
        await talk.say(refusal(refused, request.t) if message.text else decisions.reason_in_words(request.t))
        return
    await state.update_data(reason=reason, at=request.now.isoformat())
    await talk.say(decisions.confirm_reason(proposal, reason, _token(data["proposal"], reason), request.t))


@router.callback_query(Pressed("decide-drop"))
async def drop(state: FSMContext, talk: Talk, t: Translator) -> None:
    if await state.get_state() in (Deciding.day.state, Deciding.reason.state):
        await state.clear()
    await talk.replace(decisions.not_recorded(t))


@router.callback_query(Pressed("undecide", 4))
async def ask_withdrawal(press: Press, talk: Talk, request: Request) -> None:
    campaign, item, _, _ = press.arguments
    if not campaign.isdecimal():
        raise NotFound
    card = await item_card(request.units, request.library, request.actor, CampaignId(int(campaign)), item, request.now)
    if not card.may_decide:
        await talk.alert(plain(decisions.who_decides(request.t)))
        return
    await talk.say(decisions.ask_withdrawal(item, press.arguments, request.t))


@router.callback_query(Pressed("undecide-go", 4))
async def withdraw(press: Press, talk: Talk, request: Request, background: Background | None = None) -> None:
    campaign, item, code, stamp = press.arguments
    end = end_of(code)
    if not campaign.isdecimal() or not stamp.isdecimal() or len(stamp) > 11 or end is None:
        raise NotFound
    campaign_id = CampaignId(int(campaign))
    made_at = datetime.fromtimestamp(int(stamp), UTC)
    try:
        decided = await withdraw_decision(
            request.units, request.library, request.actor, campaign_id, item, end, made_at, request.now
        )
    except (AlreadyWithdrawn, AlreadyDecided) as late:
        await talk.alert(plain(refusal(late, request.t).text))
        await talk.replace(
            card_view.item_card(
                await item_card(request.units, request.library, request.actor, campaign_id, item, request.now),
                request.now,
                request.t,
            )
        )
        return
    await talk.toast(decisions.withdrawn(request.t))
    await _conclude(decided, talk, request, background)


async def _decide(
    proposal: Proposal, reason: str, state: FSMContext, talk: Talk, request: Request, background: Background | None
) -> None:
    try:
        decided = await decide_date(request.units, request.library, request.actor, proposal, reason, request.now)
    except (AlreadyDecided, ChoiceGone) as late:
        await _forget(state)
        await _show_what_stands(late, proposal, talk, request)
        return
    await _forget(state)
    await talk.toast(decisions.recorded(request.t))
    await _conclude(decided, talk, request, background)


async def _conclude(decided: Decided, talk: Talk, request: Request, background: Background | None) -> None:
    """What follows of it for everybody else; then the card as it is now, in the question's place."""
    campaign_id, item = decided.after.campaign.id, decided.override.item
    # First of all: Telegram may be away, and whoever was told of the other date must not wait for it.
    followed = await follow_new_dates(
        request.units, request.library, decided.before, decided.after, request.actor.person.id, request.now
    )
    await talk.replace(
        card_view.item_card(
            await item_card(request.units, request.library, request.actor, campaign_id, item, request.now),
            request.now,
            request.t,
        )
    )
    reminders = renew_reminders(request.units, request.library, followed, request.now)
    if background is None:
        await reminders
    else:
        background(reminders)


async def _show_what_stands(
    late: AlreadyDecided | ChoiceGone, proposal: Proposal, talk: Talk, request: Request
) -> None:
    """Somebody was faster, or the plan has changed: said so, and the item's card as it is."""
    await talk.alert(plain(refusal(late, request.t).text))
    card = await item_card(
        request.units, request.library, request.actor, proposal.campaign_id, proposal.item, request.now
    )
    await talk.say(card_view.item_card(card, request.now, request.t))


@router.message(Command("plan"))
async def choose_format(talk: Talk, request: Request) -> None:
    campaign = await campaign_of(request.units, request.actor, request.now)
    if campaign is None:
        await talk.say(no_campaign(request.t))
        return
    allowed = allows(request.actor, Action.DECIDE_DATE, campaign)
    await talk.say(
        decisions.choose_format(str(campaign.id), SUFFIXES, request.t) if allowed else decisions.not_deciding(request.t)
    )


@router.callback_query(Pressed("plan-files", 1))
async def ask_format(press: Press, talk: Talk, t: Translator) -> None:
    await talk.say(decisions.choose_format(press.arguments[0], SUFFIXES, t))


@router.callback_query(Pressed("plan-file", 2))
async def hand_out(press: Press, talk: Talk, request: Request) -> None:
    """«Выгрузить план»: the file itself."""
    campaign, suffix = press.arguments
    if not campaign.isdecimal():
        raise NotFound
    try:
        made = await export_plan(
            request.units, request.library, request.actor, CampaignId(int(campaign)), f".{suffix}", request.now
        )
    except PlanFileError as refused:
        await talk.say(Screen(escape(str(refused))))
        return
    await talk.say(Screen("", files=(File(made.name, made.body),)))


def _proposal(arguments: Any) -> Proposal:
    """The proposal that a button or the memory names. Raises NotFound for what this bot has not written."""
    if len(arguments) != 4 or not all(isinstance(one, str) for one in arguments):
        raise NotFound
    proposal = proposal_of(*arguments)
    if proposal is None:
        raise NotFound
    return proposal


def _token(arguments: Any, reason: str) -> str:
    """Tells the words above one confirmation from those above another."""
    return f"{zlib.crc32('|'.join([*arguments, reason]).encode()):08x}"


async def _await(state: FSMContext, what: Any, now: datetime, **data: Any) -> None:
    await state.set_state(what)
    await state.set_data({"at": now.isoformat(), **data})


async def _awaited(state: FSMContext, now: datetime) -> dict[str, Any]:
    """What is being decided. Raises SkipHandler when nobody has written for long: it is meant as a question."""
    data = await state.get_data()
    at = data.get("at")
    if not isinstance(at, str) or now - datetime.fromisoformat(at) > IDLE:
        await state.clear()
        raise SkipHandler
    return data


async def _forget(state: FSMContext) -> None:
    if await state.get_state() in (Deciding.day.state, Deciding.reason.state):
        await state.clear()
