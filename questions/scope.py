"""Whether a question is about a plan's deadlines, about elections at large, or about the rest of the world.

A small naive Bayes over the phrasings of data/questions/, learnt when a plan is indexed: unlike search, which looks for
the nearest phrase, it weighs how people word the one and the other («до какого числа …», «куда жаловаться …»).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from questions.features import Concepts
from questions.lexemes import Lexeme

Side = TypeVar("Side", bound=Hashable)

_SMALL = 0.3
"""Added to every count, so that a word seen once on one side does not decide alone."""


def signs(question: Sequence[Lexeme], concepts: Concepts) -> frozenset[str]:
    """What is looked at: normal forms, their concepts, and pairs of neighbours."""
    lemmas = [lexeme.lemmas or (lexeme.text,) for lexeme in question]
    found = {options[0] for options in lemmas}
    for names in concepts.of(lemmas):
        found.update("=" + name for name in names)
    found.update(f"{one[0]} {other[0]}" for one, other in zip(lemmas, lemmas[1:], strict=False))
    return frozenset(found)


class Scope(Generic[Side]):
    """Tells sides apart. The sides weigh the same, however many phrasings each has."""

    def __init__(self, examples: Iterable[tuple[Side, frozenset[str]]]) -> None:
        counts: dict[Side, dict[str, int]] = {}
        totals: dict[Side, int] = {}
        for side, seen in examples:
            totals[side] = totals.get(side, 0) + 1
            count = counts.setdefault(side, {})
            for sign in seen:
                count[sign] = count.get(sign, 0) + 1
        every = {sign for count in counts.values() for sign in count}
        self._logs: dict[str, Mapping[Side, float]] = {
            sign: {
                side: math.log((counts[side].get(sign, 0) + _SMALL) / (totals[side] + 2 * _SMALL)) for side in counts
            }
            for sign in every
        }
        self._sides = tuple(counts)

    def weigh(self, seen: frozenset[str]) -> dict[Side, float]:
        """For each side how well it explains the signs: a logarithm, damped by their number, since they depend on
        one another. Signs never seen say nothing."""
        logs = [self._logs[sign] for sign in seen if sign in self._logs]
        damp = math.sqrt(len(logs)) or 1.0
        return {side: sum(log[side] for log in logs) / damp for side in self._sides}
