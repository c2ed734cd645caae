"""Numbers of the items: one given twice, one left out, one referred to that is not there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from plan.checks.base import Checked, found
from plan.model import Finding, Item


def duplicate_numbers(checked: Checked) -> Iterator[Finding]:
    """The same number on two items: a reminder or an answer could not say which is meant."""
    counts = Counter(item.number for item in checked.plan.items)
    for number, count in counts.items():
        if count > 1:
            yield found(number, "duplicate-number", f"Номер {number} стоит у {count} пунктов.")


def skipped_numbers(checked: Checked) -> Iterator[Finding]:
    """A gap in the numbering may be an item lost when the document was made or read."""
    last: dict[tuple[int, ...], int] = {}
    for item in checked.plan.items:
        *group, number = (int(part) for part in re.findall(r"\d+", item.number))
        key = tuple(group)
        expected = last.get(key, number - 1) + 1
        if number > expected:
            name = item.number[: item.number.rfind(str(number))]
            gap = f"{name}{expected}" if number - expected == 1 else f"{name}{expected} – {name}{number - 1}"
            yield found(item.number, "skipped-number", f"Перед пунктом {item.number} нет {gap}.")
        last[key] = max(number, last.get(key, 0))


_N = r"\d{1,3}(?:[.-]\d{1,3})*[а-я]?"
_NUMBERS = rf"{_N}(?:\s*(?:,|;|и|или|либо|[–—-])\s*{_N})*"
_POINTS = r"(?:п\s?\.\s?п|пп|п|пункт\w{0,3}|позици\w+|строк\w+)"
_REFERENCE = re.compile(
    rf"(?<![а-яё]){_POINTS}\s?\.?\s*(?:№\s*)?(?P<numbers>{_NUMBERS})\s*(?:\)|»)?\s*"
    r"(?:(?:настоящ|данн|этого|наш)\w*\s+)?(?:календарн\w+\s+)?плана\b(?P<rest>[^.;)]{0,80})",
    re.IGNORECASE,
)
"""«Пунктами 14 и 15 настоящего Календарного плана»; a law's points are never followed by «плана»."""
_SEE = re.compile(rf"\(\s*см\.\s*{_POINTS}\s?\.?\s*(?P<numbers>{_NUMBERS})\s*\)", re.IGNORECASE)
"""«(см. п. 16)», and nothing after the number: a law would be named."""
_ANOTHER_PLAN = re.compile(
    r"\s*(?:,?\s*утвержд|,?\s*приложен|работы|финанс|закупок|обучен|мероприятий|подготовки|комиссии|ЦИК|на\s+20\d\d)",
    re.IGNORECASE,
)
"""What follows «плана» when another document is meant: «плана, утвержденного постановлением ЦИК России»."""


def missing_references(checked: Checked) -> Iterator[Finding]:
    """«Согласно п. 16 Календарного плана», and the plan has no item 16."""
    numbers = {item.number for item in checked.plan.items}
    for item in checked.plan.items:
        for text in _cells(item):
            for match in _REFERENCE.finditer(text):
                if _ANOTHER_PLAN.match(match["rest"]) is None:
                    yield from _missing(item, match, numbers)
            for match in _SEE.finditer(text):
                yield from _missing(item, match, numbers)


def _cells(item: Item) -> tuple[str, ...]:
    return tuple(" ".join(text.split()) for text in (item.activity, item.law, item.term, item.performers))


def _missing(item: Item, match: re.Match[str], numbers: set[str]) -> Iterator[Finding]:
    absent = [number for number in re.findall(_N, match["numbers"]) if not _is_there(number, numbers)]
    if absent:
        which = "Такого пункта" if len(absent) == 1 else f"Пунктов {', '.join(absent)}"
        said = match[0].removesuffix(match.groupdict().get("rest") or "").strip(" ()")
        yield found(item.number, "missing-reference", f"Есть ссылка «{said}». {which} в плане нет.")


def _is_there(number: str, numbers: set[str]) -> bool:
    """Whether the plan has the item; «3-5» may be the item 3-5 or the items from 3 to 5."""
    return number in numbers or ("-" in number and all(end in numbers for end in number.split("-")))
