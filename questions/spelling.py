"""Misspelt words put right: the nearest word of the field, of the calendar or of the plan itself."""

from __future__ import annotations

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
"""Words of this many letters may differ in two of them, shorter ones in one."""


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
        same_start = [word for word in found if word[0] == written[0] or word[1:] == written[1:] or len(written) > 4]
        return min(same_start, key=lambda word: (-self._count[word], word), default=None)

    def _nearest(self, written: str) -> str | None:
        allowed = 2 if len(written) >= _LONG else 1
        candidates: dict[str, float] = {}
        forms = [written, *(lemma for lemma in words.look_up(written).lemmas[:2] if lemma != written)]
        for form in forms:
            for word, distance in _near(form, self._by_length, allowed).items():
                far = distance + 0.5 * (word[0] != form[0]) + 0.3 * (form != written)
                candidates[word] = min(candidates.get(word, 9.0), far)
        return min(candidates, key=lambda word: (candidates[word], -self._count[word], word), default=None)


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
