"""Bounds counted from an anchor: «не позднее чем за …», «в течение …», «через …», «на N-й день …»."""

from __future__ import annotations

from plan.term.amounts import amount, fixed_day, number, term_amount, unit
from plan.term.anchors import anchor, beside_day, day_anchor, event, forward, nth, voting_day
from plan.term.cursor import Cursor
from plan.term.read import Read, Words
from plan.term.tree import (
    After,
    Amount,
    Anchor,
    At,
    Before,
    BeforeSpan,
    Edge,
    Form,
    Limit,
    Since,
    Unit,
    Voting,
    VotingDay,
    WithinBefore,
)


def before(c: Cursor) -> Read | None:
    words = Words(c)
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
    counted = Before(limit, first, target)
    if at_most and _and_voting_day(c):  # «за 3 и менее дня до дня голосования и в день голосования – немедленно»
        return Read((counted, At(Edge.TO, VotingDay())))
    return Read((counted,))


def _two_amounts(c: Cursor, limit: Limit) -> Read | None:
    """«за 50 – 30 дней до», «не ранее [чем за] 15 [дней] и не позднее [чем за] 10 дней до»."""
    start = c.pos
    count = number(c)
    if count is None:
        c.pos = start
        return None
    if limit is Limit.BARE and c.take("-"):
        last = amount(c)
        target = _counted_to(c) if last is not None else None
        if last is not None and last.unit is Unit.DAY and target is not None:
            return Read((BeforeSpan(Amount(count, last.unit), last, target),))
        c.pos = start
        return None
    first_unit = unit(c)
    comma = c.take(",")
    if limit is not Limit.BARE and (c.take("и") or c.take("но") or (comma and c.here.norm == "не")):
        words = Words(c)
        other = words.before_limit(c.take("за"))
        second = amount(c) if other not in (None, Limit.BARE, limit) else None
        target = _counted_to(c) if second is not None else None
        if other is not None and second is not None and target is not None and _one_unit(first_unit, second):
            first = Amount(count, first_unit or second.unit)
            return Read((Before(limit, first, target), Before(other, second, target)))
    c.pos = start
    return None


def _one_unit(said: Unit | None, second: Amount) -> bool:
    """«Не ранее чем за 45 и не позднее чем за 3 недели»: forty-five of what is told only where both are days."""
    return said is not None or second.unit is Unit.DAY


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
    c.take("подряд")
    c.take(",")
    c.take("начиная")
    if c.take("с"):
        dated = fixed_day(c)
        if dated is not None:
            return Since.DAY, dated
        c.pos -= 1
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


def within(c: Cursor) -> Read | None:
    words = Words(c)
    if words.measure == "более" or words.limit is Limit.NOT_EARLIER:
        return None
    if not (c.take_all("в течение") or c.take_all("в течении")):
        return None
    if words.measure:  # «не менее чем в течение 15 дней»: how long it has to run, not when it ends
        return None
    whole = voting_day(c) or beside_day(c)
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
    if c.sees(", считая"):  # the first day is counted here anyway; after «через» it would be another day
        c.pos += 2
    origin = _counted_from(c)
    if origin is None:
        return Read((After(Form.WITHIN, words.limit, size, Since.DAY, None),))
    return Read((After(Form.WITHIN, words.limit, size, origin[0], origin[1]),))


def _and_voting_day(c: Cursor) -> bool:
    start = c.pos
    c.take(",")
    joined = any(c.take_all(words) for words in ("а также в", "и в", "в том числе в", "в"))
    if joined and voting_day(c) == VotingDay(Voting.DAY):
        return True
    c.pos = start
    return False


def after(c: Cursor) -> Read | None:
    words = Words(c)
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
        both = _two_offsets(c, words.limit)
        if both is not None:
            return both
        size = amount(c)
        return _needs_anchor(_offset(c, Form.THROUGH, words.limit, size)) if size else None
    if words.measure == "менее" and not words.than:
        size = amount(c)
        return _needs_anchor(_offset(c, Form.AT_LEAST, Limit.BARE, size)) if size else None
    if words.limit is Limit.NOT_LATER:
        size = _genitive_amount(c)
        return _needs_anchor(_offset(c, Form.PLAIN, words.limit, size)) if size else None
    return None


def _two_offsets(c: Cursor, limit: Limit) -> Read | None:
    """«не ранее чем через 70 и не позднее чем через 80 дней со дня E»."""
    start = c.pos
    count = number(c)
    if count and limit is not Limit.BARE:
        first_unit = unit(c)
        c.take(",")
        if c.take("и") or c.take("но"):
            words = Words(c)
            second = amount(c) if c.take("через") and words.limit not in (limit, Limit.BARE) else None
            origin = _counted_from(c) if second is not None else None
            if second is not None and origin is not None and _one_unit(first_unit, second):
                first = Amount(count, first_unit or second.unit)
                return Read(
                    (
                        After(Form.THROUGH, limit, first, *origin),
                        After(Form.THROUGH, words.limit, second, *origin),
                    )
                )
    c.pos = start
    return None


def _offset(c: Cursor, form: Form, limit: Limit, size: Amount) -> Read:
    origin = _counted_from(c)
    if origin is None:
        return Read((After(form, limit, size, Since.DAY, None),))
    return Read((After(form, limit, size, origin[0], origin[1]),))


def _needs_anchor(read: Read) -> Read | None:
    """«Не позднее чем через 5 дней» from nothing is no term."""
    first = read.bounds[0]
    return None if isinstance(first, After) and first.anchor is None else read


def nth_day(c: Cursor) -> Read | None:
    words = Words(c)
    if words.measure or words.limit is Limit.NOT_EARLIER:
        return None
    if not c.take("на") and not (words.limit is Limit.NOT_LATER and not words.than):
        return None
    count = nth(c)
    if not count:
        return None
    origin = _counted_from(c)
    # «на третий день со дня» may or may not count the day itself: only «после» leaves no doubt.
    if origin is None or origin[0] not in (Since.AFTER, Since.AFTER_DAY):
        return None
    return Read((After(Form.NTH_DAY, words.limit, Amount(count, Unit.DAY), origin[0], origin[1]),))
