"""Which entries a plan makes in a phone's calendar, on what days, and in what words.

A deadline stands on its last day: that is where a person looks for it. A window of more than three days is two
entries, its opening and its last day: as one bar it would lie across every week of the month, hide all else and say
nothing on the two days that matter. A short one (the days of the vote) is a bar, which a month shows well. A cutoff
with an hour stands at that hour; at 00:00 it stands on the day before, the last one on which a person can act.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from plan.days import MONTHS
from plan.model import DatedItem, Occurrence, OccurrenceKind, Plan

DAY_BEFORE = timedelta(hours=-15)
"""09:00 of the day before, counted from the beginning of the day."""
SAME_DAY = timedelta(hours=9)
HOURS_BEFORE = (timedelta(hours=-3), timedelta(hours=-1))

_LONGEST_BAR = 3
"""Days."""
_LONGEST_ACTIVITY = 60
"""Letters: a phone's list shows two lines."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the calendar.

    `start` is a date for an all-day entry and a naive local datetime for a timed one; `end` is of the same kind and
    exclusive, None for a moment. `side` is the end of the term's part that it stands for; a bar stands for the "end".
    `alarms` are counted from the start.
    """

    item: str
    part: int
    side: str
    start: date
    end: date | None
    summary: str
    description: str
    alarms: tuple[timedelta, ...]


def parent_of(plan: Plan, dated: DatedItem) -> str:
    """What «50-1. Для кандидата …» is about: the activity of row 50; "" for a row of its own."""
    stem, dash, _ = dated.item.number.rpartition("-")
    parent = plan.item(stem) if dash else None
    return "" if parent is None else parent.activity.strip().rstrip(".:;,")


def entries_of(dated: DatedItem, parent: str = "") -> Iterator[Entry]:
    """The entries of an item, part by part; none where its term has no date.

    `parent` is what the row above says for its sub-rows («Агитационный период»).
    """
    activity = f"{parent}: {dated.item.activity}" if parent else dated.item.activity
    for part, found in enumerate(dated.occurrences, 1):
        for side, start, end, said in _spans(found):
            yield Entry(
                item=dated.item.number,
                part=part,
                side=side,
                start=start,
                end=end,
                summary=_summary(dated.item.number, activity, said),
                description=_description(dated, activity, found),
                alarms=_alarms(start, end),
            )


def _spans(found: Occurrence) -> Iterator[tuple[str, date, date | None, str]]:
    """The side, the start, the end and what the summary says of them."""
    start, last = found.start, found.last_day
    if start is not None and last is not None and start <= last:
        if start == last and found.kind is not OccurrenceKind.OPENING:
            yield "end", *_one_day(start, found)
            return
        if (last - start).days < _LONGEST_BAR and not _has_hour(found.end_time):
            said = f"с {found.start_time:%H:%M}" if found.start_time is not None and _has_hour(found.start_time) else ""
            yield "end", start, last + timedelta(days=1), said
            return
    if start is not None and (last is None or start < last):
        yield "start", *_opening(start, found)
    if last is not None:
        yield "end", *_closing(last, found)


def _one_day(day: date, found: Occurrence) -> tuple[date, date | None, str]:
    """A term that begins and ends on one day."""
    opens, closes = found.start_time, found.end_time
    if opens is not None and closes is not None and _has_hour(closes) and opens < closes:
        return datetime.combine(day, opens), datetime.combine(day, closes), f"с {opens:%H:%M} до {closes:%H:%M}"
    if closes is not None and _has_hour(closes):
        return datetime.combine(day, closes), None, f"{'до ' if opens != closes else ''}{closes:%H:%M}"
    if opens is not None and _has_hour(opens):
        return datetime.combine(day, opens), None, f"с {opens:%H:%M}"
    return day, day + timedelta(days=1), ""


def _opening(day: date, found: Occurrence) -> tuple[date, date | None, str]:
    word = "сразу" if found.kind is OccurrenceKind.AT_ONCE else "начало"
    last = found.last_day
    until = "" if last is None else f", до {last.day} {MONTHS[last.month - 1]}"
    if found.start_time is not None and _has_hour(found.start_time):
        return datetime.combine(day, found.start_time), None, f"{word} в {found.start_time:%H:%M}{until}"
    return day, day + timedelta(days=1), f"{word}{until}"


def _closing(day: date, found: Occurrence) -> tuple[date, date | None, str]:
    if found.end_time is not None and _has_hour(found.end_time):
        return datetime.combine(day, found.end_time), None, f"до {found.end_time:%H:%M}"
    return day, day + timedelta(days=1), "последний день" if found.end_time is None else "последний день, до 24:00"


def _has_hour(hour: time | None) -> bool:
    """Midnight bounds a whole day and is no hour to act at."""
    return hour is not None and hour != time(0)


def _alarms(start: date, end: date | None) -> tuple[timedelta, ...]:
    if isinstance(start, datetime):
        return HOURS_BEFORE
    days = 1 if end is None else (end - start).days
    last_day = (SAME_DAY + timedelta(days=days - 1),) if days > 1 else ()
    return (DAY_BEFORE, SAME_DAY, *last_day)


def _summary(number: str, activity: str, said: str) -> str:
    """«п. 28. Представление документов для регистрации… — до 18:00»."""
    activity = " ".join(activity.split())
    if len(activity) > _LONGEST_ACTIVITY:
        cut = activity[:_LONGEST_ACTIVITY].rsplit(" ", 1)[0]
        activity = f"{cut.rstrip(' ,;:(–-')}…"
    return f"п. {number}. {activity.rstrip('.;,')}{f' — {said}' if said else ''}"


def _description(dated: DatedItem, activity: str, found: Occurrence) -> str:
    item = dated.item
    lines = (
        activity.strip(),
        f"Срок: {found.text or item.term}" if found.text or item.term else "",
        f"Условие: {found.condition}" if found.condition else "",
        f"Как посчитано: {found.explanation}" if found.explanation else "",
        f"Закон: {item.law}" if item.law else "",
        f"Исполняют: {item.performers}" if item.performers else "",
    )
    return "\n\n".join(line for line in lines if line)
