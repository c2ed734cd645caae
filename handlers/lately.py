"""What a person has asked lately, in the data of their chat's state: the next question may go on from it, and nobody is
answered without end."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

from aiogram.fsm.context import FSMContext

from services.asking.model import Conversation, conversation_of

_LATELY = "asked"
_MINUTE = "minute"
_SAID = "said:"

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
QUESTIONS_A_MINUTE = 20
"""Nobody reads more answers; a chat gets one message a second at most, so that more would come minutes late."""


class Pace(enum.Enum):
    """How fast somebody asks. TOO_FAST: for the first time in this minute, so that they have to be told."""

    GOOD = "good"
    TOO_FAST = "too fast"
    STILL_TOO_FAST = "still too fast"


async def pace(state: FSMContext, now: datetime) -> Pace:
    """Counts one more question of this chat."""
    began, count = _minute_of((await state.get_data()).get(_MINUTE))
    if began is None or not timedelta() <= now - began < MINUTE:
        began, count = now, 0
    if count > QUESTIONS_A_MINUTE:
        return Pace.STILL_TOO_FAST
    await state.update_data({_MINUTE: [began.isoformat(), count + 1]})
    return Pace.TOO_FAST if count == QUESTIONS_A_MINUTE else Pace.GOOD


def _minute_of(data: object) -> tuple[datetime | None, int]:
    match data:
        case [str(began), int(count)]:
            try:
                moment = datetime.fromisoformat(began)
            except ValueError:
                return None, 0
            return (moment, count) if moment.tzinfo is not None else (None, 0)
    return None, 0


async def recall(state: FSMContext) -> Conversation:
    """The conversation so far; an empty one at first."""
    return conversation_of((await state.get_data()).get(_LATELY))


async def close_dialogue(state: FSMContext) -> None:
    """Whatever was begun in this chat is over; what was asked lately is kept."""
    data = await state.get_data()
    await state.set_state(None)
    await state.set_data(
        {name: kept for name, kept in data.items() if name in (_LATELY, _MINUTE) or name.startswith(_SAID)}
    )


async def once_a_day(state: FSMContext, what: str, now: datetime) -> bool:
    """Whether this may be said to this person in this chat: for the first time, or a day after the last."""
    name = f"{_SAID}{what}"
    said = (await state.get_data()).get(name)
    last = datetime.fromisoformat(said) if isinstance(said, str) else None
    if last is not None and timedelta() <= now - last < DAY:
        return False
    await state.update_data({name: now.isoformat()})
    return True


async def remember(state: FSMContext, conversation: Conversation) -> None:
    """Keep it for the next question; nothing is written where nothing has changed."""
    data = conversation.as_data()
    if (await state.get_data()).get(_LATELY) != data:
        await state.update_data({_LATELY: data})
