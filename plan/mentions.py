"""Dates in a text, by what of each is written out there and what it leaves to the next.

«Не позднее 30.01.2023», «с 28 декабря по 25 января 2023 года», «10, 11 и 12 марта», «в среду, 1 марта».
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from plan.days import MONTHS
from plan.weekdays import Weekday, weekday_beside


class Shape(enum.Enum):
    NUMBERS = "30.01.2023"
    WORDS = "30 января 2023 года"
    ISO = "2023-01-30"


Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in a text: the day it means, and the places of what is written out of it.

    `month`, `year` are None where the date takes them from the next one («с *10* по 12 марта») or from the campaign.
    `run` numbers the row of dates it stands in: «10, 11 и 12 марта 2023 года» is one.
    """

    said: date
    place: Place  # from the day's first figure, or its quote, to the year's word
    shape: Shape
    day: Place
    month: Place | None
    year: Place | None
    run: int = 0
    weekday: Weekday | None = None

    @property
    def start(self) -> int:
        return self.place[0]

    @property
    def end(self) -> int:
        return self.place[1]


SHORT_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MONTH = "|".join((*MONTHS, "сент", "нояб", "февр", *SHORT_MONTHS))
_YEAR_WORD = r"(?:\s*(?:года|году|год|г\.|г)(?![а-яё]))?"
_DATE = re.compile(
    rf"""(?<!\d)(?<!\d\.)(?P<iso>(?P<iy>\d{{4}})-(?P<im>\d{{2}})-(?P<id>\d{{2}}))(?!\d)
    | (?<!\d)(?<!\d\.)(?P<nd>\d{{1,2}})\s?\.\s?(?P<nm>\d{{1,2}})\s?\.\s?(?P<ny>\d{{4}}|\d{{2}})(?!\d)(?!\.\d)
      {_YEAR_WORD}
    | (?<!\d)(?<!\d[.,])(?:["«“„]\s?)?(?P<wd>\d{{1,2}})(?:-?(?:го|е|ое|ого)(?![а-яё]))?\s?["»”]?
      \s+(?P<wm>{_MONTH})(?![а-яё])\.?
      (?:\s+(?P<wy>(?:19|20)\d\d)(?!\d){_YEAR_WORD})?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?<![\d.№/])(?P<whole>[\"«“„]?(?P<day>\d{1,2})[\"»”]?(?:\s?\.\s?(?P<month>\d{2})(?!\d)\.?)?)"
    r"(?P<joint>\s*[-–—]\s*|\s*,\s*(?:и\s+)?|\s+и\s+|\s+(?:по|до)\s+)$"
)
OPENING = re.compile(r"(?:^|[\s(,;])(?P<with>[сС][оО]?)\s+$")
_NUMBERED = re.compile(r"(?:№|\b(?:п|пп|ст|ч|пункт\w*|стать\w*|част\w*|округ\w*|УИК))\.?\s*$", re.IGNORECASE)
JOINT = re.compile(r"\s*,?\s*(?:и|по|до|[-–—])?\s*", re.IGNORECASE)


def find_dates(text: str, near: date | None) -> tuple[Mention, ...]:
    """Every date of the text, in its order.

    A date without a year takes that of the next date of its run (the year before, across the new year), else the one
    that brings it nearest to `near`, the voting day; without either it is passed over. Impossible dates are too.
    """
    found: list[Mention] = []
    for match in _DATE.finditer(text):
        mention = _mention(match)
        if mention is None:
            continue
        row = [mention]
        while (head := _head(text, row[0])) is not None and (not found or head.start >= found[-1].end):
            row.insert(0, head)
        found.extend(row)
    numbered: list[Mention] = []
    run = 0
    for place, one in enumerate(found):
        if place:
            gap = text[found[place - 1].end : one.start]
            run += not (gap and "\n" not in gap and JOINT.fullmatch(gap))
        numbered.append(replace(one, run=run, weekday=weekday_beside(text, one.start, one.end)))
    return tuple(_with_years(numbered, near))


_NO_YEAR = 4  # a leap year that no document names: the year is still to be found


def _mention(match: re.Match[str]) -> Mention | None:
    if match["iso"]:
        numbers, shape, keys = (match["iy"], match["im"], match["id"]), Shape.ISO, ("iy", "im", "id")
    elif match["nd"]:
        if len(match["ny"]) == 2 and (len(match["nd"]) < 2 or len(match["nm"]) < 2):
            return None
        year = match["ny"] if len(match["ny"]) == 4 else f"20{match['ny']}"
        numbers, shape, keys = (year, match["nm"], match["nd"]), Shape.NUMBERS, ("ny", "nm", "nd")
    else:
        numbers = (match["wy"] or str(_NO_YEAR), str(_month_number(match["wm"])), match["wd"])
        shape, keys = Shape.WORDS, ("wy", "wm", "wd")
    said = _day(*(int(number) for number in numbers))
    if said is None:
        return None
    return Mention(
        said,
        match.span(),
        shape,
        day=match.span(keys[2]),
        month=match.span(keys[1]),
        year=match.span(keys[0]) if match[keys[0]] else None,
    )


def _month_number(word: str) -> int:
    return next(place for place, short in enumerate(SHORT_MONTHS, 1) if word.lower().startswith(short))


def _head(text: str, after: Mention) -> Mention | None:
    """A day, or a day and month, before a date that says the rest: «*10*, 11 и 12 марта», «с *28.12* по 25.01.2023»."""
    cut = max(0, after.start - 40)
    match = _HEAD.search(text[cut : after.start])
    if match is None or after.shape is Shape.ISO:
        return None
    before = text[: cut + match.start()]
    opened = OPENING.search(before) is not None
    joint = match["joint"].strip()
    if _NUMBERED.search(before) or (joint in ("по", "до") and not opened):
        return None
    if match["month"]:
        said = _day(_NO_YEAR, int(match["month"]), int(match["day"]))
        if after.shape is not Shape.NUMBERS or said is None:
            return None
    else:
        said = _day(after.said.year, after.said.month, int(match["day"]))
        if said is None or said >= after.said:
            return None
        if joint not in ("по", "до", "-", "–", "—") and (after.said - said).days != 1:
            return None
    place = (cut + match.start("whole"), cut + match.end("whole"))
    month = (cut + match.start("month"), cut + match.end("month")) if match["month"] else None
    day = (cut + match.start("day"), cut + match.end("day"))
    return Mention(said, place, after.shape, day, month, None)


def _with_years(mentions: list[Mention], near: date | None) -> list[Mention]:
    """The years that the dates leave to one another, or to the campaign."""
    kept: list[Mention] = []
    following: Mention | None = None
    for one in reversed(mentions):
        if following is not None and following.run != one.run:
            following = None
        if one.year is None:
            said = _year_of(one, following, near)
            if said is None:
                continue
            one = replace(one, said=said)
        kept.append(one)
        following = one
    return kept[::-1]


def _year_of(one: Mention, following: Mention | None, near: date | None) -> date | None:
    month, day = one.said.month, one.said.day
    if following is not None:
        later = (month, day) > (following.said.month, following.said.day)
        return _day(following.said.year - later, month, day)
    return nearest(month, day, near) if near is not None else None


def nearest(month: int, day: int, near: date) -> date | None:
    """The day and month in the year that brings them nearest to `near`."""
    days = (_day(year, month, day) for year in (near.year - 1, near.year, near.year + 1))
    return min((one for one in days if one is not None), key=lambda one: abs(one - near), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def runs_of(mentions: Sequence[Mention]) -> Iterator[tuple[int, ...]]:
    """The places in `mentions` of the dates of each run, in order."""
    for run in dict.fromkeys(one.run for one in mentions):
        yield tuple(place for place, one in enumerate(mentions) if one.run == run)


def lists_each_day(text: str, mentions: Sequence[Mention], run: Sequence[int]) -> bool:
    """«10, 11 и 12 марта», «10.03.2023, 11.03.2023»: every day of the run is named, none by «с … по …»."""
    in_a_row = all((mentions[b].said - mentions[a].said).days == 1 for a, b in pairwise(run))
    joints = [text[mentions[a].end : mentions[b].start].strip() for a, b in pairwise(run)]
    return len(run) > 1 and in_a_row and all(joint in (",", "и", ", и") for joint in joints)
