"""People whom a work plan names, as questions name them: «у Герасимовой», «Иванову», «для Лободы»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from plan.model import DatedItem
from plan.staff import named_people

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_INITIALS = re.compile(r"\s*\b[А-ЯЁ]\.\s?[А-ЯЁ]\.")
_ENDINGS: tuple[tuple[str, int, str], ...] = (  # of the surname: how much is cut, and what may stand instead
    (r"(?:ов|ев|ёв|ин|ын)$", 0, " а у ым е"),
    (r"(?:ова|ева|ёва|ина|ына)$", 1, "а ой у ою"),
    (r"ая$", 2, "ая ой ую"),
    (r"(?:ий|ый|ой)$", 2, "ий ый ой ого ому им ым ом"),
    (r"[ая]$", 1, "а я ы и е у ю ой ей"),
    (r"", 0, " а у ом ем е"),
)


def people_of(items: Iterable[DatedItem]) -> Mapping[str, tuple[str, ...]]:
    """Every form of every surname that the items name, with whose it is: «петрова» may be two people's."""
    found: dict[str, dict[str, None]] = {}
    for name in dict.fromkeys(name for item in items for name in named_people(item.performers)):
        for form in _forms(name.split()[0].casefold()):
            found.setdefault(form, {})[name] = None
    return {form: tuple(names) for form, names in found.items()}


def _forms(surname: str) -> set[str]:
    cut, endings = next((cut, endings) for ending, cut, endings in _ENDINGS if re.search(ending, surname))
    stem = surname[: len(surname) - cut]
    return {surname} | {stem + ending for ending in endings.split(" ")}


def without_people(question: str, known: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], str]:
    """The people whom the question names, and the question without them. Initials beside a name are taken with it."""
    names: dict[str, None] = {}
    said = _WORD.sub(lambda word: _taken(word[0], known, names), question)
    return tuple(names), _INITIALS.sub("", said) if names else question


def _taken(word: str, known: Mapping[str, Sequence[str]], names: dict[str, None]) -> str:
    found = known.get(word.casefold(), ())
    names.update(dict.fromkeys(found))
    return "" if found else word
