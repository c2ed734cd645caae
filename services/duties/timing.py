"""When a duty is spoken of: pure, by the dates of its term.

Days are calendar days of the campaign's zone; instants are UTC. «Утро» is the digest's hour of a day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from plan.model import Occurrence, OccurrenceKind
from services.duties.model import DutyTerm, Nature

DIGEST_AT = time(9)
"""The hour of the morning's message, local."""
QUIET_FROM = time(22)
"""From here to DIGEST_AT nothing is started but what expires within these hours."""
LEAD_DAYS = (7, 3, 1, 0)
"""An end is announced so many days before the last day to act on."""
CONTROL_LEAD_DAYS = (3, 1, 0)
"""An end of which somebody else has nobody to be reminded is announced to the secretary so many days before."""
OVERDUE_MORNINGS = (1, 3, 7)
"""An obligation that was not done asks for a message of its own on these mornings after its end, and then no more."""
BEFORE_HOUR = timedelta(hours=2)
"""A reminder of its own goes out so long before an end that has an hour."""

_DAY = timedelta(days=1)
_POINTS = frozenset({OccurrenceKind.DEADLINE, OccurrenceKind.EXACT})
_NO_END = frozenset({OccurrenceKind.AT_ONCE, OccurrenceKind.PERIODIC, OccurrenceKind.OPENING})


def instant(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The UTC instant of a local wall time. Of an hour that a clock change repeats, the first; one that it skips is
    read by the offset before the change."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


def morning(day: date, zone: ZoneInfo) -> datetime:
    """When the digest of this day is due."""
    return instant(day, DIGEST_AT, zone)


def is_quiet(now: datetime, zone: ZoneInfo) -> bool:
    """Whether these are the quiet hours of the zone."""
    hour = now.astimezone(zone).time()
    return hour < DIGEST_AT or hour >= QUIET_FROM


def term_of(occurrence: Occurrence | None, zone: ZoneInfo) -> DutyTerm:
    """The dates of a duty; an item without any occurrence waits for nobody knows what."""
    if occurrence is None:
        return DutyTerm(kind=OccurrenceKind.OPEN)
    opens_at = due_at = None
    if occurrence.start is not None:
        opens_at = instant(occurrence.start, occurrence.start_time or time(0), zone)
    if occurrence.end is not None:
        if occurrence.end_time is None:
            due_at = instant(occurrence.end + _DAY, time(0), zone)
        else:
            due_at = instant(occurrence.end, occurrence.end_time, zone)
    return DutyTerm(
        kind=occurrence.kind,
        start=occurrence.start,
        end=occurrence.end,
        start_time=occurrence.start_time,
        end_time=occurrence.end_time,
        last_day=occurrence.last_day,
        opens_at=opens_at,
        due_at=due_at,
        needs=occurrence.needs,
    )


def is_dated(term: DutyTerm) -> bool:
    """Whether anything about it has a date; what has none waits for an event, or has no term."""
    return opening_day(term) is not None or term.last_day is not None


def opening_day(term: DutyTerm) -> date | None:
    """The day on which something begins; None for a plain deadline or day."""
    return None if term.kind in _POINTS else term.start


def last_morning(term: DutyTerm) -> date | None:
    """The last day whose digest comes before the end: an end before the digest's hour belongs to the day before."""
    if term.end is None or term.kind in _NO_END:
        return None
    if term.end_time is not None and term.end_time <= DIGEST_AT:
        return term.end - _DAY
    return term.end


def ends_before_next_morning(term: DutyTerm) -> bool:
    """Whether it ends with an hour that falls before the digest's (00:00, 06:00)."""
    return term.end is not None and term.end_time is not None and term.end_time <= DIGEST_AT


def lead_days(nature: Nature, term: DutyTerm, leads: tuple[int, ...] = LEAD_DAYS) -> frozenset[date]:
    """The mornings that announce the end: 7, 3, 1, 0 days before the last day to act on.

    The last of them is never later than the last morning before the end. The end of a ban is nothing to be ready for.
    """
    last = last_morning(term)
    if last is None or term.last_day is None or nature is Nature.BAN:
        return frozenset()
    return frozenset(min(term.last_day - lead * _DAY, last) for lead in leads)


def opening_days(nature: Nature, term: DutyTerm) -> frozenset[date]:
    """The mornings that announce an opening: its day, and the day before for what begins ahead of the digest's hour
    (voting at 8:00; a ban, which holds from midnight on)."""
    start = opening_day(term)
    if start is None:
        return frozenset()
    early = nature is Nature.BAN or (term.start_time is not None and time(0) < term.start_time < DIGEST_AT)
    return frozenset({start, start - _DAY}) if early else frozenset({start})


def has_ended(term: DutyTerm, now: datetime) -> bool:
    """Whether it has an end, and that has passed at `now`."""
    return term.due_at is not None and term.due_at <= now


def can_be_overdue(nature: Nature, term: DutyTerm) -> bool:
    """Only an obligation with an end can be."""
    return nature is Nature.OBLIGATION and last_morning(term) is not None


def is_overdue(nature: Nature, term: DutyTerm, now: datetime) -> bool:
    """Whether its end has passed at `now` (what has been done is the caller's to know)."""
    return can_be_overdue(nature, term) and has_ended(term, now)


def chase_days(nature: Nature, term: DutyTerm) -> frozenset[date]:
    """The mornings after the end on which an obligation asks again."""
    last = last_morning(term)
    if last is None or not can_be_overdue(nature, term):
        return frozenset()
    return frozenset(last + count * _DAY for count in OVERDUE_MORNINGS)


def hour_reminder(nature: Nature, term: DutyTerm) -> datetime | None:
    """The end with an hour that a reminder of its own is due before; None where there is none."""
    if nature is Nature.BAN or term.end_time is None or term.kind in _NO_END:
        return None
    return term.due_at


def lapse_morning(nature: Nature, term: DutyTerm) -> date | None:
    """The first morning after an end with an hour of what is never overdue: there it is said that it has passed, should
    its own reminder not have gone out. None where there is nothing of the kind."""
    last = last_morning(term)
    if last is None or hour_reminder(nature, term) is None or can_be_overdue(nature, term):
        return None
    return last + _DAY


def days_between(day: date, other: date | None) -> int | None:
    """Days from `day` to `other`, negative when it has passed."""
    return None if other is None else (other - day).days
