"""One bound at a time: «не позднее чем за …», «в течение …», «со дня …», «прекращается в ноль часов …».

Each function reads one way of speaking and puts the cursor back when it is another. A bound comes with the
hours that stand inside it («до 18 часов 30 января»).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from plan.events import OTHER_EVENT
from plan.term.amounts import amount, fixed_day, hour, is_date, number, term_amount, unit
from plan.term.anchors import anchor, beside_day, day_anchor, event, forward, nth, voting_day
from plan.term.cursor import Cursor
from plan.term.numerals import compound
from plan.term.periods import period
from plan.term.tokens import Kind
from plan.term.tree import (
    After,
    Amount,
    Anchor,
    At,
    AtOnce,
    Before,
    BeforeSpan,
    Beside,
    Bound,
    Edge,
    Event,
    FixedDay,
    Form,
    Limit,
    Since,
    Unit,
    Voting,
    VotingDay,
    WithinBefore,
)


@dataclass(frozen=True, slots=True)
class Read:
    """A bound as read, with the hours said inside it; a range of dates is two bounds."""

    bounds: tuple[Bound, ...]
    opens: time | None = None
    closes: time | None = None


def bound(c: Cursor) -> Read | None:
    """The next bound, or None when nothing that the grammar knows stands here."""
    start = c.pos
    for reader in (_before, _within, _after, _nth_day, _fixed_range, _hour_of_day, _at, _at_once):
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


class _Words:
    """What «не позднее», «не ранее», «не менее», «не более» and «чем» before a number said."""

    def __init__(self, c: Cursor) -> None:
        self.limit = Limit.BARE
        self.measure = ""  # "менее" | "более"
        c.take_all("в срок")
        if c.take("не"):
            if c.take("позднее", "позже"):
                self.limit = Limit.NOT_LATER
            elif c.take("ранее", "раньше"):
                self.limit = Limit.NOT_EARLIER
            elif c.take("менее"):
                self.measure = "менее"
            elif c.take("более"):
                self.measure = "более"
            else:
                c.pos -= 1
        start = c.pos
        c.take(",")
        self.than = c.take("чем") or c.take("как")
        if not self.than:
            c.pos = start
        self.any = self.limit is not Limit.BARE or bool(self.measure)

    def before_limit(self, with_za: bool) -> Limit | None:
        """The limit of «за N дней до»; «не менее чем за» leaves as much time as «не позднее чем за»."""
        if self.measure and not with_za:
            return None
        return {"": self.limit, "менее": Limit.NOT_LATER, "более": Limit.NOT_EARLIER}[self.measure]


def _before(c: Cursor) -> Read | None:
    words = _Words(c)
    with_za = c.take("за")
    limit = words.before_limit(with_za)
    if limit is None or not (with_za or limit is not Limit.BARE) or c.sees("через"):
        return None
    both = _two_amounts(c, limit)
    if both is not None:
        return both
    first = amount(c, day_alone=True) if with_za else _genitive_amount(c)
    at_most = False
    if first is None and with_za:
        count = number(c)
        if count and c.take_all("и менее"):
            found = unit(c)
            first, at_most = (Amount(count, found), True) if found else (None, False)
    elif first is not None and c.take_all("и менее"):
        at_most = True
    if first is None or (at_most and limit is not Limit.BARE):
        return None
    target = _counted_to(c)
    if target is None:
        return None
    return Read((Before(limit, first, target),))


def _two_amounts(c: Cursor, limit: Limit) -> Read | None:
    """«за 50 – 30 дней до», «не ранее [чем за] 15 [дней] и не позднее [чем за] 10 дней до»."""
    start = c.pos
    count = number(c)
    if count is None:
        return None
    if limit is Limit.BARE and c.take("-"):
        last = amount(c)
        target = _counted_to(c) if last is not None else None
        if last is not None and target is not None:
            return Read((BeforeSpan(Amount(count, last.unit), last, target),))
        c.pos = start
        return None
    first_unit = unit(c)
    c.take(",")
    if limit is not Limit.BARE and (c.take("и") or c.take("но")):
        words = _Words(c)
        other = words.before_limit(c.take("за"))
        second = amount(c) if other not in (None, Limit.BARE, limit) else None
        target = _counted_to(c) if second is not None else None
        if other is not None and second is not None and target is not None:
            first = Amount(count, first_unit or second.unit)
            return Read((Before(limit, first, target), Before(other, second, target)))
    c.pos = start
    return None


def _counted_to(c: Cursor) -> Anchor | None:
    """«до дня голосования», «перед днем голосования», «до заседания комиссии»."""
    if c.take("перед"):
        return voting_day(c)
    if not c.take("до"):
        return None
    found = anchor(c)
    return found[0] if found else None


def _genitive_amount(c: Cursor) -> Amount | None:
    """«не позднее трёх дней»; «не позднее 3 дня» may be the third day, so it is not taken."""
    size = amount(c)
    singular = c.peek(-1).norm == "дня" and size is not None and size.count != 1
    return None if singular else size


def _since(c: Cursor) -> Since | None:
    start = c.pos
    c.take("начиная")
    if c.take("со", "с", "от"):
        if c.take("дня", "даты") or (c.at_stem("перв", "последн") and c.peek(1).norm == "дня" and c.take(c.here.norm)):
            return Since.DAY
        if c.take("момента"):
            return Since.MOMENT
    elif c.take("после"):
        return Since.AFTER
    c.pos = start
    return None


def _counted_from(c: Cursor) -> tuple[Since, Anchor] | None:
    """«со дня голосования», «после дня регистрации», «, считая с момента обращения»."""
    start = c.pos
    c.take(",")
    since = _since(c)
    if since is None:
        c.pos = start
        return None
    if since is Since.AFTER:
        found = anchor(c)
        if found is not None:
            return (Since.AFTER_DAY if found[1] else Since.AFTER), forward(found[0])
        c.pos = start
        return None
    # «со дня» has taken the word itself: look from it for «дня голосования», «дня, следующего за …».
    c.pos -= 1
    day = None if since is Since.MOMENT else day_anchor(c)
    if day is not None:
        return since, day
    c.pos += 1
    named = event(c)
    if named is not None:
        return since, named
    c.pos = start
    return None


def _within(c: Cursor) -> Read | None:
    words = _Words(c)
    if words.measure == "более" or words.limit is Limit.NOT_EARLIER:
        return None
    if not (c.take_all("в течение") or c.take_all("в течении")):
        return None
    if words.measure:  # «не менее чем в течение 15 дней»: how long it has to run, not when it ends
        return None
    whole = voting_day(c)
    if whole is not None:
        return Read((At(Edge.ON, whole),))
    last_ones = c.take_stem("последн")
    size = amount(c)
    if size is None:
        return None
    if c.sees("до") or c.sees("перед"):
        target = _counted_to(c)
        if target is None:
            return None
        return Read((WithinBefore(size, target, _and_voting_day(c)),))
    if last_ones:
        return None
    after = _counted_from(c)
    if after is None:
        return Read((After(Form.WITHIN, words.limit, size, Since.DAY, None),))
    return Read((After(Form.WITHIN, words.limit, size, after[0], after[1]),))


def _and_voting_day(c: Cursor) -> bool:
    start = c.pos
    c.take(",")
    if (c.take_all("а также в") or c.take_all("и в") or c.take("в")) and voting_day(c) == VotingDay(Voting.DAY):
        return True
    c.pos = start
    return False


def _after(c: Cursor) -> Read | None:
    words = _Words(c)
    if c.take("в"):
        size = term_amount(c)
        if size is None or not c.take("срок") or words.limit is Limit.NOT_EARLIER or words.measure:
            return None
        return _offset(c, Form.TERM, words.limit, size)
    if c.take_all("по истечении"):
        if words.any and words.limit is not Limit.NOT_EARLIER:
            return None
        size = amount(c) or term_amount(c)
        if size is None:
            return None
        c.take_stem("срока")
        return _needs_anchor(_offset(c, Form.EXPIRY, words.limit, size))
    if c.take("через", "спустя"):
        if words.measure:
            return None
        size = amount(c)
        return _needs_anchor(_offset(c, Form.THROUGH, words.limit, size)) if size else None
    if words.measure == "менее" and not words.than:
        size = amount(c)
        return _needs_anchor(_offset(c, Form.AT_LEAST, Limit.BARE, size)) if size else None
    if words.limit is Limit.NOT_LATER:
        size = _genitive_amount(c)
        return _needs_anchor(_offset(c, Form.PLAIN, words.limit, size)) if size else None
    return None


def _offset(c: Cursor, form: Form, limit: Limit, size: Amount) -> Read:
    after = _counted_from(c)
    if after is None:
        return Read((After(form, limit, size, Since.DAY, None),))
    return Read((After(form, limit, size, after[0], after[1]),))


def _needs_anchor(read: Read) -> Read | None:
    """«Не позднее чем через 5 дней» from nothing is no term."""
    first = read.bounds[0]
    return None if isinstance(first, After) and first.anchor is None else read


def _nth_day(c: Cursor) -> Read | None:
    words = _Words(c)
    if words.measure or words.limit is Limit.NOT_EARLIER:
        return None
    if not c.take("на") and not (words.limit is Limit.NOT_LATER and not words.than):
        return None
    count = nth(c)
    if not count:
        return None
    after = _counted_from(c)
    # «на третий день со дня» may or may not count the day itself: only «после» leaves no doubt.
    if after is None or after[0] not in (Since.AFTER, Since.AFTER_DAY):
        return None
    return Read((After(Form.NTH_DAY, words.limit, Amount(count, Unit.DAY), after[0], after[1]),))


def _fixed_range(c: Cursor) -> Read | None:
    """«с 20 по 30 июля 2023 года», «с 25 декабря по 10 января 2023 года», «10 – 12 марта», «10, 11 и 12 марта»."""
    start = c.pos
    opening = c.take_all("в период с") or c.take("с", "со")
    listed = None if opening else _listed_days(c)
    if listed is not None:
        return listed
    short = _day_and_month(c)
    first_day = number(c) if short is None and not _sees_whole_date(c) else None
    if first_day is not None:
        closing = c.take("по", "до") if opening else c.take("-")
        last = fixed_day(c) if closing else None
        if last is not None:
            first = FixedDay(first_day, last.month, last.year)
            return _range(first, last)
        c.pos = start
        return None
    first_date = short or fixed_day(c)
    if first_date is None:
        return None
    closing = c.take("по", "до") if opening else c.take("-")
    if closing:
        last = fixed_day(c)
        if last is not None:
            return _range(first_date, last)
    c.pos = start
    return None


def _listed_days(c: Cursor) -> Read | None:
    """«10, 11 и 12 марта 2023 года»: days in a row are one range; others are not taken."""
    start = c.pos
    days: list[int] = []
    while c.here.kind is Kind.NUMBER and c.peek(1).norm in (",", "и") and c.peek(2).kind is Kind.NUMBER:
        days.append(c.here.value)
        c.pos += 2
    last = fixed_day(c) if days else None
    if last is not None and [*days, last.day] == list(range(days[0], days[0] + len(days) + 1)):
        return Read((At(Edge.SINCE, FixedDay(days[0], last.month, last.year)), At(Edge.TO, last)))
    c.pos = start
    return None


def _day_and_month(c: Cursor) -> FixedDay | None:
    """«10.02» at the beginning of a range whose end has the year: «с 10.02 по 09.03.2023»."""
    day, dot, month = c.here, c.peek(1), c.peek(2)
    if (
        day.kind is Kind.NUMBER
        and month.kind is Kind.NUMBER
        and dot.norm == "."
        and dot.glued
        and month.glued
        and c.peek(3).norm in ("по", "до", "-", ".")
        and is_date(2024, month.value, day.value)
    ):
        c.pos += 3
        c.take(".")
        if c.peek(1).kind is Kind.DATE:
            return FixedDay(day.value, month.value)
    return None


def _sees_whole_date(c: Cursor) -> bool:
    start = c.pos
    found = fixed_day(c)
    c.pos = start
    return found is not None


def _range(first: FixedDay, last: FixedDay) -> Read | None:
    if first.year is None and last.year is not None:
        year = last.year if (first.month, first.day) <= (last.month, last.day) else last.year - 1
        first = FixedDay(first.day, first.month, year)
    return Read((At(Edge.SINCE, first), At(Edge.TO, last)))


def local_time(c: Cursor) -> None:
    """«по местному времени» changes nothing: hours are local everywhere. Another zone's time is not taken."""
    c.take_all("по местному времени") or c.take_all("местного времени") or c.take_all("по местному")


def _hour_of_day(c: Cursor) -> Read | None:
    """«до 18 часов 30 января», «в ноль часов дня, предшествующего …», «до 14 часов 12.03.2023», «с 9.00 1 марта»."""
    ceases = c.take("прекращается", "заканчивается", "завершается", "прекращаются", "заканчиваются")
    late = c.take_all("не позднее") or c.take_all("не позже")
    early = exact = False
    if not late:
        if c.take("с", "после") or c.take_all("не ранее") or c.take_all("не раньше"):
            early = True
        elif not ceases and c.take("в"):
            exact = True
        elif not c.take("до", "в", "к", "по"):
            return None
    said = hour(c)
    if said is None:
        return None
    local_time(c)
    c.take(",")
    day = day_anchor(c)
    if day is None and said == time(0) and (c.take_all("за сутки до") or c.take_all("за одни сутки до")):
        eve = voting_day(c)
        day = Beside(eve, -1) if eve else None
    elif day is None and c.take("дня"):
        day = event(c)
    if day is None:
        return None
    if early:
        return Read((At(Edge.SINCE, day),), opens=None if said == time.max else said)
    if exact and said not in (time(0), time.max):
        return Read((At(Edge.ON, day),), opens=said, closes=said)
    closes = None if said == time.max else said
    return Read((At(Edge.BY, day, ceases=ceases),), closes=closes)


AT_ONCE = ("незамедлительно", "немедленно", "безотлагательно", "сразу")
_CEASES = ("прекращается", "прекращаются", "заканчивается", "заканчиваются", "завершается")
_ON_DOING = ("окончании", "завершении", "получении", "поступлении", "представлении", "опубликовании", "принятии")
_BEGINS = ("начинается", "начинаются")


def _at(c: Cursor) -> Read | None:
    """A day or an event without a number."""
    ceases = c.take(*_CEASES)
    if not ceases:
        c.take(*_BEGINS)
    c.take_all("в период")
    c.take("начиная", "вплоть")
    if c.take("накануне"):
        eve = voting_day(c) or (VotingDay() if c.take("голосования") else None)
        return Read((At(Edge.ON, Beside(eve, -1)),)) if eve else None
    words = _Words(c)
    if words.measure:
        return None
    edge = {Limit.NOT_LATER: Edge.BY, Limit.NOT_EARLIER: Edge.NOT_BEFORE, Limit.BARE: None}[words.limit]
    if edge is not None:
        c.take("в")
        return _edge(c, edge, ceases)
    if c.here.norm == "по" and c.peek(1).norm in _ON_DOING:
        c.pos += 1
        done = event(c)
        return Read((At(Edge.AFTER, done, by_day=False),)) if done else None
    if c.take_all("по мере") or (c.here.norm == "при" and c.peek(1).norm in _ON_DOING and c.take("при")):
        named = event(c)
        return (
            Read((At(Edge.AS, named, by_day=False),))
            if named and named != Event(OTHER_EVENT, "необходимости")
            else None
        )
    day: Anchor | None
    if c.take("на"):  # «на следующий день после дня голосования»
        day = beside_day(c)
        return Read((At(Edge.ON, day),)) if day else None
    if c.take("в", "во"):
        day = beside_day(c) or voting_day(c)
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
            if found is Edge.TO and not (c.sees("день") or _sees_whole_date(c)):
                return None
            if found is Edge.SINCE and not (
                c.at_stem("дня", "дат", "момент", "перв", "последн") or _sees_whole_date(c)
            ):
                return None
            return _edge(c, found, ceases)
    day = fixed_day(c)
    if day is None and not ceases:  # «День голосования» as the whole of a term
        day = voting_day(c) if c.here.norm in ("день", "дни") else None
    if day is not None:
        return Read((At(Edge.BY if ceases else Edge.ON, day, ceases=ceases),))
    return None


def _edge(c: Cursor, edge: Edge, ceases: bool) -> Read | None:
    found = anchor(c)
    if found is None or compound(c.here.norm) is not None:
        return None
    target, by_day = found
    if edge in (Edge.SINCE, Edge.AFTER):
        target = forward(target)
    if c.take("включительно") and edge is Edge.UNTIL:
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
