"""Months as work plans name them: months, quarters and half-years, ranges and lists of them, thirds of a month."""

from __future__ import annotations

from plan.term.amounts import month, ordinal, year
from plan.term.cursor import Cursor
from plan.term.tree import Months

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "і": 1, "іі": 2, "ііі": 3, "іv": 4, "ⅰ": 1, "ⅱ": 2, "ⅲ": 3, "ⅳ": 4}
_LONGEST_WRAP = 6  # months; «декабрь – январь 2025 года» passes the new year, «июль – июнь 2025 года» may be a slip


def months(c: Cursor) -> Months | None:
    """«март», «февраль, июль – август», «I квартал 2024 года», «декабрь 2024 г. – январь 2025 г.», «III декада мая».

    None, too, where the words leave the year or the end open («с июля», «ноябрь – январь»).
    """
    during = c.take_all("в течение")
    c.take("всего", "всей") if during else None
    start = c.pos
    for reader in (_whole_year, _decade, _listed) if during else (_decade, _listed):
        found = reader(c)
        if found is not None:
            return found
        c.pos = start
    return None


def _whole_year(c: Cursor) -> Months | None:
    said = year(c)
    return Months(((1, 12),), said) if said is not None and c.peek(-1).norm in ("года", "год", "г", ".") else None


def _place(c: Cursor) -> int | None:
    """«I», «1», «первый», «1-й»."""
    value = _ROMAN.get(c.here.norm)
    if value is not None:
        c.pos += 1
        return value
    return ordinal(c)


def _places(c: Cursor) -> list[tuple[int, int]] | None:
    """«I», «I – II», «I, III», «I и II», before the word for what is counted."""
    found: list[tuple[int, int]] = []
    while True:
        first = _place(c)
        last = _place(c) if first is not None and c.take("-") else first
        if first is None or last is None or last < first:
            return None
        found.append((first, last))
        if not c.take(",", "и"):
            return found


def _counted(c: Cursor) -> list[tuple[int, int]] | None:
    """Quarters and half-years as months."""
    places = _places(c)
    if places is None:
        return None
    if c.take_stem("квартал") or _shortened(c, "кв"):
        size = 3
    elif c.take_stem("полугоди"):
        size = 6
    else:
        return None
    if any(first < 1 or last > 12 // size for first, last in places):
        return None
    return [(size * (first - 1) + 1, size * last) for first, last in places]


def _shortened(c: Cursor, word: str) -> bool:
    if not c.take(word):
        return False
    if c.here.norm == "." and c.here.glued:
        c.pos += 1
    return True


def _decade(c: Cursor) -> Months | None:
    """«III декада мая», «I – II декада марта 2024 года»."""
    c.take("в", "во")
    places = _places(c)
    if places is None or len(places) > 1 or not c.take_stem("декад"):
        return None
    first, last = places[0]
    of = month(c)
    if of is None or first < 1 or last > 3:
        return None
    return Months(((of, of),), year(c), decades=(first, last))


def _spans(c: Cursor) -> list[tuple[int, int]] | None:
    start = c.pos
    counted = _counted(c)
    if counted is not None:
        return counted
    c.pos = start
    one = month(c)
    if one is None:
        return None
    c.take("месяц", "месяца", "месяце")
    return [(one, one)]


def _listed(c: Cursor) -> Months | None:
    ranges: list[tuple[int, int]] = []
    said: int | None = None
    while True:
        start = c.pos
        if ranges and (said is not None or not c.take(",", "и")):
            break
        since = c.take("с")
        if not since:
            c.take("в", "во")
        spans = _spans(c)
        if spans is None:
            c.pos = start
            break
        said = year(c)
        if c.take("-", "по"):
            last = _spans(c)
            if last is None or len(spans) > 1 or len(last) > 1:
                return None
            until = year(c)
            opening, closing = spans[0][0], last[0][1]
            if _passes_year(opening, closing, said, until):
                if ranges or until is None:
                    return None
                return Months(((opening, closing),), until - 1 if said is None else said, until)
            if closing < opening or (said is not None and said != until):
                return None
            said = until
            ranges.append((opening, closing))
        elif since:
            return None  # «с июля»: from then on, not in July
        else:
            ranges.extend(spans)
    return Months(tuple(ranges), said) if ranges else None


def _passes_year(opening: int, closing: int, since: int | None, until: int | None) -> bool:
    """Whether a range of months ends in the year after its first one."""
    if until is None:
        return False
    if since is not None:
        return since + 1 == until
    return closing < opening and closing + 12 - opening <= _LONGEST_WRAP
