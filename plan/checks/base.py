"""What a check is given, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from plan.checks.catalogue import rule_of
from plan.events import name_event
from plan.model import DatedItem, Facts, Finding, Plan
from plan.term.tokens import Kind, tidy, tokenize


@dataclass(frozen=True, slots=True)
class Checked:
    """A plan with its items dated by the facts known."""

    plan: Plan
    dated: tuple[DatedItem, ...]
    facts: Facts

    @property
    def directions(self) -> frozenset[str]:
        """Sections of a work plan in which no item has a term: directions of work, which nobody performs by a day."""
        if self.plan.head.kind != "work":
            return frozenset()
        with_terms = {item.section for item in self.plan.items if item.term}
        return frozenset(item.section for item in self.plan.items if item.section not in with_terms)


Check = Callable[[Checked], Iterator[Finding]]


def found(item: str | None, code: str, what: str, *, why: str | None = None, advice: str | None = None) -> Finding:
    """A finding with this code: its severity is the catalogue's, and so is what the check does not say itself."""
    rule = rule_of(code)
    return Finding(
        item,
        code,
        rule.severity,
        what,
        rule.why if why is None else why,
        rule.advice if advice is None else advice,
    )


@lru_cache(maxsize=8192)
def event_of(activity: str, *before: str) -> str:
    """The key of the event that an activity is («Принятие решения о назначении выборов …»), or `OTHER_EVENT`.

    `before` are words put in front of it: «окончания» makes its end of it.
    """
    words = [token for token in tokenize(tidy(activity)) if token.kind is Kind.WORD]
    names = {token.norm for token in words[1:] if token.capital}
    return name_event([*before, *(token.norm for token in words)], names)


def item_list(numbers: list[str], most: int = 8) -> str:
    """«пункт 4» or «пункты 4, 9, 40 и ещё 3», for messages."""
    if len(numbers) == 1:
        return f"пункт {numbers[0]}"
    shown = ", ".join(numbers[:most])
    rest = f" и ещё {len(numbers) - most}" if len(numbers) > most else ""
    return f"пункты {shown}{rest}"
