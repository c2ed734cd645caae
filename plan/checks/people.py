"""Who performs: nobody named, somebody who is not known, or a body that is no longer the one meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plan.checks.base import Checked, found, item_list
from plan.model import Finding, Performer, Role


def missing_performers(checked: Checked) -> Iterator[Finding]:
    """An item without a performer is nobody's: it is not reminded of and not watched."""
    for item in checked.plan.items:
        if not item.performers.strip() and item.section not in checked.directions:
            yield found(item.number, "no-performer", "Исполнитель не указан.")


def unknown_performers(checked: Checked) -> Iterator[Finding]:
    """A performer that the vocabulary does not know gets no reminders."""
    for dated in checked.dated:
        if dated.performers == (Performer(Role.OTHER),):
            who = " ".join(dated.item.performers.split())
            yield found(dated.item.number, "unknown-performer", f"Исполнитель «{who}» не распознан.")


_DUTIES_CARRIED = re.compile(
    r"возложени\w+\s+(?:\w+\s+){0,2}полномочий\s+(?:ОИК|окружн\w+).*?\bна\s+(?P<who>ТИК|территориальн\w+|участков\w+|УИК"
    r"|избирательн\w+\s+комисси\w+\s+муниципальн)",
    re.IGNORECASE | re.DOTALL,
)


def carried_duties(checked: Checked) -> Iterator[Finding]:
    """The district commission named as a performer where the plan itself gives its duties to another commission."""
    for item in checked.plan.items:
        match = _DUTIES_CARRIED.search(item.activity)
        if match is None:
            continue
        carrier = Role.UIK if match["who"].lower().startswith(("у", "участк")) else Role.TIK
        numbers = [
            dated.item.number
            for dated in checked.dated
            if dated.item.number != item.number and Role.OIK in dated.roles and carrier not in dated.roles
        ]
        if numbers:
            yield found(
                None,
                "duties-carried",
                f"По пункту {item.number} полномочия ОИК возложены на {carrier.value}, а исполнителем названа ОИК "
                f"({item_list(numbers)}).",
            )
        return
