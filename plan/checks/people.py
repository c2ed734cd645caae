"""Who performs: nobody named, or somebody who is not known."""

from __future__ import annotations

from collections.abc import Iterator

from plan.checks.base import Checked, warning
from plan.model import Finding, Performer, Role


def missing_performers(checked: Checked) -> Iterator[Finding]:
    """An item without a performer is nobody's: it is not reminded of and not watched."""
    for item in checked.plan.items:
        if not item.performers.strip() and item.section not in checked.directions:
            yield warning(
                item.number,
                "no-performer",
                "Исполнитель не указан, и напоминать о пункте некому. Впишите, кто исполняет или следит за "
                "исполнением.",
            )


def unknown_performers(checked: Checked) -> Iterator[Finding]:
    """A performer that the vocabulary does not know gets no reminders."""
    for dated in checked.dated:
        if dated.performers == (Performer(Role.OTHER),):
            yield warning(
                dated.item.number,
                "unknown-performer",
                f"Исполнитель «{dated.item.performers}» не распознан, напоминания никому не уйдут. Назовите комиссию, "
                "кандидата или орган обычными словами.",
            )
