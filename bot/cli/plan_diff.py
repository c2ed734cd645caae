"""`python -m bot plan diff A B`: what differs between two plans, or two versions of one."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from plan.difference import DecisionChange, Difference, EndChange, HeadValue, ItemPair, Moment
    from plan.model import DatedItem, Override, Performer

DIFFERENT = 1
_CANNOT_READ = 2


def diff(
    old: Annotated[Path, typer.Argument(metavar="БЫЛО", help="Прежний план: .yaml или документ.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="СТАЛО", help="Новый план: .yaml или документ.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Ответ для программы, одной строкой JSON.")] = False,
) -> None:
    """Сравнить два плана: что добавлено, убрано и изменено, какие сроки сдвинулись и кого это касается.

    Код возврата: 0, если различий нет; 1, если есть; 2, если файл не читается.
    """
    from plan.difference import compare_plans
    from plan.errors import PlanFileError
    from plan.files import open_plan

    try:
        before, after = open_plan(old), open_plan(new)
    except PlanFileError as problem:
        typer.echo(" ".join(str(problem).split()), err=True)
        raise typer.Exit(_CANNOT_READ) from problem
    found = compare_plans(before, after)
    if as_json:
        from bot.cli.output import print_json

        print_json(difference_json(found))
    else:
        from bot.cli.plan_diff_text import print_difference

        print_difference(found)
    if not found.is_empty:
        raise typer.Exit(DIFFERENT)


def difference_json(found: Difference) -> dict[str, Any]:
    """All of a difference; every row of both plans stands in `added`, `removed`, `changed` or `unchanged`."""
    from plan.difference import Summary

    summary = Summary.of(found)
    return {
        "equal": found.is_empty,
        "summary": {
            "added": summary.added,
            "removed": summary.removed,
            "renumbered": summary.renumbered,
            "reworded": summary.reworded,
            "printed_changed": summary.printed,
            "moved": summary.moved,
            "hour_changed": summary.hour,
            "gained_date": summary.gained,
            "lost_date": summary.lost,
            "performers_changed": summary.performers,
            "decisions_changed": summary.decisions,
            "concerned": {role.value: count for role, count in found.concerned.items()},
        },
        "head": [
            {"field": one.field, "key": one.key, "before": _value(one.before), "after": _value(one.after)}
            for one in found.head
        ],
        "added": [_item_json(one) for one in found.added],
        "removed": [_item_json(one) for one in found.removed],
        "changed": [_pair_json(pair) for pair in found.changed],
        "unchanged": [pair.after.item.number for pair in found.pairs if not pair.is_changed],
        "decisions": [_decision_json(one) for one in found.decisions],
        "reordered": found.is_reordered,
    }


def _value(value: HeadValue) -> object:
    from plan.model import Decision

    if isinstance(value, Decision):
        return {"number": value.number, "date": value.date.isoformat()}
    return value.isoformat() if isinstance(value, date | datetime) else value


def _item_json(one: DatedItem) -> dict[str, Any]:
    from bot.cli.output import occurrence_json

    item = one.item
    return {
        "number": item.number,
        "section": item.section,
        "activity": item.activity,
        "law": item.law,
        "term": item.term,
        "printed": list(item.printed),
        "performers": item.performers,
        "roles": [role.value for role in one.roles],
        "occurrences": [occurrence_json(found) for found in one.occurrences],
    }


def _pair_json(pair: ItemPair) -> dict[str, Any]:
    return {
        "number": pair.after.item.number,
        "number_before": pair.before.item.number,
        "activity": pair.after.item.activity,
        "roles": [role.value for role in pair.roles],
        "cells": [
            {
                "cell": change.cell.value,
                "before": change.before,
                "after": change.after,
                "words": [{"kept": piece.kept.value, "text": piece.text} for piece in change.pieces],
            }
            for change in pair.cells
        ],
        "ends": [_end_json(end) for end in pair.ends],
        "counted_ends": [_end_json(end) for end in pair.counted],
        "performers_gained": [_performer_json(one) for one in pair.performers_gained],
        "performers_lost": [_performer_json(one) for one in pair.performers_lost],
    }


def _end_json(end: EndChange) -> dict[str, Any]:
    return {
        "part": end.part_after,
        "part_before": end.part_before,
        "side": end.side,
        "shift": end.shift.value,
        "before": _moment_json(end.before),
        "after": _moment_json(end.after),
        "days": end.days,
    }


def _moment_json(moment: Moment | None) -> dict[str, str | None] | None:
    if moment is None:
        return None
    return {"date": moment.day.isoformat(), "time": None if moment.hour is None else f"{moment.hour:%H:%M}"}


def _performer_json(one: Performer) -> dict[str, Any]:
    return {
        "role": one.role.value,
        "positions": sorted(position.value for position in one.positions),
        "assists": one.assists,
        "name": one.name,
    }


def _decision_json(one: DecisionChange) -> dict[str, Any]:
    return {"item": one.item, "before": _override_json(one.before), "after": _override_json(one.after)}


def _override_json(one: Override | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "item": one.item,
        "part": one.part,
        "side": one.side,
        "choice": one.choice.value,
        "date": one.day.isoformat(),
        "time": None if one.hour is None else f"{one.hour:%H:%M}",
        "printed": None if one.printed is None else one.printed.isoformat(),
        "computed": None if one.computed is None else one.computed.isoformat(),
        "reason": one.reason,
        "who": one.who,
        "when": one.when.isoformat(),
    }
