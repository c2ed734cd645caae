"""Who performs an item: the words of a plan's last column read into roles and positions.

A list is taken apart at commas, semicolons, lines and conjunctions; the head of each phrase names the body, what
follows it («…, выдвинувшая кандидатов, которые зарегистрированы избирательной комиссией») only describes it.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from plan import performer_words as words
from plan.model import COMMISSION_ROLES, Performer, Position, Role

_ADJECTIVES = (
    r"(?:(?:[\w-]+(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ыми|ими|щиеся)|а\s+также|также|в\s+том\s+числе"
    r"|их|все|П?[АО]?АО|ООО)\s+)*[«\"]?"
)
"""Words that may stand before the head of a phrase."""


def _heads(table: Iterable[tuple[Role, str]]) -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple((role, re.compile(rf"{_ADJECTIVES}(?:{pattern})", re.IGNORECASE)) for role, pattern in table)


_COMMISSIONS = _heads(words.COMMISSIONS)
_COMMISSIONS_ANYWHERE = tuple(
    (role, re.compile(rf"\b(?:{pattern})", re.IGNORECASE))
    for role, pattern in (*words.COMMISSIONS, (Role.TIK, words.COMMISSION_ORGANISING))
)
_OTHERS = _heads(words.OTHERS)
_ORGANISING = re.compile(rf"{_ADJECTIVES}(?:{words.COMMISSION_ORGANISING})", re.IGNORECASE)
_GENERIC = re.compile(rf"{_ADJECTIVES}(?:{words.GENERIC})", re.IGNORECASE)
_QUALIFIERS = tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in words.QUALIFIERS)
_POSITIONS = tuple((position, re.compile(rf"\b{pattern}\b", re.IGNORECASE)) for position, pattern in words.POSITIONS)
_PART_OF_A_BODY = re.compile(
    rf"(?:{_ADJECTIVES})(?:{'|'.join(pattern for _, pattern in words.POSITIONS)}|{words.UNITS})", re.IGNORECASE
)
_ASSISTANCE = re.compile(words.ASSISTANCE, re.IGNORECASE)
_NOBODY = re.compile(rf"\s(?:{words.NOBODY}).*", re.IGNORECASE | re.DOTALL)
_BRACKETS = re.compile(r"\([^()]*\)?")
PERSON_NAME = re.compile(r"\b[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.")
_LIST = re.compile(r"[,;\n]")
_CONJUNCTION = re.compile(r"\s+(?:и|или|либо|и\s*/\s*или|совместно\s+с)\s+", re.IGNORECASE)


class Responsibility(enum.Enum):
    """Whose an item is, seen from the bot: its users sit in commissions and candidacies."""

    DUTY = "duty"  # somebody inside a commission or a candidacy performs it
    CONTROL = "control"  # all who perform it stand outside: the secretary watches that it is done
    UNNAMED = "unnamed"  # the plan names nobody


_INSIDE = COMMISSION_ROLES | {Role.CANDIDATE, Role.PERSON}


def responsibility(performers: Iterable[Performer]) -> Responsibility:
    """Whose duty an item with these performers is.

    Inside are the commissions of every level (ТИК, УИК, ОИК whose duties the ТИК carries, and the regional
    commission) and candidates with their representatives. A body that only assists does not perform: «органы
    местного самоуправления по предложению ТИК» stays the local authorities' duty, and so control. An item that
    names nobody is not counted as control: its gap is a finding, and whoever keeps the plan decides.
    """
    named = tuple(performers)
    if not named:
        return Responsibility.UNNAMED
    if any(performer.role in _INSIDE and not performer.assists for performer in named):
        return Responsibility.DUTY
    return Responsibility.CONTROL


def also_concerned(activity: str, performers: str) -> frozenset[Role]:
    """Roles that a row concerns beside those that perform it by its words: who asks for them looks for it too.

    A citizen who nominates himself is about to be a candidate; what a local administration owes, its head answers for.
    """
    found: set[Role] = set()
    citizens = words.CITIZENS.search(performers) is not None
    if citizens and (words.ELIGIBLE.search(performers) or words.SELF_NOMINATED.search(activity)):
        found.add(Role.CANDIDATE)
    if words.LOCAL_ADMINISTRATION.search(performers):
        found.add(Role.HEAD)
    return frozenset(found)


@dataclass(slots=True)
class _Reading:
    """The list as it is read from left to right."""

    found: list[Performer] = field(default_factory=list)
    waiting: frozenset[Position] = frozenset()  # positions read before the body they belong to
    carried: frozenset[Position] = frozenset()  # positions in the plural hold for the bodies that follow
    generic: bool = False  # the last head says nothing by itself
    assisting: bool = False  # the phrase before ended with a body that only has a part in it

    def add(
        self, role: Role, positions: frozenset[Position] = frozenset(), *, assists: bool = False, name: str = ""
    ) -> None:
        self.found.append(Performer(role, positions, assists, name))
        self.generic = False


@lru_cache(maxsize=1024)
def _read(text: str) -> tuple[Performer, ...]:
    reading = _Reading()
    for phrase in _phrases(text):
        _read_phrase(phrase, reading)
    if reading.waiting:
        _settle_waiting(reading)
    if not reading.found and text.strip():
        return (Performer(Role.OTHER),)
    return _merged(reading.found)


def read_performers(text: str, abbreviations: Mapping[str, str] | None = None) -> tuple[Performer, ...]:
    """The performers that the text names, each role once, in the text's order; () for an empty text.

    A text in which nobody is recognised gives `Role.OTHER`. `abbreviations` (the document's own «далее – …») are
    tried for names that stand by themselves.
    """
    performers = _read(text)
    if abbreviations and performers == (Performer(Role.OTHER),):
        expanded = text
        for short, meaning in abbreviations.items():
            literal = meaning.replace("\\", r"\\")
            expanded = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", literal, expanded)
        return _read(expanded)
    return performers


def _phrases(text: str) -> Iterator[str]:
    outside = words.BY_PLACE.sub(" ", _BRACKETS.sub(" ", text))
    for phrase in _LIST.split(outside if outside.strip() else text):
        yield " ".join(phrase.split())


def _read_phrase(phrase: str, reading: _Reading) -> None:
    """Read one member of the list; where conjunctions join several heads, each of them."""
    for person in PERSON_NAME.findall(phrase):
        reading.add(Role.PERSON, name=" ".join(person.replace(". ", ".").split()))
    phrase = PERSON_NAME.sub("", phrase).strip()
    if reading.found and words.DESCRIBES.match(phrase):
        return
    helper = _ASSISTANCE.search(phrase)
    if helper is not None and helper.start() > 0:
        _read_phrase(phrase[: helper.start()], reading)
        for role in _commissions_in(phrase[helper.end() :]):
            reading.add(role, assists=True)
        reading.assisting = True
        return
    if reading.assisting and words.GENITIVE.match(phrase):
        for role in _commissions_in(phrase):
            reading.add(role, assists=True)
        return
    reading.assisting = False
    phrase = _NOBODY.sub("", phrase)
    for part in _CONJUNCTION.split(phrase):
        if part and not _read_head(part, reading):
            _read_qualifier(phrase, reading)


def _read_head(part: str, reading: _Reading) -> bool:
    """Read the body at the head of the words; False when they name none."""
    of_a_body = _PART_OF_A_BODY.match(part)
    if of_a_body is not None:
        if _read_part_of_commission(part, reading):
            return True
        part = part[of_a_body.end() :].strip() or part  # «сотрудники полиции»
    for role, pattern in _COMMISSIONS:
        if pattern.match(part):
            reading.add(role, reading.waiting or reading.carried)
            reading.waiting = frozenset()
            return True
    whose = reading.found[-1].role if reading.found else None
    if whose in (Role.ASSOCIATION, Role.CANDIDATE) and words.OF_THEM.match(part):
        reading.add(whose)
        return True
    for role, pattern in _OTHERS:
        if pattern.match(part):
            reading.carried = frozenset()
            reading.add(role)
            return True
    if _ORGANISING.match(part):
        reading.add(Role.TIK, reading.waiting or reading.carried)
        if re.search(r"(?i)комиссии\b", part) and not reading.waiting:
            reading.add(Role.UIK)
        reading.waiting = frozenset()
        return True
    if _GENERIC.match(part):
        reading.generic = True
        _read_qualifier(part, reading)
        return True
    return False


def _read_part_of_commission(part: str, reading: _Reading) -> bool:
    """«Председатели УИК», «члены ТИК»; a position whose body is named later waits for it."""
    positions = reading.waiting | _positions_in(part)
    bodies = list(_commissions_in(part))
    if not bodies:
        if not positions:
            return False
        reading.waiting = positions
        return True
    for role in bodies:
        reading.add(role, positions)
    reading.waiting = frozenset()
    reading.carried = positions if words.PLURAL_POSITION.search(part) else frozenset()
    return True


def _read_qualifier(text: str, reading: _Reading) -> None:
    """Words that describe the head before them tell what a generic head is."""
    if not reading.generic:
        return
    for role, pattern in _QUALIFIERS:
        if pattern.search(text):
            reading.add(role)
            return


def _settle_waiting(reading: _Reading) -> None:
    """Positions with no body after them belong to the commission before them, or to the plan's own."""
    role = next((one.role for one in reversed(reading.found) if one.role in COMMISSION_ROLES), Role.TIK)
    reading.add(role, reading.waiting)


def _positions_in(text: str) -> frozenset[Position]:
    found: set[Position] = set()
    for position, pattern in _POSITIONS:
        if pattern.search(text):
            found.add(position)
            text = pattern.sub(" ", text)
    return frozenset(found)


def _commissions_in(text: str) -> Iterator[Role]:
    """The commissions named anywhere in the text; the vague «комиссия» only when no other is."""
    taken = text
    found: list[tuple[int, Role]] = []
    for role, pattern in _COMMISSIONS_ANYWHERE:
        found.extend((match.start(), role) for match in pattern.finditer(taken))
        taken = pattern.sub(lambda match: " " * len(match[0]), taken)
    for _, role in sorted(found, key=lambda one: one[0]):
        yield role


def _merged(found: list[Performer]) -> tuple[Performer, ...]:
    """Each role (and each named person) once: a body that performs as a whole covers its positions."""
    merged: dict[tuple[Role, str], Performer] = {}
    for performer in found:
        key = (performer.role, performer.name)
        known = merged.get(key)
        if known is None:
            merged[key] = performer
            continue
        whole = not known.positions or not performer.positions
        merged[key] = replace(
            known,
            positions=frozenset() if whole else known.positions | performer.positions,
            assists=known.assists and performer.assists,
        )
    return tuple(merged.values())
