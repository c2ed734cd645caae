"""The «Исполнено» button, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.access.model import Action
from services.access.rights import require
from services.duties.assigned import STAND_INS, assign
from services.duties.model import Duty, DutyState, Nature
from services.errors import AlreadyDone, NotAllowed, NotFound
from services.ids import DutyId
from services.people.model import Actor, MembershipRole, Person
from services.unit_of_work import UnitOfWork, Units

_CARRIED_OUT = frozenset({Nature.OBLIGATION, Nature.RIGHT})


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
    async with units() as unit:
        duty = await _known(unit, duty_id)
        (assigned,) = await assign(unit, [duty], now)
        require(actor, Action.MARK_DONE, assigned)
        if not can_be_marked(duty):
            raise NotAllowed(f"{duty.nature} of item {duty.key.item} is not carried out")
        if not await unit.duties.set_done(duty.id, actor.person.id, now):
            raise await _already_done(unit, duty.id)
        return await _recorded(unit, actor, duty, "duty.done", now)


async def _already_done(unit: UnitOfWork, duty_id: DutyId) -> AlreadyDone:
    """Who marked it and when, as it is stored by now: another may have been faster since it was read."""
    duty = await _known(unit, duty_id)
    by = None if duty.done_by is None else await unit.people.get(duty.done_by)
    campaign = await unit.campaigns.get(duty.key.campaign_id)
    at = duty.done_at if duty.done_at is None or campaign is None else duty.done_at.astimezone(campaign.tz)
    return AlreadyDone("" if by is None else by.name, at)


async def undo_done(units: Units, actor: Actor, duty_id: DutyId, now: datetime) -> DoneResult:
    """Take it back: who marked it and still owes it, or the chairman or secretary of the commission, at any time.

    Raises NotFound, NotAllowed.
    """
    async with units() as unit:
        duty = await _known(unit, duty_id)
        if not _answers_for(actor, duty):
            (assigned,) = await assign(unit, [duty], now)
            require(actor, Action.MARK_DONE, assigned)
        if duty.state is not DutyState.DONE:
            return DoneResult(duty, actor.person, now, changed=False)
        if duty.done_by != actor.person.id and not _answers_for(actor, duty):
            raise NotAllowed(f"duty {duty.id} was marked by somebody else")
        await unit.duties.set_open(duty.id)
        return await _recorded(unit, actor, duty, "duty.undone", now)


def can_be_marked(duty: Duty) -> bool:
    """Whether «Исполнено» makes sense: of a ban or a period it does not. For views that offer the button."""
    return duty.nature in _CARRIED_OUT


async def _known(unit: UnitOfWork, duty_id: DutyId) -> Duty:
    duty = await unit.duties.get(duty_id)
    if duty is None or duty.state is DutyState.WITHDRAWN:
        raise NotFound(f"duty {duty_id}")
    return duty


async def _recorded(unit: UnitOfWork, actor: Actor, duty: Duty, act: str, now: datetime) -> DoneResult:
    changed = await unit.duties.get(duty.id)
    assert changed is not None
    details: dict[str, str | int] = {
        "campaign": duty.key.campaign_id,
        "item": duty.key.item,
        "part": duty.key.part,
    }
    if duty.key.commission_id is not None:
        details["commission"] = duty.key.commission_id
    await unit.audit.add(now, actor.person.id, act, f"duty:{duty.id}", details)
    await unit.commit()
    return DoneResult(changed, actor.person, now)


def _answers_for(actor: Actor, duty: Duty) -> bool:
    """Whether they head the commission that owes it."""
    return any(
        grant.commission_id == duty.key.commission_id and grant.position in STAND_INS
        for grant in actor.grants(MembershipRole.COMMISSION)
        if grant.commission_id is not None
    )
