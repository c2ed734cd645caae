"""Events that are the end of another item: «со дня окончания приема предложений» (row 15 waits for row 14).

Only a window's own end is such an event: reception that runs «с 20.01 по 09.02» ends on 09.02 by itself, while a
deadline says nothing of when the thing was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from plan.dating import occurrences
from plan.events import OTHER_EVENT
from plan.model import Facts, Item, OccurrenceKind
from plan.term import parse
from plan.term.tokens import Kind, tidy, tokenize

_ENDS_OF: Mapping[str, tuple[str, str]] = {"proposals_ended": ("прием", "предложени")}
"""Event key: how the activity whose end it is begins, by stems."""


def chained_facts(items: Iterable[Item], facts: Facts, written_for: Facts | None = None) -> Facts:
    """`facts` with the events that the plan's own windows settle; what is recorded is never replaced.

    `other_event` is left out: over a whole plan it would be one date for many different events.

    When several items of the kind end on different days nothing is derived: the wording does not say which.
    """
    ends: dict[str, set[date]] = {}
    for item in items:
        key = _key_of(item.activity)
        if key is None or key in facts.events:
            continue
        for occurrence in occurrences(parse(item.term), facts, written_for):
            if occurrence.kind is OccurrenceKind.WINDOW and occurrence.end is not None and not occurrence.needs:
                ends.setdefault(key, set()).add(occurrence.end)
    derived = {key: next(iter(days)) for key, days in ends.items() if len(days) == 1}
    recorded = {key: day for key, day in facts.events.items() if key != OTHER_EVENT}
    return replace(facts, events={**recorded, **derived})


def _key_of(activity: str) -> str | None:
    words = [token.norm for token in tokenize(tidy(activity[:200])) if token.kind is Kind.WORD][:2]
    for key, stems in _ENDS_OF.items():
        if len(words) == 2 and all(word.startswith(stem) for word, stem in zip(words, stems, strict=True)):
            return key
    return None
