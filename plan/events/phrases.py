"""Events as a plan's wordings name them: the values, and how words are matched with them.

A way to name an event (`Phrase`) is matched by the stems of words in any order: every required stem must be there, and
every other word must be one that the phrase allows. A wording with a word too many is another event.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from plan.wordlist import words


class Subject(StrEnum):
    """What an event happens to: once in the campaign, once a candidate, or on every occasion."""

    CAMPAIGN = "campaign"
    CANDIDATE = "candidate"
    OCCASION = "occasion"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Stems that must all occur (one of each group), stems that may, and nothing else.

    `whose` lets a phrase say whose election it is, with names: «выборов главы города Юрги третьего созыва».
    `never` holds stems that make it another event: «окончания голосования соответствующего дня».
    """

    required: tuple[tuple[str, ...], ...]
    allowed: tuple[str, ...] = ()
    whose: bool = False
    never: tuple[str, ...] = ()

    def fits(self, words: Sequence[str], names: Collection[str] = ()) -> bool:
        """True when `words` (in normal shape) name this and nothing more; `names` are the capitalised ones."""
        if self.never and any(word.startswith(self.never) for word in words):
            return False
        spare = list(words)
        for stems in self.required:
            found = next((word for word in spare if _inflects(word, stems)), None)
            if found is None:
                return False
            spare.remove(found)
        known = tuple(stem for stems in self.required for stem in stems) + self.allowed + _LOOSE
        if self.whose:
            known += _WHOSE_ELECTION
            spare = [word for word in spare if word not in names]
        return all(word in _PARTICLES or _inflects(word, known) for word in spare)


_LONGEST_ENDING = 7  # letters behind a stem: «баллотир-оваться»; «начала-досрочного» are two words run together


def _inflects(word: str, stems: tuple[str, ...]) -> bool:
    if not word.startswith(stems):
        return False
    return any(word.startswith(stem) and len(word) - len(stem) <= _LONGEST_ENDING for stem in stems)


@dataclass(frozen=True, slots=True)
class EventType:
    key: str
    nominative: str
    genitive: str
    subject: Subject
    phrases: tuple[Phrase, ...]


# Words that never tell one event from another.
_PARTICLES = frozenset(words("о об в во на по для из от у и к с со момента момент даты его ее их"))
# Stems that qualify without changing which event it is.
_LOOSE = (
    "соответствующ",
    "избирательн",
    "комисси",
    "тик",
    "уик",
    "оик",
    "икмо",
    "ик",
    "территориальн",
    "участков",
    "окружн",
    "нижестоящ",
    "вышестоящ",
    "организующ",
    "кандидат",
    "объединен",
    "письменн",
    "фактическ",
)


# Whose election it is: «выборов депутатов Совета народных депутатов … первого созыва».
_WHOSE_ELECTION = tuple(
    words(
        "депутат глав совет дум собран муниципальн городск сельск округ район поселен област кра республик созыв "
        "перв втор треть четверт пят шест седьм восьм народн представительн орган местн самоуправлен губернатор "
        "президент российск федерац законодательн государственн досрочн дополнительн одномандатн многомандатн "
        "референдум местн город поселк образован высш должностн лиц субъект проведен"
    )
)


def phrase(required: str, allowed: str = "", *, whose: bool = False, never: str = "") -> Phrase:
    """A phrase from words: «|» parts the stems of a group, `allowed` and `never` are stems."""
    needed = tuple(tuple(word.split("|")) for word in required.split())
    return Phrase(needed, tuple(allowed.split()), whose, tuple(never.split()))


def event(key: str, nominative: str, genitive: str, subject: Subject, *phrases: Phrase) -> EventType:
    """An event of the list with the phrases that name it."""
    return EventType(key, nominative, genitive, subject, phrases)
