"""The small syntax tree of a term (срок исполнения): what the wording says, before any date is known.

A term is a row of parts. A part is a handful of bounds (границы) that together make one stretch of time,
with hours and a condition; a part that was not understood stays in the tree as `NotUnderstood` with its
text. Nodes are equal when they say the same, wherever in a document they stood: text spans are not compared.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import time


class Unit(enum.Enum):
    """A unit in which a term is counted; the value is used in the text of explanations."""

    MINUTE = "минута"
    HOUR = "час"
    SUTKI = "сутки"  # 24 hours
    DAY = "день"
    WEEK = "неделя"  # seven days
    MONTH = "месяц"
    YEAR = "год"

    @property
    def is_exact_time(self) -> bool:
        """True for units counted from a moment rather than from a day."""
        return self in (Unit.MINUTE, Unit.HOUR, Unit.SUTKI)


@dataclass(frozen=True, slots=True)
class Amount:
    count: int
    unit: Unit


class Voting(enum.Enum):
    """Which of the voting days a wording names."""

    DAY = "день голосования"  # counts from the last one (V); «в день голосования» is the whole span
    FIRST = "первый день голосования"
    LAST = "последний день голосования"
    SECOND = "второй день голосования"
    THIRD = "третий день голосования"  # of at most three (67-ФЗ, ст. 63.1 п. 2.1)
    VOTE = "голосование"  # «до голосования»: with several voting days it may be the first or the last


@dataclass(frozen=True, slots=True)
class VotingDay:
    which: Voting = Voting.DAY


@dataclass(frozen=True, slots=True)
class Event:
    """An event by its published key (`plan.events`) and in the wording's own words."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A literal date. `anchor` names what it stands for when it equals one (`plan.term.anchoring`)."""

    day: int
    month: int
    year: int | None = None
    anchor: str = ""  # "", "decided", "published", "first_voting_day", "voting_day"


@dataclass(frozen=True, slots=True)
class Beside:
    """The day before (`step` = −1) or after (+1) another: «день, предшествующий дню голосования»."""

    base: Anchor
    step: int


@dataclass(frozen=True, slots=True)
class Latest:
    """Several events that must all have happened: «подписания протокола … и выдачи его заверенных копий»."""

    events: tuple[Event, ...]


Anchor = VotingDay | Event | FixedDay | Beside | Latest


class Limit(enum.Enum):
    NOT_LATER = "не позднее"
    NOT_EARLIER = "не ранее"
    BARE = ""


class Since(enum.Enum):
    """From where an offset is counted: the practice differs, so each is a convention of its own."""

    DAY = "со дня"
    AFTER_DAY = "после дня"
    AFTER = "после"
    MOMENT = "с момента"


@dataclass(frozen=True, slots=True)
class Before:
    """«Не позднее чем за 40 дней до дня голосования»; BARE is «за 10 дней до дня голосования»."""

    limit: Limit
    amount: Amount
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class BeforeSpan:
    """«За 50 – 30 дней до дня голосования»."""

    first: Amount
    last: Amount
    anchor: Anchor


class Form(enum.Enum):
    """The words that join an offset to its event; the law and practice count them differently."""

    THROUGH = "через"  # «не позднее чем через 3 дня со дня»
    PLAIN = "не позднее N дней"  # the same without «чем через»
    TERM = "в N-дневный срок"
    WITHIN = "в течение"
    EXPIRY = "по истечении"
    AT_LEAST = "не менее"
    NTH_DAY = "на N-й день"


@dataclass(frozen=True, slots=True)
class After:
    """An offset from an event. `anchor` is None when the wording names none («В трехдневный срок»)."""

    form: Form
    limit: Limit
    amount: Amount
    since: Since
    anchor: Anchor | None


@dataclass(frozen=True, slots=True)
class WithinBefore:
    """«В течение 5 дней до дня голосования, а также в день голосования» (`and_day`)."""

    amount: Amount
    anchor: Anchor
    and_day: bool = False


class Edge(enum.Enum):
    """How a part touches a day or an event without a number."""

    ON = "в"
    BY = "не позднее"
    NOT_BEFORE = "не ранее"
    SINCE = "со"
    AFTER = "после"
    UNTIL = "до"
    TO = "по"
    TOWARDS = "к"  # «к 1 марта»: with that day or without it is not said
    AS = "по мере"


@dataclass(frozen=True, slots=True)
class At:
    """«В день голосования», «не позднее дня, предшествующего …», «после регистрации», «до 30.01.2023».

    `by_day` is true for «дня E» (the calendar day), false for the event itself. `ceases` marks «прекращается».
    """

    edge: Edge
    anchor: Anchor
    by_day: bool = True
    ceases: bool = False
    span: tuple[int, int] = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class AtOnce:
    """«Незамедлительно», with the event it follows when one is named; several are alternatives («или»)."""

    after: tuple[Anchor, ...] = ()


class Every(enum.Enum):
    """A period with no single date."""

    WHOLE = "весь период"
    AS_NEEDED = "по мере необходимости"
    DAILY = "ежедневно"
    WEEKLY = "еженедельно"
    MONTHLY = "ежемесячно"
    QUARTERLY = "ежеквартально"
    YEARLY = "ежегодно"
    SET_BY = "в срок, установленный"
    SCHEDULE = "в соответствии с графиком"
    NTH_WEEKDAY = "в N-е воскресенье месяца"
    AS_OF = "по состоянию на"
    OFTEN = "с указанной частотой"
    LENGTH = "на указанный срок"


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day that a period names: «1 января»; «5-е число каждого месяца» (`month` None); the last one of it (−1)."""

    day: int
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    """«Каждый понедельник» (0, `nth` None), «третье воскресенье февраля», «последняя пятница каждого месяца» (−1)."""

    weekday: int  # 0 is Monday
    nth: int | None = None
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A period; `days` are those that its words name, of each year, and `by` says that they are the last ones
    («ежемесячно до 5 числа»)."""

    every: Every
    text: str = ""  # the words that qualify it: «в соответствии с графиком предоставления …»
    days: tuple[DayOfMonth | DayOfWeek, ...] = ()
    by: bool = False


@dataclass(frozen=True, slots=True)
class Months:
    """Months and ranges of months of one year: «февраль, июль – август».

    `until` is the year of the last month where that is another («декабрь 2024 г. – январь 2025 г.»); `decades` the
    first and the last third («декада») of a month that is meant.
    """

    ranges: tuple[tuple[int, int], ...]
    year: int | None = None
    until: int | None = None
    decades: tuple[int, int] | None = None


Bound = Before | BeforeSpan | After | WithinBefore | At | AtOnce | Period | Months


@dataclass(frozen=True, slots=True)
class Part:
    """Bounds that together make one stretch of time.

    `opens`, `closes` are hours («с 8 до 20 часов»), `worktime` those of days of the week; `capped` is true when
    the last bound is a cap («но не позднее»).
    """

    bounds: tuple[Bound, ...]
    opens: time | None = None
    closes: time | None = None
    condition: str = ""
    capped: bool = False
    daily: bool = False
    worktime: str = ""  # when documents are received on those days; it moves no date
    span: tuple[int, int] = field(default=(0, 0), compare=False)
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A part that the grammar does not cover, in its own words, and why."""

    text: str
    reason: str = field(default="", compare=False)
    span: tuple[int, int] = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """A literal date that repeats a wording beside it («Не позднее 30.01.2023»): printed, not the term."""

    part: Part
    span: tuple[int, int] = field(default=(0, 0), compare=False)
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """A parsed wording. `claims` are the dates printed beside it, never used to count."""

    parts: tuple[Part | NotUnderstood, ...]
    claims: tuple[Claim, ...] = field(default=(), compare=False)
    text: str = field(default="", compare=False)

    @property
    def understood(self) -> bool:
        """True when every part became a node; an empty wording is understood and says nothing."""
        return all(isinstance(part, Part) for part in self.parts)

    @property
    def not_understood(self) -> tuple[NotUnderstood, ...]:
        return tuple(part for part in self.parts if isinstance(part, NotUnderstood))

    def render(self) -> str:
        """The term in the grammar's own plain wording; `parse(term.render()) == term`."""
        from plan.term.rendering import render

        return render(self)
