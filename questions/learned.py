"""Phrasings that the commission's own people have added: «запомнить этот вопрос»."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz
from rapidfuzz.process import extractOne

from plan.model import DatedItem, Role
from questions import lexemes, text
from questions.answer import Outcome, Understanding, understand
from questions.askable import AskablePlan
from questions.recognise import recognised
from questions.search import Kind
from questions.thesaurus import load

_SAME = 93.0
"""How alike two wordings are that are taken for the same, of 100: a slip or two in a line."""

_SHORT = 12
"""Characters below which only the very same words are the same question."""

_MOST = 300
"""Characters of a question by which it is known again."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A wording, and what it asks for: an activity of the law in any plan, or a row of this plan alone ("" for what
    is not known)."""

    question: str
    activity: str
    item: str


def same_question(question: str) -> str:
    """A question's words without signs and case: what two equal questions have in common."""
    words = [token.text for token in text.tokens(text.clean(question)) if token.is_word or token.is_number]
    return " ".join(words)[:_MOST]


def activity_of(number: str, items: Sequence[DatedItem]) -> str:
    """The activity of the law that a row of the plan is; "" where the data know none."""
    known = recognised(load().activities, items)
    sure = {key: sureness for key, rows in known.items() for row, sureness in rows if row == number}
    return max(sure, key=sure.__getitem__, default="")


def nearest(question: str, plan: AskablePlan, limit: int = 4) -> tuple[str, ...]:
    """The rows that share most with a question, however little that is: to be chosen from by somebody who knows."""
    asked = lexemes.lexemes(plan.speller.correct(text.tokens(text.clean(question))))
    return tuple(hit.key for hit in plan.index.search(asked) if hit.kind is Kind.ITEM)[:limit]


class Lessons:
    """What was taught, made ready for one plan."""

    def __init__(self, lessons: Iterable[Lesson] = ()) -> None:
        self._lessons = {same_question(lesson.question): lesson for lesson in lessons}

    @property
    def by_activity(self) -> Mapping[str, tuple[str, ...]]:
        """For `make_askable`: what it adds to the ways to ask about an activity."""
        found: dict[str, tuple[str, ...]] = {}
        for lesson in self._lessons.values():
            if lesson.activity:
                found[lesson.activity] = (*found.get(lesson.activity, ()), lesson.question)
        return found

    def item(self, question: str) -> str:
        """The row of this plan that this very question was taught to mean, slips of the keyboard apart; "" for none."""
        said = same_question(question)
        if not said or not self._lessons:
            return ""
        lesson = self._lessons.get(said)
        if lesson is None and len(said) >= _SHORT:
            near = extractOne(said, self._lessons.keys(), scorer=fuzz.ratio, score_cutoff=_SAME)
            lesson = self._lessons[near[0]] if near is not None else None
        return lesson.item if lesson is not None else ""


def understand_taught(
    question: str, plan: AskablePlan, today: date, lessons: Lessons, *, roles: Sequence[Role] = ()
) -> Understanding | None:
    """The question as it was taught; None where it never was, or where the plan has lost the row."""
    number = lessons.item(question)
    if not number or plan.plan.item(number) is None:
        return None
    usual = understand(question, plan, today, roles=roles)
    named = understand(f"пункт {number}", plan, today, roles=roles)
    rows = usual.items if usual.outcome in (Outcome.ITEMS, Outcome.SUGGEST) else ()
    others = tuple(item for item in rows if item != number)
    asked = replace(usual.query, items=(number,))
    return replace(named, kind=usual.kind, items=(number, *others), said="", query=asked)
