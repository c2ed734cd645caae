"""What a person may invite others to: the choices behind the invitation's buttons."""

from dataclasses import dataclass
from datetime import datetime

from plan.model import Position
from services.campaigns.model import Campaign, Commission
from services.people.model import Actor, Grant, MembershipRole
from services.unit_of_work import Units


@dataclass(frozen=True, slots=True)
class Invitable:
    """One choice: COMMISSION has a commission and the positions that may be given in it, CANDIDATE a campaign."""

    role: MembershipRole
    commission: Commission | None = None
    campaign: Campaign | None = None
    positions: tuple[Position, ...] = ()

    def grant(self, position: Position | None = None) -> Grant:
        """The grant to hand to `invite`; a position is needed for a commission alone."""
        return Grant(
            self.role,
            commission_id=self.commission.id if self.commission else None,
            campaign_id=self.campaign.id if self.campaign else None,
            position=position,
        )


async def invitable(units: Units, actor: Actor, now: datetime) -> tuple[Invitable, ...]:
    """What this person may invite to: the own commissions first, then the precincts under them by number, candidates
    of campaigns that are not closed, operators, administrators. Empty for those who may invite nobody."""
    raise NotImplementedError
