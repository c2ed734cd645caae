"""What differs between two plans, or between two versions of one: the rows, their dates, their people, the head.

The rows are matched by what they say (`plan.item_matching`), and each of both plans is accounted for exactly once:
added, removed, or one of a pair. Dates are those in force, what people were told and what they are to be told now, and
beside them the law's count, which moves with the voting day even where a printed date or a decision still holds.
Nothing here is text for a person; `bot.cli.plan_diff` words it, and so can a message about a moved voting day.
Spaces and line breaks that a term does not need make no difference, nor does what a reader noticed in a document.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from plan.dated import date_plan, facts_of
from plan.item_matching import match_items
from plan.model import DatedItem, Decision, Facts, Item, Occurrence, Override, Performer, Plan, Role
from plan.word_changes import Piece, compare_words


class Cell(enum.StrEnum):
    """What a row says, cell by cell."""

    SECTION = "section"
    ACTIVITY = "activity"
    LAW = "law"
    TERM = "term"
    PRINTED = "printed"  # the dates that the document prints beside the term
    PERFORMERS = "performers"


@dataclass(frozen=True, slots=True)
class CellChange:
    cell: Cell
    before: str
    after: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text word by word: without the added pieces it is the old one, without the removed ones the new one."""
        return compare_words(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day of the campaign's zone, with the hour where one is set."""

    day: date
    hour: time | None = None


class Shift(enum.StrEnum):
    """What happened to an end of a term."""

    MOVED = "moved"  # to another day
    HOUR = "hour"  # within the day
    GAINED = "gained"  # there was no date
    LOST = "lost"  # there is none any more


@dataclass(frozen=True, slots=True)
class EndChange:
    """One end of one part of a term: "start" or "end". Parts count from 1, None where the plan has no such part."""

    side: str
    before: Moment | None
    after: Moment | None
    part_before: int | None
    part_after: int | None

    @property
    def days(self) -> int | None:
        """By how many days it moved, later ones positive; by the last whole day on which a person can act."""
        if self.before is None or self.after is None:
            return None
        return (self._whole_day(self.after) - self._whole_day(self.before)).days

    def _whole_day(self, moment: Moment) -> date:
        ends_at_midnight = self.side == "end" and moment.hour == time(0) and moment.day > date.min
        return moment.day - timedelta(days=1) if ends_at_midnight else moment.day

    @property
    def shift(self) -> Shift:
        if self.before is None:
            return Shift.GAINED
        if self.after is None:
            return Shift.LOST
        return Shift.MOVED if self.days else Shift.HOUR


@dataclass(frozen=True, slots=True)
class ItemPair:
    """The same row in both plans, and what changed in it."""

    before: DatedItem
    after: DatedItem
    cells: tuple[CellChange, ...] = ()
    ends: tuple[EndChange, ...] = ()  # of the dates in force
    counted: tuple[EndChange, ...] = ()  # of the law's count

    @property
    def held(self) -> tuple[EndChange, ...]:
        """What moved by the law's count alone: a printed date or a decision holds the date in force."""
        told = {(end.side, end.part_before, end.part_after) for end in self.ends}
        return tuple(end for end in self.counted if (end.side, end.part_before, end.part_after) not in told)

    @property
    def is_renumbered(self) -> bool:
        return self.before.item.number != self.after.item.number

    @property
    def performers_gained(self) -> tuple[Performer, ...]:
        return tuple(one for one in self.after.performers if one not in self.before.performers)

    @property
    def performers_lost(self) -> tuple[Performer, ...]:
        return tuple(one for one in self.before.performers if one not in self.after.performers)

    @property
    def is_changed(self) -> bool:
        return self.is_renumbered or self.is_changed_in_substance

    @property
    def is_changed_in_substance(self) -> bool:
        """In more than its number."""
        return bool(self.cells or self.ends or self.counted or self.performers_gained or self.performers_lost)

    @property
    def roles(self) -> tuple[Role, ...]:
        """Whom the row concerns or concerned, each once."""
        return tuple(dict.fromkeys((*self.after.roles, *self.before.roles)))

    def has(self, *shifts: Shift) -> bool:
        """Whether an end of the term changed in one of these ways, in force or by the count alone."""
        return any(end.shift in shifts for end in (*self.ends, *self.held))


HeadValue = str | date | datetime | Decision | None


@dataclass(frozen=True, slots=True)
class HeadChange:
    """A field of the head ("title", "voting_day"); `key` is the event, convention or abbreviation within it."""

    field: str
    before: HeadValue
    after: HeadValue
    key: str = ""


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """A person's decision on a date that is new, gone or another; `item` is the row's number in the newer plan that
    has it."""

    item: str
    before: Override | None
    after: Override | None


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs. `pairs` and `added` are in the new plan's order, `removed` in the old one's."""

    head: tuple[HeadChange, ...] = ()
    added: tuple[DatedItem, ...] = ()
    removed: tuple[DatedItem, ...] = ()
    pairs: tuple[ItemPair, ...] = ()
    decisions: tuple[DecisionChange, ...] = ()
    is_reordered: bool = False  # rows that both plans have stand in another order

    @property
    def is_empty(self) -> bool:
        return not (self.head or self.added or self.removed or self.changed or self.decisions or self.is_reordered)

    @property
    def changed(self) -> tuple[ItemPair, ...]:
        return tuple(pair for pair in self.pairs if pair.is_changed)

    @property
    def moved(self) -> tuple[ItemPair, ...]:
        """Rows with an end on another day or hour, gained or lost ones included, in force or by the count alone."""
        return tuple(pair for pair in self.pairs if pair.ends or pair.counted)

    @property
    def concerned(self) -> Mapping[Role, int]:
        """How many rows that are added, removed or changed in more than their number each role has; most first."""
        counts = Counter(role for one in (*self.added, *self.removed) for role in one.roles)
        for pair in self.changed:
            if pair.is_changed_in_substance:
                counts.update(pair.roles)
        return dict(counts.most_common())


@dataclass(frozen=True, slots=True)
class Summary:
    """How many rows changed in which way; one row can count in several."""

    added: int
    removed: int
    renumbered: int
    reworded: int  # in a cell other than the printed dates
    printed: int  # the dates printed beside the term
    moved: int
    hour: int
    gained: int
    lost: int
    performers: int
    decisions: int

    @classmethod
    def of(cls, found: Difference) -> Summary:
        def count(condition: Callable[[ItemPair], object]) -> int:
            return sum(bool(condition(pair)) for pair in found.pairs)

        return cls(
            added=len(found.added),
            removed=len(found.removed),
            renumbered=count(lambda pair: pair.is_renumbered),
            reworded=count(lambda pair: any(change.cell is not Cell.PRINTED for change in pair.cells)),
            printed=count(lambda pair: any(change.cell is Cell.PRINTED for change in pair.cells)),
            moved=count(lambda pair: pair.has(Shift.MOVED)),
            hour=count(lambda pair: pair.has(Shift.HOUR)),
            gained=count(lambda pair: pair.has(Shift.GAINED)),
            lost=count(lambda pair: pair.has(Shift.LOST)),
            performers=count(lambda pair: pair.performers_gained or pair.performers_lost),
            decisions=len(found.decisions),
        )


def compare_plans(
    old: Plan, new: Plan, *, old_facts: Facts | None = None, new_facts: Facts | None = None
) -> Difference:
    """What differs between two plans; the facts are those of their heads unless others are given.

    The same plan twice with other `new_facts` is what a moved voting day or a recorded event changes.
    """
    before = date_plan(old, old_facts)
    after = date_plan(new, new_facts)
    matched = match_items(old.items, new.items)
    in_old = {i for i, _ in matched}
    in_new = {j for _, j in matched}
    places = [i for i, _ in matched]
    return Difference(
        head=tuple(_head_changes(old, new, old_facts or facts_of(old), new_facts or facts_of(new))),
        added=tuple(one for j, one in enumerate(after) if j not in in_new),
        removed=tuple(one for i, one in enumerate(before) if i not in in_old),
        pairs=tuple(_pair(before[i], after[j]) for i, j in matched),
        decisions=tuple(_decision_changes(old, new, matched)),
        is_reordered=places != sorted(places),
    )


def _pair(before: DatedItem, after: DatedItem) -> ItemPair:
    cells = tuple(
        CellChange(cell, one, other)
        for cell, one, other in zip(Cell, _cells(before.item), _cells(after.item), strict=True)
        if _plain(one) != _plain(other)
    )
    return ItemPair(
        before,
        after,
        cells,
        ends=tuple(_end_changes(before.occurrences, after.occurrences)),
        counted=tuple(_end_changes(before.computed, after.computed)),
    )


def _cells(item: Item) -> tuple[str, ...]:
    """The texts in the order of `Cell`."""
    return item.section, item.activity, item.law, item.term, "\n".join(item.printed), item.performers


def _plain(text: str) -> list[str]:
    return text.split()


def _end_changes(before: Sequence[Occurrence], after: Sequence[Occurrence]) -> Iterator[EndChange]:
    for i, j in _match_parts(before, after):
        old = None if i is None else before[i]
        new = None if j is None else after[j]
        for side in ("start", "end"):
            was, now = _moment(old, side), _moment(new, side)
            if was != now:
                yield EndChange(side, was, now, None if i is None else i + 1, None if j is None else j + 1)


def _match_parts(before: Sequence[Occurrence], after: Sequence[Occurrence]) -> Iterator[tuple[int | None, int | None]]:
    """The parts of both terms: those of the same words together, then the others in their order."""
    left = list(range(len(before)))
    right = list(range(len(after)))
    if [one.text for one in before] != [one.text for one in after]:
        for i in tuple(left):
            j = next((j for j in right if after[j].text == before[i].text), None)
            if j is not None:
                left.remove(i)
                right.remove(j)
                yield i, j
    yield from zip(left, right, strict=False)
    yield from ((i, None) for i in left[len(right) :])
    yield from ((None, j) for j in right[len(left) :])


def _moment(found: Occurrence | None, side: str) -> Moment | None:
    if found is None:
        return None
    day, hour = (found.start, found.start_time) if side == "start" else (found.end, found.end_time)
    return None if day is None else Moment(day, hour)


def _head_changes(old: Plan, new: Plan, old_facts: Facts, new_facts: Facts) -> Iterator[HeadChange]:
    one, other = old.head, new.head
    fields: tuple[tuple[str, HeadValue, HeadValue], ...] = (
        ("title", one.title, other.title),
        ("kind", one.kind, other.kind),
        ("commission", one.commission, other.commission),
        ("decision", one.decision, other.decision),
        ("zone", one.zone, other.zone),
        ("voting_day", old_facts.voting_day, new_facts.voting_day),
        ("first_voting_day", _first_day(old_facts), _first_day(new_facts)),
    )
    for field, before, after in fields:
        if before != after:
            yield HeadChange(field, before, after)
    yield from _mapping_changes("events", old_facts.events, new_facts.events)
    yield from _mapping_changes("conventions", old_facts.conventions, new_facts.conventions)
    yield from _mapping_changes("abbreviations", one.abbreviations, other.abbreviations)


def _first_day(facts: Facts) -> date | None:
    """Not said, it is the only voting day."""
    return facts.first_voting_day or facts.voting_day


def _mapping_changes(
    field: str, before: Mapping[str, HeadValue], after: Mapping[str, HeadValue]
) -> Iterator[HeadChange]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield HeadChange(field, before.get(key), after.get(key), key)


def _decision_changes(old: Plan, new: Plan, matched: Sequence[tuple[int, int]]) -> Iterator[DecisionChange]:
    """Decisions of a row are compared end by end, wherever the row stands now."""
    renumbered = {old.items[i].number: new.items[j].number for i, j in matched}
    gone = {item.number for item in old.items} - set(renumbered)
    before: dict[tuple[str, str, int, str], Override] = {}
    for one in old.overrides:
        # A removed row's number may belong to another row now.
        kind = "removed" if one.item in gone else ""
        before[kind, renumbered.get(one.item, one.item), one.part, one.side] = one
    after = {("", one.item, one.part, one.side): one for one in new.overrides}
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key), after.get(key)
        if _without_item(was) != _without_item(now):
            yield DecisionChange((now or was or before[key]).item, was, now)


def _without_item(one: Override | None) -> tuple[object, ...] | None:
    if one is None:
        return None
    return one.choice, one.day, one.hour, one.reason, one.who, one.when, one.printed, one.computed
