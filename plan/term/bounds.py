"""One bound at a time: «не позднее чем за …», «в течение …», «со дня …», «прекращается в ноль часов …».

Each function reads one way of speaking and puts the cursor back when it is another. A bound comes with the
hours that stand inside it («до 18 часов 30 января»).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from plan.events import OTHER_EVENT, name_event
from plan.term.amounts import MIDNIGHT_END, fixed_day, hour
from plan.term.anchors import anchor, beside_day, day_anchor, event, forward, voting_day
from plan.term.cursor import Cursor
from plan.term.literals import fixed_range, sees_whole_date
from plan.term.numerals import compound
from plan.term.offsets import after, before, nth_day, within
from plan.term.periods import period
from plan.term.read import Read, Words
from plan.term.starts import ON_DOING
from plan.term.tree import (
    Anchor,
    At,
    AtOnce,
    Beside,
    Edge,
    Event,
    Limit,
    VotingDay,
)


def bound(c: Cursor) -> Read | None:
    """The next bound, or None when nothing that the grammar knows stands here."""
    start = c.pos
    if c.here.norm in ("чем", "как"):  # the limit before it is lost, and with it the side
        return None
    for reader in (before, within, after, nth_day, fixed_range, _hour_of_day, _at, _at_once):
        found = reader(c)
        if found is not None:
            span = c.tokens[start].start, c.tokens[c.pos - 1].end
            spanned = tuple(replace(b, span=span) if isinstance(b, At) else b for b in found.bounds)
            return replace(found, bounds=spanned)
        c.pos = start
    every = period(c)
    if every is not None:
        return Read((every,))
    c.pos = start
    return None


def local_time(c: Cursor) -> None:
    """«по местному времени» changes nothing: hours are local everywhere. Another zone's time is not taken."""
    c.take_all("по местному времени") or c.take_all("местного времени") or c.take_all("по местному")


def _hour_of_day(c: Cursor) -> Read | None:
    """«до 18 часов 30 января», «в ноль часов дня, предшествующего …», «до 14 часов 12.03.2023», «с 9.00 1 марта»."""
    ceases = c.take("прекращается", "заканчивается", "завершается", "прекращаются", "заканчиваются")
    if not ceases and c.sees("в срок до"):
        c.pos += 2
    late = c.take_all("не позднее") or c.take_all("не позже")
    early = exact = False
    if late:
        _than(c)
    else:
        if c.take("с", "после"):
            early = True
        elif c.take_all("не ранее") or c.take_all("не раньше"):
            early = True
            _than(c)
        elif not ceases and c.take("в"):
            exact = True
        elif not c.take("до", "в", "к", "по"):
            return None
    said = hour(c)
    if said is None:
        return None
    local_time(c)
    c.take(",")
    on = c.take("в")
    day = day_anchor(c)
    if on and day == VotingDay():
        return None  # «после 20 часов в день голосования»: all the voting days, not a point of the last
    if day is None and said == time(0) and (c.take_all("за сутки до") or c.take_all("за одни сутки до")):
        eve = voting_day(c)
        day = Beside(eve, -1) if eve else None
    elif day is None and c.take("дня"):
        day = event(c)
    if day is None:
        return None
    if early:  # «с 24 часов 5 сентября» begins with the day after: not taken
        return None if said == MIDNIGHT_END else Read((At(Edge.SINCE, day),), opens=said)
    if exact and said not in (time(0), MIDNIGHT_END):
        return Read((At(Edge.ON, day),), opens=said, closes=said)
    closes = None if said == MIDNIGHT_END else said
    return Read((At(Edge.BY, day, ceases=ceases),), closes=closes)


def _than(c: Cursor) -> None:
    """«не позднее чем в 14.00 …», «не ранее, чем в 8 часов …»."""
    start = c.pos
    c.take(",")
    if not c.take("чем"):
        c.pos = start
    c.take("в")


AT_ONCE = ("незамедлительно", "немедленно", "безотлагательно", "сразу")
_CEASES = ("прекращается", "прекращаются", "заканчивается", "заканчиваются", "завершается")
_BEGINS = ("начинается", "начинаются")


def _at(c: Cursor) -> Read | None:
    """A day or an event without a number."""
    ceases = c.take(*_CEASES)
    if not ceases:
        c.take(*_BEGINS)
    if not c.take_all("в период") and c.sees("в срок") and c.peek(2).norm in ("с", "со", "до", "по"):
        c.pos += 2
    if c.take("начиная") and c.here.norm not in ("с", "со"):
        return None
    if c.take("вплоть") and c.here.norm not in ("до", "по"):
        return None
    if c.take_all("одновременно с") or c.take_all("одновременно со"):
        together = event(c)
        if isinstance(together, Event) and together.key == OTHER_EVENT:
            together = _handing_in(together)
        return Read((At(Edge.ON, together),)) if together else None
    if c.take("накануне"):
        eve = voting_day(c) or (VotingDay() if c.take("голосования") else None)
        return Read((At(Edge.ON, Beside(eve, -1)),)) if eve else None
    words = Words(c)
    if words.measure:
        return None
    edge = {Limit.NOT_LATER: Edge.BY, Limit.NOT_EARLIER: Edge.NOT_BEFORE, Limit.BARE: None}[words.limit]
    if edge is not None:
        # «не позднее чем» goes on with a count or with «в день …», never with an event's name.
        next_day = _next_day(c) if edge is Edge.BY and c.take("на") else None
        if next_day is not None:  # «не позднее чем на следующий день после дня голосования»
            return Read((At(edge, next_day, ceases=ceases),))
        within = c.take("в") or (edge is Edge.NOT_BEFORE and c.take("с", "со"))
        return _edge(c, edge, ceases) if within or not words.than or sees_whole_date(c) else None
    if c.here.norm == "по" and c.peek(1).norm in ON_DOING:
        c.pos += 1
        done = event(c)
        return Read((At(Edge.AFTER, done, by_day=False),)) if done else None
    if c.take_all("по мере") or (c.here.norm == "при" and c.peek(1).norm in ON_DOING and c.take("при")):
        named = event(c)
        return (
            Read((At(Edge.AS, named, by_day=False),))
            if named and named != Event(OTHER_EVENT, "необходимости")
            else None
        )
    day: Anchor | None
    if c.take("к", "ко"):
        if c.take("моменту"):  # «к моменту представления документов для регистрации»
            by = event(c)
            return Read((At(Edge.BY, by, by_day=False),)) if by else None
        towards = day_anchor(c)
        return Read((At(Edge.TOWARDS, towards),)) if towards else None
    if c.take("на"):  # «на следующий день после дня голосования»
        day = beside_day(c)
        return Read((At(Edge.ON, day),)) if day else None
    if c.take("в", "во"):
        each = c.take_all("каждый из") or c.take("каждый", "все")
        day = voting_day(c) if each else beside_day(c) or voting_day(c)
        if each and day != VotingDay():
            return None
        if day is not None:
            return Read((At(Edge.ON, day, ceases=ceases),))
        if c.take("день"):
            named = event(c)
            return Read((At(Edge.ON, named),)) if named else None
        return None
    for preposition, found in (
        ("со", Edge.SINCE),
        ("с", Edge.SINCE),
        ("после", Edge.AFTER),
        ("до", Edge.UNTIL),
        ("по", Edge.TO),
    ):
        if c.take(preposition):
            if found is Edge.TO and not (c.sees("день") or sees_whole_date(c)):
                return None
            if found is Edge.SINCE and not (c.at_stem("дня", "дат", "момент", "перв", "последн") or sees_whole_date(c)):
                return None
            return _edge(c, found, ceases)
    day = fixed_day(c)
    if day is None and not ceases:  # «День голосования» as the whole of a term
        day = voting_day(c) if c.here.norm in ("день", "дни") else None
    if day is not None:
        return Read((At(Edge.BY if ceases else Edge.ON, day, ceases=ceases),))
    return None


def _handing_in(together: Event) -> Event:
    """«Одновременно с документами для регистрации» is when they are handed in."""
    first, _, rest = together.text.partition(" ")
    if first.lower() != "документами":
        return together
    text = f"представления документов {rest}".strip()
    return Event(name_event(text.lower().split()), text)


def _next_day(c: Cursor) -> Beside | None:
    return beside_day(c) if c.at_stem("следующ") else None


def _edge(c: Cursor, edge: Edge, ceases: bool) -> Read | None:
    found = anchor(c)
    if found is None or compound(c.here.norm) is not None:
        return None
    target, by_day = found
    named = isinstance(target, Event) and target.key == OTHER_EVENT
    if named and edge in (Edge.BY, Edge.NOT_BEFORE) and c.here.norm in ("за", "через", "в"):
        return None  # «не позднее чeм за 10 дней»: a limit whose next word is spoilt, and a count
    if edge in (Edge.SINCE, Edge.AFTER):
        target = forward(target)
    if (c.take("включительно") or c.take_all("( включительно )")) and edge is Edge.UNTIL:
        edge = Edge.TO
    return Read((At(edge, target, by_day, ceases),))


def _at_once(c: Cursor) -> Read | None:
    if not c.take(*AT_ONCE):
        return None
    c.take("же")
    after: list[Anchor] = []
    while True:
        start = c.pos
        c.take(",")
        if after and not c.take("или", "либо"):
            c.pos = start
            break
        if not c.take("после"):
            c.pos = start
            break
        found = anchor(c)
        if found is None:
            return None
        after.append(found[0])
    return Read((AtOnce(tuple(after)),))
