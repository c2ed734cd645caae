"""Tokens of a wording: words in one normal shape, numbers, dates and marks, each with its place in the source.

Normalisation keeps every character in its place (one character in, one out), so a token's span always points
into the text as given: lower case, «ё» as «е», typographic and plain dashes as one, non-breaking spaces as
spaces, Latin letters typed for Cyrillic ones («c 20.01.2023») as what they look like.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass, replace

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f"
_QUOTES = "«»“”„‟‹›‘’\u2033'`"
_BREAKS = "\r\u0085\u2028\u2029"
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_FOLD = (
    {ord(c): "-" for c in _DASHES}
    | {ord(c): " " for c in _SPACES}
    | {ord(c): '"' for c in _QUOTES}
    | {ord(c): "\n" for c in _BREAKS}
    | {ord("ё"): "е"}
)
_LOOKALIKE = str.maketrans("aceopxykmthb", "асеорхукмтнв")
_LATIN_LOOKALIKE = frozenset("aceopxykmthb")

# Alternatives of fixed shape, no nested repetition: the scan is linear.
_SCAN = re.compile(
    r"(?P<date>(?<!\d)\d{1,2}[ ]?\.[ ]?\d{1,2}[ ]?\.[ ]?(?:\d{4}|\d{2})(?![\d]))"
    r"|(?P<iso>(?<!\d)\d{4}-\d{2}-\d{2}(?!\d))"
    r"|(?P<number>\d+)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<newline>\n)"
    r"|(?P<mark>\S)"
)


class Kind(enum.Enum):
    WORD = enum.auto()
    NUMBER = enum.auto()
    DATE = enum.auto()
    MARK = enum.auto()


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    norm: str
    start: int
    end: int
    broken: bool  # a line break stands before it
    glued: bool  # nothing stands between it and the token before
    capital: bool
    value: int = 0  # of a NUMBER
    ymd: tuple[int, int, int] = (0, 0, 0)  # of a DATE
    raw: str = ""  # as written


def tidy(text: str) -> str:
    """The text with composed letters and without invisible characters; spans of tokens refer to this."""
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE)


def fold(text: str) -> str:
    """A tidied text in one normal shape, of the same length."""
    folded = text.translate(_FOLD).lower().translate(_FOLD)
    return folded if len(folded) == len(text) else "".join(c.lower()[:1] or c for c in text.translate(_FOLD))


def tokenize(tidied: str) -> tuple[Token, ...]:
    """All tokens of a tidied text. Nothing but white space is left out."""
    folded = fold(tidied)
    tokens: list[Token] = []
    broken = False
    last_end = -1
    for match in _SCAN.finditer(folded):
        start, end = match.span()
        raw = match.group()
        if match.lastgroup == "newline":
            broken = bool(tokens)
            continue
        kind, norm, value, ymd = Kind.MARK, raw, 0, (0, 0, 0)
        if match.lastgroup == "word":
            kind, norm = Kind.WORD, _cyrillic(raw)
        elif match.lastgroup == "number":
            # More digits than any number of days or any year has, and «012», are kept as a mark nobody understands.
            if len(raw) <= 4 and raw.isascii() and not (len(raw) > 2 and raw[0] == "0"):
                kind, value = Kind.NUMBER, int(raw)
        elif match.lastgroup == "date":
            day, month, year = (int(piece) for piece in raw.replace(" ", "").split("."))
            kind, ymd = Kind.DATE, (year + 2000 if year < 100 else year, month, day)
        elif match.lastgroup == "iso":
            year, month, day = (int(piece) for piece in raw.split("-"))
            kind, ymd = Kind.DATE, (year, month, day)
        if _joins_hyphenated(tokens, kind, broken, tidied[start]):
            first = tokens[-2]
            del tokens[-2:]
            tokens.append(replace(first, norm=first.norm + norm, end=end, raw=first.raw + tidied[start:end]))
        else:
            tokens.append(
                Token(
                    kind,
                    norm,
                    start,
                    end,
                    broken,
                    start == last_end,
                    tidied[start].isupper(),
                    value,
                    ymd,
                    tidied[start:end],
                )
            )
        broken, last_end = False, end
    return tuple(tokens)


def _cyrillic(word: str) -> str:
    if all(letter in _LATIN_LOOKALIKE or not letter.isascii() for letter in word):
        return word.translate(_LOOKALIKE)
    return word


def _joins_hyphenated(tokens: list[Token], kind: Kind, broken: bool, first: str) -> bool:
    """«голосо-» at a line's end and «вания» on the next are one word."""
    return (
        broken
        and kind is Kind.WORD
        and first.islower()
        and len(tokens) >= 2
        and tokens[-1].norm == "-"
        and tokens[-1].glued
        and tokens[-2].kind is Kind.WORD
    )
