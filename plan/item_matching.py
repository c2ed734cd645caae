"""Which row of one plan is which row of another, whatever their numbers.

A row inserted in the middle renumbers all that follow, and a row can be reworded where it stands; so rows are matched
by what they say first, and by number only where their words leave it open. The matching is symmetric: swapping the
plans swaps the pairs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from plan.model import Item

_SAME_ACTIVITY = 0.55
"""Similarity from which two activities are one activity reworded. Unrelated rows of real plans stay under 0.4."""
_SAME_PLACE = 0.3
"""The same, for rows under one number or between two rows that are already matched."""
_SAME_TERM = 0.8
_MOST_PAIRS = 40_000
"""Up to so many pairs all that share a word are weighed; beyond, a common word alone makes no candidate."""
_COMMON_WORD = 100
_STEM = 6  # letters: «представление» and «представления» are one word here
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Row:
    """An item as it is weighed: its words by their beginnings."""

    item: Item
    activity: tuple[str, ...]
    law: tuple[str, ...]
    term: tuple[str, ...]
    performers: tuple[str, ...]

    @property
    def content(self) -> tuple[tuple[str, ...], ...]:
        return self.activity, self.law, self.term, self.performers


def match_items(old: Sequence[Item], new: Sequence[Item]) -> tuple[tuple[int, int], ...]:
    """Pairs of places (in `old`, in `new`) that hold the same row, in the order of `new`; each place at most once."""
    matching = _Matching([_row(item) for item in old], [_row(item) for item in new])
    matching.by_number_and_content()
    matching.by_content()
    matching.by_similarity()
    return tuple(sorted(((i, j) for i, j in matching.pairs.items()), key=lambda pair: pair[1]))


def _row(item: Item) -> _Row:
    return _Row(item, _words(item.activity), _words(item.law), _words(item.term), _words(item.performers))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word[:_STEM] for word in _WORD.findall(text.lower().replace("ё", "е")))


class _Matching:
    def __init__(self, old: Sequence[_Row], new: Sequence[_Row]) -> None:
        self.old = old
        self.new = new
        self.pairs: dict[int, int] = {}
        self.back: dict[int, int] = {}

    def _add(self, i: int, j: int) -> None:
        self.pairs[i] = j
        self.back[j] = i

    def _left(self) -> tuple[list[int], list[int]]:
        return (
            [i for i in range(len(self.old)) if i not in self.pairs],
            [j for j in range(len(self.new)) if j not in self.back],
        )

    def by_number_and_content(self) -> None:
        """Rows that stayed as they were."""
        places: dict[object, list[int]] = defaultdict(list)
        for j, row in enumerate(self.new):
            places[row.item.number, row.content].append(j)
        for i, row in enumerate(self.old):
            same = places[row.item.number, row.content]
            if same:
                self._add(i, same.pop(0))

    def by_content(self) -> None:
        """Rows that say the same under another number; of several alike, those beside matched rows first."""
        left_old, left_new = self._left()
        groups: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for i in left_old:
            groups[self.old[i].content][0].append(i)
        for j in left_new:
            groups[self.new[j].content][1].append(j)
        alike = [group for group in groups.values() if group[0] and group[1]]
        for ones, others in alike:
            if len(ones) == len(others):
                for i, j in zip(ones, others, strict=True):
                    self._add(i, j)
        for ones, others in alike:
            for step in (1, -1):  # along a run of rows, downwards and then upwards
                for i in ones[::step]:
                    j = self.pairs.get(i - step, -2) + step
                    if i not in self.pairs and j in others and j not in self.back:
                        self._add(i, j)
            rest = ([i for i in ones if i not in self.pairs], [j for j in others if j not in self.back])
            for i, j in zip(*rest, strict=False):
                self._add(i, j)

    def by_similarity(self) -> None:
        """Rows that were reworded: the most alike first, then their neighbours among what is left."""
        found = self._take(self._candidates())
        while found:
            found = self._take({(i + step, j + step) for i, j in found for step in (1, -1)})

    def _take(self, candidates: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Match the candidates that are alike, the most alike first, and say which those were.

        Neither plan comes first in the order of equals, so that the other way round the same pairs are found.
        """
        weighed = [
            (score, i, j)
            for i, j in candidates
            if 0 <= i < len(self.old) and 0 <= j < len(self.new) and i not in self.pairs and j not in self.back
            if (score := self._score(i, j)) is not None
        ]
        taken: list[tuple[int, int]] = []
        for _, i, j in sorted(weighed, key=lambda one: (-one[0], abs(one[1] - one[2]), one[1] + one[2])):
            if i not in self.pairs and j not in self.back:
                self._add(i, j)
                taken.append((i, j))
        return taken

    def _candidates(self) -> Iterator[tuple[int, int]]:
        left_old, left_new = self._left()
        most = len(left_old) * len(left_new) if len(left_old) * len(left_new) <= _MOST_PAIRS else _COMMON_WORD
        places: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, rows, left in ((0, self.old, left_old), (1, self.new, left_new)):
            for place in left:
                for key in {*rows[place].activity, f"№ {rows[place].item.number}"}:
                    places[key][side].append(place)
        pairs = {
            (i, j)
            for key, (ones, others) in places.items()
            if len(ones) * len(others) <= most or key.startswith("№")
            for i in ones
            for j in others
        }
        pairs |= {(i, j) for i in left_old if (j := self._between(i)) is not None}
        # Counted from the top and from the bottom: where every word is common, runs of rows begin here.
        pairs |= {*zip(left_old, left_new, strict=False), *zip(left_old[::-1], left_new[::-1], strict=False)}
        yield from pairs

    def _between(self, i: int) -> int | None:
        """The unmatched place in `new` whose two neighbours are matched to the neighbours of `i`."""
        j = self.pairs.get(i - 1, -2) + 1
        return j if j > 0 and j not in self.back and self.pairs.get(i + 1) == j + 1 else None

    def _score(self, i: int, j: int) -> float | None:
        """How much two rows are alike, or None when they cannot be the same row."""
        one, other = self.old[i], self.new[j]
        same_number = one.item.number == other.item.number
        activity = _alike(one.activity, other.activity, one.item.activity, other.item.activity)
        law = Indel.normalized_similarity(one.law, other.law)
        term = Indel.normalized_similarity(one.term, other.term)
        needed = _SAME_PLACE if same_number or self._between(i) == j else _SAME_ACTIVITY
        same_rule = same_number and bool(one.law) and one.law == other.law and term >= _SAME_TERM
        if activity < needed and not same_rule:
            return None
        performers = Indel.normalized_similarity(one.performers, other.performers)
        beside = (self.pairs.get(i - 1, -2) == j - 1) + (self.pairs.get(i + 1, -2) == j + 1)
        return 0.7 * activity + 0.1 * (law + term + performers) + 0.05 * same_number + 0.03 * beside


def _alike(one: tuple[str, ...], other: tuple[str, ...], text: str, other_text: str) -> float:
    """From 0 to 1, by words; by letters where words are misspelt or run together.

    Any two Russian texts share nearly half of their letters in order, so that half counts as nothing.
    """
    by_words: float = Indel.normalized_similarity(one, other)
    if by_words > _SAME_ACTIVITY:
        return by_words
    return max(by_words, 2 * fuzz.ratio(text.lower(), other_text.lower()) / 100 - 1)
