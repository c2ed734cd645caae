"""Calendar days as headings print them: «12 марта 2023 года», «10, 11 и 12 сентября 2021», «17–19.09.2027»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plan.days import MONTHS

_MONTH = "|".join(MONTHS)
_QUOTES = "«»\"“”„'"
_DAY = rf"[{_QUOTES}]?\s?(?:0?[1-9]|[12]\d|3[01])\s?[{_QUOTES}]?"
_SEPARATOR = r"\s*(?:,|и|по|[-–—]|,\s*а также)\s*"
_DATE = re.compile(
    rf"""(?<![\d./])
    (?P<days>{_DAY}(?:{_SEPARATOR}{_DAY}){{0,3}})
    (?: \s*\.\s*(?P<number>0?[1-9]|1[0-2])\s*\.\s*(?P<year>(?:19|20)\d\d)
      | \s+(?P<month>{_MONTH})(?:\s+(?P<year_in_words>(?:19|20)\d\d))? )
    (?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)
DATE_PATTERN = rf"{_DAY}(?:\s*\.\s*\d{{1,2}}\s*\.\s*|\s+(?:{_MONTH})\s+)(?:19|20)\d\d"
"""A whole date, for use inside other expressions."""


@dataclass(frozen=True, slots=True)
class PrintedDays:
    """Days printed together: the first and the last of them are the same day for one date."""

    first: date
    last: date
    start: int  # where in the text
    end: int


def find_days(text: str) -> Iterator[PrintedDays]:
    """Every date or run of days in the text, in order.

    A day and month with no year («с 10 по 12 сентября» has it once, «10 сентября – 12 сентября 2021 года» on the
    last only) takes the year of the next date that has one; impossible dates are passed over.
    """
    matches = list(_DATE.finditer(text))
    years: list[int | None] = []
    following: int | None = None
    for match in reversed(matches):
        printed = match["year"] or match["year_in_words"]
        following = int(printed) if printed else following
        years.append(following)
    for match, year in zip(matches, reversed(years), strict=True):
        month = int(match["number"]) if match["number"] else MONTHS.index(match["month"].lower()) + 1
        days = [int(day) for day in re.findall(r"\d+", match["days"])]
        if year is None:
            continue
        try:
            first, last = date(year, month, days[0]), date(year, month, days[-1])
        except ValueError:
            continue
        if first <= last:
            yield PrintedDays(first, last, match.start(), match.end())


def first_day_in(text: str) -> date | None:
    """The first date in the text, or None."""
    found = next(find_days(text), None)
    return None if found is None else found.first
