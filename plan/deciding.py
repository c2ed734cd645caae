"""A person's decision on a date: made against the dates that stand now, kept in the plan, withdrawn again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from plan.dated import date_plan
from plan.errors import DecisionError
from plan.in_force import computed_now, printed_now
from plan.model import Choice, DatedItem, Occurrence, OccurrenceKind, Override, Plan
from plan.term.status import compare

_FARTHEST = timedelta(days=2 * 366)
"""A date farther from the voting day is a slip of the year."""

End = tuple[int, str]
"""A part of a term, from 1, and its side: "start" or "end"."""


def ends_to_decide(dated: DatedItem) -> tuple[End, ...]:
    """The ends of an item's term on which the document and the count differ; else those that have a date at all."""
    differing = tuple((pair.part, pair.side) for pair in compare(dated.computed, dated.printed).mismatches)
    if differing:
        return differing
    return tuple(end for part, found in enumerate(dated.occurrences, 1) for end in _dated_ends(part, found))


def _dated_ends(part: int, found: Occurrence) -> list[End]:
    if found.kind is OccurrenceKind.EXACT:
        return [(part, "end")]
    sides = (("start", found.start), ("end", found.end))
    return [(part, side) for side, day in sides if day is not None]


def choices(dated: DatedItem, end: End) -> tuple[date | None, date | None]:
    """What can be accepted for an end: the date that the document prints, and the one that the wording gives."""
    part, side = end
    return printed_now(compare(dated.computed, dated.printed), part, side), computed_now(dated.computed, part, side)


def decide(
    plan: Plan,
    number: str,
    accept: Choice | date,
    *,
    reason: str,
    who: str,
    when: datetime,
    end: End | None = None,
    hour: time | None = None,
) -> Plan:
    """The plan with a decision on one end of an item's term, in the place of an earlier one on the same end.

    `accept` is `Choice.PRINTED`, `Choice.COMPUTED` or another date of the campaign's zone, with its hour. `when` is
    aware. `end` may be left out where only one is open to decision. Raises DecisionError, with a Russian sentence,
    when there is no such date, it would turn a window round, or the end meant cannot be told.
    """
    dated = next((one for one in date_plan(replace(plan, overrides=())) if one.item.number == number), None)
    if dated is None:
        raise DecisionError(f"В плане нет пункта {number}.")
    if not reason.strip():
        raise DecisionError("Напишите причину: её увидят все, кого касается срок.")
    if not who.strip():
        raise DecisionError("Назовите, кто принял решение.")
    part, side = _the_end(dated, end)
    printed, computed = choices(dated, (part, side))
    choice, day = _accepted(number, accept, printed, computed)
    override = Override(
        item=number,
        choice=choice,
        day=day,
        reason=" ".join(reason.split()),
        who=" ".join(who.split()),
        when=when,
        side=side,
        part=part,
        hour=hour,
        printed=printed,
        computed=computed,
    )
    decided = replace(plan, overrides=(*_others(plan, number, (part, side)), override))
    _require_sense(decided, override)
    return decided


def withdraw(plan: Plan, number: str, end: End | None = None) -> Plan:
    """The plan without the decision on an item (on one end of it). DecisionError when there is none."""
    kept = tuple(
        one for one in plan.overrides if one.item != number or (end is not None and (one.part, one.side) != end)
    )
    if len(kept) == len(plan.overrides):
        raise DecisionError(f"О дате пункта {number} никто не решал: отменять нечего.")
    return replace(plan, overrides=kept)


def _others(plan: Plan, number: str, end: End) -> tuple[Override, ...]:
    return tuple(one for one in plan.overrides if (one.item, (one.part, one.side)) != (number, end))


def _the_end(dated: DatedItem, end: End | None) -> End:
    number = dated.item.number
    if end is not None:
        part, side = end
        if side not in ("start", "end"):
            raise DecisionError("Назовите, о каком конце срока решение: start (начало) или end (окончание).")
        if not 1 <= part <= max(1, len(dated.occurrences)):
            raise DecisionError(f"В сроке пункта {number} частей: {len(dated.occurrences)}, а названа часть {part}.")
        exact = len(dated.occurrences) >= part and dated.occurrences[part - 1].kind is OccurrenceKind.EXACT
        differing = ends_to_decide(dated)
        return (part, "start") if exact and (part, "start") in differing else (part, side)
    possible = ends_to_decide(dated)
    if not possible:
        return 1, "end"  # a term without any date is given its last day
    if len(possible) > 1:
        named = ", ".join(f"часть {part} – {'начало' if side == 'start' else 'окончание'}" for part, side in possible)
        raise DecisionError(f"В сроке пункта {number} дат несколько ({named}). Назовите часть и сторону.")
    return possible[0]


def _accepted(number: str, accept: Choice | date, printed: date | None, computed: date | None) -> tuple[Choice, date]:
    if accept is Choice.PRINTED or (printed is not None and accept == printed):
        if printed is None:
            raise DecisionError(f"В документе у пункта {number} нет даты. Примите посчитанную или назовите дату.")
        return Choice.PRINTED, printed
    if accept is Choice.COMPUTED or (computed is not None and accept == computed):
        if computed is None:
            raise DecisionError(f"По формулировке пункта {number} даты нет. Примите напечатанную или назовите дату.")
        return Choice.COMPUTED, computed
    if isinstance(accept, Choice):
        raise DecisionError("Назовите дату, которую надо принять.")
    return Choice.OTHER, accept


def _require_sense(plan: Plan, override: Override) -> None:
    voting = plan.head.voting_day
    if voting is not None and abs(override.day - voting) > _FARTHEST:
        raise DecisionError(
            f"Дата {override.day:%d.%m.%Y} слишком далека от дня голосования {voting:%d.%m.%Y}. Проверьте год."
        )
    dated = next(one for one in date_plan(plan) if one.item.number == override.item)
    for found in dated.occurrences:
        if found.start is not None and found.end is not None and found.start > found.end:
            raise DecisionError(
                f"Срок начинался бы {found.start:%d.%m.%Y}, позже своего окончания {found.end:%d.%m.%Y}. "
                "Проверьте дату."
            )
