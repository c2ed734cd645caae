"""Dates as plans print them, ДД.ММ.ГГГГ, and whether the calendar has them."""

from __future__ import annotations

import re
from datetime import date

PRINTED_DAY = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d.]\d)")


def impossible_dates(text: str) -> list[str]:
    """The dates in the text that no calendar has («30.02.2023»), as printed."""
    found = []
    for match in PRINTED_DAY.finditer(text):
        try:
            date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            found.append(match[0])
    return found
