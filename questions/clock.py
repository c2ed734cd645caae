"""Hours in a question: «до 18:00», «к 18 часам», «в 9 утра», «утром», «после обеда»."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from questions import numbers
from questions.cursor import Cursor
from questions.words import word_set

PARTS_OF_DAY = word_set("утро утром вечер вечером ночь ночью обед полдень полночь днем")
_ALONE = ("утро", "утром", "вечером", "ночью", "днем", "вечер")
_OF_DAY = word_set("утра утром вечера вечером дня ночи ночью обеда")
_HOUR = frozenset({"час"})
_HOURS = 24
_NOON = 12


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour, None when only a part of the day was named, and the place after it."""

    time: time | None
    next: int


def read(words: Cursor, at: int) -> Hour | None:
    """The hour or part of the day that is named here, with the preposition before it."""
    here = at + words.is_text(at, "до", "к", "в", "после", "с", "по", "на")
    if here > at and words.has(here, frozenset({"полночь"})):
        return None  # «до полуночи» is the whole of today
    if words.has(here, PARTS_OF_DAY):
        return Hour(None, here + 1) if here > at or words.is_text(here, *_ALONE) else None
    if here >= len(words.words):
        return None
    if not words.words[here].token.is_number:
        return _in_words(words, here) if here > at else None
    if len(words.words[here].text) > 2:
        return None
    hours = int(words.words[here].text)
    if hours > 24:
        return None
    with_minutes = _with_minutes(words, here, hours)
    if with_minutes is not None or here == at:
        return with_minutes
    after = here + 1
    if words.has(after, _HOUR) or words.is_text(after, "ч"):
        return Hour(time(hours % 24), after + 1 + words.is_text(after + 1, *_OF_DAY))
    if words.is_text(after, *_OF_DAY):
        evening = words.is_text(after, "вечера", "дня") and hours < 12
        return Hour(time((hours + 12 * evening) % 24), after + 1)
    return None


def _in_words(words: Cursor, here: int) -> Hour | None:
    """«шести вечера», «восемнадцати часов»: only beside a word that says that it is an hour."""
    number = numbers.read(words.words, here)
    if number is None or number.ordinal or number.value > _HOURS:
        return None
    after = number.next
    if words.is_text(after, *_OF_DAY):
        evening = words.is_text(after, "вечера", "дня") and number.value < _NOON
        return Hour(time((number.value + _NOON * evening) % _HOURS), after + 1)
    if words.has(after, _HOUR) and words.is_text(after, "часов", "часам"):
        return Hour(time(number.value % _HOURS), after + 1 + words.is_text(after + 1, *_OF_DAY))
    return None


def _with_minutes(words: Cursor, here: int, hours: int) -> Hour | None:
    """«18:00», and «18.00», which can be no date."""
    sign, place = here + 1, here + 2
    if not words.is_text(sign, ":", ".") or place >= len(words.words):
        return None
    minutes = words.words[place]
    if not minutes.token.is_number or not minutes.token.glued or len(minutes.text) != 2 or int(minutes.text) > 59:
        return None
    if words.is_text(sign, ".") and (int(minutes.text) or not hours):
        return None
    return Hour(time(hours % 24, int(minutes.text)), place + 1 + words.is_text(place + 1, "ч", "час", "часов", "часам"))
