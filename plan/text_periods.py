"""Periods that stand in the text of a work plan's item rather than in its term.

«Сбор сведений … по состоянию на первое число каждого месяца | весь период»: the term says nothing, the text names the
days. The term stays as printed; what the text names is dated beside it, and the explanation says where it stands.

A text speaks of many dates that are no terms («выборов 8 сентября 2024 года», «за 2023 год», «до 1 марта 2023 года
приняты»). So only plain repetitions are taken: days «по состоянию на …», numbers of each month, days of each week; and
words for how often a report is due, which name no day. Days that contradict the term or the plan's year are not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from plan.dating import repeated_days, whole_year
from plan.model import Facts, Item, Occurrence, OccurrenceKind
from plan.resolving import plan_year
from plan.term import Part, Term
from plan.term.cursor import Cursor
from plan.term.repeated import repeated
from plan.term.tokens import tidy, tokenize
from plan.term.tree import Every, Months, Period
from plan.wordlist import words

STANDS_IN_TEXT = "срок назван в тексте пункта"
"""What the explanation of such a date says."""

_BEGINNINGS = frozenset(
    words(
        "по на ежемесячно ежеквартально еженедельно до к не каждый каждую каждое каждая в во "
        "первый первая первое первую последний последняя последнее последнюю"
    )
)
_TURNED = frozenset(words("не ранее раньше после с со от за кроме исключением перед через около чем"))
"""Words before a period that make another thing of it: «кроме последней пятницы», «после …»."""
_ADJECTIVES = {
    "еженедельн": Every.WEEKLY,
    "недельн": Every.WEEKLY,
    "ежемесячн": Every.MONTHLY,
    "месячн": Every.MONTHLY,
    "ежеквартальн": Every.QUARTERLY,
    "квартальн": Every.QUARTERLY,
    "ежегодн": Every.YEARLY,
    "годов": Every.YEARLY,
}
_ENDING = "(?:ой|ый|ая|ое|ые|ого|ую|ых|ым|ыми)"
_ADJECTIVE = rf"\b(?:{'|'.join(_ADJECTIVES)}){_ENDING}\b"
_REPORTS = re.compile(
    rf"{_ADJECTIVE}(?:\s*(?:,|и)\s*{_ADJECTIVE})*(?:\s+\w+){{0,2}}?\s+(?:отч[её]т|сведени|информаци|сводк)\w*",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"\b(?:еженедельно|ежемесячно|ежеквартально|ежегодно)\b", re.IGNORECASE)
_WORDS = {every.value: every for every in (Every.WEEKLY, Every.MONTHLY, Every.QUARTERLY, Every.YEARLY)}
_SAYS_LITTLE = frozenset((Every.WHOLE, Every.WEEKLY, Every.MONTHLY, Every.QUARTERLY, Every.YEARLY, Every.OFTEN))
_SET_ELSEWHERE = frozenset((Every.SCHEDULE, Every.SET_BY))


@dataclass(frozen=True, slots=True)
class TextPeriods:
    """What a text says: periods with days of their own, and else how often, each in the text's own words."""

    days: tuple[Period, ...] = ()
    often: tuple[Period, ...] = ()

    @property
    def said(self) -> str:
        """The first words that say it; "" for nothing."""
        return next((period.text for period in (*self.days, *self.often)), "")


@lru_cache(maxsize=4096)
def text_periods(activity: str) -> TextPeriods:
    """The periods that the text of an item names. Knows nothing of its term."""
    days = tuple(_with_days(activity))
    return TextPeriods(days, () if days else tuple(_how_often(activity)))


def _with_days(activity: str) -> Iterator[Period]:
    tokens = tokenize(tidy(activity))
    at = 0
    while at < len(tokens):
        c = Cursor(tokens, at)
        turned = c.peek(-1).norm in _TURNED
        found = repeated(c) if tokens[at].norm in _BEGINNINGS and not turned else None
        if found is not None and found.days and _is_plain(found) and not _is_limited(c):
            yield found
            at = c.pos
        else:
            at += 1


def _is_limited(c: Cursor) -> bool:
    """«…, кроме января», «…, начиная с марта»: fewer days than the period has."""
    c = Cursor(c.tokens, c.pos + 1 if c.here.norm == "," else c.pos)
    return c.sees("за исключением") or c.here.norm in ("кроме", "исключая", "начиная", "но")


def _is_plain(period: Period) -> bool:
    """No day of one month: «в третье воскресенье февраля» may be an event that the text is about."""
    if period.every is Every.AS_OF:
        return period.text.startswith("по состоянию") or "каждого" in period.text
    return period.every is Every.QUARTERLY or all(day.month is None for day in period.days)


def _how_often(activity: str) -> Iterator[Period]:
    found: dict[Every, str] = {}
    for reports in _REPORTS.finditer(activity):
        for word in re.findall(_ADJECTIVE, reports[0], re.IGNORECASE):
            stem = max((one for one in _ADJECTIVES if word.lower().startswith(one)), key=len)
            found.setdefault(_ADJECTIVES[stem], " ".join(reports[0].split()))
    for adverb in _ADVERB.finditer(activity):
        found.setdefault(_WORDS[adverb[0].lower()], adverb[0])
    return (Period(every, text) for every, text in found.items())


def with_text_periods(item: Item, term: Term, found: Sequence[Occurrence], facts: Facts) -> tuple[Occurrence, ...]:
    """The term's own occurrences with those that the item's text names; unchanged where it names none.

    Days of the text take the place of a term that has none («весь период», «ежеквартально»), and stand beside months
    that hold all of them. Items without a term (directions), and plans without a year, are left alone.
    """
    own = tuple(found)
    if plan_year(facts) is None or not term.parts or not term.understood:
        return own
    said = text_periods(item.activity)
    every = _periods(term)
    if every and every <= _SAYS_LITTLE:
        days = _dated(said.days, facts)
        if len(days) > 1:  # a single day «по состоянию на» is what the data are of, not when the work is due
            return days
    if every and every <= _SET_ELSEWHERE | {Every.WHOLE}:
        return tuple(_often(one, own[0]) for one in said.often) or own
    if own and all(isinstance(bound, Months) for part in term.parts if isinstance(part, Part) for bound in part.bounds):
        days = _dated(said.days, facts)
        within = [_month_of(one.end, own) for one in days]
        if days and None not in within and len(set(within)) == len(own):
            return (*own, *days)
    return own


def _periods(term: Term) -> frozenset[Every]:
    """The periods that the term consists of; none where it says anything else, or names days of its own."""
    bounds = [bound for part in term.parts if isinstance(part, Part) for bound in whole_year(part).bounds]
    periods = [bound for bound in bounds if isinstance(bound, Period) and not bound.days]
    return frozenset(period.every for period in periods) if len(periods) == len(bounds) else frozenset()


def _dated(periods: Sequence[Period], facts: Facts) -> tuple[Occurrence, ...]:
    """The days of all periods; () where one of them is not of the plan's year."""
    year = plan_year(facts)
    found: dict[tuple[date | None, date | None], Occurrence] = {}
    for period in periods:
        for one in repeated_days(period, facts):
            if one.end is None or one.end.year != year:
                return ()
            kind = OccurrenceKind.DEADLINE if one.start is None else OccurrenceKind.EXACT
            found[one.start, one.end] = Occurrence(
                kind,
                one.start,
                one.end,
                base=one.base,
                rule="дни названы в тексте пункта",
                explanation=f"{one.explanation}; {STANDS_IN_TEXT}",
                text=period.text,
            )
    return tuple(sorted(found.values(), key=lambda one: one.end or date.max))


def _often(period: Period, term: Occurrence) -> Occurrence:
    """How often, without a day: that is for the term to say («в соответствии с утвержденными сроками»)."""
    elsewhere = term.rule != Every.WHOLE.value
    day = f"день — {term.explanation}" if elsewhere else "день не назван"
    return replace(
        term,
        rule=period.every.value,
        explanation=f"{period.every.value} («{period.text}»): {STANDS_IN_TEXT}; {day}",
        text=f"{period.every.value}, {term.text}" if elsewhere else period.every.value,
    )


def _month_of(day: date | None, own: Sequence[Occurrence]) -> int | None:
    """Which of the term's stretches of months holds the day."""
    for place, one in enumerate(own):
        if day is not None and one.start is not None and one.end is not None and one.start <= day <= one.end:
            return place
    return None
