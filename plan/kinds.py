"""What kind of term an item has: the one class that people sort a plan's rows into.

The kind follows from the parsed wording. Facts matter in one place only: an event that happens once in the campaign
(the call, the results) makes a day of the calendar as soon as its day is known, while one that happens to each
candidate or on every occasion never does.
"""

from __future__ import annotations

import enum

from plan.dated import term_of
from plan.events import EVENT_KEYS, Subject, event_type
from plan.model import DatedItem, OccurrenceKind
from plan.term.tree import (
    After,
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
    FixedDay,
    Form,
    Latest,
    Limit,
    Months,
    Part,
    Period,
    VotingDay,
    WithinBefore,
)


class Kind(enum.StrEnum):
    """The class of an item's term, one an item; the values are what `plan check --json` says."""

    FIXED_DATE = "fixed_date"  # «13.12.2022»
    EXACT_DAY = "exact_day"  # «в день, предшествующий дню голосования»
    LATEST_BY = "latest_by"  # «не позднее чем за 40 дней до дня голосования»
    EARLIEST_FROM = "earliest_from"  # «по истечении 60 дней со дня голосования»
    WINDOW = "window"  # «за 50 – 30 дней до дня голосования»
    SEVERAL_PARTS = "several_parts"  # parts with terms of their own
    EVENT_OFFSET = "event_offset"  # «в течение трёх дней со дня подачи заявок»
    EVENT_BOUND = "event_bound"  # «до представления документов»: an event and no number
    AT_ONCE = "at_once"  # «незамедлительно»
    WHOLE_PERIOD = "whole_period"  # «весь период», «по мере поступления»
    REPEATED = "repeated"  # «ежеквартально»
    SCHEDULED = "scheduled"  # «в соответствии с утвержденными сроками»: another document sets the days
    MONTH = "month"  # «октябрь»
    MONTH_RANGE = "month_range"  # «январь – март»
    MONTH_LIST = "month_list"  # «февраль, июль – август»
    NO_TERM = "no_term"
    NOT_UNDERSTOOD = "not_understood"


_MEANINGS = {
    Kind.FIXED_DATE: "названная дата",
    Kind.EXACT_DAY: "один точный день",
    Kind.LATEST_BY: "не позднее дня",
    Kind.EARLIEST_FROM: "не ранее дня",
    Kind.WINDOW: "с одного дня по другой",
    Kind.SEVERAL_PARTS: "несколько частей",
    Kind.EVENT_OFFSET: "столько-то времени от события",
    Kind.EVENT_BOUND: "до события или после него",
    Kind.AT_ONCE: "незамедлительно",
    Kind.WHOLE_PERIOD: "весь период или по мере надобности",
    Kind.REPEATED: "через равные промежутки",
    Kind.SCHEDULED: "по другому документу",
    Kind.MONTH: "месяц",
    Kind.MONTH_RANGE: "несколько месяцев подряд",
    Kind.MONTH_LIST: "перечень месяцев",
    Kind.NO_TERM: "срок не указан",
    Kind.NOT_UNDERSTOOD: "формулировка не понята",
}

_BY_THE_VOTE = frozenset({"decided", "published", "voting_day", "first_voting_day", "voting_started", "voting_ended"})
"""Events whose day a plan always has: they make days of the calendar even while the head lacks one of them."""

_OF_A_DATE = {
    OccurrenceKind.DEADLINE: Kind.LATEST_BY,
    OccurrenceKind.EXACT: Kind.EXACT_DAY,
    OccurrenceKind.WINDOW: Kind.WINDOW,
    OccurrenceKind.OPENING: Kind.EARLIEST_FROM,
}
_OF_A_PERIOD = {Every.WHOLE: Kind.WHOLE_PERIOD, Every.AS_NEEDED: Kind.WHOLE_PERIOD}
_SET_ELSEWHERE = frozenset({Every.SCHEDULE, Every.SET_BY, Every.LENGTH})


def meaning(kind: Kind) -> str:
    """The kind in a few Russian words."""
    return _MEANINGS[kind]


def kind_of(dated: DatedItem) -> Kind:
    """The kind of the item's term; a term of several parts is of that kind whatever its parts are."""
    term = term_of(dated.item)
    if not term.parts:
        return Kind.NO_TERM
    parts = [part for part in term.parts if isinstance(part, Part)]
    if len(parts) < len(term.parts):
        return Kind.NOT_UNDERSTOOD
    if len(parts) > 1:
        return Kind.SEVERAL_PARTS
    return _kind_of_part(parts[0], dated)


def _kind_of_part(part: Part, dated: DatedItem) -> Kind:
    if any(isinstance(bound, AtOnce) for bound in part.bounds):
        return Kind.AT_ONCE
    bounds = [bound for bound in part.bounds if not _is_open(bound)]
    if not bounds:
        return _kind_of_period(part)
    waits = frozenset(key for found in dated.computed or dated.occurrences for key in found.needs)
    on_events = [bound for bound in bounds if not _is_of_the_calendar(_anchor(bound), waits)]
    if any(_has_a_number(bound) for bound in on_events) or any(_is_about_an_event(bound) for bound in bounds):
        return Kind.EVENT_OFFSET
    if on_events:
        return Kind.EVENT_BOUND if len(on_events) == len(bounds) else Kind.WINDOW
    return _kind_of_days(bounds, dated)


def _kind_of_period(part: Part) -> Kind:
    months = [one for bound in part.bounds if isinstance(bound, Months) for one in bound.ranges]
    if len(months) > 1:
        return Kind.MONTH_LIST
    if months:
        return Kind.MONTH if months[0][0] == months[0][1] else Kind.MONTH_RANGE
    every = [bound.every for bound in part.bounds if isinstance(bound, Period)]
    known = next((_OF_A_PERIOD[one] for one in every if one in _OF_A_PERIOD), None)
    if known is not None or not every:
        return known or Kind.WHOLE_PERIOD  # «по мере поступления» has no period of its own
    return Kind.SCHEDULED if any(one in _SET_ELSEWHERE for one in every) else Kind.REPEATED


def _kind_of_days(bounds: list[Bound], dated: DatedItem) -> Kind:
    """Days of the calendar alone: what the dating made of them, or their shape while a day is unknown."""
    only = bounds[0] if len(bounds) == 1 else None
    if isinstance(only, At) and isinstance(only.anchor, FixedDay) and only.edge is Edge.ON:
        return Kind.FIXED_DATE
    found = (dated.computed or dated.occurrences)[:1]
    if found and not found[0].needs and found[0].kind in _OF_A_DATE:
        return _OF_A_DATE[found[0].kind]
    opens, closes = (any(side(bound) for bound in bounds) for side in (_opens, _closes))
    if opens and closes:
        one_day = isinstance(only, At) or (isinstance(only, After) and only.form is Form.NTH_DAY)
        return Kind.EXACT_DAY if one_day else Kind.WINDOW
    return Kind.EARLIEST_FROM if opens else Kind.LATEST_BY


def _opens(bound: Bound) -> bool:
    match bound:
        case Before(limit=limit):
            return limit is not Limit.NOT_LATER
        case After(form=form, limit=limit):
            begins = (Form.WITHIN, Form.EXPIRY, Form.AT_LEAST)
            nth = form is Form.NTH_DAY and limit is Limit.BARE
            return form in begins or nth or limit is Limit.NOT_EARLIER
        case At(edge=edge):
            return edge in (Edge.SINCE, Edge.AFTER, Edge.NOT_BEFORE, Edge.ON)
        case _:
            return True


def _closes(bound: Bound) -> bool:
    match bound:
        case Before(limit=limit):
            return limit is Limit.NOT_LATER
        case After(form=form, limit=limit):
            return form not in (Form.EXPIRY, Form.AT_LEAST) and limit is not Limit.NOT_EARLIER
        case At(edge=edge):
            return edge in (Edge.BY, Edge.UNTIL, Edge.TO, Edge.ON)
        case _:
            return True


def _is_open(bound: Bound) -> bool:
    return isinstance(bound, Period | Months) or (isinstance(bound, At) and bound.edge is Edge.AS)


def _has_a_number(bound: Bound) -> bool:
    if isinstance(bound, At):
        return isinstance(bound.anchor, Beside)  # «со дня, следующего за днём …» is one day away
    return isinstance(bound, Before | BeforeSpan | After | WithinBefore)


def _is_about_an_event(bound: Bound) -> bool:
    """Hours after something, and «не менее трёх лет после»: an event and an offset even on a known day."""
    return isinstance(bound, After) and (bound.amount.unit.is_exact_time or bound.form is Form.AT_LEAST)


def _anchor(bound: Bound) -> Anchor | None:
    match bound:
        case Before(anchor=anchor) | BeforeSpan(anchor=anchor) | WithinBefore(anchor=anchor) | At(anchor=anchor):
            return anchor
        case After(anchor=found):
            return found
        case _:
            return None


def _is_of_the_calendar(anchor: Anchor | None, waits: frozenset[str]) -> bool:
    match anchor:
        case VotingDay() | FixedDay():
            return True
        case Beside(base=base):
            return _is_of_the_calendar(base, waits)
        case Event(key=key):
            once = key in EVENT_KEYS and event_type(key).subject is Subject.CAMPAIGN
            return key in _BY_THE_VOTE or (once and key not in waits)
        case Latest(events=events):
            return all(_is_of_the_calendar(event, waits) for event in events)
        case None:
            return False
