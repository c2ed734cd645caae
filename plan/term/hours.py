"""Hours of a part, and the words that are taken and change nothing.

What is taken so, and why:
- «по местному времени»: every hour is local to the campaign;
- «включительно» after a date or «по»: a last day is part of a term anyway (after «до дня …» it is read, not skipped);
- «ежедневно» beside dates: the same hours on each day (kept as `daily`);
- «без перерыва» (row 97): how the work goes on, not when;
- «(по отдельному плану)»: where the details stand;
- «осуществляется», «проводится», «производится» (in `heads`): the verb of the activity;
- legal references in brackets («(ст. 33 ЗКО)»): where the rule stands, not the rule.
«как правило», «рабочих», «кроме», «московского времени» are not in this list on purpose: they change the term.
"""

from __future__ import annotations

from datetime import time

from plan.term.amounts import MIDNIGHT_END, hour
from plan.term.anchors import day_anchor, spelled
from plan.term.bounds import local_time
from plan.term.cursor import Cursor
from plan.term.draft import Draft, is_fixed
from plan.term.numerals import MONTHS, WEEKDAY_STEMS
from plan.term.tokens import Kind
from plan.term.tree import At, Edge, Months, VotingDay


def hours(c: Cursor, draft: Draft) -> bool:
    """«с 8 до 20 часов», «до 18 часов», «не позднее 18.00», «в 12 часов», with a bracket round it or none."""
    start = c.pos
    bracket = c.take("(")
    daily = bracket and c.take("ежедневно")
    c.take(",")
    opens = closes = None
    if c.sees("но не позднее") or c.sees("но не позже"):  # «…, но не позднее 18 часов»: of the last day
        c.pos += 1
    if c.sees("в период с") and draft.bounds:
        c.pos += 2
    if c.take("с"):
        opens = hour(c, bare=True)
        spoken = c.peek(-1).kind is not Kind.NUMBER or c.peek(-2).norm in (".", ":", "-")
        if opens is None or opens == MIDNIGHT_END:
            c.pos = start
            return False
        if c.take("до", "по"):
            closes = hour(c, bare=spoken or _behind_date(c, start))
            if closes is None:
                c.pos = start
                return False
        elif not spoken:
            c.pos = start
            return False
    elif c.take("до", "к") or c.take_all("не позднее") or c.take_all("не позже"):
        closes = hour(c)
    elif c.take("в"):
        closes = hour(c)
        # «в 12 часов» on a day is that moment; after «не позднее …» it is the last hour.
        on = not draft.bounds or any(isinstance(b, At) and b.edge is Edge.ON for b in draft.bounds)
        if closes == MIDNIGHT_END:  # «в 24 часа» is the end of one day and the beginning of another
            c.pos = start
            return False
        opens = closes if on and closes != time(0) else None
    # «не позднее 24 часов с момента …», «2 часа после …», «10 часов до дня …» are lengths, not hours of a day.
    length = c.sees("с момента") or c.here.norm == "после" or (c.here.norm == "до" and not c.here.broken)
    if (opens is None and closes is None) or draft.timed or length:
        c.pos = start
        return False
    local_time(c)
    both = opens is not None and closes is not None  # «с 8.00 до 20.00 12.03.2023»: the day has both
    if (bracket and not c.take(")")) or (not both and _goes_on_to_day(c, draft)):
        c.pos = start
        return False
    draft.opens = opens
    draft.closes = None if closes == MIDNIGHT_END else closes
    draft.timed = True
    draft.daily = draft.daily or daily
    return True


def _behind_date(c: Cursor, start: int) -> bool:
    """«10 августа 2024 года с 9 до 18»: behind a date with its year the numbers can only be hours."""
    before = c.tokens[max(start - 1, 0)]
    dated = before.kind is Kind.DATE or before.norm in ("года", "г", ".")
    return start > 0 and dated and c.peek(1).norm not in MONTHS


def _goes_on_to_day(c: Cursor, draft: Draft) -> bool:
    """«до 20.00 12.03.2023»: the hour belongs to the day after it, across a line break only inside a literal range."""
    if c.here.broken and not (draft.bounds and not draft.has_end and all(is_fixed(b) for b in draft.bounds)):
        return False
    start = c.pos
    c.take(",")
    on = c.take("в")
    found = day_anchor(c)
    c.pos = start
    return found is not None and not (on and found == VotingDay())


def with_days_off(c: Cursor) -> bool:
    """«включая выходные и праздничные дни»: days are counted by the calendar anyway."""
    start = c.pos
    bracket = c.take("(")
    c.take(",")
    if c.take("включая") or c.take_all("в том числе в") or c.take_all("в том числе"):
        taken = False
        while c.take_stem("выходн", "праздничн", "нерабоч", *WEEKDAY_STEMS):
            taken = True
            c.take("и")
        if taken:
            c.take("дни", "днях")
            if not bracket or c.take(")"):
                return True
    c.pos = start
    return False


def clock_beside(c: Cursor, draft: Draft) -> bool:
    """«10.08.2026, 15:00», «не позднее 10 августа, 18.00», «10.08.2024 9.00 – 18.00»: an hour behind its date."""
    start = c.pos
    if draft.timed or len(draft.bounds) != 1 or not is_fixed(draft.bounds[0]) or c.here.broken:
        return False
    day = draft.bounds[0]
    assert isinstance(day, At)
    c.take(",")
    said = hour(c)
    until = None
    if said is not None and day.edge is Edge.ON and c.take("-"):
        until = hour(c)
        if until is None or until <= said:
            said = None
    if said is None or said in (time(0), MIDNIGHT_END) or day.edge not in (Edge.ON, Edge.BY, Edge.UNTIL, Edge.TO):
        c.pos = start
        return False
    local_time(c)
    draft.opens = said if day.edge is Edge.ON else None
    draft.closes = (None if until == MIDNIGHT_END else until) if until is not None else said
    draft.timed = True
    return True


def filler(c: Cursor, draft: Draft) -> bool:
    start = c.pos
    bracket = c.take("(")
    # «март, по отдельному графику»; beside other bounds only brackets say that it is a remark
    remark = c.take(",") and bool(draft.bounds) and all(isinstance(b, Months) for b in draft.bounds)
    taken = (
        c.take("включительно")
        or c.take_all("без перерыва")
        or c.take_all("и без перерыва")
        or c.take_all("по местному времени")
        or ((bracket or remark) and (c.take_all("по отдельному плану") or c.take_all("по отдельному графику")))
    )
    if not taken and c.take("ежедневно"):
        draft.daily = taken = True
    if taken and (not bracket or c.take(")")):
        return True
    c.pos = start
    return with_days_off(c)


def clock_list(c: Cursor, draft: Draft) -> bool:
    """«на 10, 12, 15 и 18 часов», «по состоянию на 10.00, 12.00 и 15.00»: several hours of a day, kept as its words.

    They move no date, and none of them alone is the hour of the day.
    """
    start = c.pos
    if (
        draft.timed
        or draft.worktime
        or not all(isinstance(b, At) and (b.edge is Edge.ON or is_fixed(b)) for b in draft.bounds)
    ):
        return False
    bracket = c.take("(")
    c.take(",")
    first = c.pos
    c.take_all("по состоянию")
    said: list[time] = []
    if c.take("на", "в"):
        while (one := hour(c, bare=True)) is not None:
            said.append(one)
            if not c.take(",", "и"):
                break
    spoken = c.peek(-1).norm in ("часов", "часа", "час", "ч", ".") or c.peek(-2).norm in (".", ":")
    if len(said) < 2 or said != sorted(set(said)) or not spoken:
        c.pos = start
        return False
    local_time(c)
    draft.worktime = spelled(c.tokens[first : c.pos])
    if bracket and not c.take(")"):
        draft.worktime = ""
        c.pos = start
        return False
    return True
