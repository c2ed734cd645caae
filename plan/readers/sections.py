"""Headings of sections that stand in the table's own columns, with nothing merged to tell them by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from plan.readers.columns import Column
from plan.readers.text import one_line

_NAMED = re.compile(r"(?i:раздел|глава|часть)\b|[IVXLCІХ]{1,6}[.)]?(\s|$)")
_ROMAN = re.compile(r"[IVXLCІХ]{1,6}[.)]?")
"""Roman numbers, typed in Latin letters or in the Cyrillic ones that look alike; «С» begins sentences."""
_OF_AN_ITEM = (Column.TERM, Column.BEGINS, Column.ENDS, Column.PRINTED, Column.PERFORMERS)
_FEWEST = 2
"""Sections: a lone item with parts («5.», «5.1») is no section."""


def heading_of(texts: Mapping[Column, str], *, is_first: bool) -> str:
    """The heading that the row is; "" for a row of an item. `is_first` when no item stands above it."""
    if any(texts.get(column, "").strip() for column in _OF_AN_ITEM):
        return ""
    number, words = one_line(texts.get(Column.NUMBER, "")), one_line(texts.get(Column.ACTIVITY, ""))
    if number and words:
        return f"{number} {words}" if _ROMAN.fullmatch(number) or _NAMED.match(number) else ""
    text = number or words
    if number or not words:
        return text if _NAMED.match(text) else ""
    return text if is_first or _NAMED.match(text) or is_in_capitals(text) else ""


def is_in_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 5 and all(character.isupper() for character in letters)


def headings_with_parts(numbers: Sequence[str], with_terms: Sequence[bool]) -> frozenset[int]:
    """Which of the items are headings of sections: «1» and «2» above «1.1» and «2.1», none of them with a term."""
    places = [at for at, number in enumerate(numbers) if number.isdigit()]
    begins = [at for at in places if at + 1 < len(numbers) and numbers[at + 1].startswith(f"{numbers[at]}.")]
    if len(begins) < _FEWEST or len(begins) < len(places) or any(with_terms[at] for at in places):
        return frozenset()
    return frozenset(begins)
