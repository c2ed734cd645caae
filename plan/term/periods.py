"""Terms with no single date: «весь период», months, «ежеквартально», «в соответствии с графиком»."""

from __future__ import annotations

from plan.term.amounts import number, unit
from plan.term.anchors import event, spelled
from plan.term.cursor import Cursor
from plan.term.months import months
from plan.term.numerals import UNITS
from plan.term.repeated import repeated
from plan.term.starts import starts_clause
from plan.term.tokens import Kind
from plan.term.tree import Every, Months, Period, Unit

_WORDS: dict[str, Every] = {
    "постоянно": Every.WHOLE,
    "ежедневно": Every.DAILY,
    "еженедельно": Every.WEEKLY,
    "ежемесячно": Every.MONTHLY,
    "ежеквартально": Every.QUARTERLY,
    "ежегодно": Every.YEARLY,
}


def period(c: Cursor) -> Period | Months | None:
    """The next period; what qualifies it stays with it as text."""
    start = c.pos
    for reader in (_whole, _schedule, _set_by, repeated, _single_word, _often, _length, months):
        found = reader(c)
        if found is not None:
            return found
        c.pos = start
    return None


def _rest(c: Cursor, start: int) -> str:
    """The words of a qualifier up to where another bound or part begins."""
    while not c.ended and not (
        c.here.norm in (";", ",", "(", ")", ".")
        or c.here.kind in (Kind.DATE, Kind.NUMBER)
        or (c.here.broken and starts_clause(c))
    ):
        c.pos += 1
    return spelled(c.tokens[start : c.pos])


def _whole(c: Cursor) -> Period | None:
    if any(c.take_all(f"{how} необходимости") for how in ("по мере", "при", "в случае", "по")):
        return Period(Every.AS_NEEDED)
    c.take("постоянно")
    c.take(",") if c.peek(-1).norm == "постоянно" else None
    (
        any(c.take_all(f"в {how}") for how in ("течение", "ходе", "период"))
        or c.take_all("на протяжении")
        or c.take("на", "за")
    )
    whole = c.take("весь", "всего", "всей", "всю") and c.take("период", "периода", "срок", "срока", "год", "года")
    c.take("период", "периода") if not whole else None
    of_what = ""
    if c.take_stem("избирательн"):
        if not c.take("кампании", "кампанию"):
            return None
        of_what = "избирательной кампании"
    elif c.take_stem("агитационн"):
        if not c.take("периода", "период"):
            return None
        of_what = "агитационного периода"
    elif _of_preparing(c):
        of_what = "подготовки и проведения выборов"
    if not whole and not of_what:
        return None
    return Period(Every.WHOLE, f"{of_what} {_accordance(c)}".strip())


def _of_preparing(c: Cursor) -> bool:
    """«подготовки и проведения (муниципальных) выборов, референдума, голосования»: the whole campaign."""
    start = c.pos
    if c.take_all("подготовки и проведения") or c.take_all("организации и проведения"):
        c.take_stem("муниципальн", "дополнительн", "местн", "данн", "указанн")
        if c.take("выборов", "референдума", "голосования"):
            return True
    c.pos = start
    return False


def _accordance(c: Cursor) -> str:
    """«в соответствии с графиком предоставления …» behind a period."""
    start = c.pos
    if c.take_all("в соответствии с") or c.take("согласно"):
        return _rest(c, start)
    return ""


def _schedule(c: Cursor) -> Period | None:
    start = c.pos
    if c.take_all("в соответствии с") or c.take("согласно") or c.take("по"):
        while c.at_stem("утвержденн", "отдельн", "установленн", "указанн", "данн"):
            c.pos += 1
        if c.take_stem("график", "план", "сроками", "расписани", "срокам"):
            _rest(c, start)
            return Period(Every.SCHEDULE, spelled(c.tokens[start : c.pos]).lower())
    return None


def _set_by(c: Cursor) -> Period | None:
    if not (c.take_all("в срок") or c.take_all("в сроки")):
        return None
    c.take(",")
    c.take("который", "которые")
    start = c.pos
    if c.take_stem("установленн", "определенн", "указанн", "предусмотренн", "определяем", "устанавливаем"):
        c.take("в")
        named = event(c)
        if named is not None:
            return Period(Every.SET_BY, spelled(c.tokens[start : c.pos]))
    return None


def _single_word(c: Cursor) -> Period | None:
    every = _WORDS.get(c.here.norm)
    if every is None:
        return None
    c.pos += 1
    return Period(every)


def _often(c: Cursor) -> Period | None:
    """«не реже одного раза в неделю», «1 раз в месяц», «раз в две недели»: how often, and no date."""
    start = c.pos
    if c.take("не"):
        if not c.take("реже", "менее"):
            return None
        c.take(",")
        c.take("чем")
    if c.here.norm not in ("раз", "раза"):
        times = number(c)
        if times is None:
            return None
    if not c.take("раз", "раза") or not c.take("в"):
        return None
    if number(c) is not None or UNITS.get(c.here.norm) in (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR):
        if unit(c) is not None or c.take("квартал", "полугодие"):
            return Period(Every.OFTEN, spelled(c.tokens[start : c.pos]).lower())
    elif c.take("квартал", "полугодие"):
        return Period(Every.OFTEN, spelled(c.tokens[start : c.pos]).lower())
    return None


def _length(c: Cursor) -> Period | None:
    """«не более чем на три месяца», «на срок не более 30 дней»: how long something may last, and no date."""
    start = c.pos
    on = c.take_all("на срок")
    if c.take_all("не более"):
        c.take(",")
        c.take("чем")
        on = c.take("на") or on
    elif not on or not c.take("до"):
        return None
    if not on or number(c) is None or unit(c) is None:
        return None
    ended = c.ended or c.here.norm in (";", ",", ".") or c.here.broken
    return Period(Every.LENGTH, spelled(c.tokens[start : c.pos]).lower()) if ended else None
