"""Which campaign does a person mean who does not say?"""

from collections.abc import Sequence
from datetime import datetime

from services.campaigns.model import Campaign
from services.ids import CampaignId, CommissionId
from services.people.model import Actor, MembershipRole
from services.unit_of_work import UnitOfWork, Units


async def campaign_of(units: Units, actor: Actor, now: datetime) -> Campaign | None:
    """The first of `campaigns_of`; None when no campaign is active."""
    found = await campaigns_of(units, actor, now)
    return found[0] if found else None


async def campaigns_of(units: Units, actor: Actor, now: datetime) -> Sequence[Campaign]:
    """All active campaigns, the person's own first (their commission's, the one of the commission above it, or the
    one they stand in); inside both groups the next voting day first and past ones last."""
    async with units(reading=True) as unit:
        active = await unit.campaigns.active()
        commissions = await _commissions_of(unit, actor)
    standing = {grant.campaign_id for grant in actor.grants(MembershipRole.CANDIDATE)}

    def place(campaign: Campaign) -> tuple[bool, int, int, CampaignId]:
        own = campaign.id in standing or campaign.commission_id in commissions
        return (not own, *_nearness(campaign, now), campaign.id)

    return sorted(active, key=place)


async def _commissions_of(unit: UnitOfWork, actor: Actor) -> set[CommissionId]:
    """The person's commissions and all that stand above them."""
    found: set[CommissionId] = set()
    for grant in actor.grants(MembershipRole.COMMISSION):
        identity = grant.commission_id
        while identity is not None and identity not in found:
            found.add(identity)
            commission = await unit.commissions.get(identity)
            identity = commission.parent_id if commission else None
    return found


def _nearness(campaign: Campaign, now: datetime) -> tuple[int, int]:
    """Voting days ahead, the next one first; unknown ones; past ones, the last one first."""
    if campaign.voting_day is None:
        return 1, 0
    days = (campaign.voting_day - campaign.today(now)).days
    return (0, days) if days >= 0 else (2, -days)
