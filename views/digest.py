"""The morning's message and the reminder some hours before an end: read at nine in the morning, on a small phone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from itertools import groupby

from services.delivery.compose import DigestLetter, HourReminderLetter
from services.duties.lines import DutyLine
from views import dates, decisions
from views.lines import (
    Labelled,
    Line,
    box,
    done_button,
    in_rows,
    is_markable,
    labelled,
    several_commissions,
    text_of,
)
from views.screen import Button, Screen, escape
from views.translator import Markup, Translator

Detail = Callable[[Line, date, Translator], str]

DONE_BUTTONS = 8
CONTROL_LINES = 12
OVERDUE_LINES = 5
OVERDUE_DAYS = 7
"""What passed longer ago is named by its number alone: the message is about what can still be done."""


def digest(letter: DigestLetter, t: Translator) -> Screen:
    """The morning's message: due today first, then by days left, what opens, what is overdue, the control part."""
    content = letter.digest
    today = content.day
    control = (*content.control.due, *content.control.openings) if content.control else ()
    unreached = content.control.unreached if content.control else ()
    own = (*content.due, *content.tonight, *content.openings, *content.overdue, *content.lapsed)
    names = {id(named.line): named for named in labelled((*own, *control, *unreached), t)}
    commissions = several_commissions(own)

    def block(heading: str, lines: Iterable[Line], detail: Detail, *, limit: int = 99, performers: bool = False) -> str:
        kept = list(lines)
        said = [f"<b>{heading}</b>"]
        said += [
            text_of(names[id(line)], detail(line, today, t), commission=commissions, performers=performers)
            for line in kept[:limit]
        ]
        if len(kept) > limit:
            said.append(t.plural("… and {n} more", "… and {n} more", len(kept) - limit))
        return "\n".join(said)

    parts = ["\n".join([f"<b>{_greeting(letter, t)}</b>", *_honesty(letter.late, letter.possibly_repeated, t)])]
    last_day = tuple(line for line in content.tonight if line.days_left == 0)  # «до 24:00» of this very day
    tonight = tuple(line for line in content.tonight if line.days_left != 0)
    due = sorted((*content.due, *last_day), key=lambda line: math.inf if line.days_left is None else line.days_left)
    for left, lines in groupby(due, key=lambda line: line.days_left):
        parts.append(block(_heading(left, today, t), lines, _hour))
    if tonight:
        parts.append(block(t("Before tomorrow's message"), tonight, _day_and_hour))
    if content.openings:
        parts.append(block(t("Opening"), content.openings, _opening))
    if content.overdue:
        fresh = [line for line in content.overdue if (line.days_left or 0) >= -OVERDUE_DAYS][:OVERDUE_LINES]
        fresh = fresh or list(content.overdue[:1])
        older = [line for line in content.overdue if line not in fresh]
        said = [block(t("Past, and not marked as done"), fresh, _past)]
        if older:
            listed = ", ".join(f"{box(line)} <b>{escape(names[id(line)].label)}</b>" for line in older)
            said.append(t("Earlier ones: {items}. All of them: «My deadlines».", items=Markup(listed)))
        parts.append("\n".join(said))
    if content.lapsed:
        heading = t("The term has passed, and the bot could not remind you in time")
        parts.append(block(heading, content.lapsed, _day_and_hour, limit=OVERDUE_LINES))
    if control:
        heading = t("Control: others carry these out, you watch")
        parts.append(block(heading, control, _at_all, limit=CONTROL_LINES, performers=True))
    if unreached:
        heading = t("Nobody to remind: these commissions have nobody in the bot")
        parts.append(block(heading, unreached, _at_all, limit=CONTROL_LINES))
    if content.undecided:
        parts.append(decisions.waiting(content.undecided, t))
    buttons = done_buttons([names[id(line)] for line in own])
    if buttons:
        parts.append(t("Press ✓ when it is done. For details write the item's number."))
    more = (decisions.list_button(content.undecided, t),) if content.undecided else ()
    return Screen("\n\n".join(parts), buttons=(*in_rows(buttons), *more))


def hour_reminder(letter: HourReminderLetter, t: Translator) -> Screen:
    """Some hours before an end that has an hour."""
    zone = letter.campaign.tz
    named = labelled(letter.lines, t)
    commissions = several_commissions(letter.lines)
    ends = letter.at.astimezone(zone).time()
    at = dates.hour(time.max if ends == dates.MIDNIGHT else ends)
    heading = t("Until {hour} today — {left}", hour=at, left=_left(letter.left, t))
    said = [f"<b>{heading}</b>", *_honesty(letter.late, letter.possibly_repeated, t)]
    said += [text_of(name, "", commission=commissions) for name in named]
    buttons = done_buttons(named)
    if buttons:
        said.append("\n" + t("Press ✓ when it is done."))
    return Screen("\n".join(said), buttons=in_rows(buttons))


def done_buttons(named: Iterable[Labelled]) -> list[Button]:
    """A «✓ п. 28» for every duty that can be marked, the first eight."""
    return [
        done_button(name.line.duty, name.label)
        for name in named
        if isinstance(name.line, DutyLine) and is_markable(name.line.duty)
    ][:DONE_BUTTONS]


def _greeting(letter: DigestLetter, t: Translator) -> str:
    day = dates.full_day(letter.digest.day, letter.digest.day, t)
    return t("Your deadlines on {day}", day=day) if letter.late else t("Good morning! Your deadlines on {day}", day=day)


def _honesty(late: bool, possibly_repeated: bool, t: Translator) -> list[str]:
    said: list[str] = []
    if late:
        said.append(t("<i>This message comes late: the bot could not send it in time.</i>"))
    if possibly_repeated:
        said.append(t("<i>You may have received this message already.</i>"))
    return said


def _heading(left: int | None, today: date, t: Translator) -> str:
    if left is None:
        return t("Without a date")
    if left < 0:
        return t("Overdue")
    if left == 0:
        return t("Today is the last day")
    day = dates.full_day(dates.plus(today, left), today, t)
    if left == 1:
        return t("Tomorrow, {day}", day=day)
    return t.plural("In {n} day, {day}", "In {n} days, {day}", left, day=day)


def _hour(line: Line, today: date, t: Translator) -> str:
    """Under a heading that names the day."""
    if line.occurrence is None:
        return ""
    if line.days_left is not None and line.days_left < 0:
        return _past(line, today, t)
    return dates.short_when(line.occurrence, today, t)


def _day_and_hour(line: Line, today: date, t: Translator) -> str:
    return dates.until(line.occurrence, today, t) if line.occurrence else ""


def _past(line: Line, today: date, t: Translator) -> str:
    ended = dates.last_hour(line.occurrence) if line.occurrence and line.days_left == 0 else None
    if ended is not None:
        return t("ended today at {hour}", hour=dates.hour(ended))
    return dates.days_left(line.days_left, t) if line.days_left is not None else ""


def _opening(line: Line, today: date, t: Translator) -> str:
    """Begins today: only until when; otherwise also when it begins or began."""
    until = dates.until(line.occurrence, today, t) if line.occurrence else ""
    begins = dates.opens_in(line.opens_in, t) if line.opens_in else ""
    return ", ".join(part for part in (begins, until) if part)


def _at_all(line: Line, today: date, t: Translator) -> str:
    """Under a heading that says nothing of time."""
    if line.opens_in is not None and line.opens_in >= 0 and line.days_left != line.opens_in:
        until = dates.until(line.occurrence, today, t) if line.occurrence else ""
        return ", ".join(part for part in (dates.opens_in(line.opens_in, t), until) if part)
    left = dates.days_left(line.days_left, t) if line.days_left is not None else ""
    hour = dates.short_when(line.occurrence, today, t) if line.occurrence else ""
    return ", ".join(part for part in (left, hour) if part)


def _left(left: timedelta, t: Translator) -> str:
    minutes = max(0, round(left.total_seconds() / 60))
    hours, rest = divmod(minutes, 60)
    if hours and rest < 5:
        return t.plural("{n} hour left", "{n} hours left", hours)
    if hours:
        return t("{hours} h {minutes} min left", hours=hours, minutes=rest)
    return t.plural("{n} minute left", "{n} minutes left", minutes)
