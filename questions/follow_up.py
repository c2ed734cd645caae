"""A question that leans on the one before it: «а у УИК?», «а на следующей?», «а по какому закону?», «а протоколы?».

Read by what it leaves out. A question that leaves nothing out stands on its own, whatever word it begins with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from plan.model import Role
from questions import kinds, numbers
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
_ALL = frozenset({"всем", "всех", "все", "остальным", "остальных", "каждому"})

_UNCLEAR = word_set(
    "подробнее подробней поподробнее подробно детальнее подробность понять понимать понятно понятный непонятно "
    "непонятный объяснить пояснить разъяснить рассказать расписать"
)
_BESIDE_UNCLEAR = word_set(
    "а и ну не я мы можно мне нам если еще раз про о об это этот он пункт ничто пожалуйста плиз прошу вы ты как так "
    "что значит совсем просто мочь все можете"
)
"""«а подробнее?», «не поняла», «объясните, пожалуйста»: the same answer is wanted, in full."""

_MINE = frozenset({"меня", "мне", "нас", "нам", "мои", "моих", "наши", "наших", "мое", "свои"})
_BESIDE_MINE = frozenset({"а", "и", "ну", "у", "для", "что", "лично", "самого", "самой", "самому", "же"})
_BOT = frozenset({"ты", "вы", "бот", "робот"})
_EVERY_OTHER = frozenset({"одну", "одно", "один"})

_EXCUSES = frozenset({"ой", "ну", "да", "же", "извините", "простите", "погодите", "подождите", "стоп"})
_NO = frozenset({"нет", "неа"})
_I = frozenset({"я", "мы", "же"})
_ABOUT = frozenset({"про", "о", "об", "насчет"})
_MEANT = word_set("спрашивать спросить говорить вопрос")


@dataclass(frozen=True, slots=True)
class Followed:
    """How a question continues the last one. `readings` are complete questions, likeliest first, of which the first
    that finds rows is meant; `same_rows`: what else it asks of the rows that were just answered with;
    `sure_only`: guesses at what it means are worth less than the question taken alone; `corrects`: it says that the
    last answer was not what was meant."""

    readings: tuple[Query, ...] = ()
    same_rows: Asked | None = None
    sure_only: bool = False
    corrects: bool = False


def follow(read: Query, before: Query, *, of_rows: bool) -> Followed | None:
    """What this question means after that one; None when it stands on its own. `of_rows`: the last answer was of
    certain rows and not of a stretch of days."""
    words = [word for word in read.words if word.token.is_word or word.token.is_number]
    if not words or len(words) > _MOST or read.items or read.laws:
        return None
    if any(word.is_any(_UNCLEAR) for word in words) and all(word.is_any(_UNCLEAR | _BESIDE_UNCLEAR) for word in words):
        return Followed(same_rows=Asked.IN_FULL)
    meant = _meant_instead(read.words)
    if meant is not None:
        read = _only(read, meant)
        words = [word for word in meant if word.token.is_word or word.token.is_number]
    opens = meant is not None or words[0].text in _OPENERS
    item = _item_after_item(words, before) if of_rows and opens else None
    if item is not None:
        return Followed((replace(read, items=(item,), time=None),))
    if not of_rows and _asks_for_own(words):
        return Followed((replace(read, time=before.time, overdue=before.overdue, mine=True, topic=()),))
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
        if other is Asked.WHO and any(word.text in _BOT for word in words):  # «а ты кто?»
            return None
        return Followed(same_rows=other) if other is not None else None
    if not topic and of_rows and opens and before.topic and read.roles == (Role.OBSERVER,):
        observers = [word for word in read.searched if word.word.part == "NOUN"]  # nobody's duty: what is asked about
        named = replace(read, roles=(), topic=tuple(observers), timely=before.timely)
        joined = _without_what_was_said(named, before, observers)
        return Followed((joined[0], joined[-1]))
    if not topic and (opens or (len(words) <= _FEW and not asks)):
        return _of_people_or_days(read, before, of_rows=of_rows)
    if topic and meant is not None and not before.topic:
        return Followed((read,), corrects=True)
    if topic and opens and before.topic and read.time is None:
        names = any(names_something(word) for word in topic)
        readings = _without_what_was_said(read, before, topic)
        return Followed(readings, sure_only=not names, corrects=meant is not None)
    return None


def _meant_instead(words: Sequence[Lexeme]) -> tuple[Lexeme, ...] | None:
    """What a correction says instead: «бюллетени» of «нет, я про бюллетени», «не списки, а бюллетени», «я имела в виду
    бюллетени»; None where the question is no correction."""

    def text(at: int) -> str:
        return words[at].text if at < len(words) else ""

    def over(at: int, skipped: frozenset[str]) -> int:
        while at < len(words) and (text(at) in skipped or not (words[at].token.is_word or words[at].token.is_number)):
            at += 1
        return at

    at = over(0, _EXCUSES)
    corrects = text(at) in _NO and not (at + 1 < len(words) and words[at + 1].token.is_word and text(at + 1) == "ли")
    if corrects:
        apart = at + 1 < len(words) and (not words[at + 1].token.is_word or text(at + 1) in _I | _ABOUT | {"не"})
        if not apart:  # «нет списков избирателей, что делать?»
            return None
        at = over(at + 1, _EXCUSES | _NO)
    after_me = over(at, _I)
    if text(after_me) in _ABOUT and (corrects or after_me > at):
        at, corrects = after_me + 1, True
    elif (
        words[after_me : after_me + 1]
        and words[after_me].lemma == "иметь"
        and "виду"
        in (
            text(after_me + 1),
            text(after_me + 2),
        )
    ):
        at, corrects = after_me + (2 if text(after_me + 1) == "виду" else 3), True
    elif after_me > at and after_me < len(words) and words[after_me].is_any(_MEANT):
        at, corrects = after_me + 1, True
    elif text(at) == "не":
        instead = next((place for place in range(at + 2, min(at + 6, len(words))) if text(place) == "а"), None)
        if instead is not None:
            at, corrects = instead + 1, True
    at = over(at, _ABOUT)
    return tuple(words[at:]) if corrects and at < len(words) else None


def _asks_for_own(words: Sequence[Lexeme]) -> bool:
    """«а у меня лично?», «а нам что?»."""
    texts = {word.text for word in words}
    return bool(texts & _MINE) and texts <= _MINE | _BESIDE_MINE


def _only(read: Query, words: tuple[Lexeme, ...]) -> Query:
    """The question as if these had been all of its words."""
    kept = frozenset(words)
    return replace(
        read,
        words=words,
        topic=tuple(word for word in read.topic if word in kept),
        searched=tuple(word for word in read.searched if word in kept),
        beside=tuple(word for word in read.beside if word in kept),
        mine=False,
    )


def _item_after_item(words: Sequence[Lexeme], before: Query) -> str | None:
    """«а 29?», and «а двенадцатый?» after an item that was asked for by its number."""
    if len(words) == 2 and words[1].token.is_number:
        return words[1].text
    number = numbers.read(tuple(words), 1) if before.items else None
    return str(number.value) if number is not None and number.ordinal and number.next == len(words) else None


def _kind(words: tuple[Lexeme, ...]) -> Asked | None:
    """What is asked of rows that need not be named again: «а заканчивается?», «почему?»."""
    said = kinds.said(words)
    if said is not None and said is not Asked.WHEN:
        return said
    if any(word.text == "что" for word in words):  # «что осталось?» asks for rows
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
    if time is not None and [word.text for word in rest[:1]] == ["через"] and len(rest) == 2:  # «а через одну?»
        if rest[1].text not in _EVERY_OTHER or time.start is None or time.end is None:
            return None
        start, end = _neighbour(time.start, time.end, onward=True)
        if not any(word.is_any(_ON) for word in before.words):  # after «а на следующей» it is the one behind that
            start, end = _neighbour(start, end, onward=True)
        return TimeRange(start, end, "range", unit=time.unit)
    if time is None or len(rest) != 1:
        return None
    if rest[0].text == "до" and time.start is not None:
        return TimeRange(None, time.start - days(1), "until")
    if time.end is None and time.start is not None and rest[0].is_any(_BACK):
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
