"""Making a plan over for another election, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from plan.dated import date_plan, facts_of, term_of
from plan.model import (
    DatedItem,
    Decision,
    Facts,
    Finding,
    Head,
    Item,
    Occurrence,
    OccurrenceKind,
    Plan,
    Status,
)
from plan.renewal import notes
from plan.renewal.election import BadElection, Change, NewElection, own_election, require_possible
from plan.renewal.rows import Row, say_again
from plan.renewal.terms import renewed_wording
from plan.renewal.texts import renewed_text, renewed_title
from plan.resolving import printed_day
from plan.term.printed import read_printed


@dataclass(frozen=True, slots=True)
class Renewed:
    """A plan made over, and what a person has to look at by hand.

    What stays true of the new text for as long as nobody mends it stands in `plan.noticed` too.
    """

    plan: Plan
    notes: tuple[Finding, ...]


def renew(plan: Plan, days: NewElection) -> Renewed:
    """The plan for another election: dates recomputed from the wordings, literal days of the old election moved.

    Decisions of people on dates, events after the call and what the reader noticed in the old file's own shape are not
    carried over; the counting conventions and abbreviations are. Made over for its own days, a plan comes out the
    same save for those and for printed dates that its wordings contradict. Raises BadElection.
    """
    require_possible(days)
    if plan.head.kind != "calendar":
        raise BadElection("Это годовой план работы. Новый план по дню голосования делается из календарного плана.")
    change = Change(own_election(plan), days)
    old_plan = replace(plan, overrides=())
    old_facts = facts_of(old_plan)
    head, found = _head(plan.head, change)
    facts = facts_of(replace(old_plan, head=head))
    before = date_plan(old_plan)
    by_new = date_plan(old_plan, facts)
    hints = _hints(before, by_new)
    items: list[Item] = []
    for was, now in zip(before, by_new, strict=True):
        item, said = _reworded(was, now, change, old_facts, facts, hints)
        items.append(item)
        found.extend(said)
    reworded = Plan(head, tuple(items))
    after = date_plan(reworded)
    printed: list[Item] = []
    for was, now in zip(before, after, strict=True):
        item, said = _reprinted(was, now, change)
        printed.append(item)
        found.extend(said)
    made, said = _agreeing(Plan(head, tuple(printed)))
    found.extend(said)
    found.extend(notes.of_the_whole(plan, made, change))
    lasting = notes.lasting(plan, made, found)
    return Renewed(replace(made, noticed=lasting), notes.in_order(found, made))


def _head(head: Head, change: Change) -> tuple[Head, list[Finding]]:
    new = change.new
    events: dict[str, date | datetime] = dict(change.events)
    for key, when in head.events.items():  # an hour that was known stays known when the day does
        if events.get(key) is not None and isinstance(when, datetime) and when.date() == events[key]:
            events[key] = when
    decision = None
    if new.decision_number is not None:
        day = new.decision_date or new.published or new.decided
        if day is None:
            raise BadElection("Назван номер решения об утверждении плана, но не его дата. Добавьте дату.")
        decision = Decision(new.decision_number.strip(), day)
    title, found = (new.title, []) if new.title is not None else _title(head.title, change)
    return (
        replace(
            head,
            title=title,
            decision=decision,
            voting_day=new.voting_day,
            first_voting_day=new.first_voting_day if head.first_voting_day is None else new.first,
            events=events,
        ),
        found,
    )


def _title(title: str, change: Change) -> tuple[str, list[Finding]]:
    made = renewed_title(title, change)
    return made.said, notes.of_title(made)


def _reworded(
    was: DatedItem, now: DatedItem, change: Change, old: Facts, new: Facts, hints: Mapping[date, str]
) -> tuple[Item, list[Finding]]:
    """The row with the literal dates of its texts moved, and what of the old election is left in them."""
    item = was.item
    row = Row(change, was.computed, now.computed, item.activity)
    wording = renewed_wording(term_of(item), item.term, row, old, new)
    own = _own_days(was.computed, now.computed)
    texts = {key: renewed_text(getattr(item, key), change, own) for key in ("section", "activity", "performers")}
    term, found = wording.text, []
    if wording.unknown:
        term = ""
        found.append(notes.term_emptied(item.number, wording.left[0].words))
    else:
        found.extend(notes.date_left(item.number, "term", left, hints.get(left.day, "")) for left in wording.left)
    found.extend(notes.date_moved(item.number, "term", moved, change) for moved in wording.moved)
    for key, made in texts.items():
        number = None if key == "section" else item.number
        found.extend(notes.date_moved(number, key, moved, change) for moved in made.moved)
        found.extend(notes.date_left(number, key, left, hints.get(left.day, "")) for left in made.left)
    renewed = replace(
        item,
        term=term,
        section=texts["section"].said,
        activity=texts["activity"].said,
        performers=texts["performers"].said,
    )
    found.extend(notes.left_in_row(renewed, change))
    return renewed, found


def _hints(before: Sequence[DatedItem], after: Sequence[DatedItem]) -> dict[date, str]:
    """For each day that a row's wording gave: that row, and the day it gives now."""
    hints: dict[date, str] = {}
    for was, now in zip(before, after, strict=True):
        for old, new in _own_days(was.computed, now.computed).items():
            hints.setdefault(old, f"На этот день приходился срок пункта {was.item.number}, теперь {printed_day(new)}.")
    return hints


def _own_days(before: Sequence[Occurrence], after: Sequence[Occurrence]) -> dict[date, date]:
    """The row's old computed days with their new ones; a day that would become two is none."""
    pairs = {
        (old, new)
        for was, now in zip(before, after, strict=False)
        for old, new in ((was.start, now.start), (was.end, now.end))
        if old is not None and new is not None and old != new
    }
    days = [old for old, _ in pairs]
    return {old: new for old, new in pairs if days.count(old) == 1}


def _reprinted(was: DatedItem, now: DatedItem, change: Change) -> tuple[Item, list[Finding]]:
    """The row with its printed dates said again; a text whose date cannot be told is left out and named."""
    texts = was.item.printed
    claims = [read_printed(text, change.old.voting_day) for text in texts]
    made = say_again(texts, claims, Row(change, was.computed, now.computed, was.item.activity))
    found: list[Finding] = []
    for text, said in zip(texts, made, strict=True):
        if said.text is None and not _past_the_vote(said.lost, change):
            found.append(notes.printed_dropped(was.item.number, text))
        found.extend(notes.printed_mended(was.item.number, *pair) for pair in said.mended)
    printed = tuple(said.text for said in made if said.text is not None)
    if len(set(texts)) == len(texts):  # else the document itself repeats one
        printed = _told_once(texts, tuple(dict.fromkeys(printed)))
    return replace(now.item, printed=printed), found


def _told_once(before: Sequence[str], printed: tuple[str, ...]) -> tuple[str, ...]:
    """Without a day that another text has come to say too: «12.03.2023» beside «12.03.2023 с 8.00 до 20.00»."""
    if any(one in other for one in before for other in before if one != other):
        return printed
    return tuple(one for one in printed if not any(one in other for other in printed if one != other))


def _past_the_vote(lost: Sequence[date], change: Change) -> bool:
    """A middle voting day of a vote that has none now: «11.03.2023» in a list of three days, one of which is left."""
    return bool(lost) and all(change.old.first < day < change.old.voting_day for day in lost)


def _agreeing(plan: Plan) -> tuple[Plan, list[Finding]]:
    """The plan with no printed date that its wording contradicts: such a one is said in plain words, or not at all."""
    items = list(plan.items)
    found: list[Finding] = []
    for place, dated in enumerate(date_plan(plan)):
        if dated.status is not Status.DIFFERS:
            continue
        plain = tuple(text for text in map(_plainly, dated.computed) if text)
        items[place] = replace(dated.item, printed=plain)
        found.append(notes.printed_plainly(dated.item.number, dated.item.printed, plain))
    return replace(plan, items=tuple(items)), found


def _plainly(found: Occurrence) -> str:
    if found.kind not in (OccurrenceKind.DEADLINE, OccurrenceKind.EXACT, OccurrenceKind.OPENING, OccurrenceKind.WINDOW):
        return ""
    start = printed_day(found.start) if found.start else ""
    end = printed_day(found.end) if found.end else ""
    hour = f"до {found.end_time:%H.%M} " if found.end_time is not None else ""
    if found.end_time == time(0):
        hour = "до ноля часов "
    if start and end and start != end:
        return f"С {start} {hour}{end}" if hour else f"С {start} по {end}"
    if end:
        return (f"{hour}{end}".capitalize() if hour else end) if start else f"Не позднее {hour}{end}".replace(" до", "")
    return f"С {start}" if start else ""
