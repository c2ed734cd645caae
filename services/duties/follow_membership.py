"""What a new or ended membership changes."""

from datetime import datetime

from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign
from services.duties.expand_duties import expand_candidate, expand_commission
from services.duties.plan_reminders import plan_people
from services.duties.tree import takes_part
from services.ids import PersonId
from services.people.model import Grant, Membership, MembershipRole
from services.unit_of_work import UnitOfWork


async def follow_membership(
    unit: UnitOfWork, library: PlanLibrary, person: PersonId, grant: Grant, now: datetime
) -> None:
    """Bring duties and reminders in line with the memberships as they are now in `unit`.

    Called after the membership was added or ended, in the same transaction. A candidate's duties appear or are
    withdrawn; reminders are planned, or dropped with the last role in a campaign; the other members of the commission
    are planned for too, since they stand in for positions that nobody holds. Only active campaigns are touched.
    """
    memberships = await unit.memberships.of_person(person, now)
    for campaign in await unit.campaigns.active():
        if not await _concerns(unit, campaign, grant):
            continue
        plan = await library.of(unit, campaign)
        people = {person}
        if grant.role is MembershipRole.CANDIDATE:
            if any(_is_candidate(membership, campaign) for membership in memberships):
                await expand_candidate(unit, plan, person)
            else:
                await unit.duties.withdraw(campaign.id, candidate=person)
        elif grant.commission_id is not None:
            owners = await takes_part(unit, campaign, grant.commission_id)
            await expand_commission(unit, plan, grant.commission_id, owners)
            colleagues = await unit.memberships.of_commissions([grant.commission_id], now)
            people |= {membership.person_id for membership in colleagues}
        await plan_people(unit, plan, now, people)


async def _concerns(unit: UnitOfWork, campaign: Campaign, grant: Grant) -> bool:
    """Whether the grant gives somebody duties in the campaign."""
    if grant.role is MembershipRole.CANDIDATE:
        return grant.campaign_id == campaign.id
    if grant.role is MembershipRole.COMMISSION and grant.commission_id is not None:
        return bool(await takes_part(unit, campaign, grant.commission_id))
    return False


def _is_candidate(membership: Membership, campaign: Campaign) -> bool:
    return membership.grant.role is MembershipRole.CANDIDATE and membership.grant.campaign_id == campaign.id
