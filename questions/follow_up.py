"""A question that leans on the one before it: «а у УИК?», «а на следующей?», «а по какому закону?», «а протоколы?».

Read by what it leaves out. A question that leaves nothing out stands on its own, whatever word it begins with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from questions import kinds
from questions.features import names_something
from questions.frame import days, month_of
from questions.kinds import Asked
from questions.lexemes import Lexeme
from questions.query import Query
from questions.times import TimeRange
from questions.words import word_set

_OPENERS = frozenset({"а", "и", "ну", "тогда", "но", "или"})
_ASKING = word_set("что какой когда кто сколько где")
_FEW = 3
_MOST = 8
"""Words of the longest question that is taken to lean on another."""

_SAYS_NOTHING = word_set(
    "начинаться начаться начать заканчиваться закончиться кончаться кончиться истекать истечь остаться оставаться "
    "осталось успеть успевать делать сделать должный отвечать исполнять исполнить ответственный исполнитель закон "
    "статья основание норма почему откуда число день дата время час длиться продолжаться опоздать поздно можно нужно "
    "надо точно именно конкретно крайний последний срок это тот этот такой мы я он она они весь давать сутки прописать"
)
"""Words that ask for something of a row, or point at it, and name none."""

_KINDS = (
    (word_set("заканчиваться закончиться кончаться кончиться истекать истечь"), Asked.UNTIL_WHEN),
    (word_set("начинаться начаться начать"), Asked.FROM_WHEN),
    (word_set("остаться оставаться осталось"), Asked.DAYS_LEFT),
    (word_set("почему основание откуда"), Asked.WHICH_LAW),
    (word_set("исполнять исполнить отвечать ответственный исполнитель"), Asked.WHO),
)
"""What a single word asks for when it is said of something already named."""

_ON = word_set("дальше далее потом затем позже позднее следующий")
_BACK = word_set("раньше ранее прежде предыдущий прошлый")
_LINKS = frozenset({"а", "и", "ну", "тогда", "что", "на", "в", "во", "у", "нас", "там", "же", "будет", "было", "идет"})
_EVERYBODY = word_set("все весь остальные остальной всякий каждый")
_ALL = frozenset({"всем", "всех", "все", "остальным", "остальных", "каждому"})


@dataclass(frozen=True, slots=True)
class Followed:
    """How a question continues the last one. `readings` are complete questions, likeliest first, of which the first
    that finds rows is meant; `same_rows`: what else it asks of the rows that were just answered with;
    `sure_only`: guesses at what it means are worth less than the question taken alone."""

    readings: tuple[Query, ...] = ()
    same_rows: Asked | None = None
    sure_only: bool = False


def follow(read: Query, before: Query, *, of_rows: bool) -> Followed | None:
    """What this question means after that one; None when it stands on its own. `of_rows`: the last answer was of
    certain rows and not of a stretch of days."""
    words = [word for word in read.words if word.token.is_word or word.token.is_number]
    if not words or len(words) > _MOST or read.items or read.laws:
        return None
    opens = words[0].text in _OPENERS
    if of_rows and opens and len(words) == 2 and words[1].token.is_number:  # «а 29?»
        return Followed((replace(read, items=(words[1].text,), time=None),))
    topic = [word for word in read.topic if not word.is_any(_SAYS_NOTHING)]
    shifted = _shifted(words, before) if not of_rows else None
    if shifted is not None:
        return Followed((_of_days(replace(read, time=shifted, topic=()), before),))
    asks = any(word.is_any(_ASKING) for word in words)
    if not topic and not _names_days_or_people(read):
        if opens and not of_rows and any(word.text in _ALL for word in words):
            everybody = replace(read, time=before.time, overdue=before.overdue, everybody=True, topic=())
            return Followed((everybody,))
        other = _kind(read.words) if of_rows else None
        return Followed(same_rows=other) if other is not None else None
    if not topic and (opens or (len(words) <= _FEW and not asks)):
        return _of_people_or_days(read, before, of_rows=of_rows)
    if topic and opens and before.topic and read.time is None:
        names = any(names_something(word) for word in topic)
        return Followed(_without_what_was_said(read, before, topic), sure_only=not names)
    return None


def _kind(words: tuple[Lexeme, ...]) -> Asked | None:
    """What is asked of rows that need not be named again: «а заканчивается?», «почему?»."""
    said = kinds.said(words)
    if said is not None and said is not Asked.WHEN:
        return said
    return next((kind for names, kind in _KINDS for word in words if word.is_any(names)), said)


def _names_days_or_people(read: Query) -> bool:
    return bool(read.time or read.overdue or read.roles or read.positions or read.commissions)


def _of_people_or_days(read: Query, before: Query, *, of_rows: bool) -> Followed | None:
    people = bool(read.roles or read.positions or read.commissions)
    timed = before.time is not None or before.overdue
    if (read.time is not None or read.overdue) and not people:
        return None if of_rows else Followed((_of_days(read, before),))
    if people and read.time is None and not read.overdue:
        if of_rows and before.topic:
            kind = kinds.said(read.words) or before.kind
            searched = (*before.beside, *read.searched)
            joined = replace(read, topic=before.topic, searched=searched, beside=before.beside, kind=kind)
            return Followed((joined,))
        if timed and not of_rows:
            return Followed((replace(read, time=before.time, overdue=before.overdue),))
    return None


def _of_days(read: Query, before: Query) -> Query:
    """Other days for the people of the last question."""
    return replace(
        read,
        roles=read.roles or before.roles,
        positions=read.positions or before.positions,
        commissions=read.commissions or before.commissions,
        mine=read.mine or before.mine,
        everybody=read.everybody or before.everybody,
    )


def _without_what_was_said(read: Query, before: Query, topic: list[Lexeme]) -> tuple[Query, ...]:
    """«сколько хранятся бюллетени», «а протоколы?»: the new words take the place of the old ones of their kind."""
    if any(word.word.part == "NOUN" for word in topic):
        replaced = [word for word in before.topic if not names_something(word)]
        joins = [replaced, list(before.topic)]
    elif any(names_something(word) for word in topic):
        joins = [[word for word in before.topic if word.word.part not in ("ADJF", "PRTF")]]
    else:
        joins = [[word for word in before.topic if names_something(word)]]
    kind = kinds.said(read.words) or before.kind
    said = {word.lemma for word in topic}
    found = []
    for kept in joins:
        old = tuple(word for word in kept if word.lemma not in said)
        found.append(
            replace(
                read,
                topic=(*old, *topic),
                searched=(*old, *read.searched),
                beside=(*old, *read.beside),
                roles=read.roles or before.roles,
                kind=kind,
            )
        )
    return (*found, replace(read, kind=kind))


def _shifted(words: list[Lexeme], before: Query) -> TimeRange | None:
    """«а дальше?», «а на следующей?», «что потом?»: the stretch after the last one, as long as it was."""
    time = before.time
    rest = [word for word in words if word.text not in _LINKS]
    if time is None or len(rest) != 1:
        return None
    if rest[0].text == "до" and time.start is not None:
        return TimeRange(None, time.start - days(1), "until")
    if rest[0].text == "после" and time.end is not None:
        return TimeRange(time.end + days(1), None, "from")
    if time.start is None or time.end is None or not (rest[0].is_any(_ON) or rest[0].is_any(_BACK)):
        return None
    onward = rest[0].is_any(_ON)
    start, end = _neighbour(time.start, time.end, onward=onward)
    return TimeRange(start, end, "range", unit=time.unit)


def _neighbour(start: date, end: date, *, onward: bool) -> tuple[date, date]:
    """The stretch of the same length beside this one: a month beside a month, days beside days."""
    if (start, end) == month_of(start.year, start.month):
        return month_of(start.year, start.month + (1 if onward else -1))
    length = days((end - start).days + 1)
    return (start + length, end + length) if onward else (start - length, end - length)
