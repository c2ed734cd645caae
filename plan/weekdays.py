"""Days of the week that stand beside a date: «12 марта 2023 года (воскресенье)», «в среду, 1 марта»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_NOMINATIVE = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_ACCUSATIVE = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
_GENITIVE = ("понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья")
_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_FORMS = (_NOMINATIVE, _ACCUSATIVE, _GENITIVE, _SHORT)
_WORDS = "|".join(sorted({word for forms in _FORMS for word in forms}, key=len, reverse=True))
_AFTER = re.compile(rf"\s*[,(]?\s*(?P<day>{_WORDS})(?![а-яё])", re.IGNORECASE)
_BEFORE = re.compile(rf"(?<![а-яё])(?:(?P<in>во?)\s+)?(?P<day>{_WORDS}),?\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday's word beside a date: its place, its case, and the place of «в» before it."""

    place: tuple[int, int]
    forms: tuple[str, ...]
    preposition: tuple[int, int] | None = None


def weekday_beside(text: str, start: int, end: int) -> Weekday | None:
    """The weekday right behind the date at this place, or right before it."""
    match = _AFTER.match(text, end)
    if match is not None:
        return Weekday(match.span("day"), _forms(match["day"], after_in=False))
    cut = max(0, start - 20)
    match = _BEFORE.search(text[cut:start])
    if match is None:
        return None
    said = match["in"] is not None
    place = (cut + match.start("day"), cut + match.end("day"))
    preposition = (cut + match.start("in"), cut + match.end("in")) if said else None
    return Weekday(place, _forms(match["day"], after_in=said), preposition)


def _forms(word: str, *, after_in: bool) -> tuple[str, ...]:
    order = (_ACCUSATIVE, _NOMINATIVE, _GENITIVE, _SHORT) if after_in else _FORMS
    return next(forms for forms in order if word.lower() in forms)


def weekday_dropped(text: str, weekday: Weekday, date_place: tuple[int, int]) -> Iterator[tuple[int, int, str]]:
    """Edits that take the word away, with its comma or brackets: days that a stretch ends on need no weekday."""
    start, end = weekday.place
    if start >= date_place[1]:
        bracket = text[date_place[1] : start].strip() == "(" and text[end : end + 1] == ")"
        yield (date_place[1], end + bracket, "")
    else:
        yield ((weekday.preposition or weekday.place)[0], date_place[0], "")


def weekday_said(text: str, weekday: Weekday, day: date) -> Iterator[tuple[int, int, str]]:
    """Edits of the text that make the word right for another day."""
    said = text[weekday.place[0] : weekday.place[1]]
    word = weekday.forms[day.weekday()]
    yield (*weekday.place, word.upper() if said.isupper() else word.capitalize() if said[0].isupper() else word)
    if weekday.preposition is not None:
        first = text[weekday.preposition[0]]
        yield (*weekday.preposition, f"{first}о" if word.startswith("вт") else first)
