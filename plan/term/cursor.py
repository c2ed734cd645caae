"""A place in a row of tokens, and the few ways to look at it that the grammar is written in."""

from __future__ import annotations

from dataclasses import dataclass

from plan.term.tokens import Kind, Token

_NOTHING = Token(Kind.MARK, "", -1, -1, True, False, False)


@dataclass(slots=True)
class Cursor:
    """Moves over tokens; a parser that fails puts `pos` back where it found it."""

    tokens: tuple[Token, ...]
    pos: int = 0

    @property
    def ended(self) -> bool:
        return self.pos >= len(self.tokens)

    @property
    def here(self) -> Token:
        return self.tokens[self.pos] if self.pos < len(self.tokens) else _NOTHING

    def peek(self, ahead: int) -> Token:
        """The token `ahead` places on; past the end, a mark that equals nothing."""
        place = self.pos + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else _NOTHING

    def take(self, *norms: str) -> bool:
        """Step over the next token when it is one of these."""
        if self.pos < len(self.tokens) and self.tokens[self.pos].norm in norms:
            self.pos += 1
            return True
        return False

    def take_all(self, phrase: str) -> bool:
        """Step over these words («в течение») when they stand here in this order."""
        words = phrase.split()
        if all(self.peek(i).norm == word for i, word in enumerate(words)):
            self.pos += len(words)
            return True
        return False

    def sees(self, phrase: str, ahead: int = 0) -> bool:
        """True when these words stand `ahead` places on."""
        return all(self.peek(ahead + i).norm == word for i, word in enumerate(phrase.split()))

    def take_stem(self, *stems: str) -> bool:
        """Step over the next word when it begins with one of these stems."""
        if self.at_stem(*stems):
            self.pos += 1
            return True
        return False

    def at_stem(self, *stems: str, ahead: int = 0) -> bool:
        token = self.peek(ahead)
        return token.kind is Kind.WORD and token.norm.startswith(stems)
