"""Misspelt words put right: the nearest word of the field, of the calendar or of the plan itself."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from questions import words
from questions.text import Token

_PREFIXES = ("на", "до", "по", "во", "со", "за", "что", "не", "из", "от", "для", "при", "к", "в", "с")
_LONGEST = 30
_CALENDAR_COUNT = 30
_LONG = 7
"""Words of this many letters may differ in two of them, shorter ones in one; those of the calendar a letter sooner."""

_KEYS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_ROW_SHIFT = 0.5
"""Each row of a keyboard stands half a key to the right of the one above it."""

_DOUBLED = 0.6
_SWAPPED = 0.7
_BESIDE = 0.7
_LEFT_OUT = 0.8
_ADDED = 0.9
_OTHER = 1.0
"""How far a slip of each kind takes a word: the likelier the slip, the nearer."""

_HEARD = 0.6
_ALIKE = frozenset(map(frozenset, ("зс", "оа", "ие", "тд", "бп", "вф", "гк", "шж", "ыи", "еэ")))
"""Letters that stand for one another where somebody writes as they hear."""

_ANOTHER_START = 0.3
_ANOTHER_FORM = 0.3
_COMMON = 0.03


class Speller:
    """Corrects words that neither the dictionary nor the field knows, and words that only the dictionary knows when a
    word of the calendar is one slip away («троки», «мара», «ндо»).

    A word is compared as written and as the normal form that its ending suggests, so that a vocabulary need not
    hold every form.
    """

    def __init__(self, vocabulary: Mapping[str, int], calendar: Iterable[str] = ()) -> None:
        """`vocabulary` maps each known word to how common it is; the commoner of two equally near ones is chosen.
        `calendar` are the words that times, numbers and roles are said with, in all their forms."""
        self._calendar = frozenset(calendar)
        self._count = dict(vocabulary)
        for word in self._calendar:
            self._count[word] = self._count.get(word, 0) + _CALENDAR_COUNT
        self._by_length = _by_length(self._count)
        self._calendar_by_length = _by_length(self._calendar)

    def correct(self, tokens: Iterable[Token]) -> tuple[Token, ...]:
        """The tokens with misspelt words replaced; `spelled` keeps what was written."""
        result: list[Token] = []
        seen: dict[str, list[Token]] = {}
        for token in tokens:
            left = not token.is_word or words.is_shortened(token.text)
            if left or token.text in self._count or token.text.isascii() or len(token.text) > _LONGEST:
                result.append(token)
            else:
                if token.text not in seen:
                    seen[token.text] = self._corrected(token)
                result.extend(seen[token.text])
        return tuple(result)

    def _corrected(self, token: Token) -> list[Token]:
        written = token.text
        if words.is_word(written):
            near = self._nearest_of_calendar(written) if len(written) > 2 else None
            return [replace(token, text=near, spelled=written)] if near else self._parted(token, self._calendar)
        if len(written) < 3:
            return [token]
        near = self._nearest(written)
        if near is not None:
            return [replace(token, text=near, spelled=written)]
        return self._parted(token, self._count)

    def _parted(self, token: Token, known: Container[str]) -> list[Token]:
        """«наследующей неделе»: a preposition written together with a known word is parted from it."""
        for prefix in _PREFIXES:
            rest = token.text[len(prefix) :]
            if token.text.startswith(prefix) and len(rest) > 3 and rest in known:
                return [replace(token, text=prefix, spelled=token.text), Token(rest, glued=False)]
        return [token]

    def _nearest_of_calendar(self, written: str) -> str | None:
        """The calendar's word one slip away: a real word in its place is rarer than a slip, unless the data use it."""
        found = _near(written, self._calendar_by_length, 1)
        same_start = [
            word
            for word in found
            if word[0] == written[0]
            or word[1:] == written[1:]
            or len(written) > 4
            or (len(written) > 3 and word[1:] == written)
        ]
        return min(same_start, key=lambda word: (self._far(written, word, 1), word), default=None)

    def _nearest(self, written: str) -> str | None:
        allowed = 2 if len(written) >= _LONG else 1
        candidates: dict[str, float] = {}
        forms = [written, *(lemma for lemma in words.look_up(written).lemmas[:2] if lemma != written)]
        for form in forms:
            found = _near(form, self._by_length, allowed)
            if form == written and len(form) == _LONG - 1:
                near = _near(form, self._calendar_by_length, 2)
                found |= {word: distance for word, distance in near.items() if word[0] == form[0]}
            for word, distance in found.items():
                far = self._far(form, word, distance) + _ANOTHER_FORM * (form != written)
                candidates[word] = min(candidates.get(word, 9.0), far)
        return min(candidates, key=lambda word: (candidates[word], word), default=None)

    def _far(self, written: str, word: str, distance: int) -> float:
        """How far a word is from what was written: by the kinds of slips, its beginning, and how rare it is."""
        slips = _slip(written, word) if distance == 1 else float(distance)
        return slips + _start(written, word) - _COMMON * math.log1p(self._count[word])


def _start(written: str, word: str) -> float:
    """What another first letter costs: less where it was left out or doubled, nothing where two were swapped."""
    if word[0] == written[0] or {word[0], word[1]} == {written[0], written[1]}:
        return 0.0
    if {word[0], written[0]} in _ALIKE and word[1:] == written[1:]:
        return 0.0
    return _ANOTHER_START / 2 if written == word[1:] or written[1:] == word else _ANOTHER_START


def _slip(written: str, word: str) -> float:
    """How far one slip has taken the word to what was written."""
    at = 0
    while at < min(len(written), len(word)) and written[at] == word[at]:
        at += 1
    if len(written) < len(word):
        return _LEFT_OUT
    if len(written) > len(word):
        return _DOUBLED if at and written[at] == written[at - 1] else _ADDED
    if written[at + 1 : at + 2] == word[at] and word[at + 1 : at + 2] == written[at]:
        return _SWAPPED
    if {word[at], written[at]} in _ALIKE:
        return _HEARD
    return _BESIDE if word[at] in BESIDE_KEYS.get(written[at], "") else _OTHER


def _beside_keys() -> Mapping[str, str]:
    """The letters whose keys touch each letter's key."""
    places = {
        letter: (row, column + _ROW_SHIFT * row) for row, keys in enumerate(_KEYS) for column, letter in enumerate(keys)
    }
    return {
        letter: "".join(
            other
            for other, (other_row, other_column) in places.items()
            if other != letter and abs(row - other_row) <= 1 and abs(column - other_column) <= 1
        )
        for letter, (row, column) in places.items()
    }


BESIDE_KEYS = _beside_keys()
"""For each letter those whose keys touch its key."""


def _by_length(vocabulary: Iterable[str]) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = {}
    for word in sorted(vocabulary):
        if len(word) > 2:
            found.setdefault(len(word), []).append(word)
    return found


def _near(form: str, by_length: Mapping[int, Sequence[str]], allowed: int) -> dict[str, int]:
    """Words at most `allowed` slips (a letter more, less, other, or two swapped) from this one, with their number."""
    found: dict[str, int] = {}
    for length in range(len(form) - allowed, len(form) + allowed + 1):
        for word, distance, _ in extract(
            form, by_length.get(length, ()), scorer=OSA.distance, score_cutoff=allowed, limit=8
        ):
            found[word] = int(distance)
    return found
