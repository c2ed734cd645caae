"""Who receives the reminders of a campaign, and as what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from plan.model import Position
from services.campaigns.model import Campaign
from services.duties.assigned import answering, is_called, positions_in, watches
from services.duties.owed_rows import OwedRow, Owner
from services.duties.parts import batches
from services.duties.tree import CampaignTree, takes_part
from services.ids import CommissionId, PersonId
from services.people.model import Grant, MembershipRole
from services.unit_of_work import UnitOfWork

COMMISSIONS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Role:
    """As what somebody receives; everybody with the same roles has the same mornings. `held`: the positions taken in
    their commission, which decide for whom the holder of `position` stands in."""

    owner: Owner
    position: Position | None = None
    held: frozenset[Position] = frozenset()

    def owes(self, row: OwedRow) -> bool:
        """Whether the row is theirs to act on."""
        return row.owner is self.owner and is_called(self.position, answering(row.positions, self.held))

    @property
    def is_watching(self) -> bool:
        """Whether they are told of what others have to do."""
        return self.owner is Owner.ORGANISER and watches(self.position, self.held)


async def everybody(unit: UnitOfWork, campaign: Campaign, tree: CampaignTree, now: datetime) -> list[PersonId]:
    """All who have a role in the campaign, each once; members of a commission stand together."""
    found: dict[PersonId, None] = {}
    commissions = {tree.organiser, *tree.precincts} | ({tree.regional} if tree.regional is not None else set())
    for some in batches(sorted(commissions), COMMISSIONS_AT_ONCE):
        members = await unit.memberships.of_commissions(some, now)
        members = sorted(members, key=lambda membership: membership.grant.commission_id or 0)
        found.update(dict.fromkeys(membership.person_id for membership in members))
    found.update(dict.fromkeys(one.person_id for one in await unit.memberships.candidates(campaign.id, now)))
    return list(found)


async def roles_of(
    unit: UnitOfWork, campaign: Campaign, people: Collection[PersonId], now: datetime, tree: CampaignTree | None = None
) -> dict[PersonId, frozenset[Role]]:
    """The roles of these people by the memberships in force; empty for who has none. `tree` spares asking for each
    commission where it stands; one that the tree does not know is asked for all the same."""
    memberships = await unit.memberships.of_people(people, now)
    owners: dict[CommissionId, tuple[Owner, ...]] = {}
    for commission in {one.grant.commission_id for one in memberships if _is_seat(one.grant)} - {None}:
        if commission is not None:
            known = tree.owners(commission) if tree is not None else ()
            owners[commission] = known or await takes_part(unit, campaign, commission)
    taking_part = [commission for commission, of_commission in owners.items() if of_commission]
    held = positions_in(await unit.memberships.of_commissions(taking_part, now)) if taking_part else {}
    found: dict[PersonId, set[Role]] = {person: set() for person in people}
    for membership in memberships:
        grant = membership.grant
        if _is_seat(grant) and grant.commission_id is not None:
            for owner in owners[grant.commission_id]:
                found[membership.person_id].add(Role(owner, grant.position, held[grant.commission_id]))
        elif grant.role is MembershipRole.CANDIDATE and grant.campaign_id == campaign.id:
            found[membership.person_id].add(Role(Owner.CANDIDATE))
    return {person: frozenset(roles) for person, roles in found.items()}


def _is_seat(grant: Grant) -> bool:
    return grant.role is MembershipRole.COMMISSION and grant.commission_id is not None
