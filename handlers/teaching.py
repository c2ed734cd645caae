"""«Запомнить этот вопрос»: operators, and the heads of the commission, say what a question asks for."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.asker import ticket_id
from handlers.filters import AtDesk, NoCommand, Pressed, PrivateOrAtDesk
from handlers.request import Request
from handlers.routes import Routes
from handlers.states import Teaching
from messengers.telegram.talk import Talk, address_of
from services.access.rights import DeskTarget
from services.asking.list_phrasings import export_phrasings, list_phrasings
from services.asking.phrasings import PhrasingState
from services.asking.teach import offer, offer_again, teach, withdraw
from services.campaigns.choose_campaign import campaigns_of
from services.campaigns.model import Campaign
from services.errors import NotFound
from services.hotline.list_tickets import last_question
from services.ids import CampaignId, PhrasingId
from services.people.model import Address
from views import teaching
from views.duty_list import no_campaign
from views.screen import Press
from views.translator import Translator

router = Routes("teaching")

NUMBER_CHARACTERS = 20


@router.message(PrivateOrAtDesk(), Command("teach"))
async def teach_in_words(message: Message, command: CommandObject, talk: Talk, request: Request) -> None:
    """/teach and the question, or /teach in reply to it; without either, the list."""
    replied = message.reply_to_message
    text = command.args or (replied.text if replied is not None else None)
    campaign = await _campaign(request)
    if campaign is None:
        await talk.say(no_campaign(request.t))
        return
    target = _at_desk(message, request.desk)
    if not text:
        page = await list_phrasings(
            request.units, request.library, request.actor, campaign, PhrasingState.LEARNED, 0, at_desk=target
        )
        await talk.say(teaching.phrasings(page, request.t))
        return
    await talk.say(
        teaching.offer(
            await offer(request.units, request.library, request.actor, text, campaign, request.now, at_desk=target),
            request.t,
        )
    )


@router.callback_query(Pressed("teach-this", 1))
async def teach_what_was_asked(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    """Under an answer: the question that it answers."""
    asked = getattr(callback.message, "reply_to_message", None)
    text = asked.text if isinstance(asked, Message) else None
    campaign = await _campaign(request, press.arguments[0])
    if not text or campaign is None:
        raise NotFound
    await talk.say(
        teaching.offer(
            await offer(request.units, request.library, request.actor, text, campaign, request.now), request.t
        )
    )


@router.callback_query(Pressed("teach-ticket", 1))
async def teach_a_tickets_question(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    """In the operators' chat: what the asker wrote last."""
    text, campaign_id = await last_question(request.units, ticket_id(press))
    campaign = await _campaign(request, str(campaign_id or ""))
    if campaign is None:
        await talk.alert(teaching.not_remembered(request.t).text)
        return
    target = _at_desk(callback.message, request.desk)
    await talk.say(
        teaching.offer(
            await offer(request.units, request.library, request.actor, text, campaign, request.now, at_desk=target),
            request.t,
        )
    )


@router.callback_query(Pressed("teach-open", 1))
async def open_phrasing(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    target = _at_desk(callback.message, request.desk)
    offered = await offer_again(
        request.units, request.library, request.actor, _phrasing(press), request.now, at_desk=target
    )
    await talk.say(teaching.offer(offered, request.t))


@router.callback_query(Pressed("teach", 2))
async def remember_it(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    target = _at_desk(callback.message, request.desk)
    result = await teach(
        request.units, request.library, request.actor, _phrasing(press), press.arguments[1], request.now, at_desk=target
    )
    await talk.replace(teaching.taught(result, request.t))


@router.callback_query(Pressed("teach-number", 1))
async def ask_number(press: Press, state: FSMContext, talk: Talk, t: Translator) -> None:
    await state.set_state(Teaching.number)
    await state.update_data(phrasing=_phrasing(press))
    await talk.say(teaching.ask_number(t))


@router.message(AtDesk(), StateFilter(Teaching.number), Command("cancel"))
async def stop_at_desk(state: FSMContext, talk: Talk, t: Translator) -> None:
    """In private /cancel is everybody's; here nothing else can be begun."""
    await state.set_state(None)
    await talk.say(teaching.not_remembered(t))


@router.message(StateFilter(Teaching.number), NoCommand())
async def take_number(message: Message, state: FSMContext, talk: Talk, request: Request) -> None:
    """The number of another item; a wrong one is asked for once more, and the question is not lost."""
    phrasing = (await state.get_data()).get("phrasing")
    if not isinstance(phrasing, int):
        await state.set_state(None)
        await talk.say(teaching.not_remembered(request.t))
        return
    written = (message.text or "").strip().lower().removeprefix("пункт").removeprefix("п.").strip(" .№#")
    target = _at_desk(message, request.desk)
    try:
        result = await teach(
            request.units,
            request.library,
            request.actor,
            PhrasingId(phrasing),
            written[:NUMBER_CHARACTERS],
            request.now,
            at_desk=target,
        )
    except NotFound:
        await talk.say(teaching.no_such_number(message.text or "", request.t))
        return
    await state.set_state(None)
    await talk.say(teaching.taught(result, request.t))


@router.callback_query(Pressed("teach-not", 1))
async def do_not(talk: Talk, t: Translator) -> None:
    await talk.replace(teaching.not_remembered(t))


@router.callback_query(Pressed("unteach", 1))
async def forget_it(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    target = _at_desk(callback.message, request.desk)
    await talk.replace(
        teaching.withdrawn(
            await withdraw(request.units, request.actor, _phrasing(press), request.now, at_desk=target), request.t
        )
    )


@router.message(PrivateOrAtDesk(), Command("phrasings"))
async def show_phrasings(message: Message, talk: Talk, request: Request) -> None:
    campaign = await _campaign(request)
    if campaign is None:
        await talk.say(no_campaign(request.t))
        return
    target = _at_desk(message, request.desk)
    page = await list_phrasings(
        request.units, request.library, request.actor, campaign, PhrasingState.LEARNED, 0, at_desk=target
    )
    await talk.say(teaching.phrasings(page, request.t))


@router.callback_query(Pressed("phrasings", 2))
async def turn_phrasings(callback: CallbackQuery, press: Press, talk: Talk, request: Request) -> None:
    named, page = press.arguments
    campaign = await _campaign(request)
    if named not in set(PhrasingState) or not page.isdecimal() or campaign is None:
        raise NotFound
    target = _at_desk(callback.message, request.desk)
    listed = await list_phrasings(
        request.units, request.library, request.actor, campaign, PhrasingState(named), int(page), at_desk=target
    )
    await talk.replace(teaching.phrasings(listed, request.t))


@router.callback_query(Pressed("phrasings-file"))
async def send_file(callback: CallbackQuery, talk: Talk, request: Request) -> None:
    campaign = await _campaign(request)
    if campaign is None:
        raise NotFound
    target = _at_desk(callback.message, request.desk)
    await talk.say(
        teaching.exported(await export_phrasings(request.units, request.actor, campaign, at_desk=target), request.t)
    )


async def _campaign(request: Request, named: str = "") -> Campaign | None:
    """The campaign that a button names, or the person's own; None where none is active."""
    active = await campaigns_of(request.units, request.actor, request.now)
    if named.isdecimal():
        return next((one for one in active if one.id == CampaignId(int(named))), None)
    return active[0] if active else None


def _at_desk(message: object, desk: Address | None) -> DeskTarget | None:
    """The proof that somebody writes or presses in the operators' own chat."""
    if desk is None or not isinstance(message, Message):
        return None
    target = DeskTarget(written_in=address_of(message), desk=desk)
    return target if target.is_at_desk else None


def _phrasing(press: Press) -> PhrasingId:
    """Raises NotFound for what is no number."""
    number = press.arguments[0]
    if not number.isdecimal() or len(number) > 18:
        raise NotFound
    return PhrasingId(int(number))
