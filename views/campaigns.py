"""An election in a few words."""

from __future__ import annotations

import re

from views.lines import shorten

TITLE_CHARACTERS = 220

_CALLED = re.compile(
    r"^подготовке\s+и\s+проведению\s+(?P<kind>(?:\w+[ыи]х\s+)*)выборов\s+(?P<of>.+?)"
    r"(?:,\s*назначенных\s+на\s+(?P<day>.+?))?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_ENDING = re.compile(r"([ыи])х\b")
_PLAN_OF = re.compile(r"^\s*календарный\s+план\s+(?:основных\s+)?мероприятий\s+по\s+(?=подготовк)", re.IGNORECASE)


def election(title: str) -> str:
    """A plan's title without «Календарный план мероприятий по подготовке и проведению»: «дополнительные выборы
    депутата …, 12 марта 2023 года»."""
    rest, found = _PLAN_OF.subn("", title)
    called = _CALLED.match(rest) if found else None
    if called:
        kind = _ENDING.sub(r"\1е", called["kind"])
        day = f", {called['day']}" if called["day"] else ""
        rest = f"{' '.join(kind.split())} выборы {called['of']}{day}".strip()
    elif found:
        rest = re.sub(r"^подготовке\s+и\s+проведению", "подготовка и проведение", rest, flags=re.IGNORECASE)
        rest = re.sub(r"^подготовке\b", "подготовка", rest, flags=re.IGNORECASE)
    return shorten(re.sub(r"№(?=\d)", "№ ", rest), TITLE_CHARACTERS)


_TERRITORIAL = re.compile(r"^территориальн\w+\s+избирательн\w+\s+комисси\w+\b", re.IGNORECASE)
_PRECINCT = re.compile(r"^участков\w+\s+избирательн\w+\s+комисси\w+\b", re.IGNORECASE)


def commission(name: str) -> str:
    """A commission as people call it: «ТИК Кемеровского муниципального округа», «УИК № 1034»."""
    return _PRECINCT.sub("УИК", _TERRITORIAL.sub("ТИК", name.strip()))


def office(position: str, name: str) -> str:
    """A position in a commission: «председатель УИК № 1034»; behind a comma where the name is not an abbreviation and
    would have to be inflected."""
    called = commission(name)
    abbreviated = called.split(" ", 1)[0].isupper()
    return f"{position.removesuffix(' комиссии')} {called}" if abbreviated else f"{position}, {called}"
