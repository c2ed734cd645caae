"""Words of a PDF into lines, and lines into paragraphs.

A PDF does not say where a paragraph ends. What tells is the room left in the line: where the next line's first word
would have fitted, its author ended the paragraph; where it would not, the line was only broken.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from plan.readers.pdf_page import Word

_SAME_LINE = 0.45
"""Letters' heights between baselines of one line: a superscript stays in it."""
_SMALL = 0.8
"""A raised word no higher than this share of its neighbour's is a superscript."""
_SPACE = 0.2
"""Letters' heights: a narrow space."""
_ALIGNED = 2.0
"""Points by which aligned lines may differ."""
_INDENT = 4.0
"""Letters' heights: a paragraph's first line may begin so much further in."""
_FAR = 1.5
"""Of the distance between the closest lines around: lines further apart have an empty one, or a space, between."""
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LETTER = 1.0
"""Letters' heights: no letter is wider."""
_CLOSING = frozenset(")].,;:!?»”")
"""What begins no word."""
_HYPHENS = ("-", "\u00ad", "‐")
_SHORT = 3
"""Letters: «ко-миссия» is no compound of «ко»."""
_AND = re.compile(r"(?:и|или)\s")
_OVER = re.compile(r"[):;]$")
_ANEW = re.compile(r"[А-ЯЁA-Z]|[-–—•]\s?\w|(?:\d+|[а-я])\)\s")
_OPENING = re.compile(
    r"(?:Не|С|Со|По|До|В|Во|За|На|От|Для|При|После|Через|Незамедлительно|Немедленно|Сразу|Весь|Постоянно|Ежедневно)"
    r"\s(?:[а-яё\d«]|[А-ЯЁ]{2})"
)
"""Small words with a capital letter begin a sentence: no name in the middle of one is such."""


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    left: float
    right: float
    base: float
    size: float
    first: float  # the width of its first word
    space: float | None = None  # the narrowest space between its words; None for a line of one word


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The words as lines, from the top down."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (-one.base, one.left)):
        if rows and rows[-1][0].base - word.base <= _SAME_LINE * max(rows[-1][0].size, word.size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_line(sorted(row, key=lambda one: one.left)) for row in rows]


def _line(words: Sequence[Word]) -> Line:
    text = words[0].text
    largest = max(word.size for word in words)
    base = max(words, key=lambda one: one.size).base
    for last, word in itertools.pairwise(words):
        raised = word.size <= _SMALL * largest and word.base > base and word.text.isdecimal()
        touches = word.left - last.right < _SPACE * largest
        text += word.text.translate(_SUPERSCRIPT) if raised and touches else f" {word.text}"
    gaps = [word.left - last.right for last, word in itertools.pairwise(words)]
    return Line(
        text=text,
        left=words[0].left,
        right=max(word.right for word in words),
        base=base,
        size=largest,
        first=words[0].right - words[0].left,
        space=min((gap for gap in gaps if gap > 0), default=None),
    )


def paragraphs(lines: Sequence[Line], left: float, right: float, usual_space: float | None = None) -> list[str]:
    """The lines put together into paragraphs. `left` and `right` bound the room for text.

    `usual_space` is the width of a space where these lines have none.
    """
    found: list[str] = []
    last: Line | None = None
    gaps = [last.base - line.base for last, line in itertools.pairwise(lines) if line.base < last.base]
    far = _FAR * min(gaps, default=0.0)
    space = min((line.space for line in lines if line.space is not None), default=usual_space)
    for line in lines:
        if last is not None and not _OPENING.match(line.text) and not _ends_before(last, line, left, right, far, space):
            found[-1] = _joined(found[-1], last, line, right - last.right)
        else:
            found.append(line.text)
        last = line
    return found


def _ends_before(last: Line, line: Line, left: float, right: float, far: float, space: float | None) -> bool:
    """Whether a paragraph ends with the last line: the next one's first word would have had room in it.

    Where there was no room, a sentence that is over and a capital letter tell it, and lines that are not aligned.
    """
    if _OVER.search(last.text) and _ANEW.match(line.text):
        return True
    before, after = last.left - left, right - last.right
    is_centered = abs(before - after) <= _ALIGNED and before > _ALIGNED
    room = before + after if is_centered else after
    between = 0.0 if last.text.endswith(_HYPHENS) else _SPACE * last.size if space is None else space
    needed = line.first + between
    if needed <= room:
        return True
    if last.base - line.base > far:  # a line higher up stands on the next page
        return True
    aligned = (
        abs(last.left - line.left) <= _INDENT * last.size
        or abs(last.right - line.right) <= _ALIGNED
        or abs(last.left + last.right - line.left - line.right) <= 2 * _ALIGNED
    )
    return not aligned


def _joined(text: str, last: Line, line: Line, room: float) -> str:
    """The paragraph so far with its next line."""
    following = line.text
    if following[0] in _CLOSING or _is_cut(last, line, room):
        return text + following
    if not text.endswith(_HYPHENS) or len(text) < 2 or not text[-2].isalnum() or not following[0].isalnum():
        return f"{text} {following}"
    if _AND.match(following):
        return f"{text} {following}"  # «фото- и видеосъемка»
    if text.endswith("-") and not _is_broken(_end_of(text[:-1]), _start_of(following)):
        return text + following  # «организационно-методический», «54-ОЗ»
    return text[:-1] + following


def _is_broken(start: str, end: str) -> bool:
    """Whether the layout put the hyphen in: the dictionary knows the whole word, and it is no compound of two."""
    is_compound = len(start) > _SHORT and len(end) > _SHORT and start[-1] in "ое" and _is_word(end)
    return not is_compound and _is_word(start + end)


def _is_cut(last: Line, line: Line, room: float) -> bool:
    """Whether a word too long for its cell was cut: it fills the line alone, and makes a word with what follows."""
    if " " in last.text or room > _LETTER * last.size or not (last.text[-1].isalpha() and line.text[0].islower()):
        return False
    return _is_word(_end_of(last.text) + _start_of(line.text))


def _end_of(text: str) -> str:
    """The last word of the text, but for what stands before its hyphen."""
    return re.split(r"[^\w]", text)[-1]


def _start_of(text: str) -> str:
    return re.split(r"[^\w]", text, maxsplit=1)[0]


def _is_word(text: str) -> bool:
    """Whether the dictionary knows the word."""
    return text.isalpha() and _dictionary().word_is_known(text)


@functools.cache
def _dictionary() -> Any:
    import pymorphy3  # a fifth of a second, and few documents have a word to ask about

    return pymorphy3.MorphAnalyzer()
