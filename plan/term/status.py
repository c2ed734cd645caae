"""What came of an item's term: the law's count set against the printed dates, and the item's status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from plan.model import Occurrence, OccurrenceKind, PrintedDate, Status
from plan.resolving import printed_day
from plan.term.tree import Term


@dataclass(frozen=True, slots=True)
class Pair:
    """A printed date and the computed one that it claims: an end (`side`) of a part of the term (`part`, from 1)."""

    printed: PrintedDate
    computed: date
    side: str  # "start" | "end"
    part: int = 1
    hour: time | None = None  # the computed one

    @property
    def agrees(self) -> bool:
        return self.printed.date == self.computed

    @property
    def hour_differs(self) -> bool:
        """The same day, with another hour than the wording's."""
        return self.agrees and None not in (self.printed.time, self.hour) and self.printed.time != self.hour

    @property
    def year_only(self) -> bool:
        """Day and month agree, the year does not."""
        same = (self.printed.date.day, self.printed.date.month) == (self.computed.day, self.computed.month)
        return same and self.printed.date.year != self.computed.year


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the printed dates claim: `pairs` with a computed date, and `unpaired`, which no computed date answers.

    `bases` name a day counted from and not the day counted, as far as can be told.
    """

    pairs: tuple[Pair, ...]
    unpaired: tuple[PrintedDate, ...]
    bases: tuple[PrintedDate, ...] = ()

    @property
    def agreed(self) -> int:
        """How many printed dates are the computed ones."""
        return sum(pair.agrees for pair in self.pairs)

    @property
    def mismatches(self) -> tuple[Pair, ...]:
        """The printed dates that are not the computed ones."""
        return tuple(pair for pair in self.pairs if not pair.agrees)


_Side = tuple[int, str, date]


def compare(occurrences: Sequence[Occurrence], printed: Sequence[PrintedDate]) -> Comparison:
    """Set each printed date against the same side of an occurrence; a side without a date is not compared."""
    free = [(part, side, day) for part, occurrence in enumerate(occurrences, 1) for side, day in _sides(occurrence)]
    pairs: list[Pair] = []
    unmatched: list[PrintedDate] = []
    for claim in printed:
        match = next((one for one in free if _is_claimed(claim, one, occurrences)), None)
        if match is None:
            unmatched.append(claim)
            continue
        pairs.append(_pair(claim, match, occurrences))
        free.remove(match)
        other_side = (match[0], "end", claim.date)
        if claim.side == "exact" and match[1] == "start" and other_side in free:
            free.remove(other_side)
    unpaired: list[PrintedDate] = []
    bases: list[PrintedDate] = []
    for claim in unmatched:
        if _repeats_base(claim, occurrences) and not _has_its_place(claim, printed, occurrences):
            bases.append(claim)
            continue
        candidates = [one for one in free if claim.side in (one[1], "exact")]
        if not candidates:  # the claim belongs to a part that waits for its event, or to none
            unpaired.append(claim)
            continue
        nearest = min(candidates, key=lambda one: abs(one[2] - claim.date))
        free.remove(nearest)
        pairs.append(_pair(claim, nearest, occurrences))
    return Comparison(tuple(pairs), tuple(unpaired), tuple(bases))


def _is_claimed(claim: PrintedDate, end: _Side, occurrences: Sequence[Occurrence]) -> bool:
    """Whether a claim is this computed end; «по 7 сентября» is also «до ноля часов 8 сентября»."""
    part, side, day = end
    if claim.side not in (side, "exact"):
        return False
    occurrence = occurrences[part - 1]
    midnight = side == claim.side == "end" and occurrence.end_time == time(0) and claim.time is None
    return claim.date == day or (midnight and claim.date == occurrence.last_day)


def _pair(claim: PrintedDate, found: _Side, occurrences: Sequence[Occurrence]) -> Pair:
    part, side, day = found
    occurrence = occurrences[part - 1]
    if side == "end" and _is_claimed(claim, found, occurrences):
        day = claim.date  # the last whole day of what ends at midnight
    ends = side == "end" or (claim.side == "exact" and occurrence.end == day)  # an exact day's hour is its last one
    return Pair(claim, day, side, part, occurrence.end_time if ends else occurrence.start_time)


def _repeats_base(claim: PrintedDate, occurrences: Sequence[Occurrence]) -> bool:
    """«… до дня голосования (12.03.2023)» repeats the day counted from, not the day counted."""
    return claim.side == "exact" and any(
        printed_day(claim.date) == occurrence.base and occurrence.kind is not OccurrenceKind.EXACT
        for occurrence in occurrences
    )


def _has_its_place(claim: PrintedDate, printed: Sequence[PrintedDate], occurrences: Sequence[Occurrence]) -> bool:
    """«31.08.2024; 06.09.2024» beside two last days: a date for each, so a date counted from is a slip, no remark."""
    days = [day for occurrence in occurrences for _, day in _sides(occurrence)]
    if len(days) != len(printed) or len(days) < 2:
        return False
    others = [one.date == day for one, day in zip(printed, days, strict=True) if one is not claim]
    return all(others)


def _sides(occurrence: Occurrence) -> list[tuple[str, date]]:
    sides: list[tuple[str, date]] = []
    if occurrence.start is not None:
        sides.append(("start", occurrence.start))
    if occurrence.end is not None:
        sides.append(("end", occurrence.end))
    return sides


def judge(term: Term, occurrences: Sequence[Occurrence], printed: Sequence[PrintedDate]) -> Status:
    """The item's status: the first that applies, in the order of `Status`."""
    if not term.understood or any(occurrence.doubt for occurrence in occurrences):
        return Status.NOT_UNDERSTOOD
    if not term.parts:
        return Status.NO_TERM
    compared = compare(occurrences, printed)
    if compared.mismatches:
        return Status.DIFFERS
    if compared.agreed:
        return Status.AGREES
    if any(occurrence.needs for occurrence in occurrences):
        return Status.NEEDS_EVENT
    if any(occurrence.kind is OccurrenceKind.PERIODIC for occurrence in occurrences):
        return Status.PERIODIC
    return Status.NOT_PRINTED
