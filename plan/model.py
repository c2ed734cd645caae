"""The values of a calendar plan: what a document says, and what the law makes of it.

Dates here are calendar dates, and hours are wall hours, of the campaign's own zone (`Head.zone`); a
caller that needs an instant combines them with that zone. Nothing here reads a clock.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time


class Role(enum.StrEnum):
    """Who performs an item, in the words of the field (the values are the words people use)."""

    TIK = "ТИК"  # территориальная избирательная комиссия
    UIK = "УИК"  # участковая избирательная комиссия
    OIK = "ОИК"  # окружная избирательная комиссия; by item 16 of a plan the ТИК may carry its duties
    REGIONAL = "ИКСРФ"  # избирательная комиссия субъекта Российской Федерации
    CANDIDATE = "кандидат"
    ASSOCIATION = "объединение"  # избирательное объединение, партия
    MEDIA = "СМИ"
    HEAD = "глава"  # глава муниципального образования
    COUNCIL = "совет"  # представительный орган
    BANK = "банк"
    VOTER = "избиратель"
    AUTHORITY = "орган"  # other state and municipal bodies and officials
    PRINTER = "типография"
    OWNER = "собственник"  # owners of premises
    ORGANISER = "организатор"  # organisers of public events
    FINANCE = "финорган"  # the financial department of a municipality
    OBSERVER = "наблюдатель"
    PERSON = "сотрудник"  # a named person of a yearly work plan
    OTHER = "иное"


COMMISSION_ROLES = frozenset({Role.TIK, Role.UIK, Role.OIK, Role.REGIONAL})
"""Roles that a commission of the bot's own can hold."""


class Position(enum.StrEnum):
    """A position inside a commission that narrows a role («Председатели и секретари УИК»)."""

    CHAIRMAN = "председатель"
    DEPUTY = "заместитель"
    SECRETARY = "секретарь"
    MEMBER = "член"
    SYSTEM_ADMINISTRATOR = "системный администратор"


@dataclass(frozen=True, slots=True)
class Performer:
    """One performer of an item.

    `positions` is empty when the whole body performs. `assists` is true for a body that only has a part in it
    («по предложению ТИК»): the other body performs.
    """

    role: Role
    positions: frozenset[Position] = frozenset()
    assists: bool = False
    name: str = ""  # a named person or department of a work plan


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date that the document prints beside a term: the commission's claim, never the law.

    `side` says which end of an occurrence it claims.
    """

    date: date
    side: str  # "start" | "end" | "exact"
    time: time | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the plan, as the document words it."""

    number: str  # "28", "50-1", "2.25"
    section: str
    activity: str  # without the legal references in brackets
    law: str  # the references as printed, without the outer brackets: «п. 7 ст. 19 ФЗ, п. 6 ст. 11 ЗКО»
    term: str  # the wording without the printed dates; one line a part
    printed: tuple[str, ...]  # the printed dates as the document prints them: «Не позднее 30.01.2023»
    performers: str  # as printed


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision by which the plan was approved."""

    number: str
    date: date


@dataclass(frozen=True, slots=True)
class Head:
    """What a plan says of itself.

    `events` maps event keys (`plan.events`) to a date, or to a naive local datetime where the hour is known.
    `conventions` overrides the counting conventions of `plan.conventions` by name.
    """

    title: str
    commission: str
    zone: str  # IANA name, "Asia/Novokuznetsk"
    decision: Decision | None = None
    voting_day: date | None = None  # V: the last voting day
    first_voting_day: date | None = None  # F: V when there is one voting day
    events: Mapping[str, date | datetime] = field(default_factory=dict)
    conventions: Mapping[str, str] = field(default_factory=dict)
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    kind: str = "calendar"  # "calendar" (an election) | "work" (a yearly work plan)


class Choice(enum.StrEnum):
    """Which date a person accepted for an end of an item's term."""

    PRINTED = "printed"  # the document's
    COMPUTED = "computed"  # the law's, by the wording
    OTHER = "other"  # neither


@dataclass(frozen=True, slots=True)
class Override:
    """A person's decision on the date of one end of an item's term, with what it was decided against.

    `part` is the term's part, from 1; `side` its end: "start" or "end". `day` and `hour` are the accepted ones, of
    the campaign's zone; `printed` and `computed` the dates that stood then, None where there was none. It holds only
    as long as both still stand: another document or another voting day asks for a new decision. `when` is an instant.
    """

    item: str
    choice: Choice
    day: date
    reason: str
    who: str
    when: datetime  # aware
    side: str = "end"
    part: int = 1
    hour: time | None = None
    printed: date | None = None
    computed: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A document: its head, its rows in its own order, what the reader noticed in it, and what people decided."""

    head: Head
    items: tuple[Item, ...]
    noticed: tuple[Finding, ...] = ()
    overrides: tuple[Override, ...] = ()

    def item(self, number: str) -> Item | None:
        """The item with this number, or None."""
        return next((item for item in self.items if item.number == number), None)


class Severity(enum.StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a plan that a person should look at, in Russian, for the person who decides.

    `what` was found, `why` it matters (the paragraph of the law, what goes wrong otherwise) and `advice` what to do,
    each a sentence or more. `item` is None for the document as a whole.
    """

    item: str | None
    code: str
    severity: Severity
    what: str
    why: str = ""
    advice: str = ""

    @property
    def message(self) -> str:
        """All that is said, as one text."""
        return " ".join(part for part in (self.what, self.why, self.advice) if part)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when a term is dated. Dates are local to the campaign; datetimes are naive local ones."""

    voting_day: date | None = None
    first_voting_day: date | None = None
    events: Mapping[str, date | datetime] = field(default_factory=dict)
    conventions: Mapping[str, str] = field(default_factory=dict)


class OccurrenceKind(enum.StrEnum):
    DEADLINE = "deadline"  # latest by `end`
    EXACT = "exact"  # on that day: start == end
    WINDOW = "window"  # from `start` to `end`
    OPENING = "opening"  # from `start`, no end
    AT_ONCE = "at_once"  # «незамедлительно»
    PERIODIC = "periodic"  # the whole period, months, as it comes
    OPEN = "open"  # bounded by an event with no number, or waiting for one


class Origin(enum.StrEnum):
    """Where the dates in force come from."""

    COMPUTED = "computed"  # by the wording
    SAFER = "safer"  # the document prints another plausible date, which is safer, and nobody has decided
    PRINTED = "printed"  # the wording gives no date, the document prints one
    DECIDED = "decided"  # by a person


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One dated (or honestly open) part of a term.

    `start`, `end` are inclusive dates, None where open; `end_time` 00:00 means that `end` itself is no longer
    part of it: `last_day` is the day before. `base` names the anchor («12.03.2023» or an event key), `rule` the
    provision or convention, `explanation` is Russian text a lawyer accepts, `needs` the event keys whose dates
    are still unknown.
    `condition` is the wording of a condition («при наличии вынуждающих к тому обстоятельств»), "" for none.
    """

    kind: OccurrenceKind
    start: date | None = None
    end: date | None = None
    start_time: time | None = None
    end_time: time | None = None
    base: str = ""
    rule: str = ""
    explanation: str = ""
    needs: tuple[str, ...] = ()
    condition: str = ""
    text: str = ""  # the part of the wording it comes from
    doubt: str = ""  # why an understood wording gives no date («начало позже конца»); "" for none
    origin: Origin = Origin.COMPUTED

    @property
    def last_day(self) -> date | None:
        """The last whole day on which a person can act; reminders and «осталось дней» go by it."""
        if self.end is None:
            return None
        if self.end_time == time(0):
            return date.fromordinal(self.end.toordinal() - 1)
        return self.end

    @property
    def is_dated(self) -> bool:
        return self.start is not None or self.end is not None

    @property
    def is_least(self) -> bool:
        """Whether its end is the earliest one («не менее трёх лет»): what lasts so long, or longer, is no deadline."""
        return self.text.strip().lower().startswith(("не менее", "не меньше"))


class Status(enum.StrEnum):
    """What came of an item's term; the first that applies, in this order."""

    NOT_UNDERSTOOD = "not_understood"
    DIFFERS = "differs"
    AGREES = "agrees"
    NEEDS_EVENT = "needs_event"
    PERIODIC = "periodic"
    NOT_PRINTED = "not_printed"
    NO_TERM = "no_term"


@dataclass(frozen=True, slots=True)
class DatedItem:
    """An item with its performers read and its term dated.

    `occurrences` are in force: reminders and answers go by them. They are the law's count (`computed`), save where
    a person decided or, until then, the document prints a safer date. `status` compares the law's count with the
    document, whatever was decided. `overrides` are those of the item that are in force.
    """

    item: Item
    performers: tuple[Performer, ...]
    occurrences: tuple[Occurrence, ...]
    printed: tuple[PrintedDate, ...]
    status: Status
    computed: tuple[Occurrence, ...] = ()
    overrides: tuple[Override, ...] = ()

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that perform, each once, in the document's order."""
        return tuple(dict.fromkeys(p.role for p in self.performers))
