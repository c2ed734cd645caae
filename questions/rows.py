"""A plan's row as a document to be found by its own words: its activity, and the rest of it, which says less."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from plan.model import DatedItem
from questions.recognise import activity_text

ACTIVITY = 1.0
_BRACKETS = 0.8
_SECTION = 0.5
_PERFORMERS = 0.6
_TERM = 0.3
"""How well a word is met in each part of a row."""

_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """The features of a row by its parts. `activity` is without what stands in brackets."""

    activity: Features
    parts: tuple[tuple[float, Features], ...]

    @property
    def naming(self) -> frozenset[str]:
        """Features of the activity and its performers: those that tell rows apart."""
        return frozenset(name for value, part in self.parts if value >= _PERFORMERS for name in part)

    @property
    def everything(self) -> frozenset[str]:
        return frozenset(name for _, part in self.parts for name in part)


def document(item: DatedItem, items: Sequence[DatedItem], features: Callable[[str], dict[str, float]]) -> Row:
    """The row made ready to be searched; `features` reads a text."""
    said = activity_text(item, items)
    activity = features(_IN_BRACKETS.sub(" ", said))
    parts = (
        (ACTIVITY, activity),
        (_BRACKETS, features(" ".join(_IN_BRACKETS.findall(said)))),
        (_PERFORMERS, features(item.item.performers)),
        (_SECTION, features(item.item.section)),
        (_TERM, features(item.item.term)),
    )
    return Row(activity, parts)


def parts(rows: Sequence[Row]) -> dict[str, tuple[tuple[int, float], ...]]:
    """For each feature the rows that have it, each with the best part it stands in."""
    found: dict[str, dict[int, float]] = {}
    for place, row in enumerate(rows):
        for value, part in row.parts:
            for name in part:
                here = found.setdefault(name, {})
                here[place] = max(here.get(place, 0.0), value)
    return {name: tuple(places.items()) for name, places in found.items()}
