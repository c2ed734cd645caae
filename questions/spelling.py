"""Misspelt words put right: the nearest word of the field, of the calendar or of the plan itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from questions import words
from questions.text import Token

_PREFIXES = ("на", "до", "по", "во", "со", "за", "что", "не", "из", "от", "для", "при", "к", "в", "с")
_ABBREVIATIONS = frozenset({"уик", "тик", "оик", "сми"})
_LONG = 7
"""Words of this many letters may differ in two of them, shorter ones in one."""


class Speller:
    """Corrects words that neither the dictionary nor the field knows.

    A word is compared as written and as the normal form that its ending suggests, so that a vocabulary need not
    hold every form.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        """`vocabulary` maps each known word to how common it is; the commoner of two equally near ones is chosen."""
        self._count = dict(vocabulary)
        by_length: dict[int, list[str]] = {}
        for word in vocabulary:
            if len(word) > 2:
                by_length.setdefault(len(word), []).append(word)
        self._by_length = by_length

    def correct(self, tokens: Iterable[Token]) -> tuple[Token, ...]:
        """The tokens with misspelt words replaced; `spelled` keeps what was written."""
        result: list[Token] = []
        for token in tokens:
            if not token.is_word or token.text in self._count or words.is_word(token.text):
                result.append(token)
                continue
            result.extend(self._corrected(token))
        return tuple(result)

    def _corrected(self, token: Token) -> list[Token]:
        written = token.text
        if len(written) < 3 or len(written) > 30 or written.isascii():
            return [token]
        near = self._nearest(written)
        if near is not None:
            return [replace(token, text=near, spelled=written)]
        for prefix in _PREFIXES:
            rest = written[len(prefix) :]
            if written.startswith(prefix) and len(rest) > 3 and rest in self._count:
                return [replace(token, text=prefix, spelled=written), Token(rest, glued=False)]
        return [token]

    def _nearest(self, written: str) -> str | None:
        if len(written) == 3:
            return next((word for word in sorted(_ABBREVIATIONS) if OSA.distance(word, written) == 1), None)
        allowed = 2 if len(written) >= _LONG else 1
        candidates: dict[str, float] = {}
        forms = [written, *(lemma for lemma in words.look_up(written).lemmas[:2] if lemma != written)]
        for form in forms:
            for length in range(len(form) - allowed, len(form) + allowed + 1):
                for word, distance, _ in extract(
                    form, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=allowed, limit=8
                ):
                    far = distance + 0.5 * (word[0] != form[0]) + 0.3 * (form != written)
                    candidates[word] = min(candidates.get(word, 9.0), far)
        if not candidates:
            return None
        return min(candidates, key=lambda word: (candidates[word], -self._count[word], word))
