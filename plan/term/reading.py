"""From a text to a `Term`: tokens, legal references set aside, parts one by one, printed dates told from the term."""

from __future__ import annotations

from plan.term.cursor import Cursor
from plan.term.parts import is_literal, read_part
from plan.term.tokens import Kind, Token, tidy, tokenize
from plan.term.tree import Claim, NotUnderstood, Part, Term

_LAW_STARTS = frozenset(
    "п пп пункт пункты подпункт подпункты ст статья статьи часть части ч абзац глава закон закона".split()
)
_BOUNDARY = frozenset((";", ",", ".", ")", "•"))


def parse(text: str) -> Term:
    """Read a wording. Never raises: what is not understood is in the tree as `NotUnderstood`."""
    tidied = tidy(text)
    c = Cursor(_without_law(tokenize(tidied)))
    parts: list[Part | NotUnderstood] = []
    claims: list[Claim] = []
    joined_by_but: list[bool] = []
    while not c.ended:
        if c.take(*_BOUNDARY):
            continue
        contrast = c.here.norm in ("а", "но") and bool(parts)
        if contrast:
            c.pos += 1
        part, inside = read_part(c)
        parts.append(part)
        joined_by_but.append(contrast)
        claims.extend(inside)
    kept, repeated = _tell_apart(parts, joined_by_but)
    return Term(kept, tuple(sorted((*claims, *repeated), key=lambda claim: claim.span)), tidied)


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
        kept.append(tokens[i])
        i += 1
    return tuple(kept)


def _is_law(token: Token) -> bool:
    return token.kind is Kind.WORD and token.norm in _LAW_STARTS


def _closing(tokens: tuple[Token, ...], opening: int) -> int | None:
    depth = 0
    for i in range(opening, len(tokens)):
        if tokens[i].norm == "(":
            depth += 1
        elif tokens[i].norm == ")":
            depth -= 1
            if depth == 0:
                return i
    return None
