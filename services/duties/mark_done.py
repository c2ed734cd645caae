"""The «Исполнено» button, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.duties.model import Duty
from services.ids import DutyId
from services.people.model import Actor, Person
from services.unit_of_work import Units


@dataclass(frozen=True, slots=True)
class DoneResult:
    """`changed` is False when taking back found nothing to take back. `by`: who acted now."""

    duty: Duty
    by: Person
    at: datetime
    changed: bool = True


async def mark_done(units: Units, actor: Actor, duty_id: DutyId, now: datetime) -> DoneResult:
    """Mark the duty done, for the whole commission that owes it.

    Raises NotFound (unknown or withdrawn), NotAllowed (not theirs; or a ban or a period, which nobody carries out),
    AlreadyDone with who did it and when.
    """
    raise NotImplementedError


async def undo_done(units: Units, actor: Actor, duty_id: DutyId, now: datetime) -> DoneResult:
    """Take it back: who marked it, or the chairman or secretary of the commission that owes it, at any time.

    Raises NotFound, NotAllowed.
    """
    raise NotImplementedError
