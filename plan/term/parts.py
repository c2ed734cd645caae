"""Parts of a term: which bounds belong together, and what separates one part from the next.

Every token has to be accounted for: what is left over makes the part `NotUnderstood`.
"""

from __future__ import annotations

from dataclasses import replace

from plan.term.amounts import fixed_day, is_date
from plan.term.anchors import spelled
from plan.term.bounds import bound
from plan.term.cursor import Cursor
from plan.term.draft import MANNER, Draft, add, gives, is_fixed, is_literal, is_sound
from plan.term.heads import dash, head, hours_first, label, scoped, stray
from plan.term.hours import clock_beside, clock_list, filler, hours
from plan.term.notes import note
from plan.term.read import Read
from plan.term.starts import starts_clause, starts_condition, starts_date
from plan.term.tokens import Kind, Token
from plan.term.tree import At, AtOnce, Before, Claim, Edge, Event, Every, Limit, NotUnderstood, Part, Period, VotingDay
from plan.term.worktime import worktime

_JOINTS = frozenset((",", "и", "но", "также", "-", ":", "("))
_MOST_BOUNDS = 4  # a start, an end, a cap and a manner


def read_part(c: Cursor) -> tuple[Part | NotUnderstood, list[Claim]]:
    """The part that begins here, and the dates printed inside its sentence; always moves on."""
    start = c.pos
    draft = Draft()
    bracket = c.take("(")
    if head(c, draft) and _tail(c, draft) and (not bracket or c.take(")")) and _at_end(c, draft) and is_sound(draft):
        return draft.part(_span(c, start), spelled(c.tokens[start : c.pos])), draft.claims
    return _skip(c, start), []


def _skip(c: Cursor, start: int) -> NotUnderstood:
    """Pass over a part that was not understood, up to a plain beginning of the next.

    A cell's lines are often cut anywhere: a line that goes on in small letters belongs to the same sentence, and no
    date comes from a piece of one, save a date of its own.
    """
    c.pos = start + 1
    while not c.ended and c.here.norm != ";":
        if c.here.broken and starts_clause(c) and (c.here.capital or _starts_literal(c)):
            break
        c.pos += 1
    return NotUnderstood(spelled(c.tokens[start : c.pos]), "", _span(c, start))


def _span(c: Cursor, start: int) -> tuple[int, int]:
    return c.tokens[start].start, c.tokens[c.pos - 1].end


def _tail(c: Cursor, draft: Draft) -> bool:
    """What follows the first bound in the same part. False when a bound contradicts what is there."""
    while not c.ended:
        start = c.pos
        if c.here.norm == "," and scoped(c, 1):
            return True
        if (
            clock_list(c, draft)
            or hours(c, draft)
            or clock_beside(c, draft)
            or worktime(c, draft)
            or filler(c, draft)
            or _printed(c, draft)
            or _after_condition(c, draft)
        ):
            continue
        joined = _joined(c, draft)
        if joined is None:
            return False
        if not joined:
            c.pos = start
            if note(c, draft):
                continue
            stray(c)
            return True
    return True


def _printed(c: Cursor, draft: Draft) -> bool:
    """A literal date in brackets, after a dash or after «то есть»: the commission's claim."""
    start = c.pos
    only_manner = all(isinstance(b, Period) and b.every in MANNER for b in draft.bounds)
    fixed = [is_fixed(b) for b in draft.bounds]
    # «раз в 5 дней, начиная с 10.08.2024» is one term; «за 28 дней до … и до ноля часов 8 сентября (с 11 августа)»
    # repeats the end that is counted.
    if only_manner or (any(fixed) and (all(fixed) or c.here.norm != "(")):
        return False
    bracket = c.take("(")
    if not bracket:
        c.take(",")
        beside = not c.here.broken and starts_date(c)  # «до дня голосования 30.01.2023»
        if not (
            c.take_all("то есть")
            or c.take_all("т . е .")
            or c.take("-")
            or beside
            or (c.peek(-1).norm == "," and not c.here.broken)
        ):
            c.pos = start
            return False
    c.take_all("то есть") or c.take_all("т . е .")
    inner = Draft()
    first = c.pos
    read = None if hours_first(c, inner) else bound(c)
    if (read is None and not inner.bounds) or (read is not None and not add(inner, read)):
        c.pos = start
        return False
    while hours(c, inner) or filler(c, inner) or _literal_more(c, inner):
        pass
    part = inner.part(_span(c, first), spelled(c.tokens[first : c.pos]))
    if not is_literal(part) or (bracket and not c.take(")")) or (not bracket and _completes(draft, inner)):
        c.pos = start
        return False
    draft.claims.append(Claim(part, _span(c, start), part.text))
    return True


def _completes(draft: Draft, literal: Draft) -> bool:
    """«Со дня, следующего за …, до 18 часов 26 июля»: the other end of the same stretch, not its repetition.

    «За 11 дней до дня голосования, не позднее 28.02.2023» is one and the same day.
    """
    opened = draft.has_start and not draft.has_end and literal.has_end and not literal.has_start
    closed = draft.has_end and not draft.has_start and literal.has_start and not literal.has_end
    bare = len(draft.bounds) == 1 and isinstance(draft.bounds[0], Before) and draft.bounds[0].limit is Limit.BARE
    by = all(isinstance(b, At) and b.edge is Edge.BY for b in literal.bounds)
    return (opened and not (bare and by)) or closed


def _literal_more(c: Cursor, inner: Draft) -> bool:
    start = c.pos
    c.take("и")
    read = bound(c)
    if read is not None and all(is_fixed(b) for b in read.bounds) and add(inner, read):
        return True
    c.pos = start
    return False


def _after_condition(c: Cursor, draft: Draft) -> bool:
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


def _joined(c: Cursor, draft: Draft) -> bool | None:
    """A further bound of the same part. False when there is none, None when it contradicts the part."""
    broken = c.here.broken
    bracket = c.here.norm == "("
    if bracket and all(is_fixed(b) for b in draft.bounds):
        return False  # «30.01.2023 (не позднее чем за 40 дней …)»: the wording beside its date
    if bracket:
        c.pos += 1
    c.take(",") or (c.sees(". окончание") and c.take("."))
    but = False
    also = False
    if c.take("но"):
        but = True
        c.take("и")
    elif c.take_all("а также") or c.take("и"):
        also = True
    elif c.here.norm == "а" or (c.here.norm == "-" and not _applies_after_dash(c, draft)):
        return False
    else:
        dash(c)
    if c.take("окончание"):
        if not dash(c):
            return False
        draft.only = ""
    if c.ended or c.here.norm == ";":
        return False
    at = c.pos
    read = bound(c)
    if read is None:
        c.pos = at
        return False
    if bracket and not c.take(")"):
        return None
    if c.tokens[at - 1].norm not in _JOINTS and not _follows(draft, read):
        # Lines run together, as PDFs give them: «… до дня голосования Не позднее 30.01.2023» repeats the day.
        repeats = draft.has_end and all(is_fixed(b) for b in read.bounds)
        return False if broken or repeats or all(is_fixed(b) for b in draft.bounds) else None
    return _fit(draft, read, broken=broken and not (but or also), but=but)


def _follows(draft: Draft, read: Read) -> bool:
    """Without a joint only an end may follow a beginning: «после регистрации до …», «со дня … не позднее …»."""
    if any(isinstance(b, (AtOnce, Period)) for b in (*read.bounds, *draft.bounds)) or _refines_voting_day(draft, read):
        return True
    only_end = not any(gives(b)[0] for b in read.bounds)
    opened = all(isinstance(b, At) or not isinstance(read.bounds[0], Before) for b in draft.bounds)
    return only_end and opened and draft.has_start and not draft.has_end


def _applies_after_dash(c: Cursor, draft: Draft) -> bool:
    """«за 3 дня до дня голосования - немедленно», «… – ежедневно»: the dash gives the manner."""
    if any(isinstance(b, Before) for b in draft.bounds) and (c.sees("не реже", 1) or c.sees("не менее", 1)):
        return True  # «за 10 и менее дней до … – не реже одного раза в три дня»
    return c.peek(1).norm in ("немедленно", "незамедлительно", "ежедневно", "безотлагательно")


def _fit(draft: Draft, read: Read, *, broken: bool, but: bool) -> bool | None:
    """Join a bound when it completes or caps the part; None when both would set the same end."""
    if len(draft.bounds) >= _MOST_BOUNDS:
        return None
    if any(isinstance(b, Period) for b in read.bounds):
        if len(read.bounds) == 1 and isinstance(read.bounds[0], Period) and read.bounds[0].every is Every.DAILY:
            draft.daily = True
            return True
        if not broken and all(isinstance(b, Period) and b.every in MANNER for b in read.bounds):
            return True if add(draft, read) else None
        return False if broken else None
    literal = all(is_fixed(b) for b in read.bounds)
    starts = any(gives(b)[0] for b in read.bounds)
    ends = any(gives(b)[1] for b in read.bounds)
    at_once = any(isinstance(b, AtOnce) for b in read.bounds)
    manner = read.bounds == (AtOnce(),) and isinstance(draft.bounds[0], Before)
    if at_once and (manner or not draft.has_end) and not broken:
        return True if add(draft, read) else None
    if but and ends and not starts and draft.bounds:
        draft.capped = draft.has_end
        return True if add(draft, read) else None
    if ends and not starts and _refines_voting_day(draft, read):
        draft.capped = True
        return True if add(draft, read) else None
    if but and any(isinstance(b, Before) and b.limit is Limit.BARE for b in read.bounds):
        return None
    if but and starts and not ends and draft.has_start and not draft.has_end:
        draft.capped = True
        return True if add(draft, read) else None
    if (starts and draft.has_start) or (ends and draft.has_end):
        repeated = literal or all(is_fixed(b) for b in draft.bounds)
        return False if broken or repeated else None
    if broken and not literal and not ends:
        return False
    if broken and not _continues(read):
        return False
    return True if add(draft, read) else None


def _refines_voting_day(draft: Draft, read: Read) -> bool:
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


def lists_dates(c: Cursor) -> bool:
    """«10.08.2024, 12.08.2024», «10 августа и 12 августа», «до 1 февраля, до 1 августа»: another day of a list."""
    return c.here.norm in (",", "и") and (starts_date(c, 1) or (c.peek(1).norm in ("до", "к") and starts_date(c, 2)))


def _lists_like(c: Cursor, draft: Draft) -> bool:
    """Whether the day that a list goes on with is said as this part's only one is: «15 августа, 20 августа»."""
    if not lists_dates(c) or len(draft.bounds) != 1 or draft.timed:
        return False
    one = draft.bounds[0]
    if not isinstance(one, At) or not is_fixed(one):
        return False
    return one.edge is Edge.ON if starts_date(c, 1) else one.edge in (Edge.UNTIL, Edge.TOWARDS)


def days_apart(c: Cursor) -> list[Part]:
    """«15 и 20 августа 2025 года»: days that are no range, each a part; [] for anything else."""
    start = c.pos
    days: list[tuple[int, Token]] = []
    while c.here.kind is Kind.NUMBER and c.peek(1).norm in (",", "и") and c.peek(2).kind is Kind.NUMBER:
        days.append((c.here.value, c.here))
        c.pos += 2
    last_at = c.here
    last = fixed_day(c) if days else None
    ended = c.ended or c.here.norm in (";", ".", ")") or c.here.broken
    if last is None or not ended:
        c.pos = start
        return []
    numbers = [*(day for day, _ in days), last.day]
    row = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    real = all(is_date(last.year or 2024, last.month, day) for day in numbers)
    if row or not real or numbers != sorted(set(numbers)):
        c.pos = start
        return []
    end = c.tokens[c.pos - 1].end
    spans = [(token.start, token.end) for _, token in days] + [(last_at.start, end)]
    texts = [f"{day} {spelled(c.tokens[start + 2 * len(days) + 1 : c.pos])}" for day in numbers]
    return [
        Part((At(Edge.ON, replace(last, day=day)),), span=span, text=text)
        for day, span, text in zip(numbers, spans, texts, strict=True)
    ]


def _at_end(c: Cursor, draft: Draft) -> bool:
    """True at a place where a part may end."""
    if c.ended:
        return True
    here: Token = c.here
    literal = all(is_fixed(b) for b in draft.bounds)
    if _lists_like(c, draft):
        return True
    if here.norm == ";" or here.broken:
        return True
    if here.norm == "." and (c.peek(1).broken or c.pos + 1 >= len(c.tokens) or c.peek(1).capital):
        return True
    if here.norm == ",":
        after = c.peek(1)
        return after.broken or after.norm in ("а", "но") or starts_condition(c, 1) or _labelled(c, 1) or scoped(c, 1)
    if here.norm == "а":
        return True
    # A date beside a wording, or a wording beside a date: each repeats the other.
    ahead = 1 if here.norm == "(" else 0
    return starts_clause(c, ahead) and not _starts_literal(c) if literal else _starts_literal(c)


def _labelled(c: Cursor, ahead: int) -> bool:
    """«…, УИК: не позднее …», «…, в труднодоступных местностях – не позднее …»: a new part with its label."""
    probe = Cursor(c.tokens, c.pos + ahead)
    label(probe, Draft())
    return probe.pos > c.pos + ahead and probe.peek(-1).norm in ("-", ":") and bound(probe) is not None


def _starts_literal(c: Cursor) -> bool:
    probe = Cursor(c.tokens, c.pos)
    read = bound(probe)
    return read is not None and all(is_fixed(b) for b in read.bounds)
