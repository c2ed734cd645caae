"""What a person has asked lately, in the data of their chat's state: the next question may go on from it."""

from __future__ import annotations

from aiogram.fsm.context import FSMContext

from services.asking.model import Conversation, conversation_of

_LATELY = "asked"


async def recall(state: FSMContext) -> Conversation:
    """The conversation so far; an empty one at first."""
    return conversation_of((await state.get_data()).get(_LATELY))


async def remember(state: FSMContext, conversation: Conversation) -> None:
    """Keep it for the next question; nothing is written where nothing has changed."""
    data = conversation.as_data()
    if (await state.get_data()).get(_LATELY) != data:
        await state.update_data({_LATELY: data})
