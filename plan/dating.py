"""From a term and what is known of the campaign to dated occurrences, by shared rules of counting.

Each part of a term becomes one occurrence (alternatives «… или после …» become several). What cannot be told is
left open and says why: an event to record (`needs`), or a wording that does not settle the day (`doubt`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

from plan import conventions
from plan.counting import (
    Stretch,
    count_after,
    count_before,
    count_before_span,
    count_within_before,
)
from plan.edges import count_at, count_at_once, count_months
from plan.events import OTHER_EVENT
from plan.model import Facts, Occurrence, OccurrenceKind
from plan.recurrence import days_of_year
from plan.resolving import (
    lasts_several_days,
    plan_year,
    printed_day,
    with_weekday,
)
from plan.term.anchoring import anchored
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
    Every,
    Form,
    Latest,
    Limit,
    Months,
    Part,
    Period,
    Since,
    Term,
    Unit,
    VotingDay,
    WithinBefore,
)


def occurrences(term: Term, facts: Facts, written_for: Facts | None = None) -> tuple[Occurrence, ...]:
    """Date every understood part of a term; dates and hours are local to the campaign.

    `written_for` are the facts of the document that the wording comes from, when they are not `facts`: by them a
    literal date is recognised as the voting day, the decision or its publication, and moves with it.
    A part that was not understood gives nothing: see `Term.understood`.
    """
    found: list[Occurrence] = []
    works = plan_year(facts) is not None
    facts = _with_one_other_event(term, facts)
    for part in anchored(term, written_for or facts).parts:
        if isinstance(part, Part):
            found.extend(_part(whole_year(part) if works else part, facts))
    return tuple(found)


def whole_year(part: Part) -> Part:
    """«В течение года» without an event means, in a work plan, the year that the plan is for."""
    of_year = After(Form.WITHIN, Limit.BARE, Amount(1, Unit.YEAR), Since.DAY, None)
    bounds = tuple(Period(Every.WHOLE) if bound == of_year else bound for bound in part.bounds)
    return part if bounds == part.bounds else replace(part, bounds=bounds)


def _with_one_other_event(term: Term, facts: Facts) -> Facts:
    """A recorded `other_event` is the one unlisted event that the term names; two of them cannot share a date."""
    if OTHER_EVENT not in facts.events:
        return facts
    named = {event for part in term.parts if isinstance(part, Part) for event in _other_events(part)}
    if len(named) == 1:
        return facts
    return replace(facts, events={key: day for key, day in facts.events.items() if key != OTHER_EVENT})


def _other_events(part: Part) -> Iterator[str]:
    for bound in part.bounds:
        if isinstance(bound, AtOnce):
            anchors: tuple[Anchor | None, ...] = bound.after
        elif isinstance(bound, (Period, Months)):
            continue
        else:
            anchors = (bound.anchor,)
        for anchor in anchors:
            while isinstance(anchor, Beside):
                anchor = anchor.base
            if anchor is None:
                yield ""
            elif isinstance(anchor, Latest):
                yield from (event.text for event in anchor.events if event.key == OTHER_EVENT)
            elif isinstance(anchor, Event) and anchor.key == OTHER_EVENT:
                yield anchor.text


def _part(part: Part, facts: Facts) -> tuple[Occurrence, ...]:
    """One occurrence for the part, or one for each month, day of a period, or alternative of «сразу после …»."""
    months = next((b for b in part.bounds if isinstance(b, Months) and len(b.ranges) > 1), None)
    if months is not None:
        single = (Months((one,), months.year) for one in months.ranges)
        return tuple(_occurrence(replace(part, bounds=(one,)), facts) for one in single)
    repeated = next((b for b in part.bounds if isinstance(b, Period) and b.days), None)
    if repeated is not None and len(part.bounds) == 1:
        stretches = repeated_days(repeated, facts)
        if stretches:
            timed = (_with_hours(part, stretch, facts) for stretch in stretches)
            return tuple(_checked(part, one, _ends(one)) for one in timed)
    alternatives = next((b.after for b in part.bounds if isinstance(b, AtOnce) and len(b.after) > 1), ())
    if alternatives:
        return tuple(
            _occurrence(replace(part, bounds=tuple(_only(b, anchor) for b in part.bounds)), facts)
            for anchor in alternatives
        )
    return (_occurrence(part, facts),)


def _only(bound: Bound, anchor: Anchor) -> Bound:
    return AtOnce((anchor,)) if isinstance(bound, AtOnce) else bound


def _occurrence(part: Part, facts: Facts) -> Occurrence:
    stretches = [_stretch(bound, part, facts) for bound in part.bounds]
    merged = _merged(part, stretches)
    timed = _with_hours(part, merged, facts)
    return _checked(part, timed, _kind(part, timed))


def repeated_days(period: Period, facts: Facts) -> tuple[Stretch, ...]:
    """The days that a period names, each alone, in the year that the plan is for; () where that is not known.

    «Третье воскресенье сентября 2026 года» says its year itself.
    """
    year = plan_year(facts)
    if year is None and period.every is Every.NTH_WEEKDAY:
        year = period.days[-1].year
    days = () if year is None else days_of_year(period, year)
    side = "последний день — " if period.by else ""
    return tuple(
        Stretch(
            start=None if period.by else day,
            end=day,
            sets_start=not period.by,
            sets_end=True,
            base=str(day.year),
            rule="дни названы в сроке",
            explanation=f"{period.text}: {side}{with_weekday(day)}",
        )
        for day in days
    )


def _stretch(bound: Bound, part: Part, facts: Facts) -> Stretch:
    match bound:
        case Before():
            return count_before(bound, facts)
        case BeforeSpan():
            return count_before_span(bound, facts)
        case WithinBefore():
            return count_within_before(bound, facts)
        case After():
            return count_after(bound, facts)
        case At():
            return count_at(bound, part, facts)
        case AtOnce():
            return count_at_once(bound, part, facts)
        case Period():
            return Stretch(rule=bound.every.value, explanation=_said(bound))
        case Months():
            return count_months(bound, facts)


def _said(period: Period) -> str:
    """A period without a day in words: «в срок, установленный ТИК», «весь период избирательной кампании»."""
    match period.every:
        case Every.SET_BY:
            return f"в срок, {period.text}"
        case Every.WHOLE:
            return f"{period.every.value} {period.text}".strip()
        case _:
            return period.text or period.every.value


def _merged(part: Part, stretches: list[Stretch]) -> Stretch:
    """One stretch of several: the first start, the last-said end; a cap never moves an end later.

    After «в течение N дней до дня E» a cap *is* the end (row 96: until 14:00 of the voting day).
    """
    starts = [s for s in stretches if s.sets_start]
    ends = [s for s in stretches if s.sets_end]
    start = starts[0] if starts else Stretch()
    end = ends[0] if ends else Stretch()
    if part.capped and len(starts) > 1 and len(ends) <= 1:
        floor = starts[-1]  # «после регистрации, но не ранее чем за 28 дней до …»: the later of the two
        if start.start is None or (floor.start is not None and floor.start > start.start):
            start = floor
    if part.capped and len(ends) > 1:
        cap = ends[-1]
        replaces = isinstance(part.bounds[0], WithinBefore)
        if replaces or end.end is None or (cap.end is not None and _closing(cap) < _closing(end)):
            end = cap
    return Stretch(
        start=start.start,
        end=end.end,
        start_time=start.start_time,
        end_time=end.end_time,
        sets_start=bool(starts),
        sets_end=bool(ends),
        base="; ".join(dict.fromkeys(s.base for s in stretches if s.base)),
        rule="; ".join(dict.fromkeys(s.rule for s in stretches if s.rule)),
        explanation="; ".join(dict.fromkeys(s.explanation for s in stretches if s.explanation)),
        needs=tuple(dict.fromkeys(key for s in stretches for key in s.needs)),
        doubt="; ".join(dict.fromkeys(s.doubt for s in stretches if s.doubt)),
    )


def _closing(stretch: Stretch) -> tuple[date, time]:
    assert stretch.end is not None
    return stretch.end, stretch.end_time or time.max


def _with_hours(part: Part, merged: Stretch, facts: Facts) -> Stretch:
    """The hours said in the part itself, on the days that are known."""
    opens = part.opens if part.opens is not None and merged.start is not None else merged.start_time
    closes = part.closes if part.closes is not None and merged.end is not None else merged.end_time
    said = []
    if part.opens is not None and part.opens == part.closes:
        said.append(f"в {part.opens:%H:%M}")
    else:
        if part.opens is not None:
            said.append(f"с {part.opens:%H:%M}")
        if part.closes is not None:
            said.append(f"до {part.closes:%H:%M}")
    text = merged.explanation
    morning = conventions.voting_hours(facts.conventions)[0]
    if part.closes is not None and part.opens is None and part.closes <= morning and _spans_voting(part, facts):
        merged = replace(
            merged, doubt="час до начала голосования при нескольких днях голосования: какой из дней, не сказано"
        )
    if part.opens is not None and part.opens == part.closes and _spans_voting(part, facts):
        merged = replace(merged, doubt="час при нескольких днях голосования: какой из дней, не сказано")
    if said and part.closes != time(0):
        text += f"; {' '.join(said)} по местному времени"
    if part.condition:
        text = f"{part.condition}: {text}"
    return replace(merged, start_time=opens, end_time=closes, explanation=text)


def _spans_voting(part: Part, facts: Facts) -> bool:
    whole = any(isinstance(b, At) and b.edge is Edge.ON and b.anchor == VotingDay() for b in part.bounds)
    return whole and lasts_several_days(facts)


def _checked(part: Part, stretch: Stretch, kind: OccurrenceKind) -> Occurrence:
    """An occurrence whose start never comes after its end, and whose doubts leave no date standing."""
    doubt = stretch.doubt
    if stretch.start is not None and stretch.end is not None:
        opens = (stretch.start, stretch.start_time or time(0))
        if opens > (stretch.end, stretch.end_time or time.max):
            doubt = f"начало {printed_day(stretch.start)} позже конца {printed_day(stretch.end)}"
    text = stretch.explanation if not doubt or doubt in stretch.explanation else f"{stretch.explanation}: {doubt}"
    if doubt:
        return Occurrence(
            OccurrenceKind.OPEN,
            base=stretch.base,
            rule=stretch.rule,
            explanation=text,
            needs=stretch.needs,
            condition=part.condition,
            text=part.text,
            doubt=doubt,
        )
    return Occurrence(
        kind,
        stretch.start,
        stretch.end,
        stretch.start_time,
        stretch.end_time,
        stretch.base,
        stretch.rule,
        text,
        stretch.needs,
        part.condition,
        part.text,
    )


def _kind(part: Part, stretch: Stretch) -> OccurrenceKind:
    if any(isinstance(b, AtOnce) for b in part.bounds):
        return OccurrenceKind.AT_ONCE
    if all(isinstance(b, (Period, Months)) for b in part.bounds):
        return OccurrenceKind.PERIODIC
    if stretch.start is None and stretch.end is None:
        as_it_comes = any(isinstance(b, At) and b.edge is Edge.AS for b in part.bounds)
        return OccurrenceKind.PERIODIC if as_it_comes else OccurrenceKind.OPEN
    return _ends(stretch)


def _ends(stretch: Stretch) -> OccurrenceKind:
    """The kind of what has a date, by the ends that are known."""
    if stretch.start is None:
        return OccurrenceKind.DEADLINE
    if stretch.end is None:
        return OccurrenceKind.OPENING
    return OccurrenceKind.EXACT if stretch.start == stretch.end else OccurrenceKind.WINDOW
