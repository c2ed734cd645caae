"""Several questions of one person, the last of which may lean on those before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from plan.model import Role
from questions.answer import Outcome, Understanding, understand
from questions.askable import AskablePlan

FOUND = frozenset({Outcome.ITEMS, Outcome.RANGE, Outcome.SUGGEST})
"""What a conversation goes on from: small talk and questions that were handed over leave it as it was."""


def understand_after(
    before: Sequence[str], question: str, plan: AskablePlan, today: date, *, roles: Sequence[Role] = ()
) -> Understanding:
    """What the last of several questions means, each read with the one before it. `roles` are the asker's own.

    Never raises on any text.
    """
    previous: Understanding | None = None
    for earlier in before:
        found = understand(earlier, plan, today, roles=roles, previous=previous)
        previous = found if found.outcome in FOUND else previous
    return understand(question, plan, today, roles=roles, previous=previous)
