"""One row of a plan made over: the literal dates of its term, and the dates printed beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from plan.mentions import Mention, find_dates, lists_each_day, runs_of
from plan.model import Occurrence, PrintedDate
from plan.printing import Span, joined, one_day_more, with_dates
from plan.renewal.election import Change
from plan.resolving import printed_day

START, END = "start", "end"


@dataclass(frozen=True, slots=True)
class Said:
    """A text made over. `text` is None when one of its dates cannot be told for the new election (`lost`).

    `mended` are dates that the old document had wrong: the printed one and the one its wording gave.
    """

    text: str | None
    lost: tuple[date, ...] = ()
    mended: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """An end of an occurrence: which one, and of which of the term's."""

    index: int
    end: str


@dataclass(slots=True)
class Row:
    """The occurrences of a row's term for the old election and for the new one, side by side.

    Claims of the document take their sides one after another, as the status of a row compares them: equal dates
    first, then, for what is left, the nearest.
    """

    change: Change
    old: Sequence[Occurrence]
    new: Sequence[Occurrence]
    about: str = ""  # the row's activity: «Официальное опубликование …» tells what a day is of
    free: list[Side] = field(init=False)

    def __post_init__(self) -> None:
        self.free = [
            Side(i, end) for i, one in enumerate(self.old) for end in (START, END) if _day(one, end) is not None
        ]

    def old_day(self, side: Side) -> date | None:
        return _day(self.old[side.index], side.end)

    def new_day(self, side: Side) -> date | None:
        return _day(self.new[side.index], side.end)

    def spans(self, side: Side) -> Span | None:
        """The stretch that one day of the old plan has become («в день голосования» of several days)."""
        old, new = self.old[side.index], self.new[side.index]
        if old.start is None or old.start != old.end or new.start is None or new.end is None:
            return None
        return Span(new.start, new.end) if new.start < new.end else None

    def take(self, claim: PrintedDate) -> Side | None:
        """The free side with this very date; a whole day takes both its ends."""
        for side in self.free:
            if self.old_day(side) == claim.date and claim.side in (side.end, "exact"):
                self.free.remove(side)
                other = Side(side.index, END)
                whole = claim.side == "exact" and side.end == START and self.old_day(other) == claim.date
                if whole and other in self.free:
                    self.free.remove(other)
                return side
        return None

    def take_midnight(self, claim: PrintedDate) -> Side | None:
        """«До 00.00 06.09.2024» for what ends with 05.09.2024."""
        if claim.side == START:
            return None
        ends = (one for one in self.free if one.end == END and self.old[one.index].end_time is None)
        side = next((one for one in ends if _is_midnight_after(claim, self.old_day(one))), None)
        if side is not None:
            self.free.remove(side)
        return side

    def take_turned(self, claim: PrintedDate) -> Side | None:
        """The free side with this date, though the document calls it the other end («за 10 дней», «не позднее …»)."""
        side = next((side for side in self.free if self.old_day(side) == claim.date), None)
        if side is not None:
            self.free.remove(side)
        return side

    def take_nearest(self, claim: PrintedDate) -> Side | None:
        """The free side that a wrong date is nearest to; None when it repeats the day counted from."""
        bases = {base for one in self.old for base in one.base.split("; ")}
        sides = [side for side in self.free if claim.side in (side.end, "exact")]
        if not sides or (claim.side == "exact" and printed_day(claim.date) in bases):
            return None
        nearest = min(sides, key=lambda side: abs((self.old_day(side) or claim.date) - claim.date))
        self.free.remove(nearest)
        return nearest


def _day(occurrence: Occurrence, end: str) -> date | None:
    return occurrence.start if end == START else occurrence.end


@dataclass(slots=True)
class _Place:
    """A date of a printed text: what it claims, and what it becomes."""

    claim: PrintedDate
    claimed: bool  # by the grammar; a date that it passed over is nobody's mistake
    side: Side | None = None
    new: date | Span | None = None
    known: bool = False
    kept: bool = False  # not a date of this row at all: an act's


_ACT_BEFORE = re.compile(r"\bот\s+[\"«“]?$", re.IGNORECASE)
_ACT_AFTER = re.compile(r"\s*(?:г\.|года)?\s*,?\s*(?:№|N\s?\d)", re.IGNORECASE)


def dates_an_act(text: str, mention: Mention) -> bool:
    """«от 30 мая 2011 года № 54-ОЗ»: the date of a law or a decision, which no election moves."""
    return _ACT_BEFORE.search(text[: mention.start]) is not None and _ACT_AFTER.match(text, mention.end) is not None


def say_again(texts: Sequence[str], claims: Sequence[Sequence[PrintedDate]], row: Row) -> tuple[Said, ...]:
    """Each printed text with the new election's dates; `claims` are what `read_printed` made of it."""
    near = row.change.old.voting_day
    found = [find_dates(text, near) for text in texts]
    places = [_places(text, mentions, said) for text, mentions, said in zip(texts, found, claims, strict=True)]
    for one in (place for text in places for place in text if not place.kept):
        one.side = row.take(one.claim)
    mended: dict[int, list[tuple[date, date]]] = {}
    for number, text in enumerate(places):
        for one in text:
            if one.kept or one.known:
                continue
            if one.side is None and one.claimed:
                one.side = row.take_midnight(one.claim) or row.take_turned(one.claim) or row.take_nearest(one.claim)
                right = row.old_day(one.side) if one.side else None
                last = row.old[one.side.index].last_day if one.side else None
                wrong = one.claim.date not in (right, last) and not _is_midnight_after(one.claim, last)
                if wrong and right is not None:
                    mended.setdefault(number, []).append((one.claim.date, right))
            _settle(one, row)
    return tuple(
        _text(text, mentions, place, tuple(mended.get(number, ())), row)
        for number, (text, mentions, place) in enumerate(zip(texts, found, places, strict=True))
    )


def _places(text: str, mentions: Sequence[Mention], claims: Sequence[PrintedDate]) -> list[_Place]:
    """The mentions with what the text claims by each; one that the grammar passed over claims a whole day."""
    rest = list(claims)
    places: list[_Place] = []
    for mention in mentions:
        claim = next((one for one in rest if one.date == mention.said), None)
        if claim is not None:
            rest.remove(claim)
        kept = dates_an_act(text, mention)
        places.append(_Place(claim or PrintedDate(mention.said, "exact", None, text), claim is not None, kept=kept))
    return places


def _is_midnight_after(claim: PrintedDate, last: date | None) -> bool:
    return claim.time == time(0) and last is not None and claim.date == last + timedelta(days=1)


def _settle(place: _Place, row: Row) -> None:
    side = place.side
    if side is None or len(row.old) != len(row.new):  # the new wording has other parts: a list of days grown shorter
        fate = row.change.of(place.claim.date, f"{row.about} {place.claim.text}")
        place.known = fate is not None and fate.day is not None
        place.new = fate.day if fate else None
        return
    old, new = row.old[side.index], row.new[side.index]
    span = row.spans(side)
    if side.end == END and old.end_time == time(0) and place.claim.date == old.last_day:
        place.new = new.last_day  # «по 09.03.2023» for what ends at 00:00 of 10.03.2023
    elif side.end == END and old.end_time is None and _is_midnight_after(place.claim, old.end):
        place.new = new.end + timedelta(days=1) if new.end else None
    elif span is not None and (place.claim.side == "exact" or place.claim.side == END):
        place.new = span
    else:
        place.new = row.new_day(side)
    place.known = place.new is not None


def _text(
    text: str, mentions: Sequence[Mention], places: list[_Place], mended: tuple[tuple[date, date], ...], row: Row
) -> Said:
    listed = _listed(text, mentions, row.change)
    if listed is not None:
        return Said(listed, mended=mended)
    lost = tuple(place.claim.date for place in places if not place.known and not place.kept)
    if lost and not row.change.moves:
        return Said(text)  # it is the same election, so what was printed stands
    if lost or not mentions:
        return Said(None if lost or places else text, lost)
    pairs = _pairs(text, mentions, places)
    days = [None if place.kept else place.new for place in places]
    return Said(retold(text, mentions, days, pairs, row.change), mended=mended)


def _pairs(text: str, mentions: Sequence[Mention], places: Sequence[_Place]) -> list[tuple[int, int]]:
    """The beginnings and ends, in one text, of a stretch that has become one day."""
    pairs: list[tuple[int, int]] = []
    for i, first in enumerate(places):
        for j in range(i + 1, len(places)):
            last = places[j]
            one_term = first.side and last.side and first.side.index == last.side.index
            meet = first.claim.date != last.claim.date and isinstance(first.new, date) and first.new == last.new
            if one_term and meet and may_join(text[mentions[i].end : mentions[j].start]):
                pairs.append((i, j))
    return pairs[:1]


_HOURS_BETWEEN = re.compile(r"\s*(?:и\s+)?(?:до|по)\s[^;\n]*|\s*,?\s*(?:и|по|до|[-–—])?\s*", re.IGNORECASE)


def may_join(gap: str) -> bool:
    """«по», «–», «до 20.00»: words between two ends that go when the ends meet; «и не позднее» is not such."""
    return _HOURS_BETWEEN.fullmatch(gap) is not None


def retold(
    text: str,
    mentions: Sequence[Mention],
    days: Sequence[date | Span | None],
    pairs: Sequence[tuple[int, int]],
    change: Change,
) -> str:
    """The text with its stretches joined where they are one day now, and the new days in it."""
    days = list(days)
    for i, j in sorted(pairs, reverse=True):
        text = joined(text, mentions[i], mentions[j])
        del days[i:j]
    if pairs:
        mentions = find_dates(text, change.old.voting_day)
    return with_dates(text, mentions, days, change.new.voting_day)


def _listed(text: str, mentions: Sequence[Mention], change: Change) -> str | None:
    """A list of all the voting days («10, 11 и 12 марта»), as long as the new vote; None for other texts."""
    runs = list(runs_of(mentions))
    if len(runs) != 1 or not names_each_voting_day(text, mentions, runs[0], change):
        return None
    return relisted(text, mentions, runs[0], change)


def names_each_voting_day(text: str, mentions: Sequence[Mention], run: Sequence[int], change: Change) -> bool:
    first, last = mentions[run[0]], mentions[run[-1]]
    whole = (first.said, last.said) == (change.old.first, change.old.voting_day)
    return whole and lists_each_day(text, mentions, run)


def relisted(text: str, mentions: Sequence[Mention], run: Sequence[int], change: Change) -> str:
    """The text with its list of voting days made as long as the new vote, and saying the new days."""
    near = change.old.voting_day
    wanted = (change.new.voting_day - change.new.first).days + 1
    at = run[0]
    length = len(run)
    while length > wanted:
        following = mentions[at + 1]
        text = (
            joined(text, mentions[at], following)
            if length == 2
            else text[: mentions[at].start] + text[following.start :]
        )
        mentions, length = find_dates(text, near), length - 1
    while length < wanted:
        text = one_day_more(text, mentions[at])
        mentions, length = find_dates(text, near), length + 1
    days: list[date | Span | None] = [None] * len(mentions)
    for k in range(wanted):
        days[at + k] = date.fromordinal(change.new.first.toordinal() + k)
    return with_dates(text, mentions, days, change.new.voting_day)
