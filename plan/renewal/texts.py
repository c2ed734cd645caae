"""Texts of a plan that no wording computes: the election's own days in them, and what is left of the old election."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plan.mentions import Mention, find_dates, runs_of
from plan.printing import Span
from plan.renewal.election import Change, Left
from plan.renewal.rows import dates_an_act, may_join, names_each_voting_day, relisted, retold

_NEARBY = 80  # characters around a date that tell the publication from the decision
_YEAR = re.compile(r"(?<![\d.№/-])((?:19|20)\d\d)(?=\s*(?:год|г\.|гг))", re.IGNORECASE)
_LAW_WORD = re.compile(r"закон|кодекс|постановлени|положени|указ|инструкци|порядк|приказ|распоряжени", re.IGNORECASE)
_FROM = re.compile(r"\bот\s+[\"«“]?$", re.IGNORECASE)
_NUMBER = re.compile(r"№\s?[\w./–-]*\w")


@dataclass(frozen=True, slots=True)
class Act:
    """A law or a decision that a text names by its date and number."""

    words: str  # «от 05.03.2022 № 42-рг»
    date: date


@dataclass(frozen=True, slots=True)
class Text:
    """A text made over: what was replaced in it, and which dates of it stand for nothing known."""

    said: str
    moved: tuple[tuple[str, str], ...] = ()
    left: tuple[Left, ...] = ()


def renewed_text(text: str, change: Change, own: Mapping[date, date]) -> Text:
    """The text with the election's days, and the row's `own` computed ones, moved; dates of acts stay as they are.

    `own` maps the row's old computed days to the new ones.
    """
    near = change.old.voting_day
    mentions = find_dates(text, near)
    if not mentions:
        return Text(text)
    for run in runs_of(mentions):
        if names_each_voting_day(text, mentions, run, change):
            return _around(text, mentions, run, change, own)
    days: list[date | Span | None] = []
    left: list[Left] = []
    for mention in mentions:
        new = None if dates_an_act(text, mention) else _new_day(text, mention, change, own)
        days.append(new)
        if new is None and not names_an_act(text, mention) and change.moves:
            left.append(Left(text[mention.start : mention.end], mention.said))
    pairs = [
        (i, i + 1)
        for i in range(len(mentions) - 1)
        if _was_the_vote(mentions[i], mentions[i + 1], change)
        and days[i] == days[i + 1]
        and may_join(text[mentions[i].end : mentions[i + 1].start])
    ]
    return _compared(text, retold(text, mentions, days, pairs, change), change, tuple(left))


def _around(
    text: str, mentions: Sequence[Mention], run: Sequence[int], change: Change, own: Mapping[date, date]
) -> Text:
    """A text with a list of all the voting days in it: the list, and what stands before and behind it."""
    if len(run) == len(mentions):
        return _compared(text, relisted(text, mentions, run, change), change, ())
    start, end = mentions[run[0]].start, mentions[run[-1]].end
    parts = [renewed_text(part, change, own) for part in (text[:start], text[start:end], text[end:])]
    return Text(
        "".join(part.said for part in parts),
        tuple(pair for part in parts for pair in part.moved),
        tuple(left for part in parts for left in part.left),
    )


def names_an_act(text: str, mention: Mention) -> bool:
    """As `dates_an_act`, also where the number is left out: «Закон области от 30 мая 2011 года»."""
    before = text[max(0, mention.start - _NEARBY) : mention.start]
    return dates_an_act(text, mention) or (_FROM.search(before) is not None and _LAW_WORD.search(before) is not None)


def _was_the_vote(first: Mention, last: Mention, change: Change) -> bool:
    return (first.said, last.said) == (change.old.first, change.old.voting_day) and first.said < last.said


def _new_day(text: str, mention: Mention, change: Change, own: Mapping[date, date]) -> date | None:
    words = text[max(0, mention.start - _NEARBY) : mention.end + _NEARBY]
    fate = change.of(mention.said, words)
    return fate.day if fate is not None else own.get(mention.said)


def _compared(text: str, said: str, change: Change, left: tuple[Left, ...]) -> Text:
    before = [text[one.start : one.end] for one in find_dates(text, change.old.voting_day)]
    after = [said[one.start : one.end] for one in find_dates(said, change.new.voting_day)]
    if len(before) != len(after):
        moved: tuple[tuple[str, str], ...] = ((", ".join(before), ", ".join(after)),)
    else:
        moved = tuple((a, b) for a, b in zip(before, after, strict=True) if a != b)
    return Text(said, moved, left)


def renewed_title(text: str, change: Change) -> Text:
    """A title: its dates, and the year of the vote where it stands alone («выборы 2023 года»)."""
    made = renewed_text(text, change, {})
    old, new = str(change.old.voting_day.year), str(change.new.voting_day.year)
    if old == new:
        return made
    dated = [one.place for one in find_dates(made.said, change.new.voting_day)]

    def year(match: re.Match[str]) -> str:
        alone = not any(start <= match.start() < end for start, end in dated)
        return new if alone and match[1] == old else match[0]

    said = _YEAR.sub(year, made.said)
    return Text(said, (*made.moved, *(((old, new),) if said != made.said else ())), made.left)


def dates_left_in(text: str, near: date | None) -> tuple[str, ...]:
    """Dates of a text that is not made over (a reference to a law), save those of acts."""
    return tuple(text[one.start : one.end] for one in find_dates(text, near) if not names_an_act(text, one))


def years_in(text: str, near: date | None) -> tuple[str, ...]:
    """Years that stand without a day, outside the names of acts: «за 2022 год»."""
    dated = [one.place for one in find_dates(text, near)]
    return tuple(
        match[0]
        for match in _YEAR.finditer(text)
        if not any(start <= match.start() < end for start, end in dated)
        and not _LAW_WORD.search(text[max(0, match.start() - 40) : match.start()])
    )


def acts_in(text: str) -> Iterator[Act]:
    """Acts named by their date and number, in order."""
    for mention in find_dates(text, None):
        if names_an_act(text, mention):
            number = _NUMBER.search(text, mention.end)
            end = number.end() if number is not None and number.start() - mention.end < 12 else mention.end
            yield Act(" ".join(text[mention.start : end].split()), mention.said)


def numbers_in(text: str) -> tuple[str, ...]:
    """«№11», «№ 22/77»: what a text calls by a number, save acts, which are told with their date."""
    acts = " ".join(act.words for act in acts_in(text))
    return tuple(dict.fromkeys(match[0] for match in _NUMBER.finditer(text) if " ".join(match[0].split()) not in acts))
