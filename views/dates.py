"""Dates as people say them: «пн, 30 января, до 18:00». The year is named only where it isn't the nearest one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from babel.dates import format_date

from plan.events import event_type
from plan.model import Occurrence, OccurrenceKind
from views.screen import escape
from views.translator import Markup, Translator

NEAREST_DAYS = 183
"""A day and month said without a year mean the nearest such day: within half a year, before or after."""

MIDNIGHT = time(0)


def is_near(day: date, today: date) -> bool:
    """Whether the day can be named without its year."""
    return abs((day - today).days) < NEAREST_DAYS


def day_month(day: date, today: date, t: Translator) -> str:
    """«30 января», «30 января 2026»."""
    return format_date(day, "d MMMM" if is_near(day, today) else "d MMMM y", locale=t.locale)


def long_day(day: date, t: Translator) -> str:
    """«30 января 2023»."""
    return format_date(day, "d MMMM y", locale=t.locale)


def weekday(day: date, t: Translator) -> str:
    """«пн»."""
    return format_date(day, "ccc", locale=t.locale)


def full_day(day: date, today: date, t: Translator) -> str:
    """«пн, 30 января»."""
    return f"{weekday(day, t)}, {day_month(day, today, t)}"


def hour(moment: time) -> str:
    """«18:00»; the end of a day is «24:00»."""
    return "24:00" if moment == time.max else f"{moment:%H:%M}"


def moment(at: datetime, zone: ZoneInfo | timezone, today: date, t: Translator) -> str:
    """«пн, 30 января, 18:05» in the given zone."""
    local = at.astimezone(zone)
    return f"{full_day(local.date(), today, t)}, {hour(local.time())}"


def span(first: date | None, last: date | None, today: date, t: Translator) -> Markup:
    """A range of days: «25–27 января», «30 января – 3 февраля», «с 25 января», «до 27 января»."""
    match first, last:
        case None, None:
            return t("the whole campaign")
        case date(), None:
            return t("from {day}", day=day_month(first, today, t))
        case None, date():
            return t("until {day}", day=day_month(last, today, t))
        case date(), date():
            if first == last:
                return Markup(full_day(first, today, t))
            if (first.year, first.month) == (last.year, last.month):
                return Markup(f"{first.day}–{day_month(last, today, t)}")
            if first.year == last.year:  # the year is said once
                return Markup(f"{format_date(first, 'd MMMM', locale=t.locale)} – {day_month(last, today, t)}")
            return Markup(f"{day_month(first, today, t)} – {day_month(last, today, t)}")
    raise TypeError("days are dates")


def days_left(count: int, t: Translator) -> Markup:
    """«сегодня последний день», «завтра», «осталось 3 дня», «срок прошёл 2 дня назад»."""
    if count == 0:
        return t("today is the last day")
    if count == 1:
        return t("tomorrow is the last day")
    if count > 1:
        return t.plural("{n} day left", "{n} days left", count)
    return t.plural("ended {n} day ago", "ended {n} days ago", -count)


def opens_in(count: int, t: Translator) -> Markup:
    """«начинается сегодня», «начнётся через 3 дня»."""
    if count == 0:
        return t("begins today")
    if count == 1:
        return t("begins tomorrow")
    if count > 1:
        return t.plural("begins in {n} day", "begins in {n} days", count)
    return t.plural("began {n} day ago", "began {n} days ago", -count)


def last_hour(occurrence: Occurrence) -> time | None:
    """The hour at which it ends on its last whole day; «до ноля часов 10.03» is 24:00 of 09.03."""
    if occurrence.end_time is None:
        return None
    return time.max if occurrence.end_time == MIDNIGHT else occurrence.end_time


def when(occurrence: Occurrence, today: date, t: Translator) -> Markup:
    """When this part of a term is, in one line, for a card or an answer."""
    first, last = occurrence.start, occurrence.last_day
    until = last_hour(occurrence)
    if first is not None and last is not None:
        if first == last:
            return Markup(_on_day(last, occurrence.start_time, until, today, t))
        begin = full_day(first, today, t) + (f", {hour(occurrence.start_time)}" if occurrence.start_time else "")
        end = full_day(last, today, t) + (f", {hour(until)}" if until else "")
        return t("{first} – {last}", first=begin, last=end)
    if last is not None:
        if occurrence.kind is OccurrenceKind.EXACT:
            return Markup(_on_day(last, None, until, today, t))
        if until is not None:
            return t("{day}, until {hour}", day=full_day(last, today, t), hour=hour(until))
        if occurrence.is_least:
            return t("no less than until {day}", day=full_day(last, today, t))
        return t("no later than {day}", day=full_day(last, today, t))
    if first is not None:
        begin = full_day(first, today, t) + (f", {hour(occurrence.start_time)}" if occurrence.start_time else "")
        return t("begins {day}", day=begin)
    return open_term(occurrence, t)


def until(occurrence: Occurrence, today: date, t: Translator) -> Markup:
    """The far end of what is under way: «по чт, 9 февраля», «до чт, 5 января, 18:00»; "" where it is open."""
    last, end = occurrence.last_day, last_hour(occurrence)
    if last is None:
        return Markup("")
    day = full_day(last, today, t)
    if end is None:
        return t("through {day}", day=day)
    return t("until {day}, {hour}", day=day, hour=hour(end))


def _on_day(day: date, start: time | None, end: time | None, today: date, t: Translator) -> str:
    said = full_day(day, today, t)
    if start and end:
        return str(t("{day}, {start}–{end}", day=said, start=hour(start), end=hour(end)))
    if end:
        return str(t("{day}, until {hour}", day=said, hour=hour(end)))
    if start:
        return str(t("{day}, from {hour}", day=said, hour=hour(start)))
    return said


def open_term(occurrence: Occurrence, t: Translator) -> Markup:
    """A part of a term that has no date (yet): in the plan's own words, which say more than the event's name."""
    if occurrence.text.strip():
        wording = " ".join(occurrence.text.split())
        return Markup(escape(wording[:1].lower() + wording[1:]))
    if occurrence.needs:
        return t("after the event: {events}", events=", ".join(event_name(key) for key in occurrence.needs))
    if occurrence.kind is OccurrenceKind.AT_ONCE:
        return t("at once")
    if occurrence.kind is OccurrenceKind.PERIODIC:
        return t("the whole period")
    return t("no date: by the wording of the plan")


def event_name(key: str) -> str:
    """The event in the words of the law (Russian in every language, like the plan itself); its key if unknown."""
    try:
        return event_type(key).nominative
    except KeyError:
        return key


def with_condition(said: str, occurrence: Occurrence, t: Translator) -> Markup:
    """«При наличии вынуждающих к тому обстоятельств: не позднее ср, 8 марта»; as it is where there is no condition,
    or where the wording that is said names it already."""
    condition = " ".join(occurrence.condition.split())
    if not condition or not occurrence.is_dated:
        return Markup(said)
    if (
        occurrence.needs and occurrence.text.strip()
    ):  # «в течение двух часов с момента …, но не позднее …»: no day says it
        return Markup(escape(" ".join(occurrence.text.split())))
    return t("{condition}: {when}", condition=condition[:1].lower() + condition[1:], when=Markup(said))


def in_days(count: int, t: Translator) -> Markup:
    """«сегодня», «завтра», «через 3 дня»; how long ago for what has passed."""
    if count == 0:
        return t("today")
    if count == 1:
        return t("tomorrow")
    if count > 1:
        return t.plural("in {n} day", "in {n} days", count)
    return t.plural("{n} day ago", "{n} days ago", -count)


def short_when(occurrence: Occurrence, today: date, t: Translator) -> Markup:
    """For a line under a date's heading: only the hour, or the other end of a window; "" when there is none."""
    until = last_hour(occurrence)
    if until is not None:
        return t("until {hour}", hour=hour(until))
    return Markup("")


def plus(day: date, days: int) -> date:
    return day + timedelta(days=days)
