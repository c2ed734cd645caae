"""«Объявление»: the chairman writes, chooses to whom, looks at it; what follows is in `handlers.announcements`."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.filters import Key, NoCommand, Pressed, Private
from handlers.request import Request
from handlers.routes import Routes
from handlers.seat import seat_of
from handlers.states import Announcing
from messengers.telegram.read import content_of, is_about_chat
from messengers.telegram.talk import Talk
from services.announcements.draft_announcement import audiences_of, draft_announcement
from services.announcements.model import Audience, AudienceRole, Content, Media
from services.errors import NotFound
from services.ids import CampaignId, CommissionId
from views import announcements, menu
from views.screen import Press, Screen

Background = Callable[[Coroutine[Any, Any, None]], None]
"""Runs something beside the updates, under the intake's supervision."""

router = Routes("chairman", Private())


@router.message(Command("announce"))
@router.message(Key("announce"))
async def begin(state: FSMContext, talk: Talk, request: Request) -> None:
    if not await audiences_of(request.units, request.actor, request.now):
        await talk.say(announcements.not_yours(request.t))
        return
    await state.set_state(Announcing.content)
    await state.set_data({})
    await talk.say(announcements.ask_content(request.t))


@router.message(StateFilter(Announcing.content, Announcing.audience), NoCommand())
async def take_content(message: Message, state: FSMContext, talk: Talk, request: Request) -> None:
    """What is to be sent; the parts of an album come as messages of their own. Another message replaces it."""
    if is_about_chat(message):
        return
    content = content_of(message)
    if content is None:
        await talk.say(announcements.unfit_content(request.t))
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
    await talk.say(
        announcements.choose_audience(
            await audiences_of(request.units, request.actor, request.now, precincts=True), request.t
        )
    )


@router.callback_query(Pressed("audience-page", 1))
async def turn_audiences(press: Press, talk: Talk, request: Request) -> None:
    page = int(press.arguments[0]) if press.arguments[0].isdecimal() else 0
    choices = await audiences_of(request.units, request.actor, request.now, precincts=True)
    if not choices:
        await talk.say(announcements.not_yours(request.t))
        return
    await talk.replace(announcements.choose_audience(choices, request.t, page=page))


@router.callback_query(Pressed("audience", 3))
async def preview(press: Press, state: FSMContext, talk: Talk, request: Request) -> None:
    """The preview as recipients will see it, and the last question under it."""
    data = await state.get_data()
    content = _content(data)
    if content.is_empty:
        await talk.say(
            Screen(request.t("The text of this announcement is no longer here. Please begin again: /announce"))
        )
        return
    campaign, audience = _audience(press)
    drafted = await draft_announcement(request.units, request.actor, campaign, audience, content, request.now)
    choices = await audiences_of(
        request.units, request.actor, request.now, precincts=audience.commission_id is not None
    )
    unreachable = next((c.unreachable for c in choices if c.campaign.id == campaign and c.audience == audience), 0)
    await state.clear()
    seat = await seat_of(request)
    await talk.say(menu.home(request.t("<b>Preview:</b>"), seat, request.t))
    await talk.say(announcements.announcement(content, request.t))
    await talk.say(announcements.confirm(drafted, unreachable, request.now, request.t))


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
