"""What the right to invite is judged by."""

from services.access.rights import InvitationTarget
from services.campaigns.model import CommissionKind
from services.errors import NotFound
from services.ids import CommissionId
from services.people.model import Actor, Grant, MembershipRole
from services.unit_of_work import UnitOfWork


async def target_of(unit: UnitOfWork, actor: Actor | None, grant: Grant) -> InvitationTarget:
    """The grant with the commission or campaign it names. Raises NotFound when there is none."""
    commission = None if grant.commission_id is None else await unit.commissions.get(grant.commission_id)
    campaign = None if grant.campaign_id is None else await unit.campaigns.get(grant.campaign_id)
    if (commission is None) != (grant.commission_id is None) or (campaign is None) != (grant.campaign_id is None):
        raise NotFound(f"what {grant} names")
    return InvitationTarget(grant, commission, campaign, frozenset() if actor is None else await upper_of(unit, actor))


async def upper_of(unit: UnitOfWork, actor: Actor) -> frozenset[CommissionId]:
    """Those of the person's own commissions that stand above precincts."""
    upper: set[CommissionId] = set()
    for grant in actor.grants(MembershipRole.COMMISSION):
        commission = None if grant.commission_id is None else await unit.commissions.get(grant.commission_id)
        if commission is not None and commission.kind is not CommissionKind.PRECINCT:
            upper.add(commission.id)
    return frozenset(upper)
