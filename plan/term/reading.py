"""From a text to a `Term`: tokens, legal references set aside, parts one by one, printed dates told from the term."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from plan.term.cursor import Cursor
from plan.term.draft import gives, is_literal, is_periodic
from plan.term.parts import read_part
from plan.term.references import without_law
from plan.term.tokens import tidy, tokenize
from plan.term.tree import At, Before, Claim, Edge, Limit, NotUnderstood, Part, Term

_BOUNDARY = frozenset((";", ",", ".", ")", "•"))


def parse(text: str) -> Term:
    """Read a wording. Never raises: what is not understood is in the tree as `NotUnderstood`."""
    tidied = tidy(text)
    c = Cursor(without_law(tokenize(tidied)))
    if all(token.norm in ("-", "_") for token in c.tokens):
        return Term((), (), tidied)  # an empty cell, or one struck through
    parts: list[Part | NotUnderstood] = []
    claims: list[Claim] = []
    joined_by_but: list[bool] = []
    while not c.ended:
        if c.take(*_BOUNDARY):
            continue
        contrast = c.here.norm in ("а", "но") and bool(parts)
        if contrast and c.pos + 1 < len(c.tokens):
            c.pos += 1
        part, inside = read_part(c)
        parts.append(part)
        joined_by_but.append(contrast)
        claims.extend(inside)
    kept, repeated = _tell_apart(parts, joined_by_but)
    printed = tuple(sorted((*claims, *repeated), key=lambda claim: claim.span))
    return Term(_with_printed_hours(_settled(kept, printed), printed), printed, tidied)


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
    """
    timed: list[Part | NotUnderstood] = []
    for i, part in enumerate(parts):
        until = parts[i + 1].span[0] if i + 1 < len(parts) else None
        mine = [
            claim.part
            for claim in printed
            if part.span[0] <= claim.span[0] and (until is None or claim.span[0] < until)
        ]
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
    kept: list[Part | NotUnderstood] = []
    claims: list[Claim] = []
    last_was_claim = False
    for part, is_date, contrast in zip(parts, literal, contrasted, strict=True):
        last_was_claim = is_date and (last_was_claim or not contrast)
        if last_was_claim and isinstance(part, Part):
            claims.append(Claim(part, part.span, part.text))
        else:
            kept.append(part)
    return tuple(kept), tuple(claims)
