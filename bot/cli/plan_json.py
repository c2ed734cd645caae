"""What `plan check --json` says: items, findings, and the conventions in force."""

from __future__ import annotations

from typing import Any

from bot.cli.output import occurrence_json
from plan.conventions import CONVENTIONS, chosen
from plan.kinds import kind_of
from plan.model import DatedItem, Facts, Finding

_OF_THE_HEAD = "заголовок плана"


def check_json(dated: tuple[DatedItem, ...], findings: tuple[Finding, ...], facts: Facts) -> dict[str, Any]:
    """The whole answer. `occurrences` are the law's count, `in_force` the dates that reminders go by."""
    return {
        "items": [_item(one) for one in dated],
        "findings": [finding_json(one) for one in findings],
        "conventions": conventions_json(facts),
    }


def _item(dated: DatedItem) -> dict[str, Any]:
    return {
        "number": dated.item.number,
        "section": dated.item.section,
        "activity": dated.item.activity,
        "term": dated.item.term,
        "performers": dated.item.performers,
        "roles": [role.value for role in dated.roles],
        "kind": kind_of(dated).value,
        "occurrences": [occurrence_json(found) for found in dated.computed],
        "in_force": [{**occurrence_json(found), "origin": found.origin.value} for found in dated.occurrences],
        "printed": [printed.date.isoformat() for printed in dated.printed],
        "status": dated.status.value,
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding; `message` is what, why and advice as one text."""
    return {
        "item": finding.item,
        "code": finding.code,
        "severity": finding.severity.value,
        "what": finding.what,
        "why": finding.why,
        "advice": finding.advice,
        "message": finding.message,
    }


def conventions_json(facts: Facts) -> list[dict[str, Any]]:
    """Every counting convention with its value in force and where that comes from."""
    return [
        {
            "name": one.name,
            "title": one.title,
            "value": (value := chosen(one.name, facts.conventions)),
            "meaning": one.options.get(value, ""),
            "source": _OF_THE_HEAD if facts.conventions.get(one.name) else one.source,
            "overridden": bool(facts.conventions.get(one.name)) and value != one.default,
        }
        for one in CONVENTIONS
    ]
