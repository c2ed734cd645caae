"""The beginning of a part: bullets, conditions, labels, hours before their days, and the first bound."""

from __future__ import annotations

from plan.term.anchors import spelled, starts_clause, starts_condition
from plan.term.bounds import AT_ONCE, bound
from plan.term.cursor import Cursor
from plan.term.draft import Draft, add
from plan.term.hours import hours
from plan.term.tokens import Kind
from plan.wordlist import words

_VERBS = frozenset(
    words(
        "осуществляется осуществляются проводится проводятся производится производятся представляется "
        "представляются публикуется публикуются принимается принимаются подается подаются"
    )
)
_STRAY = frozenset("бдежзлмнпртфхцшщъыьэюя")
_LONGEST_SCOPE = 20
_LONGEST_CONDITION = 60  # tokens; a longer run before a bound is no condition
_UNSAFE_IN_LABEL = ("рабоч", "выходн", "кроме", "исключен", "московск", "не", "ранее", "позднее", "до", "после")


def head(c: Cursor, draft: Draft) -> bool:
    """The beginning of a part up to and with its first bound."""
    _bullet(c)
    stray(c)
    if c.here.norm in _VERBS:
        c.pos += 1
    if starts_condition(c) and not _is_plain_need(c):
        condition = _condition(c)
        if condition is None:
            return False
        draft.conditions.append(condition)
    elif _scope(c, draft):
        pass
    else:
        _label(c, draft)
    if hours_first(c, draft):
        return True
    read = bound(c)
    return read is not None and add(draft, read)


def _is_plain_need(c: Cursor) -> bool:
    return c.sees("при необходимости")


def _bullet(c: Cursor) -> None:
    """«- », «1) », «а) » at the beginning of a part."""
    if c.here.norm in ("-", "•", "*", "–"):
        c.pos += 1
    elif c.peek(1).norm == ")" and (c.here.kind is Kind.NUMBER or len(c.here.norm) == 1):
        c.pos += 2


def stray(c: Cursor) -> None:
    """Pass over a single letter that is no word of Russian: a slip of the keyboard («п Не позднее чем …»)."""
    if c.here.kind is Kind.WORD and c.here.norm in _STRAY and c.peek(1).norm != ".":
        c.pos += 1


def _condition(c: Cursor) -> str | None:
    """«при наличии вынуждающих к тому обстоятельств», «если обращение получено …» before a bound."""
    start = c.pos
    strict = c.here.norm == "если"
    while not c.ended and c.here.norm != ";" and c.pos - start < _LONGEST_CONDITION:
        if c.pos > start and c.here.norm == "-" and not c.peek(1).glued:
            text = spelled(c.tokens[start : c.pos])
            c.pos += 1
            return text
        if c.here.norm == "," and starts_clause(c, 1):
            text = spelled(c.tokens[start : c.pos])
            c.pos += 1
            return text
        if not strict and c.pos > start and starts_clause(c) and c.here.norm != "в":
            return spelled(c.tokens[start : c.pos])
        c.pos += 1
    c.pos = start
    return None


def _scope(c: Cursor, draft: Draft) -> bool:
    """«В день голосования - в течение двух часов …», «в день голосования или в следующий за ним день - немедленно».

    When the bound applies; without a dash only «в день голосования немедленно» is plain.
    """
    start = c.pos
    if not (c.sees("в день") or c.sees("в дни")):
        return False
    while not c.ended and c.here.norm != ";" and c.pos - start < _LONGEST_SCOPE:
        if dash(c) and not c.peek(-1).glued:
            if not starts_clause(c):
                break
            draft.conditions.append(spelled(c.tokens[start : c.pos]))
            return True
        if c.pos > start and starts_clause(c) and c.here.norm != "в":
            if c.here.norm not in AT_ONCE:
                break
            draft.conditions.append(spelled(c.tokens[start : c.pos]))
            return True
        c.pos += 1
    c.pos = start
    return False


def _label(c: Cursor, draft: Draft) -> None:
    """«Для кандидатов - не позднее …», «Публикация: не позднее …»: who or what the bound is for."""
    start = c.pos
    while c.here.kind is Kind.WORD and c.pos - start < 15 and not c.here.norm.startswith(_UNSAFE_IN_LABEL):
        if starts_clause(c):
            break
        if c.here.norm in _VERBS and c.pos > start and starts_clause(c, 1):
            draft.conditions.append(spelled(c.tokens[start : c.pos]))
            c.pos += 1
            return
        c.pos += 1
        c.take(",")
        if c.here.norm == ":" or (c.here.norm == "-" and not c.here.glued and not c.peek(1).glued):
            after = c.pos + 1
            probe = Cursor(c.tokens, after)
            if starts_clause(probe) or probe.here.norm in ("после", "со", "с", "до"):
                label = spelled(c.tokens[start : c.pos])
                c.pos = after
                if label.lower() not in ("срок", "начало"):
                    draft.conditions.append(label)
                return
            break
    c.pos = start


def dash(c: Cursor) -> bool:
    return c.take("-") or c.take(":")


def hours_first(c: Cursor, draft: Draft) -> bool:
    """«с 8 до 20 часов по местному времени с 10.03.2023 по 12.03.2023»: hours before their days."""
    start = c.pos
    if hours(c, draft):
        c.take(",")
        read = bound(c)
        if read is not None and add(draft, read):
            return True
    draft.opens = draft.closes = None
    draft.timed = False
    c.pos = start
    return False
