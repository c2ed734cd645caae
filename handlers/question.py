"""A question in free words: answered from the plan, or passed to a person."""

from __future__ import annotations

from dataclasses import replace

import structlog
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import announcements, decisions, public
from handlers.asker import pass_on
from handlers.filters import Pressed, Private, Question
from handlers.lately import Pace, pace, recall, remember
from handlers.lists import commission_screen, list_screen
from handlers.nearest import done_screen, ends_before, nearest_screen, take_back_screen
from handlers.request import Request
from handlers.routes import Routes
from handlers.seat import owes
from handlers.teaching import show_phrasings
from messengers.telegram.read import ref_of, replied_ref
from messengers.telegram.talk import Talk
from questions.answer import NO_SUCH_ITEM, NO_SUCH_LAW, PAPERS, UNDO, Outcome, Understanding
from questions.kinds import Asked
from questions.words import word_set
from services.access.model import Action
from services.access.rights import allows
from services.asking.answer_question import answer_question
from services.asking.model import Answer, Whose
from services.asking.teach import set_aside
from services.campaigns.choose_campaign import campaigns_of
from services.campaigns.find_items import item_card
from services.campaigns.model import CampaignPlan
from services.errors import NotFound
from services.hotline.model import MessageRef
from services.ids import CampaignId
from services.unit_of_work import Units
from views import answers, fallback, hotline, menu, nearest, teaching
from views import item_card as card_view
from views.duty_list import no_campaign
from views.screen import Press, Screen
from views.screen_names import named_screen
from views.translator import Markup, Translators

log = structlog.get_logger(__name__)

QUESTION_CHARACTERS = 500
"""Longer ones are stories: a person has to read them."""

NO_SUCH = frozenset({NO_SUCH_ITEM, NO_SUCH_LAW})
"""Reasons of an understanding by which no operator is troubled before the person has looked at the number again."""

NO_QUESTION = frozenset({"smalltalk", "abuse", "empty", UNDO})
"""Reasons of what asks for nothing and is not to be remembered."""

router = Routes("question", Private())


@router.message(Command("find"))
async def find(message: Message, command: CommandObject, state: FSMContext, talk: Talk, request: Request) -> None:
    """/find 28, /find бюллетени; without words it says what to write."""
    if not command.args:
        await talk.say(menu.find_prompt(request.t))
        return
    await _answer(command.args, message, state, talk, request)


@router.message(Question())
async def ask(message: Message, state: FSMContext, talk: Talk, request: Request, translators: Translators) -> None:
    assert message.text is not None
    if request.desk is not None and await _continues_ticket(message, request.units):
        received = await pass_on(message, request, request.desk)
        await talk.say(hotline.received(received.ticket, received.is_new, request.t))
        return
    match await pace(state, request.now):
        case Pace.TOO_FAST:
            await talk.say(fallback.too_fast(request.t))
            return
        case Pace.STILL_TOO_FAST:
            return
    if len(message.text) > QUESTION_CHARACTERS:
        await talk.say(fallback.too_long(request.t))
        return
    if await _open_named(named_screen(message.text, translators), message, talk, request):
        return
    await _answer(message.text, message, state, talk, request)


async def _open_named(command: str, message: Message, talk: Talk, request: Request) -> bool:
    """The screen of this command; False where there is none."""
    match command:
        case "decisions":
            await decisions.show_list(talk, request)
        case "plan":
            await decisions.choose_format(talk, request)
        case "announcements":
            await announcements.show_list(talk, request)
        case "phrasings":
            await show_phrasings(message, talk, request)
        case "language":
            await public.ask_language(talk, request.t)
        case _:
            return False
    return True


@router.callback_query(Pressed("ask-in", 1))
async def ask_in_another(
    callback: CallbackQuery, press: Press, state: FSMContext, talk: Talk, request: Request
) -> None:
    """The same question, of another election's plan: the one under which the answer stands."""
    asked = getattr(callback.message, "reply_to_message", None)
    text = asked.text if isinstance(asked, Message) else None
    if not text or not press.arguments[0].isdecimal():
        raise NotFound
    campaign = CampaignId(int(press.arguments[0]))
    answer = await answer_question(
        request.units, request.library, request.actor, text, request.now, campaign_id=campaign
    )
    await remember(state, answer.conversation)
    assert isinstance(asked, Message)
    screen = await _screen(answer, request)
    await talk.say(replace(screen, reply_to=ref_of(asked)))


async def _answer(text: str, message: Message, state: FSMContext, talk: Talk, request: Request) -> None:
    answer = await answer_question(
        request.units, request.library, request.actor, text, request.now, before=await recall(state)
    )
    await remember(state, answer.conversation)
    understanding = answer.understanding
    log.info("question.asked", outcome=understanding.outcome.value if understanding else "no_campaign")
    if understanding is not None and understanding.reason in NO_SUCH:
        await talk.say(answers.no_such(understanding.said, request.t))
        return
    if understanding is not None and understanding.outcome is Outcome.HANDOFF:
        log.info("question.handed_off", reason=understanding.reason, text=text)
        if request.desk is None:
            unanswered = replace(answers.unanswered(request.t), reply_to=ref_of(message))
            await talk.say(_with_teaching(unanswered, answer, request))
            return
        received = await pass_on(message, request, request.desk)
        passed = hotline.handed_over(received.ticket, received.is_new, understanding.reason, request.t)
        taught = _with_teaching(passed, answer, request)
        await talk.say(passed if taught is passed else replace(taught, reply_to=ref_of(message)))
        if answer.campaign_plan is not None:
            await set_aside(request.units, text, answer.campaign_plan.campaign.id, request.now)
        return
    screen = await _screen(answer, request)
    await talk.say(replace(_with_teaching(screen, answer, request), reply_to=ref_of(message)))


def _with_teaching(screen: Screen, answer: Answer, request: Request) -> Screen:
    """«Запомнить этот вопрос» under what was found, or not found, for those who know better."""
    plan, understanding = answer.campaign_plan, answer.understanding
    if plan is None or understanding is None or understanding.outcome is Outcome.RANGE:
        return screen
    if not answer.stands_alone or understanding.reason in NO_QUESTION:  # «а кто?» would be this item for everybody
        return screen
    if not allows(request.actor, Action.TEACH, plan.campaign):
        return screen
    return replace(screen, buttons=(*screen.buttons, teaching.teach_button(plan.campaign, request.t)))


async def answer_screen(text: str, request: Request) -> Screen:
    """The answer in a group: from the plan or not at all, nothing is passed on from there."""
    answer = await answer_question(request.units, request.library, request.actor, text, request.now)
    understanding = answer.understanding
    if understanding is not None and understanding.reason in NO_SUCH:
        return replace(answers.no_such(understanding.said, request.t), buttons=())
    if understanding is not None and understanding.outcome is Outcome.HANDOFF:
        return answers.unanswered(request.t)
    return await _screen(answer, request, personal=False)


async def _screen(answer: Answer, request: Request, *, personal: bool = True) -> Screen:
    plan, understanding = answer.campaign_plan, answer.understanding
    if plan is None or understanding is None:
        return no_campaign(request.t)
    if understanding.kind is Asked.IN_FULL and understanding.outcome is Outcome.ITEMS and answer.items:
        card = await item_card(
            request.units, request.library, request.actor, plan.campaign.id, answer.items[0].item.number, request.now
        )
        screen = card_view.item_card(card, request.now, request.t)
        return answers.of_several(screen, plan.campaign, (), request.t) if answer.of_several else screen
    if personal and understanding.kind is Asked.DONE and answer.items:
        mine = await done_screen(plan.campaign, answer.items[0].item.number, request)
        if mine is not None:
            return answers.of_several(mine, plan.campaign, (), request.t) if answer.of_several else mine
    if personal and understanding.reason == UNDO:
        named = None
        if answer.items:
            named = await done_screen(plan.campaign, answer.items[0].item.number, request, undo=True)
        return named or await take_back_screen(request)
    match understanding.outcome:
        case Outcome.REFUSE if understanding.reason == PAPERS:
            screen = nearest.papers(plan, answer.items, request.now, request.t)
        case Outcome.RANGE:
            screen = await _range(understanding, plan, request, personal=personal)
        case Outcome.ITEMS if answer.items:
            screen = answers.answer(plan, answer.items, understanding.kind, request.now, request.t)
        case Outcome.SUGGEST if answer.items:
            screen = answers.suggest(plan, answer.items, request.t)
        case _:
            return answers.refuse(_tone(understanding), request.t)
    return answers.of_several(screen, plan.campaign, answer.others, request.t) if answer.of_several else screen


_THANKING = frozenset({"спасибо", "спс", "пасиб", "спасибочки", "благодарить", "благодарность", "благодарный"})
_CONFUSED = word_set("понять понимать понятно понятный непонятно непонятный запутаться запутать")


def _tone(understanding: Understanding) -> str:
    """The reason of a refusal, with thanks and bewilderment told from other small talk."""
    if understanding.reason == "abuse" and not understanding.query.topic:
        return "smalltalk"  # «а потом?», «всё»: little words abuse nobody
    if understanding.reason != "smalltalk":
        return understanding.reason
    words = understanding.query.words
    if any(word.is_any(_THANKING) for word in words):
        return answers.THANKS
    return answers.CONFUSED if any(word.is_any(_CONFUSED) for word in words) else understanding.reason


async def _range(
    understanding: Understanding, campaign_plan: CampaignPlan, request: Request, *, personal: bool
) -> Screen:
    """The person's own list where they named nobody; otherwise the plan's rows of those they named."""
    asked = understanding.query
    named = asked.everybody or asked.roles or asked.positions or understanding.people
    if personal and asked.commissions:
        screen = await commission_screen(
            asked.commissions[0],
            request,
            campaign_plan.campaign,
            (understanding.start, understanding.end),
            overdue=understanding.overdue,
        )
        if screen is not None:
            return replace(screen, buttons=(*screen.buttons, answers.verdict(request.t)))
    nearest = await campaigns_of(request.units, request.actor, request.now)
    elsewhere = not nearest or nearest[0].id != campaign_plan.campaign.id  # «что в Заречном?»: not one's own list
    own = personal and owes(request.actor) and not named and not elsewhere
    if understanding.kind is Asked.NEAREST:
        screen = await nearest_screen(campaign_plan.campaign, request, own=own)
        return replace(screen, buttons=(*screen.buttons, answers.verdict(request.t)))
    kind = "range" if not understanding.overdue else "overdue" if own else "past"
    today = campaign_plan.campaign.today(request.now)
    whose = Whose() if own else Whose(understanding.roles, asked.positions, campaign_plan.campaign.id)
    intro = answers.understood_span(
        understanding.start, understanding.end, whose, today, request.t, overdue=understanding.overdue
    )
    if personal and asked.commissions and allows(request.actor, Action.WATCH, campaign_plan.campaign):
        intro = Markup(f"{intro}\n{answers.commission_unknown(asked.commissions[0], request.t)}")
    if understanding.kind is Asked.IN_FULL and understanding.items:
        intro = Markup(f"{intro}\n{answers.open_one(request.t)}")
    supposes = understanding.query.kind is Asked.TOO_LATE or any(word.text == "если" for word in asked.words)
    one_day = understanding.start is not None and understanding.start == understanding.end
    if understanding.start is not None and one_day and (own or supposes):  # «а если в субботу?»: no leave to wait
        before = await ends_before(understanding.start, campaign_plan.campaign, request, own=own)
        intro = Markup(f"{intro}\n{before}") if before else intro
    screen = await list_screen(
        kind, request, span=(understanding.start, understanding.end), personal=own, whose=whose, intro=intro
    )
    return replace(screen, buttons=(*screen.buttons, answers.verdict(request.t)))


async def _continues_ticket(message: Message, units: Units) -> bool:
    """Whether this replies to a message of a hotline question: then it goes on there."""
    ref: MessageRef | None = replied_ref(message)
    if ref is None:
        return False
    async with units(reading=True) as unit:
        return await unit.tickets.find_by_ref(ref) is not None
