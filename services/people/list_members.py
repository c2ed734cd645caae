"""Who is in a commission."""

from dataclasses import dataclass
from datetime import datetime

from plan.model import Position
from services.access.model import Action
from services.access.rights import require
from services.ids import CommissionId
from services.people.invitation_target import target_of
from services.people.list_invitable import POSITIONS
from services.people.model import Actor, Grant, Membership, MembershipRole, Person
from services.unit_of_work import Units


@dataclass(frozen=True, slots=True)
class Member:
    """`name` is how the inviter wrote it, or else the messenger's name."""

    person: Person
    membership: Membership
    name: str


async def members(units: Units, actor: Actor, commission_id: CommissionId, now: datetime) -> tuple[Member, ...]:
    """The members in force at `now`: chairman, deputy, secretary, then the others, by name.

    For those who may invite into the commission. Raises NotAllowed, NotFound.
    """
    async with units(reading=True) as unit:
        grant = Grant(MembershipRole.COMMISSION, commission_id, position=Position.MEMBER)
        require(actor, Action.INVITE, await target_of(unit, actor, grant))
        found = await unit.memberships.of_commissions([commission_id], now)
        people = {person.id: person for person in await unit.people.get_many([m.person_id for m in found])}
        names = await unit.invitations.names_of(people)
    listed = [Member(people[m.person_id], m, names.get(m.person_id) or people[m.person_id].name) for m in found]
    return tuple(sorted(listed, key=_place))


def _place(member: Member) -> tuple[int, str]:
    position = member.membership.grant.position
    return POSITIONS.index(position) if position else len(POSITIONS), member.name.casefold()
