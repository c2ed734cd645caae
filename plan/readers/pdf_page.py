"""What stands on a page of a PDF: words with their places, and the ruling lines of tables. Read by PDFium.

Coordinates are PDF points from the page's lower left corner: y grows upwards.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

THIN = 3.0
"""Points: a filled rectangle no thicker than this is a line."""
_SHORTEST_RULE = 4.0
"""Points: what is shorter is a dot or a part of a letter."""
_WIDE_GAP = 1.0
"""Letters' heights: a gap wider than this parts words even where the file has no space."""
_SAMPLES = 200
"""Letters of a page that are asked how they are turned."""
_RAISED = 0.25
"""Letters' heights: a baseline that differs by more is another line, or a superscript."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    left: float
    right: float
    base: float  # the y of its baseline
    size: float  # the height of its letters' boxes


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line. For a vertical one `at` is its x, and it reaches from y `low` to `high`; a horizontal one has its
    y and reaches from x to x."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Page:
    words: tuple[Word, ...]
    verticals: tuple[Rule, ...]
    horizontals: tuple[Rule, ...]
    width: float
    height: float
    has_pictures: bool


def read_page(page: Any) -> Page:
    """The words and lines of a `pypdfium2.PdfPage`."""
    verticals: list[Rule] = []
    horizontals: list[Rule] = []
    has_pictures = False
    text = page.get_textpage()
    try:
        count = text.count_chars()
        upright = _Upright(_quarters(text.raw, count), *_size(page))
        words = tuple(_words(text.raw, count, upright))
    finally:
        text.close()
    for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE]):
        if found.type == raw.FPDF_PAGEOBJ_IMAGE:
            has_pictures = True
        else:
            _take_rules(upright.box(*found.get_bounds()), verticals, horizontals)
    return Page(words, tuple(verticals), tuple(horizontals), upright.width, upright.height, has_pictures)


@dataclass(frozen=True, slots=True)
class _Upright:
    """Turns a page so that its text runs from left to right: wide tables are printed along the page's long side."""

    quarters: int  # by how many right angles the text is turned counter-clockwise
    paper_width: float
    paper_height: float

    @property
    def width(self) -> float:
        return self.paper_height if self.quarters % 2 else self.paper_width

    @property
    def height(self) -> float:
        return self.paper_width if self.quarters % 2 else self.paper_height

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.quarters:
            case 0:
                return x, y
            case 1:
                return y, self.paper_width - x
            case 2:
                return self.paper_width - x, self.paper_height - y
            case _:
                return self.paper_height - y, x

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """The left, bottom, right and top of the box as it stands on the turned page."""
        (x, y), (other_x, other_y) = self.point(left, bottom), self.point(right, top)
        return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)


def _size(page: Any) -> tuple[float, float]:
    """The width and height of the paper before it is turned for showing: text and lines have its coordinates."""
    width, height = page.get_size()
    return (height, width) if page.get_rotation() % 180 else (width, height)


def _quarters(text: Any, count: int) -> int:
    """How most of the text is turned, in right angles."""
    turns = [0, 0, 0, 0]
    for at in range(0, count, max(1, count // _SAMPLES)):
        angle = raw.FPDFText_GetCharAngle(text, at)
        if angle >= 0:
            turns[-round(angle / (math.pi / 2)) % 4] += 1  # PDFium counts angles clockwise
    return max(range(4), key=lambda quarter: turns[quarter])


def _take_rules(bounds: tuple[float, float, float, float], verticals: list[Rule], horizontals: list[Rule]) -> None:
    """A thin shape is a line; any other is a frame, of which every side is one."""
    left, bottom, right, top = bounds
    if right - left <= THIN and top - bottom >= _SHORTEST_RULE:
        verticals.append(Rule((left + right) / 2, bottom, top))
    elif top - bottom <= THIN and right - left >= _SHORTEST_RULE:
        horizontals.append(Rule((bottom + top) / 2, left, right))
    elif right - left > THIN and top - bottom > THIN:
        verticals.extend((Rule(left, bottom, top), Rule(right, bottom, top)))
        horizontals.extend((Rule(bottom, left, right), Rule(top, left, right)))


@dataclass(frozen=True, slots=True)
class _Letter:
    sign: str
    left: float
    right: float
    base: float
    size: float


def _words(text: Any, count: int, upright: _Upright) -> Iterator[Word]:
    letters: list[_Letter] = []
    for letter in _letters(text, count, upright):
        if letters and (letter is None or _is_apart(letters[-1], letter)):
            yield _word(letters)
            letters = []
        if letter is not None:
            letters.append(letter)
    if letters:
        yield _word(letters)


def _is_apart(last: _Letter, letter: _Letter) -> bool:
    size = max(last.size, letter.size)
    return (
        abs(letter.base - last.base) > _RAISED * min(last.size, letter.size)
        or letter.left - last.right > _WIDE_GAP * size
        or letter.left < last.left - size
    )


def _word(letters: list[_Letter]) -> Word:
    return Word(
        "".join(letter.sign for letter in letters),
        min(letter.left for letter in letters),
        max(letter.right for letter in letters),
        letters[0].base,
        max(letter.size for letter in letters),
    )


def _letters(text: Any, count: int, upright: _Upright) -> Iterator[_Letter | None]:
    """The page's characters; None for a space or a line's end. A non-breaking space is a letter: lines keep it."""
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(count):
        code = raw.FPDFText_GetUnicode(text, at)
        sign = "-" if code in (0x02, 0xFFFE) else chr(code) if code < 0xD800 or 0xE000 <= code <= 0x10FFFF else ""
        if not sign or (sign.isspace() and sign != "\u00a0") or sign < " ":
            yield None
            continue
        raw.FPDFText_GetLooseCharBox(text, at, box)
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        left, bottom, right, top = upright.box(box.left, box.bottom, box.right, box.top)
        _, base = upright.point(x.value, y.value)
        yield _Letter(sign, left, right, base, max(1.0, top - bottom))


def open_pdf(data: bytes) -> Any:
    """The document. Raises `pypdfium2.PdfiumError` with PDFium's `err_code`."""
    return pdfium.PdfDocument(data)


WRONG_PASSWORD: int = raw.FPDF_ERR_PASSWORD
