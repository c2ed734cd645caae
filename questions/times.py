"""Times as people say them: «до пятницы», «с 20 по 30 января», «ближайшие 10 дней», «за неделю до голосования».

A question's time is a stretch of days, open at either end. What is ambiguous is decided here, by the rules that each
function states, and is said back to the person (`questions.said`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from questions import clock
from questions.frame import Frame, days
from questions.lexemes import Lexeme
from questions.phrases import PhraseReader
from questions.spans import SpanReader


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Days from `start` to `end`, both included, None where open. `overdue`: what should have been done by then.

    `hour` is an hour of the last day, when one was said. `taken` are the places of the tokens it was read from.
    `shape` is point, until, from or range: what kind of words named it.
    """

    start: date | None
    end: date | None
    shape: str = "point"
    overdue: bool = False
    hour: time | None = None
    unit: str = ""
    taken: frozenset[int] = frozenset()


def read(words: tuple[Lexeme, ...], frame: Frame, blocked: frozenset[int] = frozenset()) -> TimeRange | None:
    """The time that a question names, or None. `blocked` are places already read as something else."""
    past = any(word.word.past for word in words)
    spans = SpanReader(words, frame, past)
    reader = PhraseReader(spans, words, frame)
    pieces: list[TimeRange] = []
    hour: time | None = None
    hours_taken: set[int] = set()
    at = 0
    while at < len(words):
        if at in blocked:
            at += 1
            continue
        said = clock.read(spans, at)
        if said is not None and (said.time is not None or spans.read(said.next) is None):
            hour = said.time or hour  # but «до вечера пятницы» is until Friday
            hours_taken |= set(range(at, said.next))
            at = said.next
            continue
        found = reader.read(at)
        if found is None or not blocked.isdisjoint(range(at, found.next)):
            at += 1
            continue
        after = _onward(words, found.next)
        if after > found.next and found.start is not None:  # «13 марта и позже»
            found = replace(found, end=None, next=after, shape="from")
        taken = frozenset(range(at, found.next))
        pieces.append(TimeRange(found.start, found.end, found.shape, unit=found.unit, taken=taken))
        at = found.next
    if not pieces:
        return None
    merged = _merge(pieces, words)
    return replace(merged, hour=hour or merged.hour, taken=merged.taken | hours_taken)


def _onward(words: tuple[Lexeme, ...], at: int) -> int:
    """The place after «и позже», «и далее», «и дальше»; the same place when that is not said."""
    said = " ".join(word.text for word in words[at : at + 2])
    return at + 2 if said in ("и позже", "и далее", "и дальше", "и позднее", "и после") else at


def _merge(pieces: list[TimeRange], words: tuple[Lexeme, ...]) -> TimeRange:
    """One time of several: from and until make a range, a weekday is looked for in a week, «и» adds up."""
    result = pieces[0]
    for piece in pieces[1:]:
        taken = result.taken | piece.taken
        between = set(range(max(result.taken) + 1, min(piece.taken)))
        joined = all(words[at].text in ("и", ",", "или", "-", "/", "в", "на") for at in between)
        if {result.shape, piece.shape} == {"from", "until"}:
            opening, closing = (result, piece) if result.shape == "from" else (piece, result)
            result = TimeRange(opening.start, closing.end, "range", unit="days", taken=taken)
        elif piece.unit == "weekday" and result.unit == "week" and result.start:
            weekday = result.start + days(piece.start.weekday() if piece.start else 0)
            result = TimeRange(weekday, weekday, unit="weekday", taken=taken)
        elif (said := _hour_until(result, piece, words)) is not None:
            result = replace(result, hour=said, taken=taken)
        elif result.unit == "holiday" and piece.shape == "range":
            result = replace(piece, taken=taken)  # «на каникулах, со 2 по 8 января»
        elif result.unit == "weekday" and piece.unit == "day":
            result = replace(piece, shape=result.shape if result.shape == "point" else "point", taken=taken)
        elif joined and result.shape == piece.shape == "point":
            result = _added(result, piece, taken)
        elif piece.unit == result.unit == "week":
            result = replace(result, taken=taken)
        elif result.shape == "until" and piece.shape == "point" and piece.unit in ("month", "week", "year"):
            start = max(filter(None, (piece.start, result.start)), default=None)
            good = start is not None and result.end is not None and start <= result.end
            result = replace(result, start=start if good else result.start, taken=taken)
        else:
            result = replace(result, taken=taken)
    return result


def _hour_until(day: TimeRange, piece: TimeRange, words: tuple[Lexeme, ...]) -> time | None:
    """«сегодня до 18»: beside a day a bare number is an hour, not another day."""
    if day.shape != "point" or day.unit not in ("day", "weekday") or piece.shape != "until":
        return None
    said = [words[at] for at in sorted(piece.taken)]
    if len(said) != 2 or not said[1].token.is_number or int(said[1].text) > 24:
        return None
    return time(int(said[1].text) % 24)


def _added(first: TimeRange, second: TimeRange, taken: frozenset[int]) -> TimeRange:
    """«вторник и среда»: from the earlier to the later, the second weekday after the first."""
    if first.start is None or first.end is None or second.start is None or second.end is None:
        return replace(first, taken=taken)
    again = days(7 if first.unit == second.unit == "weekday" and second.end < first.start else 0)
    start, end = min(first.start, second.start + again), max(first.end, second.end + again)
    return TimeRange(start, end, unit="days", taken=taken)
