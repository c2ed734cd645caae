"""A plan as a calendar for a phone: an .ics file (RFC 5545) that later files of the same campaign bring up to date.

An entry keeps its UID from version to version: the campaign, the item's number, the part of its term and the end of
it. Given the file that people have now, changed entries carry a higher SEQUENCE, those that are gone a STATUS of
CANCELLED, and unchanged ones stay byte for byte. VTODO is not used: phone calendars do not show it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vDuration

from plan.dated import date_plan
from plan.days import MONTHS, PRINTED_DAY
from plan.errors import PlanFileError
from plan.model import DatedItem, Facts, Head, Plan, Role
from plan.writers.calendar_entries import Entry, entries_of, parent_of

_PRODUCT = "-//srok//calendar plan//RU"
_CAMPAIGN = "X-SROK-CAMPAIGN"
_REFRESH = timedelta(hours=12)
"""How often a subscribed calendar is to be asked for again."""
_LONGEST_NAME = 75
_OF_THE_VERSION = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
"""What tells one version of an entry from another without being part of what it says."""
_DAY_IN_WORDS = re.compile(
    rf"\d{{1,2}}(?:\s*(?:,|и|[-–—])\s*\d{{1,2}})*\s+(?:{'|'.join(MONTHS)})|\b(?:19|20)\d\d\b(?:\s+года?\b)?"
)
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")


class NotOurCalendar(PlanFileError):
    """The previous calendar is none, or was not written from a plan."""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """The file's bytes, how many entries it has, and the items that have none because they have no date.

    `changed` and `cancelled` are entries of the previous calendar that this one tells anew.
    """

    content: bytes
    entries: int
    changed: int
    cancelled: int
    left_out: tuple[DatedItem, ...]


def calendar_file(plan: Plan, now: datetime) -> bytes:
    """The whole plan as a first calendar; `now` (aware) is its DTSTAMP."""
    return calendar_of(plan, now).content


def calendar_of(
    plan: Plan,
    now: datetime,
    *,
    facts: Facts | None = None,
    roles: Collection[Role] = (),
    previous: bytes | None = None,
    campaign: str | None = None,
) -> CalendarFile:
    """The plan as a calendar, dated by `facts` or by its own head.

    `now` (aware) stamps what is new. `roles` keep the items that one of them performs, all when empty. `previous` is
    the calendar that people have: a caller that keeps versions writes each from the one before. `campaign` is the
    stable name within the UIDs; without it, that of `previous`, or one made of the commission and the title.

    Raises NotOurCalendar when `previous` is not a calendar that was written here.
    """
    known = None if previous is None else _read(previous)
    name = campaign or (str(known[_CAMPAIGN]) if known is not None else campaign_name(plan.head))
    stamp = now.astimezone(UTC).replace(microsecond=0)
    dated = [one for one in date_plan(plan, facts) if not roles or not set(roles).isdisjoint(one.roles)]
    entries = [tuple(entries_of(one, parent_of(plan, one))) for one in dated]
    events = _events((entry for of_item in entries for entry in of_item), plan.head.zone, name)
    before = {} if known is None else {str(event["UID"]): event for event in known.events if _is_whole(event)}
    merged = list(_brought_up_to_date(events, before, stamp))
    told_anew = [uid for event in merged if (uid := str(event["UID"])) in before and event is not before[uid]]
    merged.sort(key=lambda event: (_local(event), str(event["UID"])))
    calendar = _calendar(plan.head, name)
    calendar.add_component(_timezone(plan.head.zone, [_local(event).date() for event in merged]))
    for event in merged:
        calendar.add_component(event)
    return CalendarFile(
        content=bytes(calendar.to_ical()),
        entries=len(events),
        changed=sum(uid in events for uid in told_anew),
        cancelled=sum(uid not in events for uid in told_anew),
        left_out=tuple(one for one, of_item in zip(dated, entries, strict=True) if not of_item),
    )


def campaign_name(head: Head) -> str:
    """A name that stays when the voting day moves or the plan is reworded: of the commission, the title and the year.

    The year is that of the decision, so that the same council's next election is another campaign.
    """
    title = _DAY_IN_WORDS.sub("", PRINTED_DAY.sub("", head.title.lower().replace("ё", "е")))
    called = head.events.get("decided") or (head.decision.date if head.decision is not None else head.voting_day)
    said = [head.commission.lower(), *re.findall(r"\w+", title), str(called.year) if called is not None else ""]
    return hashlib.sha256(" ".join(said).encode("utf-8", "replace")).hexdigest()[:16]


def _events(entries: Iterable[Entry], zone: str, campaign: str) -> dict[str, Event]:
    """The events by their UIDs; a number that stands twice in the plan is told apart by the order."""
    events: dict[str, Event] = {}
    for entry in entries:
        uid = stem = _plain(f"{campaign}-{entry.item}-{entry.part}-{entry.side}")
        again = 1
        while f"{uid}@srok" in events:
            again += 1
            uid = f"{stem}-{again}"
        events[f"{uid}@srok"] = _event(entry, f"{uid}@srok", ZoneInfo(zone))
    return events


def _event(entry: Entry, uid: str, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("UID", uid)
    event.add("DTSTART", _in_zone(entry.start, zone))
    if entry.end is not None:
        event.add("DTEND", _in_zone(entry.end, zone))
    event.add("SUMMARY", _plain(entry.summary))
    event.add("DESCRIPTION", _plain(entry.description))
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT")  # a deadline does not make the day busy
    for before in entry.alarms:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", _plain(entry.summary))
        alarm.add("TRIGGER", before)
        event.add_component(alarm)
    return event


def _in_zone(when: date, zone: ZoneInfo) -> date:
    return when.replace(tzinfo=zone) if isinstance(when, datetime) else when


def _plain(text: str) -> str:
    """Without the characters that RFC 5545 has no way to write."""
    return _UNPRINTABLE.sub(" ", text)


def _brought_up_to_date(events: dict[str, Event], before: dict[str, Event], stamp: datetime) -> Iterator[Event]:
    """The events with their versions, and the previous ones that are gone, as cancelled; by their UIDs."""
    for uid, event in events.items():
        was = before.get(uid)
        if was is not None and _said(was) == _said(event):
            yield was
        else:
            yield _version(event, 0 if was is None else _sequence(was) + 1, stamp)
    for uid, was in before.items():
        if uid not in events:
            yield was if was.get("STATUS") == "CANCELLED" else _cancelled(was, stamp)


def _is_whole(event: Event) -> bool:
    """An entry that somebody else put into the file without a name or a day is not kept."""
    return "UID" in event and "DTSTART" in event


def _said(event: Event) -> bytes:
    """All but the version."""
    bare = event.copy(recursive=True)
    for name in _OF_THE_VERSION:
        bare.pop(name, None)
    return bytes(bare.to_ical())


def _sequence(event: Event) -> int:
    return int(event.get("SEQUENCE", 0))


def _version(event: Event, sequence: int, stamp: datetime) -> Event:
    for name in _OF_THE_VERSION:
        event.pop(name, None)
    event.add("SEQUENCE", sequence)
    event.add("DTSTAMP", stamp)
    event.add("LAST-MODIFIED", stamp)
    return event


def _cancelled(was: Event, stamp: datetime) -> Event:
    event = was.copy(recursive=True)
    event.subcomponents = []  # nothing to be reminded of
    for name, text in (("SUMMARY", f"Отменено: {was.get('SUMMARY', '')}"), ("STATUS", "CANCELLED")):
        event.pop(name, None)
        event.add(name, text)
    return _version(event, _sequence(was) + 1, stamp)


def _calendar(head: Head, campaign: str) -> Calendar:
    # No METHOD: with PUBLISH every entry would need an ORGANIZER (RFC 5546, 3.2.1), and nobody is invited.
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", _PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    name = _plain(_shortened(head.title))
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("X-WR-TIMEZONE", head.zone)
    calendar.add("REFRESH-INTERVAL", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(_REFRESH))
    calendar.add(_CAMPAIGN, campaign)
    return calendar


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _LONGEST_NAME:
        return text
    return f"{text[: _LONGEST_NAME - 1].rsplit(' ', 1)[0].rstrip(' ,;')}…"


def _timezone(zone: str, days: Collection[date]) -> Timezone:
    """The zone's rules for the years of the calendar."""
    first = min(days, default=date(1970, 1, 2)).year
    last = max(days, default=date(1970, 1, 2)).year
    return Timezone.from_tzid(zone, first_date=date(max(first - 1, 1), 1, 1), last_date=date(min(last + 2, 9999), 1, 1))


def _local(event: Event) -> datetime:
    """When it starts, for the order of the file."""
    start = event.decoded("DTSTART")
    if isinstance(start, datetime):
        return start.replace(tzinfo=None)
    return datetime(start.year, start.month, start.day)  # noqa: DTZ001 – local to the campaign, never compared outside


def _read(content: bytes) -> Calendar:
    try:
        calendar = Calendar.from_ical(content)
    except (ValueError, IndexError, KeyError, UnicodeDecodeError) as error:
        raise NotOurCalendar("прежний календарь не читается: это не файл .ics или он повреждён.") from error
    if _CAMPAIGN not in calendar:
        raise NotOurCalendar(
            "прежний календарь записан не из плана; укажите файл .ics, который записан командой export."
        )
    return calendar
