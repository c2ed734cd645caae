"""Literal dates that stand for the campaign's own days (строки 1, 2, 50-1…50-3, 95 of the by-election plan).

«13.12.2022» equal to the day of the decision is that day, so a plan made from this one for another voting day
moves it too. Which facts a document was written for is the caller's to say.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from plan.model import Facts
from plan.term.tree import After, At, Before, BeforeSpan, Bound, Edge, FixedDay, Part, Term, WithinBefore


def anchored(term: Term, written_for: Facts) -> Term:
    """The term with every literal date that equals DEC, PUB, F or V marked as that anchor."""
    named = _named_days(written_for)
    if not named:
        return term
    parts = tuple(_part(part, named, written_for) if isinstance(part, Part) else part for part in term.parts)
    return replace(term, parts=parts)


def _named_days(facts: Facts) -> dict[date, str]:
    """The campaign's days, the voting day winning where two fall together."""
    days: dict[date, str] = {}
    for key in ("published", "decided"):
        recorded = facts.events.get(key)
        if recorded is not None:
            days[recorded.date() if isinstance(recorded, datetime) else recorded] = key
    if facts.first_voting_day is not None:
        days[facts.first_voting_day] = "first_voting_day"
    if facts.voting_day is not None:
        days[facts.voting_day] = "voting_day"
    return days


def _part(part: Part, named: dict[date, str], facts: Facts) -> Part:
    bounds = tuple(_bound(bound, part, named, facts) for bound in part.bounds)
    return part if bounds == part.bounds else replace(part, bounds=bounds)


def _bound(bound: Bound, part: Part, named: dict[date, str], facts: Facts) -> Bound:
    if not isinstance(bound, (At, Before, BeforeSpan, After, WithinBefore)) or bound.anchor is None:
        return bound
    anchor = bound.anchor
    if not isinstance(anchor, FixedDay) or anchor.anchor:
        return bound
    name, year = _name(anchor, named)
    first = facts.first_voting_day or facts.voting_day
    if isinstance(bound, At) and first is not None:
        literal = _day(anchor, year or first.year)
        if bound.edge is Edge.SINCE and name == "voting_day" and literal == first:
            name = "first_voting_day"
        if not name and part.closes == time(0) and literal == first - timedelta(days=1):
            name, year = "day_before_voting", first.year  # agitation's end in a one-day election
    return replace(bound, anchor=replace(anchor, year=year, anchor=name)) if name else bound


def _name(fixed: FixedDay, named: dict[date, str]) -> tuple[str, int | None]:
    """Which of the campaign's days a literal date is, and in which year."""
    years = [fixed.year] if fixed.year is not None else sorted({day.year for day in named})
    for year in years:
        name = named.get(_day(fixed, year) or date.min)
        if name:
            return name, year
    return "", fixed.year


def _day(fixed: FixedDay, year: int) -> date | None:
    try:
        return date(year, fixed.month, fixed.day)
    except ValueError:
        return None
