"""A large key or a command in the middle of something else ends that: what is written next is a question again."""

from __future__ import annotations

from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.filters import AtDesk, Private
from handlers.lately import close_dialogue
from handlers.request import Request
from handlers.routes import Routes
from handlers.seat import seat_of
from handlers.states import Announcing, Asking
from messengers.telegram.talk import Talk
from views import hotline, menu
from views.menu import key_action
from views.translator import Translators

ENDS_BY_ITSELF = frozenset({"start", "cancel", "finish"})
"""They say themselves that something has ended."""

BRINGS_KEYS = frozenset({"help", "hotline"})
"""Their answers carry large keys: nothing needs to be said before them."""

WITHOUT_KEYS = frozenset({Asking.open.state, Announcing.content.state, Announcing.audience.state})
"""While these last, «Закончить» is the only large key."""

router = Routes("leaving")


@router.message(Private(), ~StateFilter(None))
async def leave(message: Message, state: FSMContext, talk: Talk, request: Request, translators: Translators) -> None:
    """The dialogue is over, and the key or command does what it does. Where «Закончить» stood in the place of the large
    keys, they come back with one line."""
    action = command_of(message) or key_action(message.text or "", translators)
    if not action or action in ENDS_BY_ITSELF:
        raise SkipHandler
    begun = await state.get_state()
    await close_dialogue(state)
    if begun in WITHOUT_KEYS and action not in BRINGS_KEYS:
        seat = await seat_of(request)
        await talk.say(hotline.left(seat, request.t) if begun == Asking.open.state else menu.dropped(seat, request.t))
    raise SkipHandler


@router.message(AtDesk(), ~StateFilter(None))
async def leave_at_desk(message: Message, state: FSMContext) -> None:
    """Operators have no large keys; nothing is said there."""
    if command_of(message) not in ("", "cancel"):
        await close_dialogue(state)
    raise SkipHandler


def command_of(message: Message) -> str:
    """«today» of «/today@srok_bot 28»; empty where it is none."""
    text = message.text or ""
    words = text.split(maxsplit=1)
    return words[0].removeprefix("/").partition("@")[0].casefold() if text.startswith("/") else ""
