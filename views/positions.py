"""Positions in a commission, in words."""

from collections.abc import Iterable

from plan.model import Position
from views.translator import Translator, mark

POSITIONS = {
    Position.CHAIRMAN: mark("chairman"),
    Position.DEPUTY: mark("deputy chairman"),
    Position.SECRETARY: mark("secretary"),
    Position.MEMBER: mark("member"),
    Position.SYSTEM_ADMINISTRATOR: mark("system administrator"),
}


def positions(these: Iterable[Position], t: Translator) -> str:
    """«председатель, секретарь», plain, in the order of rank."""
    known = set(these)
    return ", ".join(t.plain(name) for position, name in POSITIONS.items() if position in known)
