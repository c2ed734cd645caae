"""The commissions that a campaign concerns."""

from __future__ import annotations

from dataclasses import dataclass

from services.campaigns.model import Campaign, Commission, CommissionKind
from services.duties.owed_rows import Owner
from services.errors import NotFound
from services.ids import CommissionId
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CampaignTree:
    organiser: CommissionId
    regional: CommissionId | None  # the organiser itself, or the commission of the region above it
    precincts: tuple[CommissionId, ...]

    def owners(self, commission: CommissionId) -> tuple[Owner, ...]:
        """As what a commission owes rows of the campaign; empty when it has no part in it."""
        found = [Owner.ORGANISER] if commission == self.organiser else []
        if commission == self.regional:
            found.append(Owner.REGIONAL)
        if commission in self.precincts:
            found.append(Owner.PRECINCT)
        return tuple(found)


async def tree_of(unit: UnitOfWork, campaign: Campaign) -> CampaignTree:
    """The organiser, the region's commission and every precinct below the organiser. Raises NotFound without one."""
    organiser = await unit.commissions.get(campaign.commission_id)
    if organiser is None:
        raise NotFound(f"commission {campaign.commission_id} of campaign {campaign.slug}")
    return CampaignTree(organiser.id, await _regional(unit, organiser), tuple(await _precincts(unit, organiser)))


async def takes_part(unit: UnitOfWork, campaign: Campaign, commission: CommissionId) -> tuple[Owner, ...]:
    """What `CampaignTree.owners` answers, for one commission, without loading the precincts."""
    organiser = await unit.commissions.get(campaign.commission_id)
    if organiser is None:
        return ()
    own = CampaignTree(organiser.id, await _regional(unit, organiser), ()).owners(commission)
    if own:
        return own
    below = await unit.commissions.get(commission)
    if below is None or below.kind is not CommissionKind.PRECINCT:
        return ()
    above = await _ancestors(unit, below)
    return (Owner.PRECINCT,) if organiser.id in {upper.id for upper in above} else ()


async def _regional(unit: UnitOfWork, organiser: Commission) -> CommissionId | None:
    for commission in (organiser, *await _ancestors(unit, organiser)):
        if commission.kind is CommissionKind.REGIONAL:
            return commission.id
    return None


async def _ancestors(unit: UnitOfWork, commission: Commission) -> list[Commission]:
    found: list[Commission] = []
    parent = commission.parent_id
    while parent is not None and parent not in {upper.id for upper in found}:
        upper = await unit.commissions.get(parent)
        if upper is None:
            break
        found.append(upper)
        parent = upper.parent_id
    return found


async def _precincts(unit: UnitOfWork, commission: Commission) -> list[CommissionId]:
    found: list[CommissionId] = []
    for child in await unit.commissions.children(commission.id):
        if child.kind is CommissionKind.PRECINCT:
            found.append(child.id)
        else:
            found.extend(await _precincts(unit, child))
    return found
