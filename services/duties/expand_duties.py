"""From a dated plan to duties: item × who must act × occurrence."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

from services.campaigns.model import CampaignPlan
from services.duties.model import DutyKey, NewDuty
from services.duties.owed_rows import OwedRow, Owner, owed_rows
from services.duties.parts import batches, is_present
from services.duties.tree import CampaignTree, tree_of
from services.ids import CommissionId, PersonId
from services.people.model import MembershipRole
from services.unit_of_work import UnitOfWork, Units

DUTIES_AT_ONCE = 500
"""Duties written in one transaction: a tenth of a second in which nobody else can write."""
CANDIDATES_AT_ONCE = 30


async def expand_duties(
    units: Units, campaign_plan: CampaignPlan, now: datetime, items: Collection[str] | None = None
) -> int:
    """Make the stored duties of the campaign those of its present plan; how many were written.

    ТИК and ОИК rows are owed by the organising commission (by item 16 it carries the ОИК's duties), УИК rows by each
    precinct below it, rows of the regional commission by the one above it where the bot has it, candidates' rows by
    each candidate. Rows of others are nobody's duty. A known duty keeps its state and gets the new dates; one that the
    plan no longer has is withdrawn, last of all. Written in parts, so that others are not kept waiting; safe to call
    again, and to be called again when it was cut short. It stops when the campaign has got a newer plan meanwhile.
    `items`: of these items alone, where a new version differs from the one before in nothing else; duties of the
    others keep the version that they were written for until all are expanded again, at the day's turn.
    """
    campaign = campaign_plan.campaign
    async with units(reading=True) as unit:
        tree = await tree_of(unit, campaign)
        candidates = sorted(
            {membership.person_id for membership in await unit.memberships.candidates(campaign.id, now)}
        )
    written = 0
    for some in batches(_of_commissions(campaign_plan, tree, items), DUTIES_AT_ONCE):
        async with units() as unit:
            if not await is_present(unit, campaign_plan):
                return written
            written += await unit.duties.add(some)
            await unit.commit()
    for people in batches(candidates, CANDIDATES_AT_ONCE):
        async with units() as unit:
            if not await is_present(unit, campaign_plan):
                return written
            for membership in await unit.memberships.of_people(people, now):
                if membership.grant.role is MembershipRole.CANDIDATE and membership.grant.campaign_id == campaign.id:
                    written += await expand_candidate(unit, campaign_plan, membership.person_id, items)
            await unit.commit()
    withdrawn = DUTIES_AT_ONCE
    while withdrawn == DUTIES_AT_ONCE:
        async with units() as unit:
            if not await is_present(unit, campaign_plan):
                return written
            withdrawn = await unit.duties.withdraw_older(campaign.id, campaign_plan.version, DUTIES_AT_ONCE, items)
            await unit.commit()
    return written


async def expand_precincts(units: Units, campaign_plan: CampaignPlan, commissions: Iterable[CommissionId]) -> int:
    """The duties of precincts that were added after the plan was expanded, in parts; those of others stay."""
    rows = [row for row in owed_rows(campaign_plan) if row.owner is Owner.PRECINCT]
    duties = chain.from_iterable(_of_commission(campaign_plan, rows, commission) for commission in commissions)
    written = 0
    for some in batches(duties, DUTIES_AT_ONCE):
        async with units() as unit:
            if not await is_present(unit, campaign_plan):
                return written
            written += await unit.duties.add(some)
            await unit.commit()
    return written


async def expand_commission(
    unit: UnitOfWork, campaign_plan: CampaignPlan, commission: CommissionId, owners: Sequence[Owner]
) -> int:
    """The duties of one commission that the bot met after the plan was expanded; those of others stay."""
    rows = [row for row in owed_rows(campaign_plan) if row.owner in owners]
    return await unit.duties.add(_of_commission(campaign_plan, rows, commission))


async def expand_candidate(
    unit: UnitOfWork, campaign_plan: CampaignPlan, candidate: PersonId, items: Collection[str] | None = None
) -> int:
    """The duties of one new candidate, of these items or of all; those of others stay."""
    rows = [
        row for row in owed_rows(campaign_plan) if row.owner is Owner.CANDIDATE and (items is None or row.item in items)
    ]
    return await unit.duties.add(_of_candidate(campaign_plan, rows, candidate))


def _of_commissions(
    campaign_plan: CampaignPlan, tree: CampaignTree, items: Collection[str] | None = None
) -> Iterator[NewDuty]:
    """One by one: 1,700 precincts make tens of thousands. With `items`, of these alone."""
    rows: dict[Owner, list[OwedRow]] = {owner: [] for owner in Owner}
    for row in owed_rows(campaign_plan):
        if items is None or row.item in items:
            rows[row.owner].append(row)
    organiser = rows[Owner.ORGANISER]
    if tree.regional == tree.organiser:
        organiser = _once([*organiser, *rows[Owner.REGIONAL]])
    yield from _of_commission(campaign_plan, organiser, tree.organiser)
    if tree.regional is not None and tree.regional != tree.organiser:
        yield from _of_commission(campaign_plan, rows[Owner.REGIONAL], tree.regional)
    for precinct in tree.precincts:
        yield from _of_commission(campaign_plan, rows[Owner.PRECINCT], precinct)


def _once(rows: Iterable[OwedRow]) -> list[OwedRow]:
    """Each part once, where one commission carries two roles."""
    return list({(row.item, row.part): row for row in rows}.values())


def _of_commission(campaign_plan: CampaignPlan, rows: Iterable[OwedRow], commission: CommissionId) -> Iterator[NewDuty]:
    for row in rows:
        key = DutyKey(campaign_plan.campaign.id, row.item, row.part, commission_id=commission)
        yield NewDuty(key, campaign_plan.version, row.role, row.positions, row.nature, row.term)


def _of_candidate(campaign_plan: CampaignPlan, rows: Iterable[OwedRow], candidate: PersonId) -> Iterator[NewDuty]:
    for row in rows:
        key = DutyKey(campaign_plan.campaign.id, row.item, row.part, candidate_id=candidate)
        yield NewDuty(key, campaign_plan.version, row.role, row.positions, row.nature, row.term)
