"""What a question comes to: rows of a time, rows of a topic, three to choose from, a person, or a polite refusal."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import assert_never

from plan.model import Role
from questions import asks, due, follow_up, query, references, said, several, wishes
from questions.askable import AskablePlan
from questions.belief import Kind
from questions.features import names_something
from questions.kinds import Asked
from questions.people import without_people
from questions.query import Query
from questions.search import Hit
from questions.times import TimeRange
from questions.verdict import ALIKER, COVERED, Verdict, weigh
from questions.wishes import Wish

NO_SUCH_ITEM = "no_such_item"
NO_SUCH_LAW = "no_such_law"
"""Reasons: `said` tells what the plan does not have, and no operator is troubled with it."""

PAPERS = "papers"
UNDO = "undo"
"""Reasons: what to bring and where to, which no calendar holds (`items` are the rows by which something is handed in);
a mark that is to be taken back (of `items`, where one is named)."""

_NEAR = 0.5
"""Score from which words name a row though nothing but days seems to be asked for."""

_NAMED = 0.75
_NAMED_WHOLLY = 0.9
"""Score from which a question names one thing and not days, and how much of it that must account for."""

_RANGE_SURE = 0.6
_RANGE_NEAR = 0.1
_NO_TOPIC = 0.34
_SOON = 7
_MANY = 3
_OFFERED = 2


class Outcome(enum.StrEnum):
    """What to do with a question. RANGE: rows of a stretch of days; ITEMS: the best row, others behind it; SUGGEST:
    three to choose from; HANDOFF: to the hotline; REFUSE: one polite line."""

    RANGE = "range"
    ITEMS = "items"
    SUGGEST = "suggest"
    HANDOFF = "handoff"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood. `items` are row numbers, best first (for a range: due first, then running).

    `start`, `end` are inclusive days of a range, None where open; `people` are those whom a work plan names and the
    question asks about; `said` is Russian text to say back («25–27 января,
    УИК»); `coming` are the next rows after an empty range; `kind` is what the answer leads with; `reason` is the key
    of what the question turned out to be about outside the plan, for the log; `leans`: it was read with what was asked
    before it.
    """

    outcome: Outcome
    query: Query
    kind: Asked
    start: date | None = None
    end: date | None = None
    overdue: bool = False
    roles: tuple[Role, ...] = ()
    items: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()
    said: str = ""
    reason: str = ""
    people: tuple[str, ...] = ()
    leans: bool = False


def understand(
    question: str,
    plan: AskablePlan,
    today: date,
    *,
    roles: Sequence[Role] = (),
    previous: Understanding | None = None,
) -> Understanding:
    """What a person means. `roles` are the asker's own: they are meant by «мои» and when a time names nobody.
    `previous` is what the person asked just before: «а у УИК?», «а на следующей?» refine it.

    Never raises on any text.
    """
    people, rest = without_people(question, plan.people)
    if people:
        asked = query.read(rest, plan.frame(today), plan.plan_words, plan.speller.correct, plan.laws)
        if asked.time is not None or not any(names_something(word) for word in asked.topic):
            return _of_people(people, asked, plan, today)
    read = query.read(question, plan.frame(today), plan.plan_words, plan.speller.correct, plan.laws)
    bare = wishes.bare_item(read)
    if bare and plan.plan.item(bare) is not None:
        read = replace(read, items=(bare,), time=None)
    wished = _wished(read, previous, plan, today, tuple(roles))
    if wished is not None:
        return wished
    if previous is not None:
        followed = _follow(read, previous, plan, today, tuple(roles))
        if followed is not None:
            return replace(followed, leans=True)
    if asks.days_to_voting(read):
        voting = query.read("когда голосование", plan.frame(today), plan.plan_words)
        found = _decide(voting, plan, today, tuple(roles))
        if found.outcome is Outcome.ITEMS:
            return replace(found, kind=Asked.DAYS_LEFT)
    if asks.for_silence(read):
        end = query.read("когда заканчивается агитация", plan.frame(today), plan.plan_words)
        found = _decide(end, plan, today, tuple(roles))
        if found.items:
            return found
    each = _several(question, plan, today, tuple(roles))
    if each is not None:
        return each
    found = _decide(read, plan, today, tuple(roles))
    done = found.outcome is Outcome.ITEMS and wishes.says_done(read)
    return replace(found, kind=Asked.DONE) if done else found


def _wished(
    read: Query, previous: Understanding | None, plan: AskablePlan, today: date, own: tuple[Role, ...]
) -> Understanding | None:
    """What a question comes to that names no row; None for one that does."""
    wish = wishes.wish(read, today)
    row = previous if previous is not None and previous.outcome is Outcome.ITEMS else None
    match wish:
        case None:
            return None
        case Wish.UNDO:
            named = tuple(number for number in read.items if plan.plan.item(number) is not None)
            return replace(_nothing(read, Outcome.REFUSE, UNDO), items=named)
        case Wish.PAPERS:
            items = row.items[:1] if row is not None else due.handed_in(plan.items, today, own or (Role.CANDIDATE,))
            return replace(_nothing(read, Outcome.REFUSE, PAPERS), items=items[:_OFFERED])
        case Wish.NEAREST if row is not None:
            return replace(row, kind=wishes.late_kind(read), leans=True)
        case Wish.NEAREST | Wish.TO_DO:
            return replace(_range(replace(read, time=None), plan, today, own), kind=Asked.NEAREST)
        case _:
            assert_never(wish)


def _several(question: str, plan: AskablePlan, today: date, own: tuple[Role, ...]) -> Understanding | None:
    """The best row of each of several questions, to choose from; None when there is one, or not each names a row."""
    found = []
    for part in several.parts(question):
        read = query.read(part, plan.frame(today), plan.plan_words, plan.speller.correct, plan.laws)
        found.append(_decide(read, plan, today, own))
    if not found or any(each.outcome not in (Outcome.ITEMS, Outcome.SUGGEST) for each in found):
        return None
    items = tuple(dict.fromkeys(each.items[0] for each in found))
    sure = sum(each.outcome is Outcome.ITEMS for each in found)
    if len(items) < 2 or sure < 2:
        return None
    return replace(found[0], outcome=Outcome.SUGGEST, items=items, roles=(), said="")


def _follow(
    read: Query, previous: Understanding, plan: AskablePlan, today: date, own: tuple[Role, ...]
) -> Understanding | None:
    """What the question comes to as a continuation; None when it is none, or when nothing comes of it as one."""
    of_rows = previous.outcome in (Outcome.ITEMS, Outcome.SUGGEST)
    followed = follow_up.follow(read, _with_days(previous), of_rows=of_rows)
    if followed is None:
        return None
    if followed.same_rows is not None:
        kind = followed.same_rows
        return replace(previous, kind=kind)
    if read.topic and plan.index.foreign(read.topic) > 0:
        return None
    decided = [_decide(reading, plan, today, own) for reading in followed.readings]
    if followed.corrects:
        decided = [_without_first(found, previous.items[:1]) for found in decided]
    sure = next((found for found in decided if found.outcome in (Outcome.ITEMS, Outcome.RANGE)), None)
    if sure is not None or followed.sure_only:
        return sure
    return next((found for found in decided if found.outcome is Outcome.SUGGEST), None)


def _without_first(found: Understanding, wrong: tuple[str, ...]) -> Understanding:
    """What a correction is answered with: never with the row alone that it corrects."""
    if found.outcome not in (Outcome.ITEMS, Outcome.SUGGEST) or found.items[:1] != wrong or len(found.items) < 2:
        return found
    return replace(found, outcome=Outcome.SUGGEST, items=(*found.items[1:], *wrong))


def _with_days(previous: Understanding) -> Query:
    """What was asked before, with the days that were answered for where none were named: «что дальше?», «а после?»."""
    start, end = previous.start, previous.end
    if previous.outcome is not Outcome.RANGE or previous.query.time is not None or (start, end) == (None, None):
        return previous.query
    return replace(previous.query, time=TimeRange(start, end, "range"))


def _decide(read: Query, plan: AskablePlan, today: date, own: tuple[Role, ...]) -> Understanding:
    if not any(word.token.is_word or word.token.is_number for word in read.words):
        return _nothing(read, Outcome.REFUSE, "empty")
    if read.items or read.laws:
        referred = _referred(read, plan)
        if referred is not None:
            return referred
    asks_voting = asks.for_voting(read)
    hits = _search(read, plan, read.roles or own)
    if not read.topic and not asks_voting and not _names_lacking(read, hits):
        outside = _best(hits, Kind.REFUSE)
        if outside is not None and outside.score >= 0.75 and outside.covered > 0.9 and read.time is None:
            return _nothing(read, Outcome.REFUSE, outside.key)
        if read.time is not None or read.overdue:
            if asks.when_it_is(read):
                return _nothing(read, Outcome.REFUSE, "calendar")
            return _range(read, plan, today, own)
        pointed = read.roles and read.kind not in (Asked.WHEN, Asked.WHAT_IS_DUE)  # «последний срок наблюдатели»
        if not pointed and (asks.speaks_of_plan(read) or (read.roles and not asks.other_words(read))):
            return _range(read, plan, today, own)
    return _topic(read, plan, today, own, hits)


def _search(read: Query, plan: AskablePlan, roles: Sequence[Role]) -> tuple[Hit, ...]:
    return plan.index.search(read.searched, roles, read.aside, timely=read.timely, rule=read.rule)


def _best(hits: Sequence[Hit], *kinds: Kind) -> Hit | None:
    return next((hit for hit in hits if hit.kind in kinds), None)


def _referred(read: Query, plan: AskablePlan) -> Understanding | None:
    """Rows named by number or by law; None when the law is named only as a part of a question of another kind."""
    known = [number for number in read.items if plan.plan.item(number) is not None]
    if known:
        return _rows(read, tuple(known), Outcome.ITEMS, "пункт " + ", ".join(known))
    if read.items and not read.topic:
        return replace(_nothing(read, Outcome.REFUSE, NO_SUCH_ITEM), said=_no_such_item(read.items, plan))
    placed = [law for law in read.laws if law.article or law.point]
    if not placed:
        return None
    matching = [
        item.item.number
        for item in plan.items
        if all(any(references.matches(law, printed) for printed in plan.laws[item.item.number]) for law in placed)
    ]
    named = ", ".join(str(law) for law in placed)
    if not matching:
        if read.topic:
            return None
        return replace(_nothing(read, Outcome.HANDOFF, NO_SUCH_LAW), said=f"{named}: в плане нет")
    if read.topic and len(matching) > 1:
        order = [hit.key for hit in _search(read, plan, read.roles) if hit.key in matching]
        matching = [*order, *(number for number in matching if number not in order)]
    return _rows(read, tuple(matching), Outcome.ITEMS, named)


def _of_people(people: tuple[str, ...], read: Query, plan: AskablePlan, today: date) -> Understanding:
    """What named people have to do, in the days that are asked for or at all."""
    start, end = (read.start, read.end) if read.time is not None else (None, None)
    if read.time is None:
        items = tuple(item.item.number for item in plan.items if due.names_any(item, people))
    else:
        items = due.rows_in(plan.items, start, end, people=people, voting_day=plan.facts.voting_day)
    parts = [said.days(start, end, today), *people]
    return Understanding(
        Outcome.RANGE, read, Asked.WHAT_IS_DUE, start, end, people=people, items=items, said=", ".join(parts)
    )


def _no_such_item(asked: Sequence[str], plan: AskablePlan) -> str:
    """«пункта 999 нет; в плане пункты 1–106»."""
    noun = "пункта" if len(asked) == 1 else "пунктов"
    numbers = [item.number for item in plan.plan.items]
    there = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else "".join(numbers)
    return f"{noun} {', '.join(asked)} нет; в плане пункты {there}"


def _range(read: Query, plan: AskablePlan, today: date, own: tuple[Role, ...]) -> Understanding:
    start, end, overdue = read.start, read.end, read.overdue
    if start is not None and end is not None and start < today <= end and asks.for_rest(read):
        start = today
    if overdue:
        end = min(end, today - timedelta(days=1)) if end is not None else today - timedelta(days=1)
        start = start if start is not None and start <= end and read.time and read.time.shape == "point" else None
    elif read.time is None and read.roles:
        start = today
    elif read.time is None:
        start, end = today, today + timedelta(days=_SOON)
    roles = read.roles or (() if read.everybody and not read.mine else own)
    items = due.rows_in(plan.items, start, end, roles, read.positions, voting_day=plan.facts.voting_day)
    parts = [said.days(start, end, today, overdue=overdue), said.people(roles, read.positions, read.commissions)]
    return Understanding(
        Outcome.RANGE,
        read,
        Asked.WHAT_IS_DUE,
        start,
        end,
        overdue,
        roles,
        items,
        coming=due.coming(plan.items, end, roles, read.positions) if not items and end is not None else (),
        said=", ".join(part for part in parts if part),
    )


def _topic(read: Query, plan: AskablePlan, today: date, own: tuple[Role, ...], hits: Sequence[Hit]) -> Understanding:
    rows = [hit for hit in hits if hit.kind is Kind.ITEM]
    if _asks_for_days(read, plan, plan.index.scope(read.searched), hits):
        return _range(read, plan, today, own)
    verdict = weigh(read, rows, hits)
    match verdict:
        case Verdict.OUTSIDE:
            return _outside(read, hits)
        case Verdict.SURE:
            outcome = Outcome.ITEMS
        case Verdict.UNSURE:
            outcome = Outcome.SUGGEST
        case _:
            assert_never(verdict)
    return _rows(read, tuple(hit.key for hit in rows[:_MANY]), outcome, "")


def _asks_for_days(read: Query, plan: AskablePlan, wording: Mapping[Kind, float], hits: Sequence[Hit]) -> bool:
    """Whether the words beside the time and the people name no topic («какие дедлайны маячат завтра»)."""
    if (read.kind is Asked.TOO_LATE and read.topic) or _names_lacking(read, hits) or asks.how(read):
        return False  # «успею ещё выдвинуться? только сегодня узнал», «как перенести дату выборов»
    timed = read.time is not None or read.overdue
    if timed and asks.what_somebody_does(read):
        return True
    if timed:
        hits = plan.index.search(read.beside)
        wording = plan.index.scope(read.beside)
    as_range = _best(hits, Kind.RANGE)
    other = max((hit.score for hit in hits if hit.kind not in (Kind.RANGE, Kind.ABSENT)), default=0.0)
    alike = as_range.score if as_range else 0.0
    names = any(word.word.part in ("NOUN", "") or not word.word.known for word in read.topic)
    if not timed:
        worded = wording[Kind.RANGE] >= wording[Kind.ITEM]
        covers = as_range is not None and as_range.covered >= COVERED
        if worded and covers and alike >= _RANGE_SURE and alike > other:
            return True
        return asks.speaks_of_plan(read) and not names and other < _NEAR
    if alike > other or (alike > other - _RANGE_NEAR and wording[Kind.RANGE] >= max(wording.values())):
        return True
    return other < (_NEAR if not names else _NO_TOPIC if read.roles else 0.0)


def _names_lacking(read: Query, hits: Sequence[Hit]) -> bool:
    """Whether something that the plan lacks is said nearly word for word: «план работы комиссии на год» asks for no
    days."""
    best, as_range = hits[0] if hits else None, _best(hits, Kind.RANGE)
    if best is None or best.kind is not Kind.ABSENT or not any(map(names_something, read.beside)):
        return False
    alike = as_range.score if as_range else 0.0
    return best.score >= _NAMED and best.covered >= _NAMED_WHOLLY and best.score > alike


def _outside(read: Query, hits: Sequence[Hit]) -> Understanding:
    """Not of the plan: a person for what is of elections, a polite line for the rest."""
    outside = [hit for hit in hits if hit.kind in (Kind.HANDOFF, Kind.ABSENT, Kind.REFUSE)]
    refused = [hit for hit in outside if hit.kind is Kind.REFUSE]
    refuse = sum(hit.belief for hit in refused)
    passed = sum(hit.belief for hit in outside if hit.kind is not Kind.REFUSE)
    for hit in outside:  # of words never seen only this much is known: what they are most like
        if all(hit.alike > other.alike + ALIKER and hit.covered > other.covered + ALIKER for other in refused):
            passed = 1.0
    reason = outside[0].key if outside and outside[0].covered else "unknown"
    return _nothing(read, Outcome.HANDOFF if passed > refuse else Outcome.REFUSE, reason)


def _rows(read: Query, items: tuple[str, ...], outcome: Outcome, named: str) -> Understanding:
    who = said.people(read.roles, read.positions, read.commissions)
    return Understanding(
        outcome, read, read.kind, roles=read.roles, items=items, said=", ".join(part for part in (named, who) if part)
    )


def _nothing(read: Query, outcome: Outcome, reason: str) -> Understanding:
    return Understanding(outcome, read, read.kind, roles=read.roles, reason=reason)
