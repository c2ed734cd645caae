"""A plan's items with their performers read and their terms dated by the facts that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from plan.dating import occurrences
from plan.events import OTHER_EVENT, event_type
from plan.in_force import Standing, in_force, rulings
from plan.model import DatedItem, Facts, Item, Occurrence, Override, Performer, Plan, PrintedDate
from plan.performers import read_performers
from plan.planned_events import PlannedEvent, planned_events
from plan.row_events import own_event, with_row_events
from plan.staff import read_staff
from plan.term import Term, parse
from plan.term.printed import printed_in, read_printed
from plan.term.status import judge
from plan.text_periods import with_text_periods


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
        # `other_event` would be one date for many different events over a whole plan.
        events={key: day for key, day in {**head.events, **(events or {})}.items() if key != OTHER_EVENT},
        conventions=head.conventions,
    )


def date_plan(plan: Plan, facts: Facts | None = None) -> tuple[DatedItem, ...]:
    """Every item, in the plan's order, dated by `facts`, or by what the plan itself says.

    What the document prints and what people decided is weighed in `plan.in_force`. Literal dates in the wordings are
    understood by the plan's own facts, so that a plan dated for another voting day moves them too. Items that wait
    for an event which another item's window ends with are counted from there, unless the event is recorded.
    """
    own = facts_of(plan)
    known = facts or own
    dating = _Dating(plan, own)
    dated = dating.items(known)
    planned = {key: event for key, event in planned_events(dated).items() if key not in known.events}
    if not planned:
        return dated
    more = replace(known, events={**known.events, **{key: event.day for key, event in planned.items()}})
    return tuple(
        dating.item(one.item, more, planned)
        if any(key in planned for found in one.computed for key in found.needs)
        else one
        for one in dated
    )


class _Dating:
    """Dates the items of one plan, which was written for the facts `own`."""

    def __init__(self, plan: Plan, own: Facts) -> None:
        self._plan = plan
        self._own = own
        self._overrides: dict[str, list[Override]] = {}
        for override in plan.overrides:
            self._overrides.setdefault(override.item, []).append(override)

    def items(self, known: Facts) -> tuple[DatedItem, ...]:
        return tuple(self.item(item, known, {}) for item in self._plan.items)

    def item(self, item: Item, known: Facts, planned: Mapping[str, PlannedEvent]) -> DatedItem:
        term = term_of(item)
        by_term = _with_sources(occurrences(term, known, self._own), planned)
        computed = with_text_periods(item, term, by_term, known)
        printed = self._printed(item, term)
        stands = rulings(computed, printed, self._overrides.get(item.number, ()))
        holding = tuple(one.override for one in stands if one.standing is Standing.IN_FORCE)
        return DatedItem(
            item=item,
            performers=performers_of(item, self._plan),
            occurrences=in_force(
                computed, printed, holding, understood=term.understood, written_for=self._own, known=known
            ),
            printed=printed,
            status=judge(term, by_term, printed),
            computed=computed,
            overrides=holding,
        )

    def _printed(self, item: Item, term: Term) -> tuple[PrintedDate, ...]:
        """The dates that the item prints, in its own column and in brackets inside the wording of its term.

        A bare day of the very event that the row is («Принятие решения … (15 июня)») tells when it took place, and
        claims no end of its term.
        """
        near = self._own.voting_day
        beside = [claim for text in item.printed for claim in read_printed(text, near)]
        known = {claim.date for claim in beside}
        took_place = _as_day(self._own.events.get(own_event(item.activity)))
        within = [
            claim
            for one in term.claims
            for claim in printed_in(one.part, near)
            if claim.date not in known and not (claim.side == "exact" and claim.date == took_place)
        ]
        return (*beside, *within)


def _as_day(when: date | datetime | None) -> date | None:
    return when.date() if isinstance(when, datetime) else when


@lru_cache(maxsize=4096)
def _parsed(wording: str) -> Term:
    return parse(wording)


def term_of(item: Item) -> Term:
    """The item's wording parsed, with the events that its row settles named; the same wording is parsed once."""
    return with_row_events(_parsed(item.term), item)


def performers_of(item: Item, plan: Plan) -> tuple[Performer, ...]:
    """Who performs the item: roles in a calendar plan, named people and departments in a work plan."""
    if plan.head.kind == "work":
        return read_staff(item.performers)
    return read_performers(item.performers, plan.head.abbreviations)


def _with_sources(found: tuple[Occurrence, ...], planned: Mapping[str, PlannedEvent]) -> tuple[Occurrence, ...]:
    """Say in the explanation which item the day of an event comes from."""
    return tuple(
        replace(
            one,
            explanation="; ".join(
                [one.explanation, *(_source(event) for event in planned.values() if event.key in one.base)]
            ),
        )
        for one in found
    )


def _source(event: PlannedEvent) -> str:
    return f"{event_type(event.key).nominative} — {event.day:%d.%m.%Y}, по пункту {event.item}"
