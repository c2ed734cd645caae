"""A plan, or the reason why there is none, as JSON: what the reading process hands back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from plan.errors import DocumentError
from plan.model import Choice, Decision, Finding, Head, Item, Override, Plan, Severity
from plan.readers.errors import BY_NAME


def plan_to_json(plan: Plan) -> str:
    head = plan.head
    return json.dumps(
        {
            "head": {
                "title": head.title,
                "commission": head.commission,
                "zone": head.zone,
                "decision": None if head.decision is None else [head.decision.number, head.decision.date.isoformat()],
                "voting_day": _day(head.voting_day),
                "first_voting_day": _day(head.first_voting_day),
                "events": {key: when.isoformat() for key, when in head.events.items()},
                "conventions": dict(head.conventions),
                "abbreviations": dict(head.abbreviations),
                "kind": head.kind,
            },
            "items": [
                [item.number, item.section, item.activity, item.law, item.term, list(item.printed), item.performers]
                for item in plan.items
            ],
            "noticed": [
                [one.item, one.code, one.severity.value, one.what, one.why, one.advice] for one in plan.noticed
            ],
            "overrides": [_override(one) for one in plan.overrides],
        },
        ensure_ascii=False,
    )


def error_to_json(error: DocumentError) -> str:
    return json.dumps({"error": type(error).__name__, "message": str(error)}, ensure_ascii=False)


def plan_from_json(text: str) -> Plan:
    """The plan. Raises the DocumentError that was handed back, ValueError, KeyError or TypeError for anything else."""
    answer = json.loads(text)
    if "error" in answer:
        raise BY_NAME.get(answer["error"], DocumentError)(str(answer["message"]))
    return Plan(
        head=_head(answer["head"]),
        items=tuple(
            Item(number, section, activity, law, term, tuple(printed), performers)
            for number, section, activity, law, term, printed, performers in answer["items"]
        ),
        noticed=tuple(
            Finding(item, code, Severity(severity), what, why, advice)
            for item, code, severity, what, why, advice in answer["noticed"]
        ),
        overrides=tuple(_as_override(one) for one in answer["overrides"]),
    )


def _head(head: Mapping[str, Any]) -> Head:
    decision = head["decision"]
    return Head(
        title=head["title"],
        commission=head["commission"],
        zone=head["zone"],
        decision=None if decision is None else Decision(decision[0], date.fromisoformat(decision[1])),
        voting_day=_as_day(head["voting_day"]),
        first_voting_day=_as_day(head["first_voting_day"]),
        events={key: _moment(when) for key, when in head["events"].items()},
        conventions=head["conventions"],
        abbreviations=head["abbreviations"],
        kind=head["kind"],
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _as_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _override(one: Override) -> dict[str, Any]:
    values = asdict(one)
    for key in ("day", "hour", "printed", "computed", "when"):
        values[key] = None if values[key] is None else values[key].isoformat()
    return values


def _as_override(values: Mapping[str, Any]) -> Override:
    parsed: dict[str, Any] = {key: _as_day(values[key]) for key in ("day", "printed", "computed")}
    parsed["hour"] = None if values["hour"] is None else time.fromisoformat(values["hour"])
    parsed["when"] = datetime.fromisoformat(values["when"])
    parsed["choice"] = Choice(values["choice"])
    return Override(**{**values, **parsed})
