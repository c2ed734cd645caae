"""Who belongs to an audience."""

from collections.abc import Sequence

from services.announcements.model import Audience, AudienceRole, Scope
from services.campaigns.model import Campaign, Commission, CommissionKind
from services.errors import NotFound
from services.ids import CommissionId
from services.unit_of_work import UnitOfWork


async def scope_of(unit: UnitOfWork, campaign: Campaign, audience: Audience) -> Scope:
    """Whom an audience means.

    TIK: the commission that organises the election; UIK: all precincts below it; CANDIDATES: the campaign's; ALL: all
    of these. With a commission given: its members, as far as the role has them (candidates belong to no commission).
    Raises NotFound for a commission outside the campaign.
    """
    organiser = campaign.commission_id
    precincts = frozenset(p.id for p in await precincts_of(unit, organiser))
    commissions: frozenset[CommissionId]
    match audience.role:
        case AudienceRole.TIK:
            commissions = frozenset({organiser})
        case AudienceRole.UIK:
            commissions = precincts
        case AudienceRole.CANDIDATES:
            commissions = frozenset()
        case AudienceRole.ALL:
            commissions = precincts | {organiser}
    with_candidates = audience.role in (AudienceRole.CANDIDATES, AudienceRole.ALL)
    if audience.commission_id is not None and audience.commission_id != organiser:
        if audience.commission_id not in precincts:
            raise NotFound
        commissions &= {audience.commission_id}
        with_candidates = False
    return Scope(commissions, campaign.id if with_candidates else None)


async def precincts_of(unit: UnitOfWork, organiser: CommissionId) -> Sequence[Commission]:
    """The precinct commissions (УИК) below the organising commission."""
    return [c for c in await unit.commissions.children(organiser) if c.kind is CommissionKind.PRECINCT]
