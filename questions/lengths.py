"""Lengths of time: «10 дней», «пару недель», «полтора месяца», «неделю»."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from questions import numbers
from questions.frame import days, plus_months
from questions.lexemes import Lexeme
from questions.words import word_set

UNITS = {
    "день": (1, 0), "денек": (1, 0), "сутки": (1, 0), "неделя": (7, 0), "неделька": (7, 0), "декада": (10, 0),
    "месяц": (0, 1), "квартал": (0, 3), "год": (0, 12), "полугодие": (0, 6),
}  # fmt: skip
_WHOLE = {"полмесяца": (15, 0), "полгода": (0, 6), "полнедели": (4, 0)}
_QUALIFIERS = word_set("рабочий календарный целый весь полный ближайший близкий ближний следующий последний")
_SEVERAL = frozenset({"несколько"})
SEVERAL_DAYS = 3
"""How many days «несколько дней», «на днях» and «ближайшие дни» are taken to be."""


@dataclass(frozen=True, slots=True)
class Length:
    """A length in days and months. `numbered` is false for a bare «неделю»; `most` is the upper one of «2–3 дня»."""

    days: int
    months: int
    next: int
    numbered: bool
    most: int = 0

    def times(self, count: int) -> Length:
        return replace(self, days=self.days * count, months=self.months * count, numbered=True)

    def after(self, day: date) -> date:
        return plus_months(day, self.months) + days(self.days)

    def before(self, day: date) -> date:
        return plus_months(day, -self.months) - days(self.days)

    def longest_after(self, day: date) -> date:
        return day + days(self.most) if self.most else self.after(day)


def read(words: tuple[Lexeme, ...], at: int) -> Length | None:
    """The length that starts at this token, or None."""
    if at >= len(words):
        return None
    for lemma in words[at].lemmas:
        if lemma in _WHOLE:
            return Length(*_WHOLE[lemma], at + 1, numbered=True)
    if words[at].is_any(frozenset({"полтора"})):
        unit = _unit(words, at + 1)
        if unit is not None:
            return Length(unit[0] + unit[0] // 2 + (15 if unit[1] else 0), unit[1], at + 2, numbered=True)
    if words[at].is_any(_SEVERAL):
        unit = _unit(words, at + 1)
        return Length(unit[0] * SEVERAL_DAYS, unit[1] * SEVERAL_DAYS, at + 2, numbered=True) if unit else None
    number = numbers.read(words, at)
    if number is None:
        unit = _unit(words, at)
        count = numbers.read(words, at + 1) if unit else None
        if unit and count is not None and not count.digits and not count.ordinal:  # «дней десять»
            return Length(*unit, count.next, numbered=True).times(count.value)
        return Length(*unit, at + 1, numbered=False) if unit else None
    if number.ordinal or number.value > 400:
        return None
    here, most = number.next, 0
    if here < len(words) and words[here].text in ("-", "или"):
        second = numbers.read(words, here + 1)
        if second is not None and not second.ordinal:
            here, most = second.next, second.value
    while here < len(words) and words[here].is_any(_QUALIFIERS):
        here += 1
    unit = _unit(words, here)
    if unit is None:
        return None
    return Length(number.value * unit[0], number.value * unit[1], here + 1, numbered=True, most=most * unit[0])


def _unit(words: tuple[Lexeme, ...], at: int) -> tuple[int, int] | None:
    if at >= len(words):
        return None
    return next((UNITS[lemma] for lemma in words[at].lemmas if lemma in UNITS), None)
