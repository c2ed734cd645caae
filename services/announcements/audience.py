"""Who belongs to an audience."""

from collections.abc import Sequence
from datetime import datetime

from services.announcements.model import Audience, AudienceRole, Recipient
from services.campaigns.model import Campaign, Commission, CommissionKind
from services.errors import NotFound
from services.ids import CommissionId
from services.unit_of_work import UnitOfWork


async def recipients_of(unit: UnitOfWork, campaign: Campaign, audience: Audience, now: datetime) -> Sequence[Recipient]:
    """Everybody an announcement goes to at `now`, each person once though they hold several roles.

    TIK: the commission that organises the election; UIK: all precincts below it; CANDIDATES: the campaign's; ALL: all
    of these. With a commission given: its members, and those of the commissions below it, as far as the role has them
    (candidates belong to no commission). Raises NotFound for a commission outside the campaign.
    """
    organiser = campaign.commission_id
    precincts = await precincts_of(unit, organiser)
    commissions: set[CommissionId]
    match audience.role:
        case AudienceRole.TIK:
            commissions = {organiser}
        case AudienceRole.UIK:
            commissions = {p.id for p in precincts}
        case AudienceRole.CANDIDATES:
            commissions = set()
        case AudienceRole.ALL:
            commissions = {organiser, *(p.id for p in precincts)}
    with_candidates = audience.role in (AudienceRole.CANDIDATES, AudienceRole.ALL)
    if audience.commission_id is not None and audience.commission_id != organiser:
        if audience.commission_id not in {p.id for p in precincts}:
            raise NotFound
        commissions &= {audience.commission_id}
        with_candidates = False
    return await unit.announcements.recipients(commissions, campaign.id if with_candidates else None, now)


async def precincts_of(unit: UnitOfWork, organiser: CommissionId) -> Sequence[Commission]:
    """The precinct commissions (УИК) below the organising commission."""
    return [c for c in await unit.commissions.children(organiser) if c.kind is CommissionKind.PRECINCT]
