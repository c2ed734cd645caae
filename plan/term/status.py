"""What came of an item's term: the law's count set against the printed dates, and the item's status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plan.model import Occurrence, OccurrenceKind, PrintedDate, Status
from plan.resolving import printed_day
from plan.term.tree import Term


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A printed date that is not the computed one. `year_only`: day and month agree, the year does not."""

    printed: PrintedDate
    computed: date
    side: str  # "start" | "end"

    @property
    def year_only(self) -> bool:
        same = (self.printed.date.day, self.printed.date.month) == (self.computed.day, self.computed.month)
        return same and self.printed.date.year != self.computed.year


@dataclass(frozen=True, slots=True)
class Comparison:
    agreed: int
    mismatches: tuple[Mismatch, ...]


def compare(occurrences: Sequence[Occurrence], printed: Sequence[PrintedDate]) -> Comparison:
    """Set each printed date against the same side of an occurrence; a side without a date is not compared."""
    free = [(side, day) for occurrence in occurrences for side, day in _sides(occurrence)]
    agreed = 0
    unmatched: list[PrintedDate] = []
    for claim in printed:
        match = next((pair for pair in free if pair[1] == claim.date and claim.side in (pair[0], "exact")), None)
        if match is None:
            unmatched.append(claim)
            continue
        agreed += 1
        free.remove(match)
        if claim.side == "exact" and ("end", claim.date) in free and match[0] == "start":
            free.remove(("end", claim.date))
    mismatches: list[Mismatch] = []
    for claim in unmatched:
        # No date left on that side: the claim belongs to a part that waits for its event, or to none.
        candidates = [pair for pair in free if claim.side in (pair[0], "exact")]
        if not candidates or _repeats_base(claim, occurrences):
            continue
        nearest = min(candidates, key=lambda pair: abs(pair[1] - claim.date))
        free.remove(nearest)
        mismatches.append(Mismatch(claim, nearest[1], nearest[0]))
    return Comparison(agreed, tuple(mismatches))


def _repeats_base(claim: PrintedDate, occurrences: Sequence[Occurrence]) -> bool:
    """«… до дня голосования (12.03.2023)» repeats the day counted from, not the day counted."""
    return claim.side == "exact" and any(
        printed_day(claim.date) == occurrence.base and occurrence.kind is not OccurrenceKind.EXACT
        for occurrence in occurrences
    )


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
