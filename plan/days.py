"""Dates as plans print them, «12.03.2023» and «12 марта 2023», and whether the calendar has them."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)

PRINTED_DAY = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d.]\d)")
_DAY_IN_WORDS = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(MONTHS)})(?:\s+(\d{{4}}))?", re.IGNORECASE)
_A_LEAP_YEAR = 2024


def impossible_dates(text: str) -> list[str]:
    """The dates in the text that no calendar has («30.02.2023», «31 сентября»), as printed."""
    numeric = [
        match[0] for match in PRINTED_DAY.finditer(text) if not _is_date(int(match[3]), int(match[2]), int(match[1]))
    ]
    in_words = [
        match[0]
        for match in _DAY_IN_WORDS.finditer(text)
        if not _is_date(int(match[3] or _A_LEAP_YEAR), MONTHS.index(match[2].lower()) + 1, int(match[1]))
    ]
    return numeric + in_words


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
