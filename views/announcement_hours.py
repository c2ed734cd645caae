"""When an announcement is to go out: hours on offer, an hour in words said back."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.duties.timing import instant, is_quiet
from views import dates
from views.screen import Button, Press, Screen
from views.translator import Markup, Translator

EVENING = time(18)
MORNING = time(9)

SOON = timedelta(minutes=10)
"""An hour that is as near as this is not offered: it is «now»."""

_MINUTE = 60


def quiet_hours(t: Translator) -> Markup:
    return t("These are quiet hours (from 22:00 to 9:00): the message may wake people up.")


def hour_buttons(number: str, zone: ZoneInfo, now: datetime, t: Translator) -> tuple[tuple[Button, ...], ...]:
    """«Сегодня в 18:00», «Завтра в 9:00», «Другое время…»; each names its moment, so that an old one cannot mean
    another day."""
    today = now.astimezone(zone).date()
    evening, morning = instant(today, EVENING, zone), instant(today + timedelta(days=1), MORNING, zone)
    rows = []
    if evening > now + SOON:
        rows.append((Button(t.plain("Today at 18:00"), at_press(number, evening)),))
    rows.append((Button(t.plain("Tomorrow at 9:00"), at_press(number, morning)),))
    rows.append((Button(t.plain("Another time…"), Press("announce-when", (number,))),))
    return tuple(rows)


def at_press(number: str, at: datetime) -> Press:
    return Press("announce-at", (number, str(int(at.timestamp()) // _MINUTE)))


def moment_of(argument: str) -> datetime | None:
    """What `at_press` has written; None for what it has not."""
    if not argument.isdecimal() or len(argument) > 9:
        return None
    return datetime.fromtimestamp(int(argument) * _MINUTE, ZoneInfo("UTC"))


def ask_hour(t: Translator) -> Screen:
    return Screen(
        t(
            "When shall it be sent? Write the day and the hour in your own words, for example: «on Friday at 10», "
            "«28 January 14:30», «in two hours»."
        )
    )


def unclear_hour(t: Translator) -> Screen:
    return Screen(t("I did not understand the time. Please write the day and the hour, for example: «28.01 14:30»."))


def passed_hour(number: str, at: datetime | None, zone: ZoneInfo, now: datetime, t: Translator) -> Screen:
    """It cannot go out then any more: others on offer."""
    said = t("This time has passed. Please choose another one.")
    if at is not None:
        said = t("{moment} has passed. Please choose another time.", moment=_moment(at, zone, now, t))
    return Screen(said, buttons=hour_buttons(number, zone, now, t))


def confirm_hour(number: str, at: datetime, zone: ZoneInfo, now: datetime, t: Translator) -> Screen:
    """Said back with its weekday, by the commission's clock."""
    said = [t("It will be sent on <b>{moment}</b> by the commission's time.", moment=_moment(at, zone, now, t))]
    if is_quiet(at, zone):
        said.append(quiet_hours(t))
    said.append(t("Is that right? Otherwise write another time."))
    return Screen("\n".join(said), buttons=((Button(t.plain("Yes, schedule it"), at_press(number, at)),),))


def _moment(at: datetime, zone: ZoneInfo, now: datetime, t: Translator) -> str:
    return dates.moment(at, zone, now.astimezone(zone).date(), t)
