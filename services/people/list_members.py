"""Who is in a commission."""

from dataclasses import dataclass
from datetime import datetime

from services.ids import CommissionId
from services.people.model import Actor, Membership, Person
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
    raise NotImplementedError
