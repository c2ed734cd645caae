"""«Объявление»: the chairman writes, chooses to whom, looks at it, confirms, watches it go out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.filters import Key, NoCommand, Pressed, Private
from handlers.routes import Routes
from handlers.seat import seat_of
from handlers.states import Announcing
from messengers.telegram.read import content_of, is_about_chat
from messengers.telegram.talk import Talk
from services.announcements.cancel_announcement import cancel_announcement
from services.announcements.confirm_announcement import confirm_announcement
from services.announcements.draft_announcement import audiences_of, draft_announcement
from services.announcements.model import AnnouncementState, Audience, AudienceRole, Content, Media, Report
from services.announcements.report_announcement import report_announcement
from services.announcements.resend_unknown import resend_unknown
from services.errors import NotFound
from services.ids import AnnouncementId, CampaignId, CommissionId
from services.people.model import Actor
from services.unit_of_work import Units
from views import announcements, menu
from views.screen import Press, Screen
from views.translator import Translator

Background = Callable[[Coroutine[Any, Any, None]], None]
"""Runs something beside the updates, under the intake's supervision."""

PROGRESS_SECONDS = 3.0
"""Between two edits of the progress message: an edit counts as a message of that chat."""

PROGRESS_EDITS = 200
"""After ten minutes the message keeps its «Обновить» button instead."""

PROGRESS_REFUSALS = 5
"""So many edits in a row refused: the message is gone."""

router = Routes("chairman", Private())


@router.message(Command("announce"))
@router.message(Key("announce"))
async def begin(state: FSMContext, talk: Talk, actor: Actor, units: Units, now: datetime, t: Translator) -> None:
    if not await audiences_of(units, actor, now):
        await talk.say(announcements.not_yours(t))
        return
    await state.set_state(Announcing.content)
    await state.set_data({})
    await talk.say(announcements.ask_content(t))


@router.message(StateFilter(Announcing.content, Announcing.audience), NoCommand())
async def take_content(
    message: Message, state: FSMContext, talk: Talk, actor: Actor, units: Units, now: datetime, t: Translator
) -> None:
    """What is to be sent; the parts of an album come as messages of their own. Another message replaces it."""
    if is_about_chat(message):
        return
    content = content_of(message)
    if content is None:
        await talk.say(announcements.unfit_content(t))
        return
    data = await state.get_data()
    album = message.media_group_id
    if album is not None and data.get("album") == album:
        before = _content(data)
        joined = Content(before.text or content.text, before.media + content.media)
        await state.set_data(_kept(joined, album))
        return
    await state.set_state(Announcing.audience)
    await state.set_data(_kept(content, album))
    await talk.say(announcements.choose_audience(await audiences_of(units, actor, now, precincts=True), t))


@router.callback_query(Pressed("audience-page", 1))
async def turn_audiences(press: Press, talk: Talk, actor: Actor, units: Units, now: datetime, t: Translator) -> None:
    page = int(press.arguments[0]) if press.arguments[0].isdecimal() else 0
    choices = await audiences_of(units, actor, now, precincts=True)
    if not choices:
        await talk.say(announcements.not_yours(t))
        return
    await talk.replace(announcements.choose_audience(choices, t, page=page))


@router.callback_query(Pressed("audience", 3))
async def preview(
    press: Press, state: FSMContext, talk: Talk, actor: Actor, units: Units, now: datetime, t: Translator
) -> None:
    """The preview as recipients will see it, and the last question under it."""
    data = await state.get_data()
    content = _content(data)
    if content.is_empty:
        await talk.say(Screen(t("The text of this announcement is no longer here. Please begin again: /announce")))
        return
    campaign, audience = _audience(press)
    drafted = await draft_announcement(units, actor, campaign, audience, content, now)
    choices = await audiences_of(units, actor, now, precincts=audience.commission_id is not None)
    unreachable = next((c.unreachable for c in choices if c.campaign.id == campaign and c.audience == audience), 0)
    await state.clear()
    seat = await seat_of(units, actor, now, t)
    await talk.say(menu.home(t("<b>Preview:</b>"), seat, t))
    await talk.say(announcements.announcement(content, t))
    await talk.say(announcements.confirm(drafted, unreachable, t))


@router.callback_query(Pressed("announce-go", 1))
async def send(
    press: Press,
    talk: Talk,
    actor: Actor,
    units: Units,
    now: datetime,
    t: Translator,
    background: Background | None = None,
) -> None:
    """Confirmed: it goes out, and the message under the preview shows how far it has got."""
    announcement = await confirm_announcement(units, actor, _announcement(press), now)
    await _watch(announcement.id, talk, actor, units, t, background)


@router.callback_query(Pressed("announce-again", 1))
async def send_again(
    press: Press,
    talk: Talk,
    actor: Actor,
    units: Units,
    now: datetime,
    t: Translator,
    background: Background | None = None,
) -> None:
    """To those of whom nobody knows whether it arrived, once more."""
    announcement = await resend_unknown(units, actor, _announcement(press), now)
    await _watch(announcement.id, talk, actor, units, t, background)


@router.callback_query(Pressed("announce-report", 1))
async def refresh(press: Press, talk: Talk, actor: Actor, units: Units, t: Translator) -> None:
    report = await report_announcement(units, actor, _announcement(press))
    if not await talk.replace(announcements.report(report, t)):
        await talk.toast(t.plain("Nothing has changed."))


@router.callback_query(Pressed("announce-drop", 1))
async def drop(press: Press, talk: Talk, actor: Actor, units: Units, now: datetime, t: Translator) -> None:
    """A draft is dropped; one that is going out is stopped, with a report of what had gone."""
    announcement = await cancel_announcement(units, actor, _announcement(press), now)
    if announcement.confirmed_at is None:
        await talk.replace(announcements.dropped(t))
        return
    await talk.replace(announcements.report(await report_announcement(units, actor, announcement.id), t))


async def _watch(
    announcement: AnnouncementId,
    talk: Talk,
    actor: Actor,
    units: Units,
    t: Translator,
    background: Background | None,
) -> None:
    report = await report_announcement(units, actor, announcement)
    await talk.replace(announcements.report(report, t))
    if background is not None and talk.message_id is not None and _goes_on(report):
        background(_follow(announcement, talk, talk.message_id, actor, units, t, report))


async def _follow(
    announcement: AnnouncementId,
    talk: Talk,
    message_id: str,
    actor: Actor,
    units: Units,
    t: Translator,
    shown: Report,
) -> None:
    """Edit the progress message until it shows that all is through. An edit that is refused (they count as messages of
    that chat, and the announcement itself may be among those) is tried again."""
    refused = 0
    for _ in range(PROGRESS_EDITS):
        await asyncio.sleep(PROGRESS_SECONDS)
        report = await report_announcement(units, actor, announcement)
        if report.counts != shown.counts or report.announcement.state is not shown.announcement.state:
            if await talk.edit(message_id, announcements.report(report, t)):
                shown, refused = report, 0
            else:
                refused += 1
        if refused == PROGRESS_REFUSALS or (refused == 0 and not _goes_on(report)):
            return


def _goes_on(report: Report) -> bool:
    return report.announcement.state is AnnouncementState.SENDING and report.remaining > 0


def _announcement(press: Press) -> AnnouncementId:
    number = press.arguments[0]
    if not number.isdecimal() or len(number) > 18:
        raise NotFound
    return AnnouncementId(int(number))


def _audience(press: Press) -> tuple[CampaignId, Audience]:
    campaign, role, commission = press.arguments
    if not campaign.isdecimal() or not (commission == "" or commission.isdecimal()):
        raise NotFound
    try:
        audience = Audience(AudienceRole(role), CommissionId(int(commission)) if commission else None)
    except ValueError as error:
        raise NotFound from error
    return CampaignId(int(campaign)), audience


def _kept(content: Content, album: str | None) -> dict[str, Any]:
    return {"text": content.text, "media": [[m.kind, m.file] for m in content.media], "album": album}


def _content(data: dict[str, Any]) -> Content:
    media = tuple(Media(kind, file) for kind, file in data.get("media", []))
    return Content(str(data.get("text", "")), media)
