"""Parts of a term: bounds that belong together, their hours and conditions, and what separates one part from the next.

Every token has to be accounted for: what is left over makes the part `NotUnderstood`. Words that are taken and
change nothing, and why:
- «по местному времени»: every hour is local to the campaign;
- «включительно» after a date or «по»: a last day is part of a term anyway (after «до дня …» it is read, not skipped);
- «ежедневно» beside dates: the same hours on each day (kept as `daily`);
- «без перерыва» (row 97): how the work goes on, not when;
- «осуществляется», «проводится», «производится»: the verb of the activity;
- legal references in brackets («(ст. 33 ЗКО)»): where the rule stands, not the rule.
«как правило», «рабочих», «кроме», «московского времени» are not in this list on purpose: they change the term.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import time

from plan.term.amounts import hour
from plan.term.anchors import day_anchor, spelled, starts_clause, starts_condition, voting_day
from plan.term.bounds import Read, bound, local_time
from plan.term.cursor import Cursor
from plan.term.tokens import Kind, Token
from plan.term.tree import (
    After,
    At,
    AtOnce,
    Before,
    BeforeSpan,
    Bound,
    Claim,
    Edge,
    Event,
    FixedDay,
    Form,
    Limit,
    Months,
    NotUnderstood,
    Part,
    Period,
    VotingDay,
    WithinBefore,
)

_VERBS = frozenset(
    "осуществляется осуществляются проводится проводятся производится производятся представляется представляются "
    "публикуется публикуются начинается начинаются".split()
)
_UNSAFE_IN_LABEL = ("рабоч", "выходн", "кроме", "исключен", "московск", "не", "ранее", "позднее", "до", "после")


@dataclass(slots=True)
class _Draft:
    """A part while it is read."""

    bounds: list[Bound] = field(default_factory=list)
    opens: time | None = None
    closes: time | None = None
    timed: bool = False
    conditions: list[str] = field(default_factory=list)
    capped: bool = False
    daily: bool = False
    claims: list[Claim] = field(default_factory=list)

    @property
    def has_start(self) -> bool:
        return any(gives(b)[0] for b in self.bounds)

    @property
    def has_end(self) -> bool:
        return any(gives(b)[1] for b in self.bounds)

    def part(self, span: tuple[int, int], text: str) -> Part:
        return Part(
            tuple(self.bounds),
            self.opens,
            self.closes,
            "; ".join(self.conditions),
            self.capped,
            self.daily,
            span,
            text,
        )


def gives(item: Bound) -> tuple[bool, bool]:
    """Which ends of a stretch of time a bound sets: (start, end)."""
    match item:
        case Before(limit=limit):
            return limit is not Limit.NOT_LATER, limit is Limit.NOT_LATER
        case After(form=form, limit=limit):
            if form is Form.EXPIRY or limit is Limit.NOT_EARLIER:
                return True, False
            if form is Form.WITHIN or (limit is Limit.BARE and form in (Form.THROUGH, Form.NTH_DAY)):
                return True, True
            return False, True
        case At(edge=edge):
            if edge is Edge.ON:
                return True, True
            return edge in (Edge.SINCE, Edge.AFTER, Edge.NOT_BEFORE, Edge.AS), edge in (Edge.BY, Edge.UNTIL, Edge.TO)
        case AtOnce():
            return True, False
        case BeforeSpan() | WithinBefore() | Period() | Months():
            return True, True


def is_literal(part: Part) -> bool:
    """True when every bound is a literal date: such a part beside a worded one only repeats it."""
    return all(isinstance(b, At) and isinstance(b.anchor, FixedDay) for b in part.bounds)


def read_part(c: Cursor) -> tuple[Part | NotUnderstood, list[Claim]]:
    """The part that begins here, and the dates printed inside its sentence; always moves on."""
    start = c.pos
    draft = _Draft()
    if _head(c, draft) and _tail(c, draft) and _at_end(c) and _sound(draft):
        return draft.part(_span(c, start), spelled(c.tokens[start : c.pos])), draft.claims
    return _skip(c, start), []


def _skip(c: Cursor, start: int) -> NotUnderstood:
    """Pass over a part that was not understood, up to a plain beginning of the next."""
    c.pos = max(start + 1, start)
    while not c.ended and c.here.norm != ";" and not (c.here.broken and starts_clause(c)):
        c.pos += 1
    return NotUnderstood(spelled(c.tokens[start : c.pos]), "", _span(c, start))


def _span(c: Cursor, start: int) -> tuple[int, int]:
    return c.tokens[start].start, c.tokens[c.pos - 1].end


def _head(c: Cursor, draft: _Draft) -> bool:
    """The beginning of a part up to and with its first bound."""
    _bullet(c)
    if c.here.norm in _VERBS and not c.sees("начинается", 0):
        c.pos += 1
    if c.take("не") and not c.here.norm.startswith(("поз", "ран", "мен", "бол")):
        return False
    if c.peek(-1).norm == "не" and c.pos > 0:
        c.pos -= 1
    if starts_condition(c) and not _is_plain_need(c):
        condition = _condition(c)
        if condition is None:
            return False
        draft.conditions.append(condition)
    elif _scope(c, draft):
        pass
    else:
        _label(c, draft)
    if _hours_first(c, draft):
        return True
    read = bound(c)
    return read is not None and _add(draft, read)


def _is_plain_need(c: Cursor) -> bool:
    return c.sees("при необходимости")


def _bullet(c: Cursor) -> None:
    """«- », «1) », «а) » at the beginning of a part."""
    if c.here.norm in ("-", "•", "*", "–"):
        c.pos += 1
    elif c.peek(1).norm == ")" and (c.here.kind is Kind.NUMBER or len(c.here.norm) == 1):
        c.pos += 2


def _condition(c: Cursor) -> str | None:
    """«при наличии вынуждающих к тому обстоятельств», «если обращение получено …» before a bound."""
    start = c.pos
    strict = c.here.norm == "если"
    while not c.ended and c.here.norm != ";":
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


def _scope(c: Cursor, draft: _Draft) -> bool:
    """«В день голосования - в течение двух часов …»: when the bound after the dash applies."""
    start = c.pos
    if c.take("в") and voting_day(c) is not None and _dash(c) and starts_clause(c):
        draft.conditions.append(spelled(c.tokens[start : c.pos]))
        return True
    c.pos = start
    return False


def _label(c: Cursor, draft: _Draft) -> None:
    """«Для кандидатов - не позднее …», «Публикация: не позднее …»: who or what the bound is for."""
    start = c.pos
    while c.here.kind is Kind.WORD and c.pos - start < 15 and not c.here.norm.startswith(_UNSAFE_IN_LABEL):
        if starts_clause(c):
            break
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


def _dash(c: Cursor) -> bool:
    return c.take("-") or c.take(":")


def _hours_first(c: Cursor, draft: _Draft) -> bool:
    """«с 8 до 20 часов по местному времени с 10.03.2023 по 12.03.2023»: hours before their days."""
    start = c.pos
    if _hours(c, draft):
        c.take(",")
        read = bound(c)
        if read is not None and _add(draft, read):
            return True
    draft.opens = draft.closes = None
    draft.timed = False
    c.pos = start
    return False


def _hours(c: Cursor, draft: _Draft) -> bool:
    """«с 8 до 20 часов», «до 18 часов», «не позднее 18.00», «в 12 часов», with a bracket round it or none."""
    start = c.pos
    bracket = c.take("(")
    c.take(",")
    opens = closes = None
    if c.take("с"):
        opens = hour(c, bare=True)
        spoken = c.peek(-1).kind is not Kind.NUMBER or c.peek(-2).norm in (".", ":", "-")
        if opens is None:
            c.pos = start
            return False
        if c.take("до", "по"):
            closes = hour(c, bare=spoken)
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
    if (opens is None and closes is None) or draft.timed:
        c.pos = start
        return False
    local_time(c)
    if (bracket and not c.take(")")) or _goes_on_to_day(c, draft):
        c.pos = start
        return False
    draft.opens = opens
    draft.closes = None if closes == time.max else closes
    draft.timed = True
    return True


def _goes_on_to_day(c: Cursor, draft: _Draft) -> bool:
    """«до 20.00 12.03.2023»: the hour belongs to the day after it, across a line break only inside a literal range."""
    if c.here.broken and not (draft.bounds and not draft.has_end and all(_is_fixed(b) for b in draft.bounds)):
        return False
    start = c.pos
    found = day_anchor(c)
    c.pos = start
    return found is not None


def _is_fixed(bound_: Bound) -> bool:
    return isinstance(bound_, At) and isinstance(bound_.anchor, FixedDay)


def _add(draft: _Draft, read: Read) -> bool:
    if (read.opens or read.closes) and draft.timed and ((read.opens and draft.opens) or (read.closes and draft.closes)):
        return False
    draft.bounds.extend(read.bounds)
    if read.opens is not None:
        draft.opens, draft.timed = read.opens, True
    if read.closes is not None:
        draft.closes, draft.timed = read.closes, True
    return True


def _tail(c: Cursor, draft: _Draft) -> bool:
    """What follows the first bound in the same part. False when a bound contradicts what is there."""
    while not c.ended:
        start = c.pos
        if _hours(c, draft) or _filler(c, draft) or _printed(c, draft) or _after_condition(c, draft):
            continue
        joined = _joined(c, draft)
        if joined is None:
            return False
        if not joined:
            c.pos = start
            return True
    return True


def _filler(c: Cursor, draft: _Draft) -> bool:
    start = c.pos
    bracket = c.take("(")
    c.take(",")
    taken = False
    if c.take("включительно"):
        taken = True
    elif c.take("ежедневно"):
        draft.daily = taken = True
    elif c.take_all("без перерыва"):
        taken = True
    elif c.take_all("по местному времени"):
        taken = True
    if taken and (not bracket or c.take(")")):
        return True
    c.pos = start
    return False


def _printed(c: Cursor, draft: _Draft) -> bool:
    """A literal date in brackets, after a dash or after «то есть»: the commission's claim."""
    start = c.pos
    if any(isinstance(b, At) and isinstance(b.anchor, FixedDay) for b in draft.bounds):
        return False
    bracket = c.take("(")
    if not bracket:
        c.take(",")
        if not (
            c.take_all("то есть") or c.take_all("т.е.") or c.take("-") or (c.peek(-1).norm == "," and not c.here.broken)
        ):
            c.pos = start
            return False
    c.take_all("то есть") or c.take_all("т . е .")
    inner = _Draft()
    first = c.pos
    read = None if _hours_first(c, inner) else bound(c)
    if (read is None and not inner.bounds) or (read is not None and not _add(inner, read)):
        c.pos = start
        return False
    while _hours(c, inner) or _filler(c, inner) or _literal_more(c, inner):
        pass
    part = inner.part(_span(c, first), spelled(c.tokens[first : c.pos]))
    if not is_literal(part) or (bracket and not c.take(")")):
        c.pos = start
        return False
    draft.claims.append(Claim(part, _span(c, start), part.text))
    return True


def _literal_more(c: Cursor, inner: _Draft) -> bool:
    start = c.pos
    c.take("и")
    read = bound(c)
    if read is not None and all(isinstance(b, At) and isinstance(b.anchor, FixedDay) for b in read.bounds):
        if _add(inner, read):
            return True
    c.pos = start
    return False


def _after_condition(c: Cursor, draft: _Draft) -> bool:
    """A condition behind the bound: «…, если иное не установлено», «… в случае проведения повторного голосования»."""
    start = c.pos
    bracket = c.take("(")
    c.take(",")
    if not starts_condition(c):
        c.pos = start
        return False
    first = c.pos
    while not c.ended and c.here.norm not in (";", ")") and not (c.here.broken and starts_clause(c)):
        if c.here.kind in (Kind.NUMBER, Kind.DATE) or starts_clause(c) or c.here.norm == "-":
            c.pos = start
            return False
        c.pos += 1
    draft.conditions.append(spelled(c.tokens[first : c.pos]))
    if bracket and not c.take(")"):
        c.pos = start
        return False
    return True


def _joined(c: Cursor, draft: _Draft) -> bool | None:
    """A further bound of the same part. False when there is none, None when it contradicts the part."""
    broken = c.here.broken
    bracket = c.here.norm == "("
    if bracket:
        c.pos += 1
    comma = c.take(",")
    but = False
    also = False
    if c.take("но"):
        but = True
        c.take("и")
    elif c.take_all("а также"):
        also = True
    elif c.take("и"):
        also = True
    elif c.here.norm == "а" or (c.here.norm == "-" and not _applies_after_dash(c, draft)):
        return False
    else:
        _dash(c)
    if c.ended or c.here.norm == ";":
        return False
    at = c.pos
    read = bound(c)
    if read is None:
        c.pos = at
        return False
    if bracket and not c.take(")"):
        return None
    return _fit(draft, read, broken=broken and not (but or also), but=but, comma=comma)


def _applies_after_dash(c: Cursor, draft: _Draft) -> bool:
    """«за 3 дня до дня голосования - немедленно», «… – ежедневно»: the dash gives the manner."""
    return c.peek(1).norm in ("немедленно", "незамедлительно", "ежедневно", "безотлагательно")


def _fit(draft: _Draft, read: Read, *, broken: bool, but: bool, comma: bool) -> bool | None:
    """Join a bound when it completes or caps the part; None when both would set the same end."""
    if any(isinstance(b, Period) for b in read.bounds):
        if len(read.bounds) == 1 and isinstance(read.bounds[0], Period) and read.bounds[0].every.value == "ежедневно":
            draft.daily = True
            return True
        return False if broken else None
    literal = all(isinstance(b, At) and isinstance(b.anchor, FixedDay) for b in read.bounds)
    starts = any(gives(b)[0] for b in read.bounds)
    ends = any(gives(b)[1] for b in read.bounds)
    at_once = any(isinstance(b, AtOnce) for b in read.bounds)
    if at_once and not draft.has_end and not broken:
        return True if _add(draft, read) else None
    if but and ends and not starts and draft.bounds:
        draft.capped = draft.has_end
        return True if _add(draft, read) else None
    if ends and not starts and _refines_voting_day(draft, read):
        draft.capped = True
        return True if _add(draft, read) else None
    if (starts and draft.has_start) or (ends and draft.has_end):
        return False if broken or (literal and (comma or True)) else None
    if broken and not literal and not ends:
        return False
    if broken and not _continues(read):
        return False
    return True if _add(draft, read) else None


def _refines_voting_day(draft: _Draft, read: Read) -> bool:
    """«В день голосования до момента окончания голосования» (row 60)."""
    if len(draft.bounds) != 1 or len(read.bounds) != 1:
        return False
    day, until = draft.bounds[0], read.bounds[0]
    return (
        isinstance(day, At)
        and day.edge is Edge.ON
        and isinstance(day.anchor, VotingDay)
        and isinstance(until, At)
        and isinstance(until.anchor, Event)
        and until.anchor.key == "voting_ended"
    )


def _continues(read: Read) -> bool:
    """After a line break only «до …», «по …», «прекращается …» go on with a part that has begun."""
    first = read.bounds[0]
    return isinstance(first, At) and first.edge in (Edge.UNTIL, Edge.TO, Edge.BY)


def _at_end(c: Cursor) -> bool:
    """True at a place where a part may end."""
    if c.ended:
        return True
    here: Token = c.here
    if here.norm == ";" or here.broken:
        return True
    if here.norm == "." and (c.peek(1).broken or c.pos + 1 >= len(c.tokens) or c.peek(1).capital):
        return True
    if here.norm == ",":
        after = c.peek(1)
        return after.broken or after.norm in ("а", "но") or starts_condition(c, 1)
    return here.norm == "а" or _starts_literal(c)


def _starts_literal(c: Cursor) -> bool:
    probe = Cursor(c.tokens, c.pos)
    read = bound(probe)
    return read is not None and all(isinstance(b, At) and isinstance(b.anchor, FixedDay) for b in read.bounds)


def _sound(draft: _Draft) -> bool:
    """Bounds that can stand together; hours need a day to stand on."""
    periods = [b for b in draft.bounds if isinstance(b, (Period, Months))]
    if periods and len(draft.bounds) > len(periods):
        return False
    _share_year(draft)
    return bool(draft.bounds)


def _share_year(draft: _Draft) -> None:
    """«с 14 июня до 18.00 24 июля 2023 года»: the year of the last date is the first one's too."""
    literal = [b for b in draft.bounds if isinstance(b, At) and isinstance(b.anchor, FixedDay)]
    if len(literal) == 2 and len(draft.bounds) == 2:
        first, last = literal[0].anchor, literal[1].anchor
        assert isinstance(first, FixedDay) and isinstance(last, FixedDay)
        if first.year is None and last.year is not None:
            earlier = (first.month, first.day) <= (last.month, last.day)
            dated = replace(first, year=last.year if earlier else last.year - 1)
            draft.bounds[0] = replace(literal[0], anchor=dated)
