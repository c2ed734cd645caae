"""Who answers for a duty now: the positions that it names, or those who stand in where nobody holds any of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from plan.model import Position
from services.duties.model import Duty
from services.ids import CommissionId
from services.people.model import Membership
from services.unit_of_work import UnitOfWork

STAND_INS = frozenset({Position.CHAIRMAN, Position.SECRETARY})
"""They answer for the commission, and so for what is the business of a position that nobody holds."""


def answering(named: frozenset[Position], held: Collection[Position]) -> frozenset[Position]:
    """The positions whose holders owe what names `named`, in a commission where `held` are taken; empty: every member.

    Where nobody holds a named position it falls to the chairman and the secretary, and where these are missing as
    well, to every member: nothing that a commission owes is without somebody to remind.
    """
    if not named or not named.isdisjoint(held):
        return named
    return STAND_INS.intersection(held)


def is_called(position: Position | None, positions: frozenset[Position]) -> bool:
    """Whether the holder of `position` is among those whom `answering` names."""
    return not positions or position in positions


def watches(position: Position | None, held: Collection[Position]) -> bool:
    """Whether the holder of `position` in the commission that organises is told of what others have to do: the
    secretary, or the chairman where the commission has no secretary. Nobody else may WATCH."""
    return position is Position.SECRETARY or (position is Position.CHAIRMAN and Position.SECRETARY not in held)


@dataclass(frozen=True, slots=True)
class AssignedDuty:
    """A duty with the positions in its commission that answer for it now; empty: every member."""

    duty: Duty
    positions: frozenset[Position]

    @property
    def is_vacant(self) -> bool:
        """Whether nobody holds a position that the duty names, so that others stand in."""
        return self.positions != self.duty.positions


async def assign(unit: UnitOfWork, duties: Iterable[Duty], now: datetime) -> list[AssignedDuty]:
    """Each duty with those who answer for it, in the order given."""
    known = list(duties)
    narrowed = {duty.key.commission_id for duty in known if duty.positions} - {None}
    held = await held_positions(unit, [commission for commission in narrowed if commission is not None], now)
    return [AssignedDuty(duty, answering(duty.positions, _held_for(duty, held))) for duty in known]


async def held_positions(
    unit: UnitOfWork, commissions: Collection[CommissionId], now: datetime
) -> dict[CommissionId, frozenset[Position]]:
    """Which positions somebody holds in each of the commissions that have a member."""
    return positions_in(await unit.memberships.of_commissions(commissions, now)) if commissions else {}


def positions_in(memberships: Iterable[Membership]) -> dict[CommissionId, frozenset[Position]]:
    """The positions that these memberships take in each commission."""
    found: dict[CommissionId, set[Position]] = {}
    for grant in (membership.grant for membership in memberships):
        if grant.commission_id is not None:
            taken = found.setdefault(grant.commission_id, set())
            if grant.position is not None:
                taken.add(grant.position)
    return {commission: frozenset(taken) for commission, taken in found.items()}


def _held_for(duty: Duty, held: Mapping[CommissionId, frozenset[Position]]) -> frozenset[Position]:
    commission = duty.key.commission_id
    return frozenset() if commission is None else held.get(commission, frozenset())
