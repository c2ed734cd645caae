"""Which activity of the law a plan's row is, by the words of the row: any commission's wording and numbering."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from plan.model import DatedItem
from questions import words
from questions.thesaurus import Activity, Rule

_WORD = re.compile(r"[а-яё]+", re.IGNORECASE)


def lemmas_of(text: str) -> tuple[str, ...]:
    """The normal forms of a document's words, in their order."""
    return tuple(words.look_up(word.lower().replace("ё", "е")).lemma for word in _WORD.findall(text))


def activity_text(item: DatedItem, items: Sequence[DatedItem]) -> str:
    """What a row is about; a sub-row («50-1. Для избирательного объединения») with the row it belongs to before it."""
    number = item.item.number
    if "-" in number:
        parent = number.rsplit("-", 1)[0]
        above = next((other.item.activity for other in items if other.item.number == parent), "")
        return f"{above} {item.item.activity}".strip()
    return item.item.activity


def recognised(activities: Sequence[Activity], items: Sequence[DatedItem]) -> dict[str, tuple[tuple[str, float], ...]]:
    """For each activity found in the plan, the numbers of its rows, each with how surely it is that row's (0–1].

    Of several rules that fit one row the most particular one is the surest: a rule is as particular as it names
    groups of words, and the nearer to the row's beginning they stand.
    """
    found: dict[str, list[tuple[str, float]]] = {}
    for item in items:
        places: dict[str, int] = {}
        for place, lemma in enumerate(lemmas_of(activity_text(item, items))):
            places.setdefault(lemma, place)
        roles = frozenset(role.value for role in item.roles)
        fits = [
            (activity.key, max((_weight(rule, places, roles) for rule in activity.rules), default=0.0))
            for activity in activities
        ]
        best = max((weight for _, weight in fits), default=0.0)
        for key, weight in fits:
            if weight > 0:
                found.setdefault(key, []).append((item.item.number, 0.6 + 0.4 * weight / best))
    return {key: tuple(rows) for key, rows in found.items()}


def _weight(rule: Rule, places: Mapping[str, int], roles: frozenset[str]) -> float:
    """How particularly this rule fits a row; 0 when it does not."""
    if rule.roles and roles.isdisjoint(rule.roles):
        return 0.0
    if any(_place(word, places) is not None for word in rule.without):
        return 0.0
    furthest = 0
    for group in rule.groups:
        found = [place for word in group if (place := _place(word, places)) is not None]
        if not found:
            return 0.0
        furthest = max(furthest, min(found))
    return max(len(rule.groups) + 0.5 * bool(rule.roles) - 0.05 * furthest, 0.5)


def _place(word: str, places: Mapping[str, int]) -> int | None:
    """Where a word first stands in the row; «зарегистр*» is any word that begins so."""
    if not word.endswith("*"):
        return places.get(word)
    return min((place for lemma, place in places.items() if lemma.startswith(word[:-1])), default=None)
