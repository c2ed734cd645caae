"""A plan made ready to be asked: dated, indexed, with the calendar that times are read against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from plan.dated import date_plan, facts_of
from plan.model import DatedItem, Facts, Plan
from questions import roles, thesaurus, words
from questions.frame import Frame
from questions.people import people_of
from questions.references import LawReference, laws_of
from questions.search import Index
from questions.spelling import Speller

_AFTER_VOTING = timedelta(days=90)
"""How long after voting a campaign's own dates are looked for: results, reports and returns fall into it."""


@dataclass(frozen=True, slots=True, repr=False)
class AskablePlan:
    """A plan that questions can be asked of. Building one takes half a second; it never changes."""

    plan: Plan
    items: tuple[DatedItem, ...]
    index: Index
    speller: Speller
    laws: Mapping[str, tuple[LawReference, ...]]
    plan_words: frozenset[str]
    field_words: frozenset[str]
    first: date
    last: date
    facts: Facts
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of a work plan: whom a form of a surname may mean."""

    def frame(self, today: date) -> Frame:
        return Frame(today, self.first, self.last, self.facts.first_voting_day, self.facts.voting_day)


def make_askable(
    plan: Plan, facts: Facts | None = None, learned: Mapping[str, Sequence[str]] | None = None
) -> AskablePlan:
    """Dates and indexes a plan. `learned` maps an activity's key (data/questions/activities) to added phrasings."""
    known = facts or facts_of(plan)
    items = date_plan(plan, known)
    data = thesaurus.load()
    index = Index(items, data, learned)
    vocabulary = dict(index.vocabulary)
    for word in (*roles.names(), *data.plan_words, *data.field_words):
        vocabulary[word] = vocabulary.get(word, 0) + 20
    first, last = _window(plan, known, items)
    return AskablePlan(
        plan=plan,
        items=items,
        index=index,
        speller=Speller(vocabulary, words.calendar_forms()),
        laws={item.item.number: laws_of(item.item.law) for item in items},
        plan_words=data.plan_words,
        field_words=data.field_words,
        first=first,
        last=last,
        facts=known,
        people=people_of(items) if plan.head.kind == "work" else {},
    )


def _window(plan: Plan, facts: Facts, items: Sequence[DatedItem]) -> tuple[date, date]:
    """The campaign's own days: from the first known event to some time after voting; without a voting day, all of
    the plan's dates."""
    events = [
        moment if type(moment) is date else date(moment.year, moment.month, moment.day)
        for moment in facts.events.values()
    ]
    dated = [day for item in items for found in item.occurrences for day in (found.start, found.end) if day]
    if facts.voting_day is not None:
        starts = [day for day in (*events, *dated) if day <= facts.voting_day]
        return min(starts, default=facts.voting_day - timedelta(days=100)), facts.voting_day + _AFTER_VOTING
    decided = [plan.head.decision.date] if plan.head.decision else []
    every = dated or events or decided
    if not every:
        return date(1990, 1, 1), date(2100, 12, 31)
    return min(every), max(every)
