"""How well a labelled file of questions is answered: ranges, roles, topics, what lies outside, and how fast."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from questions.answer import Outcome, Understanding, understand
from questions.askable import AskablePlan

_ACTIONS = {"escalate": Outcome.HANDOFF, "handoff": Outcome.HANDOFF, "refuse": Outcome.REFUSE}
_IN_SCOPE = (Outcome.RANGE, Outcome.ITEMS, Outcome.SUGGEST)


def judge(row: Mapping[str, Any], understood: Understanding) -> dict[str, bool]:
    """What is right and wrong about one answer. A row's labels are those of dev.jsonl: from, to, alts, overdue, role,
    items, action; a row without labels gives nothing."""
    found: dict[str, bool] = {}
    if "from" in row:
        got = [day.isoformat() if day else None for day in (understood.start, understood.end)]
        right = [[row["from"], row["to"]], *row.get("alts", [])]
        found["range"] = (
            understood.outcome is Outcome.RANGE and got in right and understood.overdue == row.get("overdue", False)
        )
    if "role" in row and "from" in row:
        found["role"] = [role.value for role in understood.roles] == [row["role"]]
    if "items" in row:
        offered = understood.items[:3] if understood.outcome in (Outcome.ITEMS, Outcome.SUGGEST) else ()
        found["recall@1"] = bool(offered) and offered[0] in row["items"]
        found["recall@3"] = not set(offered).isdisjoint(row["items"])
        found["answered or offered"] = bool(offered)
        found["not surely wrong"] = understood.outcome is not Outcome.ITEMS or found["recall@1"]
    if "action" in row:
        found["outside: right action"] = understood.outcome is _ACTIONS[row["action"]]
        found["outside: not answered"] = understood.outcome not in _IN_SCOPE
    return found


def report(rows: Sequence[Mapping[str, Any]], plan: AskablePlan) -> str:
    """A page of figures, and each question that went wrong with what was made of it."""
    marks: dict[str, list[bool]] = {}
    wrong: list[str] = []
    took: list[float] = []
    for row in rows:
        began = time.perf_counter()
        understood = understand(str(row.get("q", "")), plan, date.fromisoformat(str(row["today"])))
        took.append((time.perf_counter() - began) * 1000)
        judged = judge(row, understood)
        for name, good in judged.items():
            marks.setdefault(name, []).append(good)
        if not all(judged.values()):
            missed = ", ".join(name for name, good in judged.items() if not good)
            days = f" {understood.start} – {understood.end}" if understood.outcome is Outcome.RANGE else ""
            made = f"{understood.outcome}{days} {' '.join(understood.items[:3])} {understood.reason}"
            wrong.append(f"  {row.get('id', '')} «{row.get('q', '')}» [{missed}]: {made}")
    lines = [f"{name}: {sum(good)} / {len(good)} = {sum(good) / len(good):.3f}" for name, good in marks.items()]
    if took:
        took.sort()
        lines.append(f"ms: p50 {took[len(took) // 2]:.1f}, p99 {took[min(int(len(took) * 0.99), len(took) - 1)]:.1f}")
    return "\n".join([*lines, *wrong]) + "\n"
