"""The same text with other dates in it: how a commission would have printed them.

Only the dates are replaced, each in the shape it has: words, brackets, hours and quotes stay, and what one date left
to the next (its month, its year) is written out where the new dates no longer share it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plan.days import MONTHS
from plan.mentions import JOINT, OPENING, SHORT_MONTHS, Mention, Shape, nearest, runs_of
from plan.weekdays import weekday_dropped, weekday_said


@dataclass(frozen=True, slots=True)
class Span:
    """Days that take the place of one date: «12.03.2023» becomes «с 10.03.2023 по 12.03.2023»."""

    first: date
    last: date


_Edit = tuple[int, int, str]


def with_dates(
    text: str, mentions: Sequence[Mention], days: Sequence[date | Span | None], near: date | None = None
) -> str:
    """The text with other days in it; None leaves a date as it is. `near` is the new voting day.

    «Вс» beside a date follows it, and so does «с»/«со» before one.
    """
    edits: list[_Edit] = []
    for run in runs_of(mentions):
        following: tuple[Mention, date] | None = None
        if all(days[place] in (None, mentions[place].said) for place in run):
            continue
        for place in reversed(run):
            one, new = mentions[place], days[place]
            if isinstance(new, Span):
                edits.extend(_spanned(text, one, new, near))
                following = None
                continue
            day = new or one.said
            edits.extend(_said(text, one, day, following, near))
            edits.extend(_preposition(text, one, day))
            following = one, day
    return _edited(text, edits)


def _edited(text: str, edits: list[_Edit]) -> str:
    for start, end, put in sorted(edits, reverse=True):
        text = text[:start] + put + text[end:]
    return text


def _said(
    text: str, one: Mention, day: date, following: tuple[Mention, date] | None, near: date | None
) -> Iterator[_Edit]:
    """Edits that make one date say another day."""
    month, year = _needs(text, one, day, following, near)
    yield (*one.day, _day_text(text, one, day))
    if one.month is None:
        yield (one.end, one.end, _tail(text, one, day, following, with_year=year) if month else "")
        if month and following is not None and one.shape is Shape.WORDS:
            yield from _wide_dash(text, one, following[0])
    elif not month:
        yield (_after_quote(text, one.day[1]), one.end, "")
    else:
        yield (*one.month, _month_text(text, one, day))
        if one.year is not None:
            yield (
                (*one.year, _year_text(text, one, day))
                if year
                else (one.month[1] + (text[one.month[1]] == "."), one.end, "")
            )
        elif year:
            yield (one.end, one.end, _year_tail(text, one, day, following))
    if one.weekday is not None:
        yield from weekday_said(text, one.weekday, day)


def _needs(
    text: str, one: Mention, day: date, following: tuple[Mention, date] | None, near: date | None
) -> tuple[bool, bool]:
    """Whether the month and the year have to be written out beside this day."""
    if following is None:
        guessed = nearest(day.month, day.day, near) if near is not None else None
        return True, one.year is not None or (near is not None and guessed != day)
    other, then = following
    parted = (one.said.year, one.said.month) != (other.said.year, other.said.month)
    meets = (day.year, day.month) == (then.year, then.month)
    folds = one.shape is Shape.WORDS and other.shape is Shape.WORDS and one.weekday is None
    month = not meets if one.month is None else not (meets and parted and folds)
    if one.year is None:
        crosses = one.said.year != other.said.year
        return month, day.year != then.year and not (crosses and day.year + 1 == then.year)
    apart = one.said.year != other.said.year
    return month, not (folds and apart and day.year == then.year and other.year is not None)


def _day_text(text: str, one: Mention, day: date) -> str:
    said = text[one.day[0] : one.day[1]]
    if one.shape is Shape.WORDS:
        return f"{day.day:02}" if said.startswith("0") else str(day.day)
    month_is_bare = one.month is not None and one.month[1] - one.month[0] == 1
    bare = len(said) == 1 or (month_is_bare and one.said.day >= 10)
    return str(day.day) if bare else f"{day.day:02}"


def _month_text(text: str, one: Mention, day: date) -> str:
    assert one.month is not None
    said = text[one.month[0] : one.month[1]]
    if one.shape is not Shape.WORDS:
        return str(day.month) if len(said) == 1 else f"{day.month:02}"
    full = said.lower() in MONTHS
    word = MONTHS[day.month - 1] if full or one.said.month == 5 else SHORT_MONTHS[day.month - 1]
    return word.upper() if said.isupper() else word.capitalize() if said[0].isupper() else word


def _year_text(text: str, one: Mention, day: date) -> str:
    assert one.year is not None
    return f"{day.year:04}" if one.year[1] - one.year[0] == 4 else f"{day.year % 100:02}"


def _tail(text: str, one: Mention, day: date, following: tuple[Mention, date] | None, *, with_year: bool) -> str:
    """The month, and the year when needed, of a day that said neither."""
    if one.shape is Shape.NUMBERS:
        return f".{day.month:02}" + (f".{day.year}" if with_year else "")
    said = f" {MONTHS[day.month - 1]}"
    return said + (_year_tail(text, one, day, following) if with_year else "")


def _year_tail(text: str, one: Mention, day: date, following: tuple[Mention, date] | None) -> str:
    if one.shape is Shape.NUMBERS:
        return f".{day.year}"
    word = " года"
    if following is not None and following[0].year is not None:
        word = text[following[0].year[1] : following[0].end]
    return f" {day.year}{word}"


def _after_quote(text: str, place: int) -> int:
    """Past «12»'s closing quote: it belongs to the day."""
    match = re.compile(r"\s?[\"»”]").match(text, place)
    return match.end() if match else place


def _wide_dash(text: str, one: Mention, other: Mention) -> Iterator[_Edit]:
    """«10-12 марта» → «30 августа – 1 сентября»."""
    gap = text[one.end : other.start]
    if gap in ("-", "–", "—"):
        yield (one.end, other.start, " – ")


def _preposition(text: str, one: Mention, day: date) -> Iterator[_Edit]:
    """«Со 2 сентября», «с 12 сентября»; figures alone («с 02.09.2027») keep what they have."""
    match = OPENING.search(text[: one.start])
    if match is None or one.shape is not Shape.WORDS or (day.day == 2) == (one.said.day == 2):
        return
    said = match["with"]
    yield (match.start("with"), match.end("with"), said[0] + "о" if day.day == 2 else said[0])


_OPEN_UNTIL = re.compile(r"(?:^|(?<=[\s(,;]))[Дд]о\s+(?=[^\n;()]*$)")
_OPENED = re.compile(r"(?:^|(?<=[\s(,;]))[сС]о?\s[^\n;()]*$")
_HOUR_BEHIND = re.compile(
    r"\s+до\s+\d{1,2}(?:[.:-]\d{2})?(?:\s*(?:часов|часа|час\.?|ч\.?)(?![а-яё])(?:\s*\d{2}\s*мин[а-яё]*\.?)?)?"
    r"(?:\s+по\s+местному\s+времени)?(?=\s*(?:$|[;,)\n]))"
)
"""«12.03.2023 до 20.00 по местному времени»: the hour of the last day, which goes behind the first."""


def _spanned(text: str, one: Mention, span: Span, near: date | None) -> Iterator[_Edit]:
    """«12 марта 2023 года» → «с 17 по 19 сентября 2027 года»; «до 20.00 12.03.2023» opens with «с 17.09.2027»."""
    plain = replace(one, weekday=None)
    until = _OPEN_UNTIL.search(text[: one.start])
    behind = _HOUR_BEHIND.match(text, one.end) if one.weekday is None else None
    last = _alone(text, plain, span.last, near)
    first = _alone(text, plain, span.first, near)
    if one.shape is not Shape.WORDS:
        first = re.sub(r"\s*(?:года|году|год|г\.?)$", "", first)
    elif (span.first.year, span.first.month) == (span.last.year, span.last.month) and not (until or behind):
        first = re.sub(r"(\d+(?:\s?[\"»”])?).*$", r"\1", first, flags=re.DOTALL)
    elif span.first.year == span.last.year:
        first = re.sub(r"\s+\d{4}\D*$", "", first)
    if one.weekday is not None:
        yield from weekday_dropped(text, one.weekday, one.place)
    with_ = "со" if one.shape is Shape.WORDS and span.first.day == 2 else "с"
    if until is not None and _OPENED.search(text[: until.start()]) is None:
        capital = text[until.start()] == "Д"
        yield (until.start(), until.start() + 2, f"{'С' if capital else 'с'}{with_[1:]} {first} до")
        yield (*one.place, last)
        return
    if not _before(text, one).strip():
        with_ = with_.capitalize()
    if behind is not None and _OPENED.search(text[: one.start]) is None:
        yield (one.start, behind.end(), f"{with_} {first}{behind[0]} {last}")
        return
    yield (*one.place, f"{with_} {first} по {last}")


def _alone(text: str, one: Mention, day: date, near: date | None) -> str:
    """The words of one date, saying another day."""
    edits = (_moved(edit, -one.start) for edit in _said(text, one, day, None, near))
    return _edited(text[one.start : one.end], list(edits))


def _moved(edit: _Edit, by: int) -> _Edit:
    return edit[0] + by, edit[1] + by, edit[2]


def _before(text: str, one: Mention) -> str:
    """What stands before a date and stays when its weekday goes."""
    if one.weekday is None or one.weekday.place[0] > one.start:
        return text[: one.start]
    return text[: (one.weekday.preposition or one.weekday.place)[0]]


_RANGE_OPENING = re.compile(r"(?:\b(?:в|за)\s+(?:период|срок|сроки)\s+)?\b[сС][оО]?\s+$", re.IGNORECASE)


def joined(text: str, first: Mention, last: Mention) -> str:
    """The text with the last date alone where it had a stretch from the first: for a stretch that is one day now.

    «С 10.03.2023 до 20.00 по местному времени 12.03.2023» → «12.03.2023 до 20.00 по местному времени».
    """
    gap = text[first.end : last.start]
    opening = _RANGE_OPENING.search(text[: first.start])
    start = opening.start() if opening else first.start
    if JOINT.fullmatch(gap) or re.fullmatch(r"[\s,]*(?:\d[\d.\s]*(?:,|и)?\s*)*(?:и|по|до|,|[-–—])?\s*", gap):
        return text[:start] + text[last.start :]
    if opening is None:  # «с 8.00 10.03.2023 до 20.00 12.03.2023»: the hours stand by each day
        return text[:start] + text[first.end :].lstrip()
    return f"{text[:start]}{text[last.start : last.end]}{gap.rstrip()}{text[last.end :]}"


def one_day_more(text: str, first: Mention) -> str:
    """A list of days with one more before its first, of the same shape: «11 и 12 марта» → «10, 11 и 12 марта»."""
    before = first.said - timedelta(days=1)
    words = _alone(text, replace(first, weekday=None), before, None)
    if first.month is None:
        edit = _moved((*first.day, _day_text(text, first, before)), -first.start)
        words = _edited(text[first.start : first.end], [edit])
    return f"{text[: first.start]}{words}, {text[first.start :]}"
