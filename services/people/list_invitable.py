"""What a person may invite others to: the choices behind the invitation's buttons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from plan.model import Position
from services.access.model import Action
from services.access.rights import InvitationTarget, allows
from services.campaigns.model import Campaign, CampaignState, Commission, CommissionKind
from services.ids import CommissionId
from services.people.invitation_target import upper_of
from services.people.model import Actor, Grant, MembershipRole
from services.unit_of_work import Units

POSITIONS = (
    Position.CHAIRMAN,
    Position.DEPUTY,
    Position.SECRETARY,
    Position.MEMBER,
    Position.SYSTEM_ADMINISTRATOR,
)
"""In the order in which people are listed."""


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
    async with units(reading=True) as unit:
        commissions = await unit.commissions.all()
        campaigns = await unit.campaigns.all()
        upper = await upper_of(unit, actor)
    own = {grant.commission_id for grant in actor.grants(MembershipRole.COMMISSION)}
    found = [
        Invitable(MembershipRole.COMMISSION, commission, positions=positions)
        for commission in sorted(commissions, key=lambda known: _place(known, own))
        if (positions := _positions(actor, commission))
    ]
    found += [
        Invitable(MembershipRole.CANDIDATE, campaign=campaign)
        for campaign in campaigns
        if campaign.state is not CampaignState.CLOSED
        and _may(actor, Grant(MembershipRole.CANDIDATE, campaign_id=campaign.id), campaign=campaign)
    ]
    bare = (MembershipRole.OPERATOR, MembershipRole.ADMINISTRATOR)
    found += [Invitable(role) for role in bare if _may(actor, Grant(role), upper=upper)]
    return tuple(found)


def _positions(actor: Actor, commission: Commission) -> tuple[Position, ...]:
    return tuple(
        position
        for position in POSITIONS
        if _may(actor, Grant(MembershipRole.COMMISSION, commission.id, position=position), commission)
    )


def _may(
    actor: Actor,
    grant: Grant,
    commission: Commission | None = None,
    campaign: Campaign | None = None,
    upper: frozenset[CommissionId] = frozenset(),
) -> bool:
    return allows(actor, Action.INVITE, InvitationTarget(grant, commission, campaign, upper))


def _place(commission: Commission, own: Collection[CommissionId | None]) -> tuple[bool, bool, int, str]:
    is_precinct = commission.kind is CommissionKind.PRECINCT
    return commission.id not in own, is_precinct, commission.number or 0, commission.name
