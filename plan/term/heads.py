"""The beginning of a part: bullets, conditions, labels, hours before their days, and the first bound."""

from __future__ import annotations

from plan.term.anchors import spelled
from plan.term.bounds import AT_ONCE, bound
from plan.term.cursor import Cursor
from plan.term.draft import Draft, add
from plan.term.hours import hours, with_days_off
from plan.term.literals import fixed_range
from plan.term.notes import is_unsafe
from plan.term.numerals import DAYS, MONTHS, ORDINALS, compound
from plan.term.starts import starts_clause, starts_condition, starts_date, starts_hour
from plan.term.tokens import Kind
from plan.term.tree import Before, Limit

_VERBS = (
    "осуществляется",
    "осуществляются",
    "проводится",
    "проводятся",
    "производится",
    "производятся",
    "начинается",
    "начинаются",
)
_STRAY = frozenset("бдежзлмнпртфхцшщъыьэюя")
_LONGEST_SCOPE = 20
_LONGEST_CONDITION = 60  # tokens; a longer run before a bound is no condition
_LONGEST_LABEL = 25


def head(c: Cursor, draft: Draft) -> bool:
    """The beginning of a part up to and with its first bound."""
    _bullet(c)
    stray(c)
    c.take(*_VERBS)
    if starts_condition(c) and not _is_plain_need(c):
        condition = _condition(c)
        if condition is None:
            return False
        draft.conditions.append(condition)
    elif _scope(c, draft) or _before_scope(c, draft):
        pass
    else:
        label(c, draft)
    if _daily_first(c, draft) or hours_first(c, draft):
        return True
    read = bound(c)
    return read is not None and add(draft, read)


def _is_plain_need(c: Cursor) -> bool:
    return c.sees("при необходимости")


def _bullet(c: Cursor) -> None:
    """«- », «1) », «а) » at the beginning of a part."""
    if c.here.norm in ("-", "•", "*", "–"):
        c.pos += 1
    elif (
        c.peek(1).norm == ")"
        and not c.peek(2).glued
        and c.peek(2).norm not in MONTHS
        and (c.here.kind is Kind.NUMBER or len(c.here.norm) == 1)
    ):
        c.pos += 2


def stray(c: Cursor) -> None:
    """Pass over a single letter that is no word of Russian: a slip of the keyboard («п Не позднее чем …»)."""
    if c.here.kind is not Kind.WORD or c.here.norm not in _STRAY:
        return
    after = c.peek(1)  # before a date it may be what is left of «до», before a month of its day
    if (after.kind is Kind.WORD and after.norm not in MONTHS) or c.pos + 1 >= len(c.tokens):
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
    while not c.ended and c.here.norm not in (";", "а", "но") and c.pos - start < _LONGEST_SCOPE:
        if c.pos > start and c.here.broken and starts_clause(c):
            break
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


def _before_scope(c: Cursor, draft: Draft) -> bool:
    """«за пять и менее дней до дня голосования – не позднее дня, предшествующего …»: when that bound applies.

    Before «немедленно» and «ежедневно» it is the opening itself (rows 9 and 72).
    """
    start = c.pos
    if c.here.norm != "за":
        return False
    read = bound(c)
    within = any(token.norm == "менее" for token in c.tokens[start : c.pos])
    if read is not None and isinstance(read.bounds[0], Before):
        text = spelled(c.tokens[start : c.pos])
        dash(c)
        if within and starts_clause(c) and c.here.norm not in AT_ONCE and c.here.norm != "ежедневно":
            draft.conditions.append(text)
            return True
    c.pos = start
    return False


def scoped(c: Cursor, ahead: int) -> bool:
    """True when a part of its own begins `ahead` places on: «за 10 и менее дней до дня голосования – ежедневно»,
    «в день голосования – в течение двух часов»."""
    probe = Cursor(c.tokens, c.pos + ahead)
    if probe.here.norm == "в":
        return _scope(probe, Draft()) and probe.peek(-1).norm in ("-", ":")
    if probe.here.norm != "за":
        return False
    read = bound(probe)
    if read is None or not isinstance(read.bounds[0], Before) or read.bounds[0].limit is not Limit.BARE:
        return False
    return dash(probe) and not probe.peek(-1).glued and (starts_clause(probe) or probe.sees("не реже"))


def label(c: Cursor, draft: Draft) -> None:
    """«Для кандидатов - не позднее …», «Решение должно быть принято не позднее …»: who or what the bound is for.

    Kept as a condition, never dropped; words that could themselves count or turn the meaning make it no label.
    """
    start = c.pos
    if c.here.norm in ("и", "также", "то") or c.sees("на срок"):
        return
    while c.here.kind is Kind.WORD and c.pos - start < _LONGEST_LABEL:
        if is_unsafe(c.here.norm) and not _numbers_a_thing(c):
            break
        if starts_clause(c):
            break
        c.pos += 1
        c.take(",")
        if c.here.norm == ":" or (c.here.norm == "-" and not c.here.glued and not c.peek(1).glued):
            after = Cursor(c.tokens, c.pos + 1)
            if starts_clause(after) or after.here.norm in ("после", "со", "с", "до") or starts_date(after):
                _keep_label(spelled(c.tokens[start : c.pos]), draft)
                c.pos += 1
                return
            break
    said = spelled(c.tokens[start : c.pos])
    if c.pos > start and _starts_count(c):
        _keep_label(said, draft)
        return
    c.pos = start


def _numbers_a_thing(c: Cursor) -> bool:
    """«второй финансовый отчёт»: an ordinal before a noun phrase; before a day, a month or «раз» it could count."""
    after = c.peek(1)
    return c.here.norm in ORDINALS and after.kind is Kind.WORD and after.norm not in DAYS and not is_unsafe(after.norm)


def _keep_label(said: str, draft: Draft) -> None:
    edge = {"начало": "start", "окончание": "end"}.get(said.lower(), "")
    draft.only = edge
    if not edge and said.lower() not in ("срок", "сроки", "дата", "даты"):
        draft.conditions.append(said)


def _starts_count(c: Cursor) -> bool:
    """A bound that says plainly how it counts, so that the words before it can only be its subject."""
    if c.here.norm == "не":
        return starts_clause(c)
    if c.here.norm == "до" and c.peek(-1).norm.endswith(("ется", "ются", "ится", "ятся")):
        return starts_hour(c, 1) or starts_date(c, 1)  # «документы принимаются до 17.00 30 июля»
    if c.here.norm in AT_ONCE:
        return True
    if c.here.norm in ("начинается", "начинаются"):
        c.pos += 1
        return True
    if c.here.norm in ("с", "со", "в"):
        opening = Cursor(c.tokens, c.pos)
        if fixed_range(opening) is not None:
            return True
    if c.here.norm == "в":
        return c.peek(1).norm in ("течение", "течении") or compound(c.peek(1).norm) is not None
    return c.here.norm == "за" and starts_clause(c)


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


def _daily_first(c: Cursor, draft: Draft) -> bool:
    """«ежедневно, включая выходные дни, с 2 марта по 11 апреля 2022 года»: the manner before its days."""
    start = c.pos
    if c.take("ежедневно"):
        with_days_off(c)
        c.take(",")
        read = fixed_range(c)
        if read is not None and add(draft, read):
            draft.daily = True
            return True
    c.pos = start
    return False
