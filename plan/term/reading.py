"""From a text to a `Term`: tokens, legal references set aside, parts one by one, printed dates told from the term."""

from __future__ import annotations

from dataclasses import replace

from plan.term.cursor import Cursor
from plan.term.draft import is_literal
from plan.term.parts import read_part
from plan.term.tokens import Kind, Token, tidy, tokenize
from plan.term.tree import At, Before, Claim, Edge, Limit, NotUnderstood, Part, Term
from plan.wordlist import words

_LAW_STARTS = frozenset(
    words("п пп пункт пункты подпункт подпункты ст статья статьи часть части ч абзац глава закон закона")
)
_LONGEST_REFERENCE = 200  # tokens in a bracket
_BOUNDARY = frozenset((";", ",", ".", ")", "•"))


def parse(text: str) -> Term:
    """Read a wording. Never raises: what is not understood is in the tree as `NotUnderstood`."""
    tidied = tidy(text)
    c = Cursor(_without_law(tokenize(tidied)))
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
    return Term(_settled(kept, printed), printed, tidied)


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


def _without_law(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Set aside brackets that hold nothing but a reference to the law: «(п. 7 ст. 19 ФЗ)»."""
    kept: list[Token] = []
    i = 0
    while i < len(tokens):
        if tokens[i].norm == "(" and i + 1 < len(tokens) and _is_law(tokens[i + 1]):
            close = _closing(tokens, i)
            if close is not None:
                i = close + 1
                continue
        if _is_bare_reference(tokens, i):
            i += 1
            while i < len(tokens) and tokens[i].norm != ";" and not tokens[i].broken:
                i += 1
            continue
        kept.append(tokens[i])
        i += 1
    return tuple(kept)


def _is_bare_reference(tokens: tuple[Token, ...], i: int) -> bool:
    """«… до дня голосования, ст. 33 ЗКО»: a reference to the end of its line, outside a bracket.

    Inside an event's name («документов, предусмотренных п. 4 ст. 71») it belongs to the name.
    """
    abbreviated = tokens[i].norm in ("ст", "п", "пп", "ч") and i + 2 < len(tokens) and tokens[i + 1].norm == "."
    if not abbreviated or tokens[i + 2].kind is not Kind.NUMBER:
        return False
    before = tokens[i - 1].norm if i else ""
    return not before.startswith(("предусмотренн", "указанн", "установленн", "определенн", "согласно", "с", "в"))


def _is_law(token: Token) -> bool:
    return token.kind is Kind.WORD and token.norm in _LAW_STARTS


def _closing(tokens: tuple[Token, ...], opening: int) -> int | None:
    depth = 0
    for i in range(opening, min(len(tokens), opening + _LONGEST_REFERENCE)):
        if tokens[i].norm == "(":
            depth += 1
        elif tokens[i].norm == ")":
            depth -= 1
            if depth == 0:
                return i
    return None
