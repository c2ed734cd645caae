"""The literal dates of a wording that is itself the term: «13.12.2022», «с 8 до 20 часов 12.03.2023»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from plan.dating import occurrences
from plan.mentions import Mention, find_dates, runs_of
from plan.model import Facts, Occurrence, PrintedDate
from plan.printing import Span
from plan.renewal.election import Change, Left
from plan.renewal.rows import Row, dates_an_act, may_join, names_each_voting_day, retold, say_again
from plan.renewal.texts import renewed_text
from plan.resolving import printed_day
from plan.term.anchoring import anchored
from plan.term.printed import printed_in
from plan.term.tree import Anchor, At, AtOnce, Beside, Bound, Edge, FixedDay, Months, Part, Period, Term


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording made over, and its literal dates that stand for nothing of the election and were left."""

    text: str
    left: tuple[Left, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()  # dates that only stood beside the vote: a person is told
    unknown: bool = False  # the whole wording was a day of the election that is not known for the new one


@dataclass(frozen=True, slots=True)
class _Literal:
    """A literal date of the term: its new day, its stretch, and which part's end it is."""

    said: FixedDay
    new: date | Span | None
    part: int
    edge: Edge | None
    known: bool  # it stands for a day of the election


def renewed_wording(term: Term, text: str, row: Row, old: Facts, new: Facts) -> Wording:
    """The wording with every literal date that stands for a day of the election moved to the new one.

    A stretch of which only one end stands for such a day is left whole: half of it moved would run for years.
    Dates printed beside the wording in the same text are claims, and are said again as such.
    """
    change = row.change
    mentions = find_dates(text, old.voting_day)
    if not mentions:
        return Wording(text)
    for run in runs_of(mentions):
        if names_each_voting_day(text, mentions, run, change) and not term.claims:
            made = renewed_text(text, change, {})
            return Wording(made.said, made.left)
    literals = list(_literals(term, row, old, new))
    taken: list[_Literal | None] = []
    for mention in mentions:
        match = next((one for one in literals if _is(one.said, mention.said)), None)
        if match is not None:
            literals.remove(match)
        taken.append(match)
    if term.claims:
        claims = [claim for one in term.claims for claim in printed_in(one.part, old.voting_day)]
        return _with_claims(text, mentions, taken, claims, row)
    acts = [dates_an_act(text, mention) for mention in mentions]
    half_known = {one.part for one in taken if one is not None and one.new is None}
    days = [
        one.new if one and not act and one.part not in half_known else None
        for one, act in zip(taken, acts, strict=True)
    ]
    left = tuple(
        Left(text[mention.start : mention.end], mention.said)
        for mention, day, act in zip(mentions, days, acts, strict=True)
        if (day is None or day == mention.said) and not act and change.moves
    )
    moved = tuple(
        (text[mention.start : mention.end], printed_day(day))
        for mention, one, day in zip(mentions, taken, days, strict=True)
        if one is not None and not one.known and isinstance(day, date) and day != mention.said
    )
    whole = taken[0] if len(mentions) == 1 and text[mentions[0].start : mentions[0].end] == text.strip() else None
    unknown = whole is not None and whole.new is None and whole.known
    return Wording(retold(text, mentions, days, _pairs(text, mentions, taken), change), left, moved, unknown)


def _with_claims(
    text: str, mentions: Sequence[Mention], taken: Sequence[_Literal | None], claims: Sequence[PrintedDate], row: Row
) -> Wording:
    """A cell that holds its wording and the dates it comes to: one that cannot be told again is left, and named."""
    said = say_again([text], [claims], row)[0]
    if said.text is not None:
        return Wording(said.text)
    days = [one.new if one else None for one in taken]
    left = tuple(
        Left(text[one.start : one.end], one.said) for one, day in zip(mentions, days, strict=True) if day is None
    )
    return Wording(retold(text, mentions, days, (), row.change), left)


def _is(fixed: FixedDay, day: date) -> bool:
    if (fixed.day, fixed.month) != (day.day, day.month):
        return False
    # 31 December before a vote on 1 January is named with the vote's year.
    return fixed.year in (None, day.year) or fixed.anchor == "day_before_voting"


def _literals(term: Term, row: Row, old: Facts, new: Facts) -> Iterator[_Literal]:
    change = row.change
    for number, part in enumerate(anchored(term, old).parts):
        if not isinstance(part, Part):
            continue
        alone = Term((part,))
        before, after = occurrences(alone, old), occurrences(alone, new, old)
        for bound in part.bounds:
            for fixed in _fixed_days(bound):
                edge = bound.edge if isinstance(bound, At) else None
                new_day: date | Span | None = None
                if part.closes == time(0) and edge is not Edge.SINCE:
                    new_day = _at_midnight(fixed, change)
                new_day = new_day or _new_day(fixed, edge, before, after, row)
                yield _Literal(fixed, new_day, number, edge, change.named(fixed.anchor) is not None)


def _fixed_days(bound: Bound) -> Iterator[FixedDay]:
    if isinstance(bound, (Period, Months)):
        return
    anchors: tuple[Anchor | None, ...] = bound.after if isinstance(bound, AtOnce) else (bound.anchor,)
    for anchor in anchors:
        while isinstance(anchor, Beside):
            anchor = anchor.base
        if isinstance(anchor, FixedDay):
            yield anchor


def _at_midnight(fixed: FixedDay, change: Change) -> date | None:
    """The end of agitation: 00:00 of the first of several voting days, or of the day before the only one."""
    several = change.old.first < change.old.voting_day
    ends = fixed.anchor == ("first_voting_day" if several else "day_before_voting")
    return change.agitation_ends if ends else None


def _new_day(
    fixed: FixedDay, edge: Edge | None, before: Sequence[Occurrence], after: Sequence[Occurrence], row: Row
) -> date | Span | None:
    """By the count of the part that the literal ends (agitation's end is the law's), else by what it stands for."""
    change = row.change
    fate = change.named(fixed.anchor)
    first, last = change.new.first, change.new.voting_day
    if edge is Edge.ON and fixed.anchor == "voting_day" and change.old.first == change.old.voting_day and first < last:
        return Span(first, last)
    closes = edge in (Edge.BY, Edge.UNTIL, Edge.TO) and fate is not None and len(before) == len(after) == 1
    if closes and before[0].end is not None and _is(fixed, before[0].end):
        return after[0].end
    if fixed.year is not None and (fate is None or fixed.anchor in ("decided", "published")):
        # Both may have been the same day: then the row's own words tell which is meant.
        fate = change.of(date(fixed.year, fixed.month, fixed.day), row.about) or fate
    return fate.day if fate else None


def _pairs(text: str, mentions: Sequence[Mention], taken: Sequence[_Literal | None]) -> list[tuple[int, int]]:
    """The ends of a part that fall on one day now."""
    for i in range(len(taken) - 1):
        first, last = taken[i], taken[i + 1]
        if first is None or last is None or first.part != last.part or first.said == last.said:
            continue
        opens = first.edge is Edge.SINCE and last.edge in (Edge.TO, Edge.UNTIL, Edge.BY)
        meet = isinstance(first.new, date) and first.new == last.new
        if opens and meet and may_join(text[mentions[i].end : mentions[i + 1].start]):
            return [(i, i + 1)]
    return []
