"""Which activities a plan's rows are: by the rules of data/questions/, else by the phrasings a row is worded like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from questions.postings import Postings, cosines, lengths_of_sums

_LEAST = 0.3
"""How like an activity's phrasings a row must be to be taken for it; half of that is its nearest phrasing, half all
of them together (right for 0.90 of a thousand rows known by a rule, the right one among the first three for 0.98)."""

_AS_GOOD = 0.85
_FEW = 3
"""So many activities a row may be taken for, all nearly as near as the nearest."""

_GUESSED = 0.9
_SURELY_NEAR = 0.5
"""How sure a guess is at most, and how near it must be for that."""

_NEARER = 0.45
_BY = 0.05
"""How near, and how much nearer than what a rule recognised, an activity without a row must be to have that row."""


def linked(
    rows: Sequence[Mapping[str, float]],
    known: Sequence[Sequence[tuple[int, float]]],
    phrases: Sequence[range],
    absent: frozenset[int],
    having: Postings,
    count: int,
) -> list[list[tuple[int, float]]]:
    """For each row the activities it is, each with how surely.

    `rows` are the rows' weighed features, `known` the activities that a rule recognised in each; `phrases` are the
    places of each activity's phrasings, the first of the `count` that `having` holds; `absent` are the activities that
    no rule found.
    """
    lengths = lengths_of_sums(having, phrases)
    found = []
    for row, links in zip(rows, known, strict=True):
        near = cosines(row, having, count)
        like = [
            0.5 * max(each) + 0.5 * sum(each) / length
            for places, length in zip(phrases, lengths, strict=True)
            for each in (near[places.start : places.stop],)
        ]
        found.append([*links, *(_besides(links, like, absent) if links else _guesses(like))])
    return found


def _guesses(like: Sequence[float]) -> Iterable[tuple[int, float]]:
    order = sorted(range(len(like)), key=lambda at: -like[at])[:_FEW]
    for at in order:
        if like[at] >= max(_LEAST, _AS_GOOD * like[order[0]]):
            yield at, min(_GUESSED, like[at] / _SURELY_NEAR) * like[at] / like[order[0]]


def _besides(
    links: Sequence[tuple[int, float]], like: Sequence[float], absent: frozenset[int]
) -> Iterable[tuple[int, float]]:
    best = max(absent, key=lambda at: like[at], default=None)
    if best is not None and like[best] >= max(_NEARER, max(like[at] for at, _ in links) + _BY):
        yield best, min(_GUESSED, like[best] / _SURELY_NEAR)
