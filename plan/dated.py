"""A plan's items with their performers read and their terms dated by the facts that are known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from plan.dating import occurrences
from plan.model import DatedItem, Facts, Item, Plan
from plan.performers import read_performers
from plan.term import parse
from plan.term.printed import read_printed
from plan.term.status import judge


def facts_of(
    plan: Plan,
    *,
    voting_day: date | None = None,
    first_voting_day: date | None = None,
    events: Mapping[str, date | datetime] | None = None,
) -> Facts:
    """What the plan's head says, with what is given here in its place.

    Another voting day given alone is the only one: the document's first voting day belongs to its own last one.
    """
    head = plan.head
    if first_voting_day is None:
        first_voting_day = head.first_voting_day if voting_day in (None, head.voting_day) else voting_day
    return Facts(
        voting_day=voting_day or head.voting_day,
        first_voting_day=first_voting_day,
        events={**head.events, **(events or {})},
        conventions=head.conventions,
    )


def date_plan(plan: Plan, facts: Facts | None = None) -> tuple[DatedItem, ...]:
    """Every item, in the plan's order, dated by `facts`, or by what the plan itself says.

    Literal dates in the wordings are understood by the plan's own facts, so that a plan dated for another voting
    day moves them too.
    """
    own = facts_of(plan)
    return tuple(_dated(item, plan, facts or own, own) for item in plan.items)


def _dated(item: Item, plan: Plan, facts: Facts, own: Facts) -> DatedItem:
    term = parse(item.term)
    found = occurrences(term, facts, own)
    printed = tuple(claim for text in item.printed for claim in read_printed(text, own.voting_day))
    return DatedItem(
        item=item,
        performers=read_performers(item.performers, plan.head.abbreviations),
        occurrences=found,
        printed=printed,
        status=judge(term, found, printed),
    )
