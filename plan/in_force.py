"""The dates in force: the law's count, save where a person decided or the document prints a safer date.

The law decides, the document claims. Where they differ nothing is picked silently: until a person decides, the safer
of the two plausible dates counts – the earlier of two ends, the later of two starts – and its explanation says so.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from plan.model import Choice, Facts, Occurrence, OccurrenceKind, Origin, Override, PrintedDate
from plan.resolving import printed_day, with_weekday
from plan.term.status import Comparison, Pair, compare

_BEFORE_VOTING = timedelta(days=110)
"""No campaign begins earlier: elections are called at most 110 days before the vote (67-ФЗ, ст. 10 п. 7)."""


class Standing(enum.StrEnum):
    """What has become of a person's decision on a date."""

    IN_FORCE = "in_force"
    OUTDATED = "outdated"  # it was decided about other dates: the document or the count has changed
    SETTLED = "settled"  # the document now prints the accepted date, and the count gives it


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on a date, and whether it holds. `printed` and `computed` are the dates that stand now."""

    override: Override
    standing: Standing
    printed: date | None
    computed: date | None


def rulings(
    computed: Sequence[Occurrence], printed: Sequence[PrintedDate], overrides: Sequence[Override]
) -> tuple[Ruling, ...]:
    """How each decision on an item stands against what the document and the count say now."""
    compared = compare(computed, printed)
    return tuple(_ruling(override, computed, compared) for override in overrides)


def _ruling(override: Override, computed: Sequence[Occurrence], compared: Comparison) -> Ruling:
    claim = printed_now(compared, override.part, override.side)
    count = computed_now(computed, override.part, override.side)
    if (claim, count) == (override.printed, override.computed):
        standing = Standing.IN_FORCE
    elif claim == count == override.day:
        standing = Standing.SETTLED
    elif claim == override.day and count == override.computed:
        standing = Standing.IN_FORCE  # the document was changed to the accepted date, which the count does not give
    else:
        standing = Standing.OUTDATED
    return Ruling(override, standing, claim, count)


def printed_now(compared: Comparison, part: int, side: str) -> date | None:
    """The date that the document claims for an end of a part, or None."""
    for pair in compared.pairs:
        same_day = pair.printed.side == "exact" and pair.side == "start"
        if pair.part == part and (pair.side == side or same_day):
            return pair.printed.date
    return next((claim.date for claim in compared.unpaired if claim.side in (side, "exact")), None)


def computed_now(computed: Sequence[Occurrence], part: int, side: str) -> date | None:
    """The date that the wording gives for an end of a part (from 1), or None."""
    if not 1 <= part <= len(computed):
        return None
    return computed[part - 1].start if side == "start" else computed[part - 1].end


def in_force(
    computed: Sequence[Occurrence],
    printed: Sequence[PrintedDate],
    overrides: Sequence[Override],
    *,
    understood: bool,
    written_for: Facts,
    known: Facts,
) -> tuple[Occurrence, ...]:
    """The occurrences that reminders and answers go by, in the term's order.

    `written_for` are the document's own facts: what it prints is weighed only against a count by the same voting days
    (`known`). A term whose wording gives no date (it was not understood, or waits for an event) has those that the
    document prints, marked as such. `overrides` are the item's that are in force.
    """
    compared = compare(computed, printed)
    found = list(computed)
    same_vote = _voting(written_for) == _voting(known)
    decided = {(one.part, one.side) for one in overrides}
    if same_vote:
        for pair in compared.mismatches:
            if not _is_decided(pair, found, decided):
                found[pair.part - 1] = _safer(found[pair.part - 1], pair, known)
        for pair in compared.pairs:
            found[pair.part - 1] = _with_printed_hour(found[pair.part - 1], pair)
        if not understood or not any(one.is_dated for one in computed):
            found.extend(_as_printed(compared.unpaired, written_for))
    for one in overrides:
        if one.part <= len(found):
            found[one.part - 1] = _decided(found[one.part - 1], one)
        else:
            found.append(_decided(Occurrence(_KINDS[one.side]), one))
    return tuple(found)


_KINDS = {"start": OccurrenceKind.OPENING, "end": OccurrenceKind.DEADLINE, "exact": OccurrenceKind.EXACT}


def _voting(facts: Facts) -> tuple[date | None, date | None]:
    return facts.first_voting_day or facts.voting_day, facts.voting_day


def _is_decided(pair: Pair, found: Sequence[Occurrence], decided: set[tuple[int, str]]) -> bool:
    sides = ("start", "end") if found[pair.part - 1].kind is OccurrenceKind.EXACT else (pair.side,)
    return any((pair.part, side) in decided for side in sides)


def _safer(found: Occurrence, pair: Pair, known: Facts) -> Occurrence:
    """The occurrence with the safer of two plausible dates; unchanged where the computed one is that."""
    later_is_safer = pair.side == "start" and found.kind is not OccurrenceKind.EXACT
    safer = max(pair.printed.date, pair.computed) if later_is_safer else min(pair.printed.date, pair.computed)
    if safer == pair.computed or not _is_plausible(pair, found, known):
        return found
    said = (
        f"в документе напечатано {printed_day(pair.printed.date)}, по формулировке выходит "
        f"{printed_day(pair.computed)}; пока не решено, считается более {'поздняя' if later_is_safer else 'ранняя'} "
        f"дата: {with_weekday(safer)}"
    )
    return replace(
        _with_day(found, pair.side, safer),
        origin=Origin.SAFER,
        explanation="; ".join(part for part in (said, found.explanation) if part),
    )


def _with_printed_hour(found: Occurrence, pair: Pair) -> Occurrence:
    """The hour printed beside the day that counts («до 18 часов 30.01.2023»), where the wording names none.

    Midnight is no hour of a day: whether it begins or ends the printed one is not said.
    """
    day, said = (found.start, found.start_time) if pair.side == "start" else (found.end, found.end_time)
    hour = pair.printed.time
    if hour is None or hour == time(0) or said is not None or day != pair.printed.date:
        return found
    timed = replace(found, start_time=hour) if pair.side == "start" else replace(found, end_time=hour)
    told = f"{'с' if pair.side == 'start' else 'до'} {hour:%H:%M} по местному времени: час напечатан рядом с датой"
    return replace(timed, explanation="; ".join(part for part in (found.explanation, told) if part))


def _is_plausible(pair: Pair, found: Occurrence, known: Facts) -> bool:
    """Whether the printed date can be meant: not a slip of the year, within the campaign, no window turned round."""
    printed = pair.printed.date
    if pair.year_only or printed < _campaign_start(known, pair.computed):
        return False
    if found.kind is OccurrenceKind.EXACT:
        return True
    if pair.side == "start":
        return found.last_day is None or printed <= found.last_day
    return found.start is None or printed >= found.start


def _campaign_start(known: Facts, computed: date) -> date:
    called = [_day(known.events[key]) for key in ("decided", "published") if key in known.events]
    if called:
        return min(*called, computed)
    return min(computed, known.voting_day - _BEFORE_VOTING) if known.voting_day is not None else computed


def _day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when


def _as_printed(claims: Sequence[PrintedDate], written_for: Facts) -> list[Occurrence]:
    """The dates printed beside a wording that gives none.

    A date that equals a day counted from (a voting day, the call) may only name that day, and is passed over.
    """
    bases = {day for day in _voting(written_for) if day is not None}
    bases |= {_day(when) for when in written_for.events.values()}
    found: list[Occurrence] = []
    for claim in claims:
        if claim.date in bases:
            continue
        last = found[-1] if found else None
        opened = last.start if last is not None and last.kind is OccurrenceKind.OPENING else None
        if last is not None and opened is not None and claim.side == "end" and opened <= claim.date:
            found[-1] = replace(last, kind=OccurrenceKind.WINDOW, end=claim.date, end_time=claim.time)
            continue
        found.append(
            Occurrence(
                _KINDS[claim.side],
                start=None if claim.side == "end" else claim.date,
                end=None if claim.side == "start" else claim.date,
                start_time=claim.time if claim.side == "start" else None,
                end_time=None if claim.side == "start" else claim.time,
                explanation="дата – как напечатано в документе; по формулировке она не посчитана",
                text=claim.text,
                origin=Origin.PRINTED,
            )
        )
    return found


def _decided(found: Occurrence, override: Override) -> Occurrence:
    hour = override.hour
    said = found.start_time if override.side == "start" else found.end_time
    if hour is None and not (override.choice is Choice.OTHER and said == time(0)):
        hour = said  # another day, the same hour; but «00:00» would end the accepted day before it begins
    changed = _with_day(found, override.side, override.day)
    starts, ends = (hour, found.end_time) if override.side == "start" else (found.start_time, hour)
    return replace(
        changed,
        kind=_kind(changed),
        start_time=starts,
        end_time=ends,
        needs=(),
        doubt="",
        origin=Origin.DECIDED,
        explanation="; ".join(part for part in (words_of(override), found.explanation) if part),
    )


def _kind(found: Occurrence) -> OccurrenceKind:
    """What a term has become by a decision: a date where none was, or a second end."""
    if found.kind is OccurrenceKind.EXACT or not found.is_dated:
        return found.kind
    if found.start is not None and found.end is not None:
        return OccurrenceKind.WINDOW
    return OccurrenceKind.DEADLINE if found.start is None else OccurrenceKind.OPENING


_CHOICES = {
    Choice.PRINTED: "принята дата из документа",
    Choice.COMPUTED: "принята дата по формулировке",
    Choice.OTHER: "принята другая дата",
}


def words_of(override: Override) -> str:
    """«принята дата по формулировке: сб, 24.12.2022 (решение: Иванова А. А., 20.12.2022; описка в годе)»."""
    hour = "" if override.hour is None else f" {override.hour:%H:%M}"
    return (
        f"{_CHOICES[override.choice]}: {with_weekday(override.day)}{hour} (решение: {override.who}, "
        f"{printed_day(override.when.date())}; {override.reason.rstrip('.')})"
    )


def _with_day(found: Occurrence, side: str, day: date) -> Occurrence:
    if found.kind is OccurrenceKind.EXACT:
        return replace(found, start=day, end=day)
    return replace(found, start=day) if side == "start" else replace(found, end=day)
