"""A token with what the dictionary says of it: what every reader of a question looks at."""

from __future__ import annotations

from dataclasses import dataclass

from questions import words
from questions.text import Token

_NOTHING = words.Word((), False, "", False)


@dataclass(frozen=True, slots=True)
class Lexeme:
    token: Token
    word: words.Word

    @property
    def text(self) -> str:
        return self.token.text

    @property
    def lemmas(self) -> tuple[str, ...]:
        return self.word.lemmas

    @property
    def lemma(self) -> str:
        """The likeliest normal form; the text itself for a number or a sign."""
        return self.word.lemmas[0] if self.word.lemmas else self.token.text

    def is_any(self, lemmas: frozenset[str]) -> bool:
        return self.token.text in lemmas or any(lemma in lemmas for lemma in self.word.lemmas)


def lexeme(token: Token) -> Lexeme:
    return Lexeme(token, words.look_up(token.text) if token.is_word else _NOTHING)


def lexemes(tokens: tuple[Token, ...]) -> tuple[Lexeme, ...]:
    return tuple(lexeme(token) for token in tokens)
