"""One day as people write it: «20 января», «20.01.23 до 18:00», «не позднее пятницы»; for an answer that is a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from questions import lexemes, numbers, text, times
from questions.frame import Frame
from questions.lexemes import Lexeme
from questions.times import TimeRange
from questions.words import word_set

_WHOLE_DAY = re.compile(r"\b24\s*(?:[:.]\s*00|час)|\bполноч|конца?\s+дня")

_BESIDE = word_set(
    "год г число включительно день дата срок пн вт ср чт пт сб вс понедельник вторник среда четверг пятница суббота "
    "воскресенье пусть будет быть давайте так верный правильный местный время не позднее позже по до в на и это лучше"
)
"""Words that may stand beside a date and change nothing of it."""


@dataclass(frozen=True, slots=True)
class SaidDay:
    """The day, and the hour where one was said; «до 24:00» and «до конца дня» are the whole day, without an hour."""

    day: date
    hour: time | None = None


def read_day(said: str, frame: Frame) -> SaidDay | None:
    """The one day that the words name, read against the campaign's `frame`; None when they name none or several, when
    there is no such day («31 февраля»), or when something beside it was not understood.

    «До», «не позднее» and «с» name the day itself.
    """
    plain = text.clean(said)
    words = lexemes.lexemes(text.tokens(plain))
    found = times.read(words, frame)
    if found is None or found.overdue or not _is_all(words, found, plain):
        return None
    match found.shape:
        case "until":
            day = found.end
        case "from":
            day = found.start
        case _:
            day = found.start if found.start == found.end else None
    if day is None or not _is_named(day, words, found):
        return None
    return SaidDay(day, None if _WHOLE_DAY.search(plain) else found.hour)


def _is_all(words: tuple[Lexeme, ...], found: TimeRange, plain: str) -> bool:
    """Whether nothing was said that the time was not read from."""
    rest = [word for place, word in enumerate(words) if place not in found.taken]
    if _WHOLE_DAY.search(plain):
        rest = [word for word in rest if word.text not in ("24", "00", "час", "часов", "конца", "полуночи")]
    return all(word.is_any(_BESIDE) or not (word.token.is_word or word.token.is_number) for word in rest)


def _is_named(day: date, words: tuple[Lexeme, ...], found: TimeRange) -> bool:
    """Whether the day bears a number that was said, where numbers were: «31 февраля» is not the month's last day."""
    said = [
        number.value
        for place in sorted(found.taken)
        if (number := numbers.read(words, place)) is not None and 1 <= number.value <= _LONGEST_MONTH
    ]
    return not said or day.day in said


_LONGEST_MONTH = 31
