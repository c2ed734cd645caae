"""Where a new bound or a condition plainly begins: what ends an event's own words, and a part."""

from __future__ import annotations

from plan.term.cursor import Cursor
from plan.term.numerals import CARDINALS, DAYS, MONTHS, compound
from plan.term.tokens import Kind, Token


def starts_clause(c: Cursor, ahead: int = 0) -> bool:
    """True when a new bound plainly begins `ahead` places on; used to end an event's own words."""
    here = c.peek(ahead)
    after = c.peek(ahead + 1)
    match here.norm:
        case "не":
            return after.norm in ("позднее", "позже", "ранее", "раньше", "менее", "более")
        case "до" | "вплоть" | "прекращается" | "заканчивается" | "завершается" | "накануне" | "начинается":
            return True
        case "незамедлительно" | "немедленно" | "безотлагательно" | "сразу" | "включительно":
            return True
        case "ежедневно" | "еженедельно" | "ежемесячно" | "ежеквартально" | "постоянно":
            return True
        case "за" | "через" | "спустя":
            return _starts_number(after)
        case "в":
            if c.peek(ahead + 2).norm == "нескольких":  # «голосования в течение нескольких дней подряд»
                return False
            return (
                after.norm in ("течение", "течении", "день", "дни", "ноль", "срок", "сроки")
                or _starts_number(after)
                or compound(after.norm) is not None
            )
        case "на":
            return c.peek(ahead + 2).norm in DAYS and _starts_number(after, ordinals=True)
        case "по":
            return after.norm in ("истечении", "мере", "день") or starts_date(c, ahead + 1)
        case "с" | "со":
            return after.norm in ("дня", "даты", "момента") or starts_date(c, ahead + 1) or starts_hour(c, ahead + 1)
        case "одновременно":
            return after.norm in ("с", "со")
        case "начиная":
            return after.norm in ("с", "со")
        case "без":
            return after.norm == "перерыва"
        case "после":
            return here.broken
        case "весь":
            return after.norm.startswith("период")
    return False


def starts_condition(c: Cursor, ahead: int = 0) -> bool:
    """True when a condition begins `ahead` places on."""
    here, after = c.peek(ahead).norm, c.peek(ahead + 1).norm
    if here == "если":
        return True
    if here == "в":
        return after in ("случае", "случаях", "исключительных") or (after == "силу" and _circumstances(c, ahead + 2))
    if here in ("при", "по", "ввиду", "вследствие") and _circumstances(c, ahead + 1):
        return True
    if here != "при" or after in ON_DOING:
        return False
    return after in ("условии", "необходимости") or after.endswith(("нии", "тии", "чии", "вии"))


def _circumstances(c: Cursor, ahead: int) -> bool:
    """«при вынуждающих (к тому) обстоятельствах», «в силу чрезвычайных обстоятельств»."""
    for place in range(ahead, ahead + 4):
        if c.peek(place).kind is not Kind.WORD or starts_clause(c, place):
            return False
        if c.at_stem("обстоятельств", ahead=place):
            return True
    return False


ON_DOING = ("окончании", "завершении", "получении", "поступлении", "представлении", "опубликовании", "принятии")
"""What «при …» and «по …» name as an event rather than a condition."""

_LONGEST_LABEL = 25


def starts_labelled(c: Cursor, ahead: int = 0) -> bool:
    """True when words, a dash or a colon and a bound begin `ahead` places on: «для партий – не позднее …»."""
    for place in range(ahead, ahead + _LONGEST_LABEL):
        token = c.peek(place)
        if token.norm == ":" or (token.norm == "-" and not token.glued and not c.peek(place + 1).glued):
            return place > ahead and starts_clause(c, place + 1)
        if token.kind is not Kind.WORD:
            return False
    return False


def _starts_number(token: Token, ordinals: bool = False) -> bool:
    if token.kind is Kind.NUMBER or token.norm in CARDINALS or token.norm in ("сутки", "месяц", "час"):
        return True
    return ordinals and token.kind is Kind.WORD


def starts_date(c: Cursor, ahead: int = 0) -> bool:
    """True when a literal date stands `ahead` places on."""
    token = c.peek(ahead)
    if token.kind is Kind.DATE:
        return True
    return token.kind is Kind.NUMBER and c.peek(ahead + 1).norm in MONTHS


def starts_hour(c: Cursor, ahead: int) -> bool:
    token = c.peek(ahead)
    return token.kind is Kind.NUMBER and (
        c.peek(ahead + 1).norm in ("час", "часов", "часа", "ч") or c.peek(ahead + 1).norm in (":", ".")
    )
