"""From an anchor of a term to its day: the voting days, recorded events, literal dates.

A plan's own day («12.03.2023») is a `Known`; an event whose date nobody has recorded is an `Unknown`, and so is
what cannot be told from the wording alone (`doubt` says why).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from plan import conventions
from plan.events import OTHER_EVENT, event_type
from plan.model import Facts
from plan.term.tree import Anchor, Beside, Event, FixedDay, Latest, Voting, VotingDay

WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_LATER_DAYS = {Voting.SECOND: 1, Voting.THIRD: 2}
_NEAR = 150  # days within which a date without a year is taken to belong to the voting day's plan


@dataclass(frozen=True, slots=True)
class Known:
    """A day, its hour when known, how `base` names it, and its words for an explanation."""

    day: date
    hour: time | None
    base: str
    words: str

    @property
    def moment(self) -> datetime | None:
        return None if self.hour is None else datetime.combine(self.day, self.hour)


@dataclass(frozen=True, slots=True)
class Unknown:
    """An event without a date (`needs`), or a wording that does not settle the day (`doubt`)."""

    base: str
    words: str
    needs: tuple[str, ...] = ()
    doubt: str = ""


def printed_day(day: date) -> str:
    """«30.01.2023»."""
    return f"{day.day:02}.{day.month:02}.{day.year}"


def with_weekday(day: date) -> str:
    """«пн, 30.01.2023»."""
    return f"{WEEKDAYS[day.weekday()]}, {printed_day(day)}"


def first_voting_day(facts: Facts) -> date | None:
    """F: V when voting lasts one day."""
    return facts.first_voting_day or facts.voting_day


def lasts_several_days(facts: Facts) -> bool:
    first = first_voting_day(facts)
    return first is not None and facts.voting_day is not None and first < facts.voting_day


def plan_year(facts: Facts) -> int | None:
    """The year that a work plan is for; None for a plan of an election."""
    return int(conventions.chosen(conventions.PLAN_YEAR, facts.conventions) or 0) or None


def shifted(day: date, days: int) -> date | None:
    """A day some days away; None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def resolve(anchor: Anchor, facts: Facts) -> Known | Unknown:
    """The day an offset is counted from. «День голосования» is the last of them unless a convention says else."""
    match anchor:
        case VotingDay(which=which):
            return _voting_day(which, facts)
        case FixedDay():
            return _fixed(anchor, facts)
        case Beside(base=base, step=step):
            return _beside(base, step, facts)
        case Event():
            return _event(anchor, facts)
        case Latest(events=events):
            return _latest(events, facts)


def _voting_day(which: Voting, facts: Facts) -> Known | Unknown:
    first = first_voting_day(facts)
    if facts.voting_day is None or first is None:
        return Unknown("voting_day", "день голосования", needs=("voting_day",))
    several = lasts_several_days(facts)
    if which is Voting.VOTE:
        if several:
            doubt = "«до голосования» при нескольких днях голосования: до первого дня или до последнего"
            return Unknown(printed_day(facts.voting_day), "голосование", doubt=doubt)
        which = Voting.DAY
    if (
        which is Voting.DAY
        and several
        and (conventions.chosen(conventions.VOTING_DAY_BASE, facts.conventions) == "first")
    ):
        which = Voting.FIRST
    if which in _LATER_DAYS:
        day = first + timedelta(days=_LATER_DAYS[which])
        if not several or day > facts.voting_day:
            return Unknown(printed_day(facts.voting_day), which.value, doubt="столько дней голосование не длится")
        return Known(day, None, printed_day(day), f"{printed_day(day)} ({which.value})")
    day = first if which is Voting.FIRST else facts.voting_day
    name = which.value if several else Voting.DAY.value
    if which is Voting.DAY and several:
        name = "день голосования — последний из дней"
    return Known(day, None, printed_day(day), f"{printed_day(day)} ({name})")


def _beside(base: Anchor, step: int, facts: Facts) -> Known | Unknown:
    # «День, предшествующий дню голосования» stands before the first of several voting days (67-ФЗ, ст. 63.1).
    if step < 0 and base == VotingDay(Voting.DAY):
        base = VotingDay(Voting.FIRST)
    found = resolve(base, facts)
    words = "день перед " if step < 0 else "день после "
    if isinstance(found, Unknown):
        return Unknown(found.base, f"{words}события «{found.words.strip('«»')}»", found.needs, found.doubt)
    day = shifted(found.day, step)
    if day is None:
        return Unknown(found.base, words + found.words, doubt="день вне календаря")
    return Known(day, None, found.base, f"{printed_day(day)}, {words}{found.words}")


def _event(event: Event, facts: Facts) -> Known | Unknown:
    recorded = facts.events.get(event.key)
    if event.key == OTHER_EVENT:
        words = f"«{event.text}»" if event.text else "в сроке не названо"
        if recorded is None:
            return Unknown(OTHER_EVENT, words, needs=(OTHER_EVENT,))
        return _recorded(recorded, OTHER_EVENT, words)
    name = event_type(event.key).nominative
    if recorded is None:
        return _voting_event(event, facts, name)
    return _recorded(recorded, event.key, name)


def _latest(events: tuple[Event, ...], facts: Facts) -> Known | Unknown:
    """The last of several events; unknown until each is known."""
    found = [_event(event, facts) for event in events]
    open_ones = [one for one in found if isinstance(one, Unknown)]
    if open_ones:
        return Unknown(
            "; ".join(one.base for one in open_ones),
            " и ".join(one.words for one in open_ones),
            tuple(dict.fromkeys(key for one in open_ones for key in one.needs)),
        )
    return max((one for one in found if isinstance(one, Known)), key=lambda one: (one.day, one.hour or time.max))


def _recorded(recorded: date | datetime, key: str, name: str) -> Known:
    if isinstance(recorded, datetime):
        day, hour = recorded.date(), recorded.time().replace(second=0, microsecond=0, tzinfo=None)
        return Known(day, hour, key, f"{printed_day(day)} {hour:%H:%M} ({name})")
    return Known(recorded, None, key, f"{printed_day(recorded)} ({name})")


def _voting_event(event: Event, facts: Facts, name: str) -> Known | Unknown:
    """Voting's beginning and end follow from the voting days and the hours of voting."""
    first = first_voting_day(facts)
    if event.key in ("voting_started", "voting_ended") and facts.voting_day is not None and first is not None:
        opens, closes = conventions.voting_hours(facts.conventions)
        started = event.key == "voting_started"
        day, hour = (first, opens) if started else (facts.voting_day, closes)
        return Known(day, hour, printed_day(day), f"{printed_day(day)} {hour:%H:%M} ({name})")
    return Unknown(event.key, name, needs=(event.key,))


def _fixed(fixed: FixedDay, facts: Facts) -> Known | Unknown:
    anchored = _anchored(fixed, facts)
    if anchored is not None:
        return anchored
    written = f"{fixed.day:02}.{fixed.month:02}" + (f".{fixed.year}" if fixed.year else "")
    if fixed.year is not None:
        day = date(fixed.year, fixed.month, fixed.day)
        return Known(day, None, printed_day(day), f"{printed_day(day)} (дата названа в плане)")
    year = plan_year(facts)
    if year is not None:
        return _of_year(fixed, year, written)
    if facts.voting_day is None:
        return Unknown("voting_day", written, needs=("voting_day",))
    nearest = _nearest(fixed, facts.voting_day)
    if nearest is None:
        return Unknown(written, written, doubt=f"у даты {written} нет года, и по дню голосования он не ясен")
    words = f"{printed_day(nearest)} (дата названа в плане, год — по дню голосования)"
    return Known(nearest, None, printed_day(nearest), words)


def _of_year(fixed: FixedDay, year: int, written: str) -> Known | Unknown:
    try:
        day = date(year, fixed.month, fixed.day)
    except ValueError:
        return Unknown(written, written, doubt=f"даты {written} нет в {year} году")
    return Known(day, None, printed_day(day), f"{printed_day(day)} (дата названа в плане, год — по плану)")


def _anchored(fixed: FixedDay, facts: Facts) -> Known | Unknown | None:
    """A literal date that stands for a voting day or a recorded event moves with it."""
    match fixed.anchor:
        case "":
            return None
        case "voting_day":
            return _voting_day(Voting.LAST, facts)
        case "first_voting_day":
            return _voting_day(Voting.FIRST, facts)
        case "day_before_voting":
            return _beside(VotingDay(), -1, facts)
        case key:
            return _event(Event(key, ""), facts)


def _nearest(fixed: FixedDay, voting_day: date) -> date | None:
    """The year that brings a date near the voting day; None when none does, so nothing is guessed."""
    candidates: list[date] = []
    for year in (voting_day.year - 1, voting_day.year, voting_day.year + 1):
        try:
            candidates.append(date(year, fixed.month, fixed.day))
        except ValueError:
            continue
    near = [day for day in candidates if abs((day - voting_day).days) <= _NEAR]
    return near[0] if len(near) == 1 else None
