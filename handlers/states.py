"""The few dialogues that need a memory between two messages; it is kept in the database."""

from aiogram.fsm.state import State, StatesGroup


class Asking(StatesGroup):
    """The next messages go to the hotline."""

    open = State()


class Announcing(StatesGroup):
    """An announcement is being written: first its content, then its audience, perhaps its hour."""

    content = State()
    audience = State()
    hour = State()


class Deciding(StatesGroup):
    """Which date of an item is right: the date is awaited, or the reason."""

    day = State()
    reason = State()


class AddingPrecincts(StatesGroup):
    """The numbers of precincts to add are awaited."""

    numbers = State()


class Teaching(StatesGroup):
    """The number of the item that a question asks for is awaited."""

    number = State()
