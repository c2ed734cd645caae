"""What a question comes to: rows of a time, rows of a topic, three to choose from, a person, or a polite refusal."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plan.model import Role
from questions import due, query, references, said
from questions.askable import AskablePlan
from questions.kinds import Asked
from questions.query import Query
from questions.roles import names
from questions.search import Hit, Kind
from questions.words import word_set

SURE = 0.50
"""Score from which the best row is answered with; below it, it is offered among three."""

OFFERED = 0.34
"""Score from which rows are offered at all."""

CLEAR = 0.04
"""By how much the best row must lead the second to be answered with, unless it is very sure."""

VERY_SURE = 0.72
OUTSIDE_LEAD = 0.0
"""By how much something outside the plan must lead the best row to win."""

_OUTSIDE_SURE = 0.45
_SOON = 7
_MANY = 3


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

    `start`, `end` are inclusive days of a range, None where open; `said` is Russian text to say back («25–27 января,
    УИК»); `kind` is what the answer leads with; `reason` is the key of what the question turned out to be about
    outside the plan, for the log.
    """

    outcome: Outcome
    query: Query
    kind: Asked
    start: date | None = None
    end: date | None = None
    overdue: bool = False
    roles: tuple[Role, ...] = ()
    items: tuple[str, ...] = ()
    said: str = ""
    reason: str = ""


def understand(question: str, plan: AskablePlan, today: date, *, roles: Sequence[Role] = ()) -> Understanding:
    """What a person means. `roles` are the asker's own: they are meant by «мои» and when a time names nobody.

    Never raises on any text.
    """
    read = query.read(question, plan.frame(today), plan.plan_words, plan.speller.correct)
    return _decide(read, plan, today, tuple(roles))


def _decide(read: Query, plan: AskablePlan, today: date, own: tuple[Role, ...]) -> Understanding:
    if not any(word.token.is_word or word.token.is_number for word in read.words):
        return _nothing(read, Outcome.REFUSE, "empty")
    if read.items or read.laws:
        referred = _referred(read, plan)
        if referred is not None:
            return referred
    asks_voting = _asks_for_voting(read)
    hits = plan.index.search(read.searched, read.roles or own)
    if not read.topic and not asks_voting:
        outside = _best(hits, Kind.REFUSE)
        if outside is not None and outside.score >= 0.75 and outside.covered > 0.9 and read.time is None:
            return _nothing(read, Outcome.REFUSE, outside.key)
        if read.time is not None or read.overdue or _speaks_of_plan(read):
            return _range(read, plan, today, own)
        if read.roles and not _other_words(read):
            return _range(read, plan, today, own)
    return _topic(read, plan, today, own, hits)


def _best(hits: Sequence[Hit], *kinds: Kind) -> Hit | None:
    return next((hit for hit in hits if hit.kind in kinds), None)


def _asks_for_voting(read: Query) -> bool:
    """«когда день голосования» asks for the day itself, «что в день голосования» for what falls on it."""
    vote = read.time is not None and read.time.unit in ("vote", "event")
    plain = {word.lemma for word in read.words}
    return vote and not read.topic and bool(plain & {"когда", "дата"}) and "что" not in plain


def _speaks_of_plan(read: Query) -> bool:
    strong = word_set("срок дедлайн задача мероприятие план обязанность календарь график дело")
    asks = any(word.lemma == "что" for word in read.words) and any(
        word.is_any(word_set("делать сделать нужно надо предстоять успеть ждать")) for word in read.words
    )
    return asks or any(word.is_any(strong) for word in read.words)


def _other_words(read: Query) -> bool:
    """Whether anything but the names of roles is said («финотчёт участковой» is a topic, «участковая» is not)."""
    return any(word.word.part in ("NOUN", "VERB", "INFN") and word.lemma not in names() for word in read.searched)


def _referred(read: Query, plan: AskablePlan) -> Understanding | None:
    """Rows named by number or by law; None when the law is named only as a part of a question of another kind."""
    known = [number for number in read.items if plan.plan.item(number) is not None]
    if known:
        return _rows(read, tuple(known), Outcome.ITEMS, "пункт " + ", ".join(known))
    if read.items and not read.topic:
        return replace(
            _nothing(read, Outcome.HANDOFF, "no_such_item"), said=f"пункта {', '.join(read.items)} в плане нет"
        )
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
        return replace(_nothing(read, Outcome.HANDOFF, "no_such_law"), said=f"{named}: в плане нет")
    if read.topic and len(matching) > 1:
        order = [hit.key for hit in plan.index.search(read.searched, read.roles) if hit.key in matching]
        matching = [*order, *(number for number in matching if number not in order)]
    return _rows(read, tuple(matching), Outcome.ITEMS, named)


def _range(read: Query, plan: AskablePlan, today: date, own: tuple[Role, ...]) -> Understanding:
    start, end, overdue = read.start, read.end, read.overdue
    if overdue:
        end = min(end, today - timedelta(days=1)) if end is not None else today - timedelta(days=1)
        start = start if start is not None and start <= end and read.time and read.time.shape == "point" else None
    elif read.time is None and read.roles:
        start = today
    elif read.time is None:
        start, end = today, today + timedelta(days=_SOON)
    roles = read.roles or (() if read.everybody and not read.mine else own)
    items = due.rows_in(plan.items, start, end, roles, read.positions)
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
        ", ".join(part for part in parts if part),
    )


def _topic(read: Query, plan: AskablePlan, today: date, own: tuple[Role, ...], hits: Sequence[Hit]) -> Understanding:
    rows = [hit for hit in hits if hit.kind is Kind.ITEM]
    outside = _best(hits, Kind.HANDOFF, Kind.REFUSE)
    best = rows[0] if rows else None
    lead = (best.score if best else 0.0) - (outside.score if outside else 0.0)
    odd_time = read.time is not None and _only_said(read)
    if outside is not None and lead < -OUTSIDE_LEAD and outside.score >= _OUTSIDE_SURE and not odd_time:
        outcome = Outcome.HANDOFF if outside.kind is Kind.HANDOFF else Outcome.REFUSE
        return _nothing(read, outcome, outside.key)
    if (
        best is not None
        and best.score >= SURE
        and (best.score >= VERY_SURE or len(rows) < 2 or best.score - rows[1].score >= CLEAR)
    ):
        return _rows(read, tuple(hit.key for hit in rows[:_MANY]), Outcome.ITEMS, "")
    if best is not None and best.score >= OFFERED:
        return _rows(read, tuple(hit.key for hit in rows[:_MANY]), Outcome.SUGGEST, "")
    if (read.time is not None or read.overdue) and _only_said(read):
        return _range(read, plan, today, own)
    return _without_topic(read, hits, plan)


def _only_said(read: Query) -> bool:
    """Whether what is left beside the time names nothing: odd verbs and adverbs, or words of no known topic beside
    the calendar's own («какие дедлайны маячат завтра»)."""
    nouns = [word for word in read.topic if word.word.part in ("NOUN", "") or not word.word.known]
    return not nouns


def _without_topic(read: Query, hits: Sequence[Hit], plan: AskablePlan | None = None) -> Understanding:
    """Nothing found: a person for what is of elections, a polite line for the rest."""
    outside = _best(hits, Kind.HANDOFF, Kind.REFUSE)
    if outside is not None and outside.score >= OFFERED:
        return _nothing(read, Outcome.HANDOFF if outside.kind is Kind.HANDOFF else Outcome.REFUSE, outside.key)
    if plan is not None and any(word.is_any(plan.field_words) for word in read.words):
        return _nothing(read, Outcome.HANDOFF, "field")
    return _nothing(read, Outcome.REFUSE, "unknown")


def _rows(read: Query, items: tuple[str, ...], outcome: Outcome, named: str) -> Understanding:
    who = said.people(read.roles, read.positions, read.commissions)
    return Understanding(
        outcome, read, read.kind, roles=read.roles, items=items, said=", ".join(part for part in (named, who) if part)
    )


def _nothing(read: Query, outcome: Outcome, reason: str) -> Understanding:
    return Understanding(outcome, read, read.kind, roles=read.roles, reason=reason)
