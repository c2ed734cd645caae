"""A question read: its time, its people, its references, its kind and what is left of it, the topic."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date

from plan.model import Position, Role
from questions import framing, kinds, lexemes, references, roles, text, times
from questions.frame import Frame
from questions.kinds import Asked
from questions.lexemes import Lexeme
from questions.references import LawReference
from questions.text import Token
from questions.times import TimeRange
from questions.words import word_set

_FUNCTION = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ", "PRED"})
_PHONE = re.compile(
    r"(?<![\d.-])(?:\+?[78][ (-]{0,2}\d{3,5}[ )-]{0,2}\d{1,3}[ -]?\d{2}[ -]?\d{2}|\d{2,3}-\d{2}-\d{2})(?![\d.-]*\d)"
)
_OVERDUE = word_set(
    "просрочить просроченный просрочка просрочивать хвост опоздание невыполненный несделанный задолженность "
    "неисполненный сгореть накосячить долг прошляпить проворонить профукать прозевать "
    "пропустить пропущенный упустить провалить сорвать"
)
_UNDONE = word_set("успеть сделать выполнить закрыть исполнить сдать сделанный выполненный исполненный")
_OVER = word_set("истечь пройти выйти")


@dataclass(frozen=True, slots=True)
class Query:
    """A question taken apart, whatever will come of it.

    `time` is None when none was said. `overdue`: it asks what should have been done already. `topic` are the words
    that are neither time, people, reference nor the calendar's own words; `searched` is what to search by, `beside`
    what of it stands beside the people; `aside` are words told beside the question itself («я секретарь УИК, …»).
    `timely`: it asks when, who, how long; `rule`: for a permission, an amount or a reason, which no calendar holds.
    """

    text: str
    words: tuple[Lexeme, ...]
    time: TimeRange | None
    overdue: bool
    roles: tuple[Role, ...]
    positions: tuple[Position, ...]
    mine: bool
    everybody: bool
    commissions: tuple[str, ...]
    items: tuple[str, ...]
    laws: tuple[LawReference, ...]
    kind: Asked
    topic: tuple[Lexeme, ...]
    searched: tuple[Lexeme, ...]
    beside: tuple[Lexeme, ...]
    aside: frozenset[Lexeme] = frozenset()
    timely: bool = True
    rule: bool = False

    @property
    def start(self) -> date | None:
        return self.time.start if self.time else None

    @property
    def end(self) -> date | None:
        return self.time.end if self.time else None


def read(
    question: str,
    frame: Frame,
    plan_words: frozenset[str],
    correct: Callable[[tuple[Token, ...]], tuple[Token, ...]] = lambda tokens: tokens,
    numbers_of_plan: Container[str] = (),
) -> Query:
    """Takes a question apart. `plan_words` are the calendar's own words («срок», «сделать»), which are never a topic;
    `correct` puts misspelt tokens right; `numbers_of_plan` are those of its items."""
    plain = _PHONE.sub(_unless_date, text.clean(question))
    found = lexemes.lexemes(correct(text.tokens(plain)))
    referred = references.read(found, numbers_of_plan, frame)
    time = times.read(found, frame, referred.taken)
    time_places = time.taken if time else frozenset()
    who = roles.read(found, referred.taken | time_places)
    overdue = _is_overdue(found) or (time is None and (_should_have_been(found) or _expired(found)))
    kind = kinds.read(found)
    frame_places = framing.framing(found, kind)
    beside_places = framing.aside(found)
    topic: list[Lexeme] = []
    searched: list[Lexeme] = []
    beside: list[Lexeme] = []
    for place, word in enumerate(found):
        if place in referred.taken or not (word.token.is_word or word.token.is_number):
            continue
        if place in time_places and not (time and time.unit in ("vote", "before", "after", "event")):
            continue
        if place in frame_places:
            continue
        searched.append(word)
        if place not in who.taken:
            beside.append(word)
        if place in time_places or place in who.taken:
            continue
        if word.word.part in _FUNCTION or word.token.is_number or word.is_any(plan_words):
            continue
        if overdue and (word.is_any(_OVERDUE) or word.is_any(_UNDONE) or word.is_any(_OVER)):
            continue
        topic.append(word)
    return Query(
        text=plain,
        words=found,
        time=time,
        overdue=overdue,
        roles=who.roles,
        positions=who.positions,
        mine=who.mine,
        everybody=who.everybody,
        commissions=who.commissions,
        items=referred.items,
        laws=referred.laws,
        kind=kind,
        topic=tuple(topic),
        searched=tuple(searched),
        beside=tuple(beside),
        aside=frozenset(found[place] for place in beside_places)
        - {word for place, word in enumerate(found) if place not in beside_places},
        timely=time is not None or overdue or kinds.said(found) is not None,
        rule=kinds.asks_a_rule(found),
    )


def _unless_date(found: re.Match[str]) -> str:
    """A telephone number is no date and no item: nothing is left of it; «25-12-22» stays."""
    dated = re.fullmatch(r"(\d{2})-(\d{2})-\d{2}", found[0])
    return found[0] if dated and 1 <= int(dated[1]) <= 31 and 1 <= int(dated[2]) <= 12 else " "


def _is_overdue(words: tuple[Lexeme, ...]) -> bool:
    """«что просрочено», «какие сроки пропустили», «что мы не успели», «какие сроки истекли»."""
    if any(word.is_any(_OVERDUE) and word.word.part != "INFN" for word in words):  # «боюсь пропустить» is no past
        return True
    return any(
        word.text == "не" and place + 1 < len(words) and words[place + 1].is_any(_UNDONE) and _is_past(words[place + 1])
        for place, word in enumerate(words)
    )


def _expired(words: tuple[Lexeme, ...]) -> bool:
    """«какие сроки истекли», «какие дедлайны прошли»; with a time of their own they ask for that time."""
    return any(word.is_any(_OVER) and word.word.past for word in words) and any(
        word.lemma in ("срок", "дедлайн") for word in words
    )


def _should_have_been(words: tuple[Lexeme, ...]) -> bool:
    """«что пора было сделать», «что уже должны были»: without a time, what should be done by now."""
    said = [word.text for word in words]
    pairs = zip(words, said[1:], strict=False)
    return "что" in said and any(
        word.is_any(frozenset({"надо", "нужно", "пора", "должный"})) and after in ("было", "были", "был", "была")
        for word, after in pairs
    )


def _is_past(word: Lexeme) -> bool:
    return word.word.past or word.lemma.endswith("нный") or word.text.endswith(("ано", "ено", "ны", "ны"))
