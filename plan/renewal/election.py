"""The election that a new plan is made for, and which of its days takes the place of which old one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plan.model import Plan
from plan.resolving import printed_day

_MOST_VOTING_DAYS = 3  # 67-ФЗ, ст. 63.1 п. 2.1
_YEARS = range(1995, 2100)  # what a plan of an election can be for; the grammar reads no other years either


class BadElection(ValueError):
    """The days of the new election contradict each other, or the old plan cannot be made over.

    The message is a Russian sentence for the person who gave them.
    """


@dataclass(frozen=True, slots=True)
class NewElection:
    """What is known of the new election; dates are local to its commission.

    `voting_day` is the last voting day, `first_voting_day` None when there is one. `decided` and `published` are the
    days of the decision that calls the election and of its publication; `title` None keeps the old plan's, made over;
    `decision_number` and `decision_date` are those of the decision that approves the new plan.
    """

    voting_day: date
    first_voting_day: date | None = None
    decided: date | None = None
    published: date | None = None
    title: str | None = None
    decision_number: str | None = None
    decision_date: date | None = None

    @property
    def first(self) -> date:
        return self.first_voting_day or self.voting_day


def own_election(plan: Plan) -> NewElection:
    """The election that a plan is for, as its head says. Raises BadElection when the head has no voting day."""
    head = plan.head
    if head.voting_day is None:
        raise BadElection(
            "В исходном плане не указан день голосования, и какие даты в нём от него посчитаны, не узнать. "
            "Добавьте voting_day."
        )
    return NewElection(
        voting_day=head.voting_day,
        first_voting_day=head.first_voting_day,
        decided=_day(head.events.get("decided")),
        published=_day(head.events.get("published")),
        title=head.title,
        decision_number=head.decision.number if head.decision else None,
        decision_date=head.decision.date if head.decision else None,
    )


def _day(when: date | datetime | None) -> date | None:
    return when.date() if isinstance(when, datetime) else when


def require_possible(days: NewElection) -> None:
    """Raises BadElection when no election can have these days. A voting day off Sunday is left to the checks."""
    given = {
        "День голосования": days.voting_day,
        "Первый день голосования": days.first,
        "День решения о назначении выборов": days.decided,
        "День опубликования": days.published,
        "Дата решения об утверждении плана": days.decision_date,
    }
    for name, day in given.items():
        if day is not None and day.year not in _YEARS:
            raise BadElection(f"{name} {printed_day(day)}: такого года в планах не бывает. Проверьте год.")
    if days.first > days.voting_day:
        raise BadElection(
            f"Первый день голосования {printed_day(days.first)} позже дня голосования {printed_day(days.voting_day)}. "
            "Исправьте один из них."
        )
    if (days.voting_day - days.first).days >= _MOST_VOTING_DAYS:
        raise BadElection(
            f"С {printed_day(days.first)} по {printed_day(days.voting_day)} — больше трёх дней голосования, закон "
            "этого не допускает (67-ФЗ, ст. 63.1). Исправьте один из дней."
        )
    for name, said, day in (
        ("Решение о назначении выборов", "принято", days.decided),
        ("Решение о назначении выборов", "опубликовано", days.published),
    ):
        if day is not None and day >= days.first:
            raise BadElection(
                f"{name} {said} {printed_day(day)}, а голосование начинается {printed_day(days.first)}. "
                "Исправьте одну из дат."
            )
    if days.decided is not None and days.published is not None and days.published < days.decided:
        raise BadElection(
            f"Решение о назначении выборов опубликовано {printed_day(days.published)}, раньше чем принято "
            f"({printed_day(days.decided)}). Исправьте одну из дат."
        )
    if days.decision_number is not None and not days.decision_number.strip():
        raise BadElection("Номер решения пуст. Напишите его или не указывайте.")
    if days.decision_date is not None and days.decision_number is None:
        raise BadElection("Названа дата решения об утверждении плана, но не его номер. Добавьте номер.")


@dataclass(frozen=True, slots=True)
class Left:
    """A literal date that stands for no day of the election and stays in a text, in the text's words."""

    words: str
    day: date


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of an old day: the new one, or None when the new election's day is not known."""

    day: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """The old election's days beside the new one's."""

    old: NewElection
    new: NewElection

    @property
    def events(self) -> dict[str, date]:
        """The new election's call, as far as it is known."""
        events = {"decided": self.new.decided, "published": self.new.published}
        return {key: day for key, day in events.items() if day is not None}

    @property
    def moves(self) -> bool:
        """False when the plan is made over for its own days: then nothing in it has grown old."""
        old, new = self.old, self.new
        return (old.voting_day, old.first, old.decided, old.published) != (
            new.voting_day,
            new.first,
            new.decided,
            new.published,
        )

    @property
    def keeps_length(self) -> bool:
        """True when both votes last one day or both last several: then the day before voting stays what it is.

        Else it may be agitation's last day or any other, and these part.
        """
        return (self.old.first < self.old.voting_day) == (self.new.first < self.new.voting_day)

    @property
    def agitation_ends(self) -> date:
        """The day at whose 00:00 agitation ends: 67-ФЗ, ст. 49 п. 1, with ст. 63.1 for several voting days."""
        several = self.new.first < self.new.voting_day
        return self.new.first if several else self.new.voting_day - timedelta(days=1)

    def of(self, day: date, words: str = "") -> Fate | None:
        """The new day that this old one stands for; None when it is none of the election's own.

        Where the decision was published on the day it was taken, `words` around the date («опубликован») tell which.
        """
        if day == self.old.voting_day:
            return Fate(self.new.voting_day)
        if day == self.old.first:
            return Fate(self.new.first)
        if self.old.first < day < self.old.voting_day:
            later = self.new.first + (day - self.old.first)
            return Fate(later if later < self.new.voting_day else None)
        if day == self.old.first - timedelta(days=1) and self.keeps_length:
            return Fate(self.new.first - timedelta(days=1))
        published = Fate(self.new.published) if day == self.old.published else None
        decided = Fate(self.new.decided) if day == self.old.decided else None
        if published and decided:
            return published if "публик" in words.lower() or "обнарод" in words.lower() else decided
        return published or decided

    def named(self, anchor: str) -> Fate | None:
        """The new day of a named anchor of a literal date (`plan.term.tree.FixedDay.anchor`)."""
        days = {
            "voting_day": self.new.voting_day,
            "first_voting_day": self.new.first,
            "day_before_voting": self.agitation_ends,
            "decided": self.new.decided,
            "published": self.new.published,
        }
        return Fate(days[anchor]) if anchor in days else None
