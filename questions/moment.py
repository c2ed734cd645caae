"""A day and an hour as people name them: «в пятницу в 10», «28 января 14:30», «завтра в полдень», «через два часа»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from questions import text
from questions.frame import Frame, days
from questions.single_day import read_day

MORNING = time(9)
"""The hour of a day that was named without one."""

_PARTS = {"утр": time(9), "обед": time(13), "дне": time(13), "вечер": time(18)}
_MONTH = r"(?:янв|фев|мар|апр|ма[йяею]\b|июн|июл|авг|сен|окт|ноя|дек)"
_OF_DAY = r"(?:\s*(?P<part>утра|дня|вечера|ночи))?"
_WORDS = (
    "час", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать", "двенадцать",
)  # fmt: skip
_HALVES = (
    "второго", "третьего", "четвертого", "пятого", "шестого", "седьмого", "восьмого", "девятого", "десятого",
    "одиннадцатого", "двенадцатого", "первого",
)  # fmt: skip
_BEFORE = r"(?:\b(?:в|во|к|ко|на|с|около|часов)\s+)?"
_HOURS = tuple(
    re.compile(_BEFORE + pattern)
    for pattern in (
        r"(?<![\d.])\b(?P<h>\d{1,2})\s*:\s*(?P<m>\d\d)(?:\s*(?:ч|час\w*)\b\.?)?" + _OF_DAY,
        r"\b(?P<h>\d{1,2})\s*(?:ч|час\w*)\b\.?\s*(?P<m>\d{1,2})\s*(?:м|мин\w*)\b\.?" + _OF_DAY,
        r"\b(?P<h>\d{1,2})\s*(?:ч|час\w*)\b\.?" + _OF_DAY,
        r"\b(?P<h>\d{1,2})\s*(?P<part>утра|дня|вечера|ночи)\b",
        # 14.30 and 9.00 are no dates; 10.30 neither. 10.12 is one, unless «в» stands before it.
        r"(?<![\d.])\b(?P<h>\d{1,2})\s*[.-]\s*(?P<m>00|1[3-9]|[2-5]\d)\b(?![.\d-])(?!\s*" + _MONTH + ")" + _OF_DAY,
        r"(?<=\bв )(?P<h>\d{1,2})\s*[. -]\s*(?P<m>[0-5]\d)\b(?![.\d-])(?!\s*" + _MONTH + ")" + _OF_DAY,
        r"(?P<word>(?<=\bв )(?:" + "|".join(_WORDS) + r"))\b(?:\s*час\w*)?" + _OF_DAY,
        r"(?:пол|половин\w)\s*(?P<half>" + "|".join(_HALVES) + r")\b" + _OF_DAY,
        r"(?:(?<=\bв )|(?<=\bк )|(?<=\bна ))(?P<h>\d{1,2})\b(?!\s*(?:[.:/-]?\s*\d|"
        + _MONTH
        + r"|числ|-?го\b|-?е\b|дн))"
        + _OF_DAY,
    )
)
_NOON = re.compile(_BEFORE + r"\bполдень\b")
_PART = re.compile(r"\b(?:в|во|с|после)?\s*\b(утр\w*|обед\w*|днем|дне|вечер\w*)\b")
_IN = re.compile(
    r"\bчерез\s+(?P<n>\d{1,3}|пол|полтора|" + "|".join(_WORDS[1:]) + r")?\s*(?P<unit>час\w*|минут\w*|мин\b)"
)
_NO_DAY = re.compile(r"^[\s,.;!-]*(?:в|к|на|пожалуйста|давайте|давай|можно|лучше|и|[\s,.;!-])*$")
_TODAY = re.compile(r"\bсегодня\b")
_WEEKDAY = re.compile(
    r"\b(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье)\b"
)


@dataclass(frozen=True, slots=True)
class SaidMoment:
    """A day and an hour of the campaign's zone."""

    day: date
    hour: time


def read_moment(said: str, frame: Frame, now: datetime) -> SaidMoment | None:
    """The moment that the words name, `now` being the campaign's local time; None when they name none, or when
    something was not understood. It may have passed: that is for the caller to say.

    A day without an hour means its morning, an hour without a day the next such hour.
    """
    plain = " ".join(text.clean(said).split())
    if (span := _IN.search(plain)) is not None:
        return _from_now(span, plain, now)
    hour, rest = _hour(plain)
    if _NO_DAY.match(rest):
        if hour is None:
            return None
        return SaidMoment(now.date() + days(hour <= now.time()), hour)
    found = read_day(rest, frame)
    if found is None or (hour is None and found.hour is None and _TODAY.search(rest)):
        return None
    moment = SaidMoment(found.day, hour or found.hour or MORNING)
    has_passed = moment.day == now.date() and moment.hour <= now.time()
    if has_passed and _WEEKDAY.search(rest) and not _TODAY.search(rest) and not re.search(r"\d", rest):
        return SaidMoment(moment.day + days(7), moment.hour)  # «в пятницу», said on a Friday evening
    return moment


def _from_now(span: re.Match[str], plain: str, now: datetime) -> SaidMoment | None:
    """«через два часа», «через полчаса»; to the minute."""
    if not _NO_DAY.match(plain[: span.start()] + plain[span.end() :]):
        return None
    said = span["n"]
    number = 0.5 if said == "пол" else 1.5 if said == "полтора" else _count(said)
    unit = timedelta(hours=1) if span["unit"].startswith("час") else timedelta(minutes=1)
    at = (now + number * unit).replace(second=0, microsecond=0)
    return SaidMoment(at.date(), at.time().replace(tzinfo=None))


def _count(said: str | None) -> float:
    if not said:
        return 1
    return int(said) if said.isdecimal() else _WORDS.index(said) + 1


def _hour(plain: str) -> tuple[time | None, str]:
    """The hour that is named, and the words without it."""
    for pattern in _HOURS:
        for found in pattern.finditer(plain):
            hour = _clock_time(found)
            if hour is None:
                continue
            rest = f"{plain[: found.start()]} {plain[found.end() :]}"
            part = _PART.search(rest)
            if part is not None:
                rest = _PART.sub(" ", rest)
                if part[1].startswith("вечер") and hour.hour < 12:
                    hour = hour.replace(hour=hour.hour + 12)
            return hour, re.sub(r"\s(?:в|к|на)\s*$", " ", rest)
    if _NOON.search(plain):
        return time(12), _NOON.sub(" ", plain)
    if (part := _PART.search(plain)) is not None:
        hour = next(hour for stem, hour in _PARTS.items() if part[1].startswith(stem))
        return hour, _PART.sub(" ", plain)
    return None, plain


def _clock_time(found: re.Match[str]) -> time | None:
    said = found.groupdict()
    minute = int(said.get("m") or 0)
    if said.get("word"):
        hour = _WORDS.index(said["word"]) + 1
    elif said.get("half"):
        hour, minute = _HALVES.index(said["half"]) + 1, 30
    else:
        hour = int(said["h"])
    part = said.get("part")
    if (part == "вечера" and hour < 12) or (part == "дня" and hour < 8):
        hour += 12
    elif part == "ночи" and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
