"""A plan as Markdown: to be read on a page, sent as text, kept under version control, and read back as it was.

The head is a list under the title, each section has its heading and a table of four columns: a law stands in italics
below its activity, a printed date in bold below its wording. What a text holds of Markdown's own signs is escaped, so
the signs left bare are the structure (`plan.readers.markdown` reads it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import groupby

from plan.events import event_type
from plan.in_force import words_of
from plan.model import Choice, Head, Item, Override, Plan
from plan.resolving import printed_day

COLUMNS = ("№", "Содержание мероприятия", "Срок исполнения", "Исполнители")
DECISION_COLUMNS = (
    *("Пункт", "Часть срока", "Конец", "Принято", "Выбор", "Причина", "Кто решил", "Когда"),
    *("Было напечатано", "Было посчитано"),
)
DECISIONS = "Решения о датах"
COMMISSION = "Комиссия"
DECISION = "Решение"
VOTING_DAY = "День голосования"
FIRST_VOTING_DAY = "Первый день голосования"
ZONE = "Часовой пояс"
KIND = "Вид плана"
EVENTS = "Известные события"
CONVENTIONS = "Соглашения о счёте"
ABBREVIATIONS = "Сокращения"
NO_SECTION = "---"
BREAK = "<br>"
KINDS = {"calendar": "календарный план", "work": "план работы"}
CHOICES = {Choice.PRINTED: "дата документа", Choice.COMPUTED: "дата по формулировке", Choice.OTHER: "другая дата"}
SIDES = {"start": "начало", "end": "окончание"}

_SIGNS = re.compile(r"[\\`*_\[\]|~#]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_WRITTEN = re.compile(r"<br>|&#(\d+);|&amp;|&lt;|&gt;|\\(.)", re.DOTALL)


def markdown(plan: Plan, now: datetime) -> bytes:
    """The plan as Markdown in UTF-8. `now` is taken as every writer takes it, and is not written."""
    del now
    return "\n".join(_lines(plan)).encode() + b"\n"


def escaped(text: str) -> str:
    """The text on one line of Markdown, as a reader of the page sees it and `unescaped` gives it back."""
    text = "".join(_ENTITIES.get(sign, sign) for sign in text)
    text = _SIGNS.sub(r"\\\g<0>", text)
    edge = len(text) - len(text.lstrip()), len(text.rstrip())
    return "".join(
        BREAK if sign == "\n" else f"&#{ord(sign)};" if not edge[0] <= place < edge[1] or _breaks_a_line(sign) else sign
        for place, sign in enumerate(text)
    )


def _breaks_a_line(sign: str) -> bool:
    return sign != " " and (not sign.isprintable() and sign != "\u00a0")


def unescaped(text: str) -> str:
    """What `escaped` was given."""

    def meant(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1]))
        if match[2]:
            return match[2]
        return {BREAK: "\n", "&amp;": "&", "&lt;": "<", "&gt;": ">"}[match[0]]

    return _WRITTEN.sub(meant, text)


def _lines(plan: Plan) -> Iterator[str]:
    yield f"# {escaped(plan.head.title)}"
    yield ""
    yield from _head(plan.head)
    decided: dict[str, list[Override]] = {}
    for one in plan.overrides:
        decided.setdefault(one.item, []).append(one)
    began = False
    for section, items in groupby(plan.items, key=lambda item: item.section):
        yield ""
        if section:
            yield f"## {escaped(section)}"
            yield ""
        elif began:
            yield NO_SECTION
            yield ""
        began = True
        yield _row(COLUMNS)
        yield _row(["---"] * len(COLUMNS))
        for item in items:
            yield _row(_cells(item, decided.get(item.number, [])))
    if not plan.items:
        yield from ("", _row(COLUMNS), _row(["---"] * len(COLUMNS)))
    if plan.overrides:
        yield ""
        yield f"### {DECISIONS}"
        yield ""
        yield _row(DECISION_COLUMNS)
        yield _row(["---"] * len(DECISION_COLUMNS))
        for one in plan.overrides:
            yield _row(_decision_cells(one))


def _head(head: Head) -> Iterator[str]:
    said: list[tuple[str, str]] = [(COMMISSION, escaped(head.commission))]
    if head.decision is not None:
        said.append((DECISION, f"№ {escaped(head.decision.number)} от {printed_day(head.decision.date)}"))
    said += [
        (name, printed_day(day))
        for name, day in ((FIRST_VOTING_DAY, head.first_voting_day), (VOTING_DAY, head.voting_day))
        if day is not None
    ]
    said.append((ZONE, escaped(head.zone)))
    if head.kind != "calendar":
        said.append((KIND, KINDS[head.kind]))
    yield from (f"- **{name}:** {text}" for name, text in said if text)
    yield from _mapping(
        EVENTS, {f"{key}, {event_type(key).nominative}": _when(day) for key, day in head.events.items()}
    )
    yield from _mapping(CONVENTIONS, head.conventions)
    yield from _mapping(ABBREVIATIONS, head.abbreviations)


def _mapping(name: str, values: Mapping[str, str]) -> Iterator[str]:
    if values:
        yield f"- **{name}:**"
        yield from (f"  - {escaped(key).replace(':', '&#58;')}: {escaped(text)}" for key, text in values.items())


def _when(when: date | datetime) -> str:
    if not isinstance(when, datetime):
        return printed_day(when)
    return f"{printed_day(when.date())} {_hour(when.time())}"


def _hour(hour: time) -> str:
    return hour.isoformat(timespec="auto" if hour.second or hour.microsecond else "minutes")


def _cells(item: Item, decided: list[Override]) -> tuple[str, ...]:
    law = f"*({escaped(item.law)})*" if item.law else ""
    dates = [f"**{escaped(text)}**" for text in item.printed]
    notes = [f"*{escaped(words_of(one))}*" for one in decided]
    return (
        escaped(item.number),
        BREAK.join(text for text in (escaped(item.activity), law) if text),
        BREAK.join(text for text in (escaped(item.term), *dates, *notes) if text),
        escaped(item.performers),
    )


def _decision_cells(one: Override) -> tuple[str, ...]:
    hour = "" if one.hour is None else f" {_hour(one.hour)}"
    return (
        escaped(one.item),
        str(one.part),
        SIDES.get(one.side, one.side),
        f"{printed_day(one.day)}{hour}",
        CHOICES[one.choice],
        escaped(one.reason),
        escaped(one.who),
        one.when.isoformat(),
        "" if one.printed is None else printed_day(one.printed),
        "" if one.computed is None else printed_day(one.computed),
    )


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"
