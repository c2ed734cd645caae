"""Hours of reception by days of the week: «(рабочие дни с 9 до 18 часов, суббота с 10 до 14)».

They say when a commission works on the days that a term names, so they move none of its dates and are no hour of
its last day. Taken only whole, beside dates; «кроме выходных» is no such list and is not taken.
"""

from __future__ import annotations

from plan.term.amounts import hour
from plan.term.anchors import spelled
from plan.term.cursor import Cursor
from plan.term.draft import Draft, is_fixed
from plan.term.numerals import WEEKDAY_STEMS

_KINDS = ("рабоч", "выходн", "праздничн", "нерабоч", "будн", "субботн", "воскресн")
_DAY_WORDS = ("дни", "дней", "дням", "днях", "день")


def worktime(c: Cursor, draft: Draft) -> bool:
    """Step over a list of hours by days and keep its words; False when anything else stands among them."""
    start = c.pos
    if draft.worktime or not draft.bounds or not all(is_fixed(b) for b in draft.bounds):
        return False
    bracket = c.take("(")
    c.take(",", ";", ":")
    first = c.pos
    named = False
    while True:
        before = c.pos
        if c.pos > first:
            c.take(",", ";")
            c.take("и", "а")
        kind = _item(c)
        if kind is None:
            c.pos = before
            break
        named = named or kind
    if not named or (bracket and not c.take(")")):
        c.pos = start
        return False
    if draft.opens is not None and draft.closes is not None:
        draft.opens = draft.closes = None  # «с 9 до 18 часов (в субботу с 10 до 14)»: no one hour for the last day
        draft.timed = False
    draft.worktime = spelled(c.tokens[first : c.pos - 1 if bracket else c.pos])
    return True


def _item(c: Cursor) -> bool | None:
    """One entry: True when it names days, False for bare hours or a break, None when it is no entry."""
    start = c.pos
    if c.take("перерыв") or c.take_all("обеденный перерыв"):
        c.take("на")
        c.take("обед")
        c.take("-", ":")
        if _hours(c):
            return False
    elif c.take_all("без перерыва") or c.take_all("по местному времени") or c.take("ежедневно"):
        return False
    else:
        days = _days(c)
        if days:
            c.take("-", ":", ",")
            if _hours(c):
                return True
        elif _hours(c):
            after = c.pos
            c.take("в", "по")
            if _days(c):
                return True
            c.pos = after
            return False
    c.pos = start
    return None


def _days(c: Cursor) -> bool:
    """«в рабочие дни», «по выходным и праздничным дням», «понедельник – пятница», «в субботу»."""
    start = c.pos
    c.take("в", "во", "по", "с")
    taken = False
    while True:
        if c.take_stem(*WEEKDAY_STEMS):
            taken = True
        elif c.take_stem(*_KINDS):
            while c.take_stem(*_KINDS):
                pass
            taken = True
            c.take(*_DAY_WORDS)
        else:
            break
        after = c.pos
        c.take("(", ")")
        if c.take("и", "-", ",", "по") and (c.at_stem(*WEEKDAY_STEMS) or c.at_stem(*_KINDS)):
            continue
        c.pos = after
        break
    if not taken:
        c.pos = start
    return taken


def _hours(c: Cursor) -> bool:
    """«с 9 до 18 часов», «10.00 – 14.00»."""
    start = c.pos
    c.take("с")
    if hour(c, bare=True) is not None and c.take("до", "по", "-") and hour(c, bare=True) is not None:
        return True
    c.pos = start
    return False
