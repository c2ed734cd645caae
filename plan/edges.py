"""Counting bounds without a number: a day or an event touched, agitation's end, «незамедлительно», months."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, time

from plan import conventions
from plan.counting import Stretch, doubtful
from plan.events import OTHER_EVENT
from plan.model import Facts
from plan.resolving import (
    Known,
    Unknown,
    first_voting_day,
    lasts_several_days,
    plan_year,
    printed_day,
    resolve,
    shifted,
    with_weekday,
)
from plan.term.tree import Anchor, At, AtOnce, Beside, Edge, Event, FixedDay, Months, Part, Voting, VotingDay

AGITATION_RULE = "67-ФЗ, ст. 49 п. 1, ст. 63.1: окончание агитации"


def count_at(bound: At, part: Part, facts: Facts) -> Stretch:
    if part.closes == time(0) and bound.edge in (Edge.BY, Edge.UNTIL, Edge.TO):
        agitation = _agitation_end(bound, facts)
        if agitation is not None:
            return agitation
    if bound.edge is Edge.AS:
        words = bound.anchor.text if isinstance(bound.anchor, Event) else ""
        return Stretch(sets_start=False, rule="по мере наступления события", explanation=f"по мере {words}".strip())
    if isinstance(bound.anchor, VotingDay):
        return _at_voting_day(bound, bound.anchor.which, part, facts)
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
    if bound.edge is Edge.TOWARDS:
        reason = f"«к {printed_day(found.day)}»: этот день включительно или без него, не сказано"
        return doubtful(reason, found.base, end=True)
    if bound.edge is Edge.UNTIL and isinstance(bound.anchor, Beside) and bound.anchor.step < 0:
        reason = f"«до дня, предшествующего …»: {with_weekday(found.day)} включительно или без него, не сказано"
        return doubtful(reason, found.base, end=True)
    return _touching(bound, found)


_EDGE_WORDS: dict[Edge, str] = {
    Edge.ON: "в день события",
    Edge.BY: "не позднее события",
    Edge.NOT_BEFORE: "не ранее события",
    Edge.SINCE: "начало — со дня события",
    Edge.AFTER: "начало — после события",
    Edge.UNTIL: "конец — до события",
    Edge.TO: "конец — день события",
    Edge.TOWARDS: "конец — к событию",
    Edge.AS: "по мере события",
}


def _sides(edge: Edge) -> tuple[bool, bool]:
    if edge is Edge.ON:
        return True, True
    return edge in (Edge.SINCE, Edge.AFTER, Edge.NOT_BEFORE), edge in (Edge.BY, Edge.UNTIL, Edge.TO, Edge.TOWARDS)


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


def _at_voting_day(bound: At, which: Voting, part: Part, facts: Facts) -> Stretch:
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
    if bound.edge is Edge.TOWARDS:
        reason = f"«ко дню голосования»: {with_weekday(found.day)} включительно или без него, не сказано"
        return doubtful(reason, found.base, end=True)
    if which not in (Voting.DAY, Voting.VOTE) or not lasts_several_days(facts):
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
    morning = conventions.voting_hours(facts.conventions)[0]
    if (opens and part.opens is not None) or (closes and part.closes is not None and time(0) < part.closes <= morning):
        reason = "час дня голосования при нескольких днях голосования: какой из дней, не сказано"
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
    if said != day and isinstance(bound.anchor, FixedDay) and not bound.ceases:
        return None  # another thing due at a midnight, as far as the wording tells
    if said is not None and said != day:
        text += f" (в плане сказано: 00:00 {printed_day(said)}; применяется дата по закону)"
    return Stretch(
        end=day, sets_end=True, base=printed_day(day if several else last), rule=AGITATION_RULE, explanation=text
    )


def _names_agitation_end(anchor: Anchor) -> bool:
    match anchor:
        case VotingDay(which=which):
            return which not in (Voting.LAST, Voting.SECOND, Voting.THIRD)
        case Beside(base=VotingDay(which=which), step=-1):
            return which not in (Voting.LAST, Voting.SECOND, Voting.THIRD)
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


def count_at_once(bound: AtOnce, part: Part, facts: Facts) -> Stretch:
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
    return Stretch(
        start=found.day,
        start_time=found.hour,
        sets_start=True,
        base=found.base,
        rule="незамедлительно",
        explanation=f"незамедлительно после: {found.words}",
    )


def count_months(bound: Months, facts: Facts) -> Stretch:
    """The first range of months; whole ones, or the thirds of one that are named."""
    year = bound.year or plan_year(facts)
    if year is None:
        return Stretch(rule="месяцы", explanation="месяцы без года")
    opening, closing = bound.ranges[0]
    until = bound.until or year
    first = date(year, opening, 1)
    last = date(until, closing, monthrange(until, closing)[1])
    if bound.decades is not None:
        begins, ends = bound.decades
        first = first.replace(day=10 * begins - 9)
        last = last if ends == 3 else last.replace(day=10 * ends)
    return Stretch(
        start=first,
        end=last,
        sets_start=True,
        sets_end=True,
        base=str(year),
        rule="месяцы",
        explanation=f"с {printed_day(first)} по {printed_day(last)}",
    )
