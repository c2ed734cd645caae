"""From a text to a `Term`: tokens, legal references set aside, parts one by one, printed dates told from the term."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

from plan.term.cursor import Cursor
from plan.term.draft import gives, is_literal, is_periodic
from plan.term.literals import year_before
from plan.term.parts import days_apart, lists_dates, read_part
from plan.term.references import without_law
from plan.term.tokens import Token, tidy, tokenize
from plan.term.tree import After, At, Before, Claim, Edge, FixedDay, Form, Limit, NotUnderstood, Part, Term

_BOUNDARY = frozenset((";", ",", ".", ")", "•"))


def parse(text: str) -> Term:
    """Read a wording. Never raises: what is not understood is in the tree as `NotUnderstood`."""
    tidied = tidy(text)
    c = Cursor(without_law(_without_marks(tokenize(tidied))))
    if all(token.norm in ("-", "_") for token in c.tokens):
        return Term((), (), tidied)  # an empty cell, or one struck through
    parts: list[Part | NotUnderstood] = []
    claims: list[Claim] = []
    joined_by_but: list[bool] = []
    while not c.ended:
        if c.take(*_BOUNDARY):
            continue
        apart = days_apart(c)
        if apart:
            parts.extend(apart)
            joined_by_but.extend([False] * len(apart))
            continue
        listed = bool(parts) and lists_dates(c)
        if listed:
            c.pos += 1
        contrast = c.here.norm in ("а", "но") and bool(parts)
        if contrast and c.pos + 1 < len(c.tokens):
            c.pos += 1
        part, inside = read_part(c)
        if listed:
            _share_year(parts, part)
        parts.append(part)
        joined_by_but.append(contrast)
        claims.extend(inside)
    kept, repeated = _tell_apart(_of_same_event(parts), joined_by_but)
    printed = tuple(sorted((*claims, *repeated), key=lambda claim: claim.span))
    return Term(_with_printed_hours(_settled(kept, printed), printed), printed, tidied)


_IN_NEED = re.compile(r"обстоятельств|исключительных случаях")


def _of_same_event(parts: list[Part | NotUnderstood]) -> list[Part | NotUnderstood]:
    """«В течение 24 часов с момента обращения, в день голосования – в течение двух часов»: of the same appeal."""
    named: list[Part | NotUnderstood] = []
    for part in parts:
        before = named[-1].bounds[0] if named and isinstance(named[-1], Part) else None
        if isinstance(part, Part) and part.condition and isinstance(before, After) and before.anchor is not None:
            first = part.bounds[0]
            if isinstance(first, After) and first.anchor is None and first.form is before.form is Form.WITHIN:
                same = replace(first, since=before.since, anchor=before.anchor)
                part = replace(part, bounds=(same, *part.bounds[1:]))
        if isinstance(part, Part) and _IN_NEED.search(part.condition.lower()) and isinstance(before, Before):
            first = part.bounds[0]
            if before.limit is Limit.NOT_LATER and part.bounds == (first,) and isinstance(first, Before):
                # «не позднее чем за 30 дней до …, в исключительных случаях – за 3 дня до …»: not later, again
                limit = Limit.NOT_LATER if first.limit is Limit.BARE else first.limit
                part = replace(part, bounds=(replace(first, limit=limit),))
        named.append(part)
    return named


def _share_year(listed: list[Part | NotUnderstood], last: Part | NotUnderstood) -> None:
    """«10 августа, 12 августа и 14 августа 2024 года»: a day listed without its year has that of the day after it."""
    for i in range(len(listed) - 1, -1, -1):
        part = listed[i]
        day, after = _only_day(part), _only_day(last)
        if not isinstance(part, Part) or day is None or after is None or day.year is not None or after.year is None:
            return
        year = year_before(day, after, after.year)
        bound = part.bounds[0]
        if year is None or not isinstance(bound, At):
            return
        last = listed[i] = replace(part, bounds=(replace(bound, anchor=replace(day, year=year)),))


def _only_day(part: Part | NotUnderstood) -> FixedDay | None:
    if isinstance(part, Part) and len(part.bounds) == 1:
        bound = part.bounds[0]
        if isinstance(bound, At) and isinstance(bound.anchor, FixedDay):
            return bound.anchor
    return None


def _without_marks(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Footnote stars, and a pair of quotes round the whole, say nothing."""
    kept = tuple(token for token in tokens if token.norm != "*")
    quoted = len(kept) > 2 and kept[0].norm == kept[-1].norm == '"' and kept[0].raw != kept[-1].raw
    return kept[1:-1] if quoted and not any(token.norm == '"' for token in kept[1:-1]) else kept


def _settled(parts: tuple[Part | NotUnderstood, ...], printed: tuple[Claim, ...]) -> tuple[Part | NotUnderstood, ...]:
    """«За 11 дней до дня голосования» repeated as «не позднее 28.02.2023» is a last day, not an opening."""
    bounds = [bound for claim in printed for bound in claim.part.bounds]
    if len(parts) != 1 or not bounds or not all(isinstance(b, At) and b.edge is Edge.BY for b in bounds):
        return parts
    part = parts[0]
    if isinstance(part, Part) and len(part.bounds) == 1 and isinstance(part.bounds[0], Before):
        before = part.bounds[0]
        if before.limit is Limit.BARE:
            return (replace(part, bounds=(replace(before, limit=Limit.NOT_LATER),)),)
    return parts


def _with_printed_hours(
    parts: tuple[Part | NotUnderstood, ...], printed: tuple[Claim, ...]
) -> tuple[Part | NotUnderstood, ...]:
    """«Не позднее чем за 40 дней до дня голосования (до 18.00 11.04.2022)»: an hour said only beside the date.

    The hour is the term's: nothing else in the cell says it. Midnight is no hour of a day, so it stays a claim.
    A cell that begins with a date («до 18 часов 11.04.2022 (не позднее чем за …)») puts each date before its wording.
    """
    timed: list[Part | NotUnderstood] = []
    date_first = bool(parts and printed) and printed[0].span[0] < parts[0].span[0]
    for i, part in enumerate(parts):
        behind = parts[i - 1].span[0] if date_first and i else part.span[0]
        ahead = [other.span[0] for other in parts[i + 1 :]]
        since = -1 if date_first and not i else behind
        until = part.span[0] if date_first and ahead else next(iter(ahead), None)
        mine = [claim.part for claim in printed if since <= claim.span[0] and (until is None or claim.span[0] < until)]
        said = [claim for claim in mine if (claim.opens or claim.closes) and claim.closes != time(0)]
        if isinstance(part, Part) and len(said) == 1 and not part.opens and not part.closes and not is_periodic(part):
            starts, ends = (any(gives(b)[side] for b in part.bounds) for side in (0, 1))
            part = replace(
                part,
                opens=(said[0].opens or None) if starts else None,
                closes=(said[0].closes or None) if ends else None,
            )
        timed.append(part)
    return tuple(timed)


def _tell_apart(
    parts: list[Part | NotUnderstood], contrasted: list[bool]
) -> tuple[tuple[Part | NotUnderstood, ...], tuple[Claim, ...]]:
    """Literal parts beside worded ones repeat them; alone they are the term. «…, а …» goes with what it follows."""
    literal = [isinstance(part, Part) and is_literal(part) for part in parts]
    if all(literal) or not any(literal):
        return tuple(parts), ()
    worded = {
        part.condition for part, is_date in zip(parts, literal, strict=True) if isinstance(part, Part) and not is_date
    }
    kept: list[Part | NotUnderstood] = []
    claims: list[Claim] = []
    last_was_claim = False
    for part, is_date, contrast in zip(parts, literal, contrasted, strict=True):
        last_was_claim = is_date and (last_was_claim or not contrast)
        if last_was_claim and isinstance(part, Part) and _is_said_of(part.condition, worded):
            claims.append(Claim(part, part.span, part.text))
        else:
            kept.append(part)
    return tuple(kept), tuple(claims)


def _is_said_of(condition: str, worded: set[str]) -> bool:
    """Whether a date's condition is one of the wordings', in full or cut short («а при наличии обстоятельств …»)."""
    if not condition or condition in worded:
        return True
    begun = condition.split()[:2]
    return len(begun) == 2 and sum(other.split()[:2] == begun for other in worded) == 1
