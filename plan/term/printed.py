"""Dates printed beside a wording: read as claims with their side, and told apart from the term in a cell."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from plan.model import PrintedDate
from plan.term.amounts import fixed_day, is_date
from plan.term.cursor import Cursor
from plan.term.reading import parse
from plan.term.tokens import tidy, tokenize
from plan.term.tree import At, Edge, FixedDay, Part, Term

_SIDES = {
    Edge.SINCE: "start",
    Edge.AFTER: "start",
    Edge.NOT_BEFORE: "start",
    Edge.AS: "start",
    Edge.BY: "end",
    Edge.UNTIL: "end",
    Edge.TO: "end",
    Edge.TOWARDS: "end",
    Edge.ON: "exact",
}


def read_printed(text: str, near: date | None = None) -> tuple[PrintedDate, ...]:
    """Every date that a printed text claims, in its order, with the end of a stretch that it claims.

    A date without a year takes the one that brings it nearest to `near` (the voting day); without `near` it is
    left out. Words around a date that the grammar does not know do not hide the date.
    """
    term = parse(text)
    parts = [part for part in (*term.parts, *(claim.part for claim in term.claims)) if isinstance(part, Part)]
    parts.sort(key=lambda part: part.span)
    found = [claim for part in parts for claim in printed_in(part, near, only_literal=False)]
    return tuple(found) if term.understood else _any_dates(text, near)


def printed_in(part: Part, near: date | None = None, *, only_literal: bool = True) -> tuple[PrintedDate, ...]:
    """The literal dates among a part's bounds as claims."""
    claims: list[PrintedDate] = []
    for bound in part.bounds:
        if not isinstance(bound, At) or not isinstance(bound.anchor, FixedDay):
            continue
        day = _dated(bound.anchor, near)
        if day is None:
            continue
        side = _SIDES[bound.edge]
        hour = part.opens if side == "start" else part.closes
        claims.append(PrintedDate(day, side, hour, part.text))
    return tuple(claims)


def split_cell(text: str) -> tuple[str, tuple[str, ...]]:
    """A cell's wording (one line a part) and the dates it prints beside it.

    A literal date that is itself the term is both: rows 1, 2, 50-1…50-3, 95 of the by-election plan.
    """
    term = parse(text)
    return wording_of(term), printed_of(term)


def wording_of(term: Term) -> str:
    """The source of a term without the printed claims, with single spaces, a line a part."""
    kept = term.text
    for claim in term.claims:
        start, end = claim.span
        kept = kept[:start] + " " * (end - start) + kept[end:]
    for one, next_one in pairwise(term.claims):
        between = kept[one.span[1] : next_one.span[0]]
        if not between.strip(" \n,;аА"):  # «04.03.2023, а при наличии … 08.03.2023»: the joint goes with the dates
            kept = kept[: one.span[1]] + " " * len(between) + kept[next_one.span[0] :]
    cuts = [part.span[0] for part in term.parts if _begins_line(term.text, part.span[0])]
    lines = [" ".join(kept[a:b].split()).rstrip(" ,") for a, b in zip([0, *cuts], [*cuts, len(kept)], strict=True)]
    return "\n".join(line for line in lines if line.strip(" .,;-–—"))


def _begins_line(text: str, place: int) -> bool:
    return place == 0 or "\n" in text[len(text[:place].rstrip()) : place]


def printed_of(term: Term) -> tuple[str, ...]:
    """The printed dates of a parsed cell as the document prints them."""
    spans = [claim.span for claim in term.claims]
    for part in term.parts:
        if not isinstance(part, Part):
            continue
        literal = [b for b in part.bounds if isinstance(b, At) and isinstance(b.anchor, FixedDay)]
        if len(literal) == len(part.bounds):
            spans.append(part.span)
        else:
            spans.extend(b.span for b in literal)
    texts = (" ".join(term.text[start:end].split()).strip(" ,;()-–—") for start, end in sorted(spans))
    return tuple(text for text in texts if text)


def _dated(fixed: FixedDay, near: date | None) -> date | None:
    if fixed.year is not None:
        return date(fixed.year, fixed.month, fixed.day)
    if near is None:
        return None
    years = [y for y in (near.year - 1, near.year, near.year + 1) if is_date(y, fixed.month, fixed.day)]
    return min((date(y, fixed.month, fixed.day) for y in years), key=lambda day: abs(day - near), default=None)


def _any_dates(text: str, near: date | None) -> tuple[PrintedDate, ...]:
    """Dates among words that the grammar does not know; the word before a date tells its side."""
    c = Cursor(tokenize(tidy(text)))
    claims: list[PrintedDate] = []
    while not c.ended:
        before = c.peek(-1).norm
        fixed = fixed_day(c)
        if fixed is None:
            c.pos += 1
            continue
        day = _dated(fixed, near)
        side = "start" if before in ("с", "со", "ранее", "после") else "exact"
        side = "end" if before in ("по", "до", "позднее", "позже") else side
        if day is not None:
            claims.append(PrintedDate(day, side, None, text.strip()))
    return tuple(claims)
