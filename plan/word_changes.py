"""A changed text word by word: what stayed, what went, what came."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel


class Kept(enum.StrEnum):
    """What became of a stretch of a text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words in a changed text."""

    kept: Kept
    text: str


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as one, word by word: what stayed, what went and what came, spaces aside.

    A short word that stayed alone between changed ones («и», «на») goes and comes with them: so it is read.
    """
    old, new = before.split(), after.split()
    pieces: list[Piece] = []
    gone: list[str] = []
    come: list[str] = []
    for step in Indel.opcodes(old, new):
        words = new[step.dest_start : step.dest_end]
        if step.tag != "equal":
            gone += old[step.src_start : step.src_end]
            come += words
        elif len(words) == 1 and len(words[0]) <= _SHORT_WORD and gone and step.src_end < len(old):
            gone += words
            come += words
        else:
            pieces += _changed(gone, come)
            gone, come = [], []
            pieces.append(Piece(Kept.SAME, " ".join(words)))
    return (*pieces, *_changed(gone, come))


_SHORT_WORD = 3


def _changed(gone: Sequence[str], come: Sequence[str]) -> Iterator[Piece]:
    if gone:
        yield Piece(Kept.REMOVED, " ".join(gone))
    if come:
        yield Piece(Kept.ADDED, " ".join(come))
