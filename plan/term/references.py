"""References to the law among the words of a term: where the rule stands, not the rule.

They are set aside before the grammar reads. Only what is nothing but a reference is: a bracket that begins like
one and then says a term («(часть документов – не позднее 10 августа)») stays and has to be understood.
"""

from __future__ import annotations

from plan.term.cursor import Cursor
from plan.term.starts import starts_clause, starts_condition
from plan.term.tokens import Kind, Token
from plan.wordlist import words

_LAW_STARTS = frozenset(
    words("п пп пункт пункты подпункт подпункты ст статья статьи часть части ч абзац абз глава закон закона фз зко")
)
_DOCUMENTS = words(
    "федеральн закон постановлен распоряжен приказ указ решен положени инструкци порядок методическ рекомендаци "
    "конституц устав кодекс регламент выписк"
)
_LED_BY = ("в соответствии с", "на основании", "согласно", "см .", "см")
_LAWS = ("фз", "оз", "рз", "кз", "зо", "гд")
_IN_NAMES = ("предусмотренн", "указанн", "установленн", "определенн", "согласно", "с", "в")
_LONGEST = 200  # tokens in a bracket


def without_law(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens without references to the law: «(п. 7 ст. 19 ФЗ)», «…, ст. 33 ЗКО»."""
    kept: list[Token] = []
    i = 0
    while i < len(tokens):
        close = _closing(tokens, i) if tokens[i].norm == "(" else None
        if close is not None and _is_reference(tokens, i + 1, close):
            i = close + 1
        elif _begins_bare(tokens, i):
            i = _end_of_bare(tokens, i)
            if kept and kept[-1].norm == "," and i < len(tokens) and tokens[i].norm == ",":
                kept.pop()
        else:
            kept.append(tokens[i])
            i += 1
    return tuple(kept)


def _is_reference(tokens: tuple[Token, ...], first: int, close: int) -> bool:
    """Whether a bracket holds a reference alone. What stands in quotes is a document's title."""
    c = Cursor(tokens[first:close])
    any(c.take_all(lead) for lead in _LED_BY)
    begins = c.here
    counted = begins.kind is Kind.NUMBER and c.peek(1).norm == "-" and c.peek(2).norm in _LAWS
    if not (begins.kind is Kind.WORD or counted):
        return False
    if not counted and begins.norm not in _LAW_STARTS:
        numbered = any(token.kind in (Kind.NUMBER, Kind.DATE) for token in c.tokens)
        if not numbered or not begins.norm.startswith(_DOCUMENTS):
            return False
    quoted = 0
    while not c.ended:
        if c.here.norm == '"':
            quoted = max(0, quoted + (-1 if c.here.raw == "»" or (c.here.raw != "«" and quoted) else 1))
        elif not quoted and _says_a_term(c):
            return False
        c.pos += 1
    return True


def _says_a_term(c: Cursor) -> bool:
    if c.here.kind is Kind.DATE:
        return c.peek(-1).norm not in ("от", "n", "№")
    return starts_clause(c) and not c.sees("на основании")


def _begins_bare(tokens: tuple[Token, ...], i: int) -> bool:
    """«… до дня голосования, ст. 33 ЗКО»: a reference outside a bracket.

    Inside an event's name («документов, предусмотренных п. 4 ст. 71») it belongs to the name.
    """
    abbreviated = tokens[i].norm in ("ст", "п", "пп", "ч") and i + 2 < len(tokens) and tokens[i + 1].norm == "."
    if not abbreviated or tokens[i + 2].kind is not Kind.NUMBER:
        return False
    if tokens[i].norm == "ч" and i and tokens[i - 1].kind is Kind.NUMBER:
        return False  # «18 ч. 00 мин.» is an hour
    before = tokens[i - 1].norm if i else ""
    if tokens[i].norm == "ч" and before in ("до", "с", "в", "к", "по"):
        return False  # «до ч. 18» is no reference either
    return not before.startswith(_IN_NAMES)


def _end_of_bare(tokens: tuple[Token, ...], i: int) -> int:
    """The end of the line, or where the term goes on: «…, ст. 33 ЗКО, а в исключительных случаях – …»."""
    c = Cursor(tokens, i + 1)
    while not c.ended and c.here.norm not in (";", "(", "а", "но") and not c.here.broken:
        ahead = 1 if c.here.norm == "," else 0
        if c.peek(ahead).norm in ("а", "но") or starts_condition(c, ahead) or starts_clause(c, ahead):
            break
        if c.here.kind is Kind.DATE and c.peek(-1).norm != "от":
            break
        c.pos += 1
    return c.pos


def _closing(tokens: tuple[Token, ...], opening: int) -> int | None:
    depth = 0
    for i in range(opening, min(len(tokens), opening + _LONGEST)):
        if tokens[i].norm == "(":
            depth += 1
        elif tokens[i].norm == ")":
            depth -= 1
            if depth == 0:
                return i
    return None
