"""What a new or ended membership changes."""

from collections.abc import Set
from datetime import datetime

from plan.model import Position
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignPlan
from services.duties.assigned import answering, is_called
from services.duties.expand_duties import expand_candidate, expand_commission
from services.duties.model import Duty, Nature
from services.duties.plan_reminders import plan_people
from services.duties.reminder_rows import digest_again_row, digest_key
from services.duties.timing import has_ended, is_quiet, last_morning
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
        if grant.commission_id is not None:
            await _tell_today(unit, plan, person, grant, now)


async def _tell_today(
    unit: UnitOfWork, campaign_plan: CampaignPlan, person: PersonId, grant: Grant, now: datetime
) -> None:
    """What ends before the next morning and has become somebody's only now, after today's digest was sent to them, is
    said in one more: tomorrow's would be too late."""
    campaign, commission = campaign_plan.campaign, grant.commission_id
    if commission is None or is_quiet(now, campaign.tz):
        return
    today = campaign.today(now)
    ending = [
        duty
        for duty in await unit.duties.of(campaign.id, commissions=[commission], first=today, include_done=False)
        if duty.nature is not Nature.BAN and last_morning(duty.term) == today and not has_ended(duty.term, now)
    ]
    after = {(one.person_id, one.grant.position) for one in await unit.memberships.of_commissions([commission], now)}
    before = after ^ {(person, grant.position)}
    gained = {who: duty for duty in ending for who in _called(duty, after) - _called(duty, before)}
    for reader in await unit.people.get_many(list(gained)):
        if await unit.outbox.sent_among([digest_key(campaign.id, reader.id, today)]):
            row = digest_again_row(campaign, reader.id, reader.address, today, gained[reader.id].id, now)
            await unit.outbox.add([row])


def _called(duty: Duty, seats: Set[tuple[PersonId, Position | None]]) -> set[PersonId]:
    """Whose the duty is in a commission of these seats."""
    positions = answering(duty.positions, {position for _, position in seats if position is not None})
    return {person for person, position in seats if is_called(position, positions)}


async def _concerns(unit: UnitOfWork, campaign: Campaign, grant: Grant) -> bool:
    """Whether the grant gives somebody duties in the campaign."""
    if grant.role is MembershipRole.CANDIDATE:
        return grant.campaign_id == campaign.id
    if grant.role is MembershipRole.COMMISSION and grant.commission_id is not None:
        return bool(await takes_part(unit, campaign, grant.commission_id))
    return False


def _is_candidate(membership: Membership, campaign: Campaign) -> bool:
    return membership.grant.role is MembershipRole.CANDIDATE and membership.grant.campaign_id == campaign.id
