"""Item numbers as documents print them: «28.», «50-1.», «2.25», «7)», and one with a stray letter, «3. П»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plan.readers.text import one_line

_NUMBER = re.compile(r"(?:№\s*)?(?P<number>\d+(?:\s?[-–.]\s?\d+)*[а-яa-z]?)\s*[.)]?(?P<stray>.*)", re.IGNORECASE)
_RAISED = re.compile(r"(?<=\d)[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
"""«50¹» is «50-1»."""
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LONGEST_STRAY = 4
"""A longer text after a number is no slip of the hand: «1. Назначение выборов» is a section."""


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    number: str
    stray: str  # what else stands in the cell


def read_number(cell: str) -> PrintedNumber | None:
    """The number in a number cell, or None when the cell holds none."""
    match = _NUMBER.fullmatch(_RAISED.sub(lambda raised: f"-{raised[0].translate(_DIGITS)}", one_line(cell)))
    if match is None:
        return None
    stray = match["stray"].strip()
    if len(stray) > _LONGEST_STRAY:
        return None
    return PrintedNumber(re.sub(r"\s?[–-]\s?", "-", match["number"]).replace(" ", ""), stray)
