"""What people decided on dates, against what the document and the count say now (`plan.in_force`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from plan.checks.base import Checked, found
from plan.in_force import Ruling, Standing, rulings
from plan.model import Finding, Override


def decisions(checked: Checked) -> Iterator[Finding]:
    """Decisions that hold no more: about other dates, about a mended document, about an item that is not there."""
    by_number = {dated.item.number: dated for dated in checked.dated}
    for override in checked.plan.overrides:
        dated = by_number.get(override.item)
        if dated is None:
            yield found(None, "decision-without-item", f"{_said(override)} Пункта {override.item} в плане нет.")
            continue
        (ruling,) = rulings(dated.computed, dated.printed, (override,))
        yield from _on(ruling)


def _on(ruling: Ruling) -> Iterator[Finding]:
    match ruling.standing:
        case Standing.IN_FORCE:
            if ruling.override.day != ruling.computed and ruling.printed in (None, ruling.computed):
                yield _not_in_document(ruling)
            # otherwise the printed date differs from the count, and the decision is told beside it
        case Standing.SETTLED:
            yield found(
                ruling.override.item,
                "decision-settled",
                f"{_said(ruling.override)} Теперь и документ, и формулировка дают эту дату.",
            )
        case Standing.OUTDATED:
            yield found(ruling.override.item, "decision-outdated", f"{_said(ruling.override)} {_changed(ruling)}")
        case _:
            assert_never(ruling.standing)


def _not_in_document(ruling: Ruling) -> Finding:
    """A third date, where document and wording agree or the document prints none."""
    override = ruling.override
    if ruling.computed is None:
        stands = "По формулировке даты не выходит, и в документе её нет."
    elif ruling.printed is None:
        stands = f"По формулировке выходит {_day(ruling.computed)}."
    else:
        stands = f"И напечатано, и по формулировке выходит {_day(ruling.computed)}."
    return found(
        override.item,
        "date-decided",
        f"{stands} Принята дата {_day(override.day)}: {override.who}, {_day(override.when.date())}, "
        f"«{override.reason.strip().rstrip('.')}».",
        why="Напоминания идут по принятой дате, а исполнители читают в документе другую.",
        advice=f"Внесите {_day(override.day)} в документ.",
    )


def _said(override: Override) -> str:
    return (
        f"{override.who}, {_day(override.when.date())}: пункт {override.item}, принято {_day(override.day)} "
        f"(«{override.reason.strip().rstrip('.')}»)."
    )


def _changed(ruling: Ruling) -> str:
    """What stood then and what stands now, for the ends that changed."""
    override = ruling.override
    said: list[str] = []
    if override.printed != ruling.printed:
        said.append(f"напечатано было {_day_or_none(override.printed)}, теперь {_day_or_none(ruling.printed)}")
    if override.computed != ruling.computed:
        said.append(f"по формулировке было {_day_or_none(override.computed)}, теперь {_day_or_none(ruling.computed)}")
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _day_or_none(day: date | None) -> str:
    return "ничего" if day is None else _day(day)
