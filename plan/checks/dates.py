"""Dates: what the document prints against what its wordings give, and stretches with no day in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from plan.checks.base import Checked, found
from plan.days import impossible_dates
from plan.model import DatedItem, Finding, Occurrence, OccurrenceKind, Origin, Override, Status
from plan.term.status import Comparison, Pair, compare


def printed_dates(checked: Checked) -> Iterator[Finding]:
    """The date printed beside a term is not the one that its wording gives.

    A date that a person decided on is an error no more: the document has yet to be mended.
    """
    for dated in checked.dated:
        for pair in compare(dated.computed, dated.printed).mismatches:
            decision = _decision_on(pair, dated)
            yield _differs(dated, pair) if decision is None else _decided(dated, pair, decision)


def _decision_on(pair: Pair, dated: DatedItem) -> Override | None:
    """The decision in force on the end that the printed date claims; on an exact day either end stands for it."""
    exact = dated.computed[pair.part - 1].kind is OccurrenceKind.EXACT
    sides = ("start", "end") if exact else (pair.side,)
    return next((one for one in dated.overrides if one.part == pair.part and one.side in sides), None)


def _differs(dated: DatedItem, pair: Pair) -> Finding:
    printed, computed = _day(pair.printed.date), _day(pair.computed)
    code, what = "printed-date-differs", ""
    if pair.year_only:
        code, what = "printed-year-differs", ": другой год"
    in_force = dated.occurrences[pair.part - 1]
    goes_by = printed if in_force.origin is Origin.SAFER else computed
    return found(
        dated.item.number,
        code,
        f"Напечатано {printed}, а по формулировке выходит {computed}{what}.",
        why=f"Закон считает срок по формулировке (67-ФЗ, ст. 11.1). Пока не решено, напоминания идут по {goes_by}.",
    )


def _decided(dated: DatedItem, pair: Pair, decision: Override) -> Finding:
    printed = _day(pair.printed.date)
    said = f"Принята дата {_day(decision.day)}: {decision.who}, {_day(decision.when.date())}, «{_reason(decision)}»."
    if pair.printed.date == decision.day:
        what = f"Напечатано {printed}, по формулировке выходит {_day(pair.computed)}. {said}"
        return found(
            dated.item.number,
            "date-decided",
            what,
            why="Напоминания идут по принятой дате, но формулировка срока ей противоречит.",
            advice="Приведите формулировку в соответствие с принятой датой.",
        )
    return found(
        dated.item.number,
        "date-decided",
        f"В документе напечатано {printed}. {said}",
        advice=f"Исправьте {printed} на {_day(decision.day)} в документе.",
    )


def _reason(decision: Override) -> str:
    return decision.reason.strip().rstrip(".")


def unchecked_dates(checked: Checked) -> Iterator[Finding]:
    """A printed date that nothing in the wording gives: it may be anything, and nobody would notice.

    Where the wording was not understood, gives no day by itself, or waits for an event, that is said elsewhere.
    """
    for dated in checked.dated:
        if dated.status in (Status.NOT_UNDERSTOOD, Status.NO_TERM):
            continue
        compared = compare(dated.computed, dated.printed)
        if not _is_counted(dated) or not compared.unpaired:
            continue
        for claim in _unlike(compared, dated):
            yield found(
                dated.item.number,
                "printed-unchecked",
                f"Напечатано {_day(claim)}, а по формулировке «{_one_line(dated.item.term)}» такой даты не выходит.",
            )


def dates_counted_from(checked: Checked) -> Iterator[Finding]:
    """The one date beside a term is the day that it is counted from: a remark in brackets, or a slip."""
    for dated in checked.dated:
        compared = compare(dated.computed, dated.printed)
        if compared.pairs or compared.unpaired or not _is_counted(dated):
            continue
        days = dict.fromkeys(_day(day) for one in dated.computed for day in (one.start, one.end) if day)
        for claim in dict.fromkeys(one.date for one in compared.bases):
            yield found(
                dated.item.number,
                "printed-base",
                f"Рядом со сроком напечатано {_day(claim)}: от этого дня он считается, а сам он – {', '.join(days)}.",
            )


def printed_hours(checked: Checked) -> Iterator[Finding]:
    """The hour printed with a date is not the one that the wording says."""
    for dated in checked.dated:
        for pair in compare(dated.computed, dated.printed).pairs:
            if pair.hour_differs:
                yield found(
                    dated.item.number,
                    "printed-hour-differs",
                    f"Напечатано «{pair.printed.time:%H:%M}» {_day(pair.computed)}, а по формулировке – "
                    f"{pair.hour:%H:%M}.",
                )


def _is_counted(dated: DatedItem) -> bool:
    """Whether every part of the term gives all of its days."""
    return all(one.is_dated and not one.needs and not one.doubt for one in dated.computed)


def _unlike(compared: Comparison, dated: DatedItem) -> Iterator[date]:
    """Claims that no computed day answers: printed once more («… 30.01.2023 (30.01.2023)») they say nothing new."""
    days = {day for one in dated.computed for day in (one.start, one.end)}
    yield from dict.fromkeys(claim.date for claim in compared.unpaired if claim.date not in days)


def impossible_printed_dates(checked: Checked) -> Iterator[Finding]:
    """A printed date that no calendar has."""
    for item in checked.plan.items:
        for impossible in dict.fromkeys(day for text in (item.term, *item.printed) for day in impossible_dates(text)):
            yield found(item.number, "impossible-date", f"Даты {impossible} нет в календаре.")


def reversed_printed_dates(checked: Checked) -> Iterator[Finding]:
    """«С 20.02.2023 по 09.02.2023» in one printed text."""
    for dated in checked.dated:
        texts = {claim.text for claim in dated.printed}
        for text in sorted(texts):
            starts = [claim.date for claim in dated.printed if claim.text == text and claim.side == "start"]
            ends = [claim.date for claim in dated.printed if claim.text == text and claim.side == "end"]
            if len(starts) == len(ends) == 1 and starts[0] > ends[0]:
                yield found(
                    dated.item.number,
                    "printed-reversed",
                    f"Напечатано начало {_day(starts[0])} и конец {_day(ends[0])}: начало позже конца.",
                )


def reversed_windows(checked: Checked) -> Iterator[Finding]:
    """A term whose start comes after its end by the days that are known, or that has not one minute in it."""
    for dated in checked.dated:
        for one in dated.computed:
            if is_reversed(one):
                yield found(
                    dated.item.number,
                    "window-reversed",
                    f"По сроку «{_one_line(one.text or dated.item.term)}» {_reversed_words(one)}.",
                )


def is_reversed(one: Occurrence) -> bool:
    """Whether an occurrence was turned round: its own days say so, or the dating gave it up for that reason."""
    if one.start is not None and one.end is not None:
        hours = one.start_time or time(0), one.end_time
        return one.start > one.end or (one.start == one.end and hours[1] is not None and hours[0] >= hours[1])
    return "позже" in one.doubt and "начал" in one.doubt


def _reversed_words(one: Occurrence) -> str:
    if one.start is not None and one.end is not None:
        return f"начало {_day(one.start)}, а конец {_day(one.end)}: времени между ними нет"
    return one.doubt


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
