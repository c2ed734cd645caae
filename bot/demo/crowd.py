"""More people for the demo than its cast: members of further precinct commissions. All of them are invented."""

from __future__ import annotations

from typing import Final

from bot.demo.cast import CAST, PRECINCT, Part, Seat
from plan.model import Position

MEMBERS: Final = 9
"""Of a commission: a chairman, a secretary, and others."""

_NAMES: Final = ("Алексей", "Борис", "Галина", "Денис", "Екатерина", "Жанна", "Игорь", "Кира", "Лев", "Марина", "Олег")
_SURNAMES: Final = ("Бондаренко", "Вдовиченко", "Гончаренко", "Дорошенко", "Ермак", "Жук", "Ковалик", "Лысенко")
"""The same for men and women."""


def troupe(number: int) -> tuple[Part, ...]:
    """So many people: the cast, or the first of it; beyond that one commission after another."""
    return (*CAST[:number], *(_member(nth) for nth in range(number - len(CAST))))


def _member(nth: int) -> Part:
    precinct, place = PRECINCT + 1 + nth // MEMBERS, nth % MEMBERS
    position = {0: Position.CHAIRMAN, 1: Position.SECRETARY}.get(place, Position.MEMBER)
    name, surname = _NAMES[nth % len(_NAMES)], _SURNAMES[nth // len(_NAMES) % len(_SURNAMES)]
    return Part(name, surname, f"{position.value.capitalize()} УИК № {precinct}", Seat.UIK, position, precinct)
