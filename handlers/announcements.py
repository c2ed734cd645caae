"""«Объявление», once it has been written: now or at an hour, paused, resumed, taken back, looked at.

Every step is a button that works for ever: it names the announcement, and the service says what may still become of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.filters import NoCommand, Pressed, Private
from handlers.request import Request
from handlers.routes import Routes
from handlers.states import Announcing
from messengers.telegram.read import is_about_chat
from messengers.telegram.talk import Talk
from questions.frame import Frame
from questions.moment import read_moment
from services.access.model import Action
from services.access.rights import allows
from services.announcements.cancel_announcement import cancel_announcement
from services.announcements.confirm_announcement import confirm_announcement
from services.announcements.model import Announcement, AnnouncementState, Report
from services.announcements.pause_announcement import pause_announcement, resume_announcement
from services.announcements.report_announcement import latest_announcements, report_announcement, show_progress_in
from services.announcements.resend_unknown import resend_unknown
from services.announcements.schedule_announcement import schedule_announcement
from services.campaigns.choose_campaign import campaign_of
from services.duties.timing import instant
from services.errors import NotFound, TimePassed
from services.ids import AnnouncementId
from views import announcement_hours, announcement_reports, announcements
from views.duty_list import no_campaign
from views.screen import Press

S = AnnouncementState

IDLE = timedelta(minutes=30)
"""An hour that was awaited for so long is not awaited any more: what is written next is a question."""

BEFORE, AFTER = timedelta(days=90), timedelta(days=270)
"""A day without a year is looked for between these, seen from today."""

router = Routes("announcements", Private())


@router.message(Command("announcements"))
async def show_list(talk: Talk, request: Request) -> None:
    campaign = await campaign_of(request.units, request.actor, request.now)
    if campaign is None:
        await talk.say(no_campaign(request.t))
    elif not allows(request.actor, Action.ANNOUNCE, campaign):
        await talk.say(announcements.not_yours(request.t))
    else:
        await talk.say(
            announcement_reports.list_screen(
                await latest_announcements(request.units, request.actor, campaign.id), request.t
            )
        )


@router.callback_query(Pressed("announce-open", 1))
async def open_one(press: Press, talk: Talk, request: Request) -> None:
    found = await report_announcement(request.units, request.actor, _announcement(press))
    await talk.say(announcement_reports.report(found, request.t))
    await _follow_here(found.announcement, talk, request)


@router.callback_query(Pressed("announce-go", 1))
async def send(press: Press, state: FSMContext, talk: Talk, request: Request) -> None:
    """It goes out, and this message shows how far it is."""
    await _stop_asking(state)
    got = await confirm_announcement(
        request.units, request.actor, _announcement(press), request.now, progress=talk.pressed
    )
    await _show(got, {S.SENDING, S.DONE}, talk, request)


@router.callback_query(Pressed("announce-at", 2))
async def schedule(press: Press, state: FSMContext, talk: Talk, request: Request) -> None:
    announcement_id, at = _announcement(press), announcement_hours.moment_of(press.arguments[1])
    if at is None:
        raise NotFound
    await _stop_asking(state)
    try:
        got = await schedule_announcement(
            request.units, request.actor, announcement_id, at, request.now, progress=talk.pressed
        )
    except TimePassed:
        found = await report_announcement(request.units, request.actor, announcement_id)
        await talk.replace(announcement_hours.passed_hour(press.arguments[0], at, found.zone, request.now, request.t))
        return
    await _show(got, {S.SCHEDULED}, talk, request)


@router.callback_query(Pressed("announce-when", 1))
async def ask_hour(press: Press, state: FSMContext, talk: Talk, request: Request) -> None:
    """«Другое время…»."""
    found = await report_announcement(request.units, request.actor, _announcement(press))
    if found.announcement.state not in (S.DRAFT, S.SCHEDULED):
        await _show(found.announcement, set(), talk, request)
        return
    await state.set_state(Announcing.hour)
    await state.set_data({"announcement": found.announcement.id, "since": request.now.isoformat()})
    await talk.say(announcement_hours.ask_hour(request.t))


@router.message(StateFilter(Announcing.hour), NoCommand())
async def take_hour(message: Message, state: FSMContext, talk: Talk, request: Request) -> None:
    """A day and an hour in words, said back before they count."""
    if is_about_chat(message):
        return
    data = await state.get_data()
    if request.now - datetime.fromisoformat(data["since"]) > IDLE:
        await state.clear()
        raise SkipHandler
    found = await report_announcement(request.units, request.actor, AnnouncementId(int(data["announcement"])))
    number = str(found.announcement.id)
    local = request.now.astimezone(found.zone)
    said = read_moment(message.text or "", Frame(local.date(), local.date() - BEFORE, local.date() + AFTER), local)
    if said is None:
        await talk.say(announcement_hours.unclear_hour(request.t))
        return
    at = instant(said.day, said.hour, found.zone)
    if at <= request.now:
        await talk.say(announcement_hours.passed_hour(number, at, found.zone, request.now, request.t))
        return
    await talk.say(announcement_hours.confirm_hour(number, at, found.zone, request.now, request.t))


@router.callback_query(Pressed("announce-pause", 1))
async def pause(press: Press, talk: Talk, request: Request) -> None:
    got = await pause_announcement(request.units, request.actor, _announcement(press), request.now)
    await _show(got, {S.PAUSED}, talk, request)


@router.callback_query(Pressed("announce-resume", 1))
async def resume(press: Press, talk: Talk, request: Request) -> None:
    got = await resume_announcement(request.units, request.actor, _announcement(press), request.now)
    await _show(got, {S.SENDING}, talk, request)


@router.callback_query(Pressed("announce-again", 1))
async def send_again(press: Press, talk: Talk, request: Request) -> None:
    """To those of whom nobody knows whether it arrived, once more."""
    got = await resend_unknown(request.units, request.actor, _announcement(press), request.now)
    await _show(got, {S.SENDING}, talk, request)


@router.callback_query(Pressed("announce-drop", 1))
async def drop(press: Press, state: FSMContext, talk: Talk, request: Request) -> None:
    """A draft or a scheduled one is dropped; one that is going out ends here, with a report of what had gone."""
    await _stop_asking(state)
    got = await cancel_announcement(request.units, request.actor, _announcement(press), request.now)
    await _show(got, {S.CANCELLED}, talk, request)


@router.callback_query(Pressed("announce-report", 1))
async def refresh(press: Press, talk: Talk, request: Request) -> None:
    found = await report_announcement(request.units, request.actor, _announcement(press))
    if not await talk.replace(announcement_reports.report(found, request.t)):
        await talk.toast(request.t.plain("Nothing has changed."))


async def _show(got: Announcement, wanted: set[AnnouncementState], talk: Talk, request: Request) -> None:
    """What has become of it, in the message that was pressed; in so many words where somebody else was faster."""
    found: Report = await report_announcement(request.units, request.actor, got.id)
    changed = await talk.replace(announcement_reports.report(found, request.t))
    if not changed or got.state not in wanted:
        await talk.toast(announcement_reports.stands(found.announcement, request.t))
    await _follow_here(found.announcement, talk, request)


async def _follow_here(announcement: Announcement, talk: Talk, request: Request) -> None:
    """Progress is to be seen in the message that has just been sent or edited."""
    here = talk.shown
    if here is not None and announcement.state in _GOES_ON and announcement.progress != here:
        await show_progress_in(request.units, request.actor, announcement.id, here)


_GOES_ON = frozenset({S.SCHEDULED, S.SENDING, S.PAUSED})


async def _stop_asking(state: FSMContext) -> None:
    if await state.get_state() == Announcing.hour.state:
        await state.clear()


def _announcement(press: Press) -> AnnouncementId:
    number = press.arguments[0]
    if not number.isdecimal() or len(number) > 9:
        raise NotFound
    return AnnouncementId(int(number))
