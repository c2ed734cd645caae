"""From a term and what is known of the campaign to dated occurrences, by shared rules of counting.

Each part of a term becomes one occurrence (alternatives «… или после …» become several). What cannot be told is
left open and says why: an event to record (`needs`), or a wording that does not settle the day (`doubt`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from plan import conventions
from plan.counting import (
    Stretch,
    count_after,
    count_before,
    count_before_span,
    count_within_before,
    doubtful,
)
from plan.events import OTHER_EVENT
from plan.model import Facts, Occurrence, OccurrenceKind
from plan.resolving import (
    Known,
    Unknown,
    first_voting_day,
    lasts_several_days,
    printed_day,
    resolve,
    shifted,
    with_weekday,
)
from plan.term.anchoring import anchored
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
    FixedDay,
    Months,
    Part,
    Period,
    Term,
    Voting,
    VotingDay,
    WithinBefore,
)

AGITATION_RULE = "67-ФЗ, ст. 49 п. 1, ст. 63.1: окончание агитации"


def occurrences(term: Term, facts: Facts, written_for: Facts | None = None) -> tuple[Occurrence, ...]:
    """Date every understood part of a term; dates and hours are local to the campaign.

    `written_for` are the facts of the document that the wording comes from, when they are not `facts`: by them a
    literal date is recognised as the voting day, the decision or its publication, and moves with it.
    A part that was not understood gives nothing: see `Term.understood`.
    """
    found: list[Occurrence] = []
    for part in anchored(term, written_for or facts).parts:
        if isinstance(part, Part):
            found.extend(_part(part, facts))
    return tuple(found)


def _part(part: Part, facts: Facts) -> tuple[Occurrence, ...]:
    """One occurrence for the part, or one for each alternative that «сразу после …» names."""
    months = next((b for b in part.bounds if isinstance(b, Months) and len(b.ranges) > 1), None)
    if months is not None:
        single = (Months((one,), months.year) for one in months.ranges)
        return tuple(_occurrence(replace(part, bounds=(one,)), facts) for one in single)
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
            return _at(bound, part, facts)
        case AtOnce():
            return _at_once(bound, part, facts)
        case Period():
            return Stretch(rule=bound.every.value, explanation=bound.text or bound.every.value)
        case Months():
            return _months(bound, facts)


# --- a day or an event without a number ---------------------------------------------------------------------


def _at(bound: At, part: Part, facts: Facts) -> Stretch:
    if part.closes == time(0) and bound.edge in (Edge.BY, Edge.UNTIL, Edge.TO):
        agitation = _agitation_end(bound, facts)
        if agitation is not None:
            return agitation
    if bound.edge is Edge.AS:
        words = bound.anchor.text if isinstance(bound.anchor, Event) else ""
        return Stretch(sets_start=False, rule="по мере наступления события", explanation=f"по мере: {words}")
    if isinstance(bound.anchor, VotingDay):
        return _at_voting_day(bound, bound.anchor.which, facts)
    opens, closes = _sides(bound.edge)
    found = resolve(bound.anchor, facts)
    if isinstance(found, Unknown):
        text = (
            f"{found.words}: {found.doubt}"
            if found.doubt
            else f"{_EDGE_WORDS[bound.edge]}: {found.words}; дата события неизвестна"
        )
        return Stretch(
            sets_start=opens,
            sets_end=closes,
            base=found.base,
            rule=_at_rule(bound),
            explanation=text,
            needs=found.needs,
            doubt=found.doubt,
        )
    return _touching(bound, found)


_EDGE_WORDS: dict[Edge, str] = {
    Edge.ON: "в день события",
    Edge.BY: "не позднее события",
    Edge.NOT_BEFORE: "не ранее события",
    Edge.SINCE: "начало — со дня события",
    Edge.AFTER: "начало — после события",
    Edge.UNTIL: "конец — до события",
    Edge.TO: "конец — день события",
    Edge.AS: "по мере события",
}


def _sides(edge: Edge) -> tuple[bool, bool]:
    if edge is Edge.ON:
        return True, True
    return edge in (Edge.SINCE, Edge.AFTER, Edge.NOT_BEFORE), edge in (Edge.BY, Edge.UNTIL, Edge.TO)


def _at_rule(bound: At) -> str:
    if isinstance(bound.anchor, FixedDay):
        return "дата названа в плане"
    if bound.edge is Edge.SINCE:
        return "67-ФЗ, ст. 11.1 п. 1"
    return f"«{bound.edge.value}»: граница названа в плане"


def _touching(bound: At, found: Known) -> Stretch:
    """The edge's own day: «до дня E» ends the day before, «после дня E» begins the day after."""
    opens, closes = _sides(bound.edge)
    day: date | None = found.day
    hour = found.hour if not bound.by_day else None
    literal = isinstance(bound.anchor, FixedDay)
    if bound.edge is Edge.AFTER and bound.by_day:
        day = shifted(found.day, 1)
    elif bound.edge is Edge.UNTIL and bound.by_day and not literal:
        day = shifted(found.day, -1)
    if day is None:
        return doubtful("день вне календаря", found.base, start=opens, end=closes)
    side = {(True, True): "день", (True, False): "первый день", (False, True): "последний день"}[(opens, closes)]
    at = f" {hour:%H:%M}" if hour is not None else ""
    return Stretch(
        start=day if opens else None,
        end=day if closes else None,
        start_time=hour if opens else None,
        end_time=hour if closes else None,
        sets_start=opens,
        sets_end=closes,
        base=found.base,
        rule=_at_rule(bound),
        explanation=f"{found.words}: {side} — {with_weekday(day)}{at}",
    )


def _at_voting_day(bound: At, which: Voting, facts: Facts) -> Stretch:
    """«В день голосования» is the whole span F … V; other edges touch V, where F would not do as well."""
    opens, closes = _sides(bound.edge)
    first, last = first_voting_day(facts), facts.voting_day
    if first is None or last is None:
        return Stretch(
            sets_start=opens,
            sets_end=closes,
            base="voting_day",
            explanation="день голосования неизвестен",
            needs=("voting_day",),
        )
    found = resolve(bound.anchor, facts)
    if isinstance(found, Unknown):
        return doubtful(found.doubt, found.base, start=opens, end=closes)
    if which in (Voting.FIRST, Voting.LAST) or not lasts_several_days(facts):
        return _touching(bound, found)
    if bound.edge is Edge.ON:
        text = f"дни голосования: с {with_weekday(first)} по {with_weekday(last)}"
        return Stretch(
            start=first,
            end=last,
            sets_start=True,
            sets_end=True,
            base=f"{printed_day(first)} – {printed_day(last)}",
            rule="«в день голосования» — все дни голосования, 67-ФЗ, ст. 63.1",
            explanation=text,
        )
    if bound.edge in (Edge.UNTIL, Edge.NOT_BEFORE):
        reason = f"«{bound.edge.value} дня голосования» при нескольких днях голосования: первый день или последний"
        return doubtful(reason, printed_day(last), start=opens, end=closes)
    return _touching(bound, found)


def _agitation_end(bound: At, facts: Facts) -> Stretch | None:
    """00:00 of F when voting lasts several days, of V − 1 when one: the law's date over the plan's wording.

    None when the wording names another day, or a convention keeps to the wording.
    """
    if not _names_agitation_end(bound.anchor):
        return None
    if conventions.chosen(conventions.AGITATION_END, facts.conventions) == "wording":
        return None
    first, last = first_voting_day(facts), facts.voting_day
    if first is None or last is None:
        return Stretch(
            sets_end=True, base="voting_day", explanation="день голосования неизвестен", needs=("voting_day",)
        )
    several = first < last
    day = first if several else shifted(last, -1)
    if day is None:
        return doubtful("день вне календаря", end=True)
    why = "голосование идёт несколько дней: первый день" if several else "день, предшествующий дню голосования"
    whole = shifted(day, -1) or day
    text = f"{AGITATION_RULE}, {why} — 00:00 {with_weekday(day)}; последний полный день — {with_weekday(whole)}"
    said = _literally(bound.anchor, facts)
    if said is not None and said != day:
        text += f" (в плане сказано: 00:00 {printed_day(said)}; применяется дата по закону)"
    return Stretch(
        end=day, sets_end=True, base=printed_day(day if several else last), rule=AGITATION_RULE, explanation=text
    )


def _names_agitation_end(anchor: Anchor) -> bool:
    match anchor:
        case VotingDay(which=which):
            return which is not Voting.LAST
        case Beside(base=VotingDay(which=which), step=-1):
            return which is not Voting.LAST
        case FixedDay(anchor=name):
            return name in ("first_voting_day", "day_before_voting", "voting_day")
        case _:
            return False


def _literally(anchor: Anchor, facts: Facts) -> date | None:
    if isinstance(anchor, FixedDay):
        anchor = replace(anchor, anchor="")
    elif anchor == VotingDay(Voting.DAY):
        anchor = VotingDay(Voting.FIRST)
    found = resolve(anchor, facts)
    return found.day if isinstance(found, Known) else None


def _at_once(bound: AtOnce, part: Part, facts: Facts) -> Stretch:
    """«Незамедлительно после E» begins with E; with no event named and no other bound, the event is missing."""
    if not bound.after:
        alone = len(part.bounds) == 1
        return Stretch(
            rule="незамедлительно",
            explanation="незамедлительно" + ("; событие в сроке не названо" if alone else ""),
            base=OTHER_EVENT if alone else "",
            needs=(OTHER_EVENT,) if alone else (),
        )
    found = resolve(bound.after[0], facts)
    if isinstance(found, Unknown):
        return Stretch(
            sets_start=True,
            base=found.base,
            rule="незамедлительно",
            explanation=f"незамедлительно после события: {found.words}; дата события неизвестна",
            needs=found.needs,
            doubt=found.doubt,
        )
    at = f" {found.hour:%H:%M}" if found.hour is not None else ""
    return Stretch(
        start=found.day,
        start_time=found.hour,
        sets_start=True,
        base=found.base,
        rule="незамедлительно",
        explanation=f"незамедлительно после: {found.words} — {with_weekday(found.day)}{at}",
    )


def _months(bound: Months, facts: Facts) -> Stretch:
    year = bound.year or int(conventions.chosen(conventions.PLAN_YEAR, facts.conventions) or 0)
    if not year:
        return Stretch(rule="месяцы", explanation="месяцы без года")
    opening, closing = bound.ranges[0]
    first = date(year, opening, 1)
    after = date(year + closing // 12, closing % 12 + 1, 1)
    last = after - timedelta(days=1)
    return Stretch(
        start=first,
        end=last,
        sets_start=True,
        sets_end=True,
        base=str(year),
        rule="месяцы",
        explanation=f"с {printed_day(first)} по {printed_day(last)}",
    )


# --- bounds together ----------------------------------------------------------------------------------------


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
    if said and part.closes != time(0):
        text += f"; {' '.join(said)} по местному времени"
    if part.condition:
        text = f"{part.condition}: {text}"
    return replace(merged, start_time=opens, end_time=closes, explanation=text)


def _spans_voting(part: Part, facts: Facts) -> bool:
    whole = any(isinstance(b, At) and b.edge is Edge.ON and isinstance(b.anchor, VotingDay) for b in part.bounds)
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
    if stretch.start is None:
        return OccurrenceKind.DEADLINE
    if stretch.end is None:
        return OccurrenceKind.OPENING
    return OccurrenceKind.EXACT if stretch.start == stretch.end else OccurrenceKind.WINDOW
