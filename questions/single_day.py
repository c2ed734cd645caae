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

_WHOLE_DAY = re.compile(r"\b(?:до|в)\s+(?:24\s*(?:[:.]\s*00|час\w*)(?!\d)|полуночи|конца\s+дня)")
"""Words for the end of a day, which every deadline without an hour has."""

_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_LONGEST_MONTH = 31
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
    plain = _WHOLE_DAY.sub(" ", text.clean(said))
    words = lexemes.lexemes(text.tokens(plain))
    found = times.read(words, frame)
    if found is None or found.overdue or not _is_all(words, found):
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
    return SaidDay(day, found.hour)


def _is_all(words: tuple[Lexeme, ...], found: TimeRange) -> bool:
    """Whether nothing was said that the time was not read from."""
    rest = [word for place, word in enumerate(words) if place not in found.taken]
    return all(word.is_any(_BESIDE) or not (word.token.is_word or word.token.is_number) for word in rest)


def _is_named(day: date, words: tuple[Lexeme, ...], found: TimeRange) -> bool:
    """Whether the day bears a number and a month that were said, where any were: «31 февраля» is not the month's last
    day, «сегодня, 20 января» not today."""
    said = [
        number.value
        for place in sorted(found.taken)
        if (number := numbers.read(words, place)) is not None and 1 <= number.value <= _LONGEST_MONTH
    ]
    months = {at for word in words for at, stem in enumerate(_MONTHS, 1) if _is_month(word, stem)}
    return (not said or day.day in said) and (not months or day.month in months)


def _is_month(word: Lexeme, stem: str) -> bool:
    return word.text in ("май", "мая", "маю", "мае") if stem == "ма" else word.text.startswith(stem)
