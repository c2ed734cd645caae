"""Numbers of the items: one given twice, one left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from plan.checks.base import Checked, error, warning
from plan.model import Finding


def duplicate_numbers(checked: Checked) -> Iterator[Finding]:
    """The same number on two items: a reminder or an answer could not say which is meant."""
    counts = Counter(item.number for item in checked.plan.items)
    for number, count in counts.items():
        if count > 1:
            yield error(
                number, "duplicate-number", f"Номер {number} стоит у {count} пунктов. Дайте каждому пункту свой номер."
            )


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
            yield warning(
                item.number,
                "skipped-number",
                f"Перед пунктом {item.number} нет {gap}. Проверьте, не выпал ли пункт, и исправьте нумерацию.",
            )
        last[key] = max(number, last.get(key, 0))
