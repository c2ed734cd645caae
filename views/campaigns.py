"""An election in a few words."""

from __future__ import annotations

import re

from views.lines import shorten

TITLE_CHARACTERS = 220

_PLAN_OF = re.compile(r"^\s*календарный\s+план\s+(?:основных\s+)?мероприятий\s+по\s+(?=подготовк)", re.IGNORECASE)


def election(title: str) -> str:
    """A plan's title without «Календарный план мероприятий по»: «подготовка и проведение дополнительных выборов…»."""
    rest, found = _PLAN_OF.subn("", title)
    if found:
        rest = re.sub(r"^подготовке\s+и\s+проведению", "подготовка и проведение", rest, flags=re.IGNORECASE)
        rest = re.sub(r"^подготовке\b", "подготовка", rest, flags=re.IGNORECASE)
    return shorten(rest, TITLE_CHARACTERS)
