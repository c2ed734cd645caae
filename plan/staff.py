"""Who performs an item of a yearly work plan: named people, departments and groups, beside commissions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from plan.model import Performer, Role
from plan.performers import PERSON_NAME, read_performers

_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_WITH_INITIALS = rf"{_SURNAME}\s+[А-ЯЁ]\.\s?[А-ЯЁ]\."
_INITIALS_FIRST = rf"\b(?P<i>[А-ЯЁ])\.\s?(?P<o>[А-ЯЁ])\.\s?(?P<surname>{_SURNAME})(?!\s*[А-ЯЁ]\.)"
_IN_FULL = rf"\b(?P<surname>{_SURNAME})\s+(?P<i>[А-ЯЁ])[а-яё]+\s+(?P<o>[А-ЯЁ])[а-яё]+(?:вич|вна|ична|инична)\b"
PERSON = re.compile("|".join(re.sub(r"\?P<\w+>", "?:", way) for way in (_WITH_INITIALS, _INITIALS_FIRST, _IN_FULL)))
"""A named person as plans write them: «Петрова Е.А.», «Е.А. Петрова», «Петрова Елена Александровна»."""
_OTHER_WAYS = tuple(re.compile(way) for way in (_INITIALS_FIRST, _IN_FULL))
_DEPARTMENT = re.compile(r"\b(?:отдел|центр|групп|служб|аппарат|сектор|бухгалтери|пресс-служб)\w*\b", re.IGNORECASE)
_SHORT_NAME = re.compile(r"\(\s*далее\s*[-–—]\s*(?P<short>[^()]+)\)")
_BETWEEN_BRACKETS = re.compile(r",(?![^()]*\))")


@lru_cache(maxsize=1024)
def read_staff(text: str) -> tuple[Performer, ...]:
    """The people, departments and groups that the text names, in its order, each once; () for an empty text.

    People are named «Петрова Е.А.», however the text writes them.

    People and departments are `Role.PERSON` under their own name; commissions («председатели территориальных
    избирательных комиссий») and other bodies keep their roles.
    """
    return tuple(dict.fromkeys(performer for phrase in _BETWEEN_BRACKETS.split(text) for performer in _phrase(phrase)))


def named_people(performers: tuple[Performer, ...]) -> tuple[str, ...]:
    """The people among the performers, as «Фамилия И.О.»."""
    return tuple(one.name for one in performers if PERSON_NAME.fullmatch(one.name))


def _phrase(phrase: str) -> Iterator[Performer]:
    phrase = " ".join(phrase.split())
    if not phrase:
        return
    for way in _OTHER_WAYS:
        phrase = way.sub(lambda name: f"{name['surname']} {name['i']}.{name['o']}.", phrase)
    people = PERSON_NAME.findall(phrase)
    for person in people:
        yield Performer(Role.PERSON, name=re.sub(r"\.\s", ".", person))
    rest = PERSON_NAME.sub("", phrase).strip(" ,;.")
    if _DEPARTMENT.search(rest):
        short = _SHORT_NAME.search(rest)
        yield Performer(Role.PERSON, name=short["short"].strip() if short is not None else rest)
    elif rest:
        yield from read_performers(rest)
