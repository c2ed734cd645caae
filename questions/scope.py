"""Whether a question is about a plan's deadlines, about elections at large, or about the rest of the world.

A small naive Bayes over the phrasings of data/questions/, learnt when a plan is indexed: unlike search, which looks for
the nearest phrase, it weighs how people word the one and the other («до какого числа …», «куда жаловаться …»).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

Side = TypeVar("Side", bound=Hashable)

_SMALL = 0.3
"""Added to every count, so that a word seen once on one side does not decide alone."""


def signs(lemmas: Sequence[Sequence[str]], concepts: Sequence[Sequence[str]]) -> frozenset[str]:
    """What is looked at: normal forms, their concepts, and pairs of neighbours."""
    found = {options[0] for options in lemmas}
    for names in concepts:
        found.update("=" + name for name in names)
    found.update(f"{one[0]} {other[0]}" for one, other in pairwise(lemmas))
    return frozenset(found)


class Scope(Generic[Side]):
    """Tells sides apart. The sides weigh the same, however many phrasings each has."""

    def __init__(self, sides: Sequence[Side], examples: Iterable[tuple[Side, frozenset[str]]]) -> None:
        self._sides = tuple(sides)
        places = {side: place for place, side in enumerate(self._sides)}
        self._totals = [0] * len(self._sides)
        self._counts: dict[str, list[int]] = {}
        for side, seen in examples:
            place = places[side]
            self._totals[place] += 1
            for sign in seen:
                count = self._counts.get(sign)
                if count is None:
                    count = self._counts[sign] = [0] * len(self._sides)
                count[place] += 1

    def weigh(self, seen: frozenset[str]) -> dict[Side, float]:
        """For each side how well it explains the signs: a logarithm, damped by their number, since they depend on
        one another. Signs never seen say nothing."""
        counts = [count for sign in seen if (count := self._counts.get(sign)) is not None]
        damp = math.sqrt(len(counts)) or 1.0
        return {
            side: sum(math.log((count[place] + _SMALL) / (total + 2 * _SMALL)) for count in counts) / damp
            for place, (side, total) in enumerate(zip(self._sides, self._totals, strict=True))
        }
