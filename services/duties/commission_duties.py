"""«Что у УИК 1035 в марте?»: what one commission owes, done or not, for those who watch over the campaign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plan.model import Role
from services.access.model import Action
from services.access.rights import allows
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, Commission
from services.duties.assigned import assign
from services.duties.list_duties import DutyList, listed
from services.duties.tree import tree_of
from services.people.model import Actor, MembershipRole
from services.unit_of_work import UnitOfWork, Units


@dataclass(frozen=True, slots=True)
class CommissionDuties:
    """`listed` is None for whoever may not see what another commission has done."""

    commission: Commission
    listed: DutyList | None


async def commission_duties(
    units: Units,
    library: PlanLibrary,
    actor: Actor,
    campaign: Campaign,
    named: str,
    first: date | None,
    last: date | None,
    now: datetime,
) -> CommissionDuties | None:
    """What the precinct named so («УИК 1035») owes in the days `first` … `last`, inclusive, of the campaign's zone;
    None when the campaign has no such precinct.

    Its own members see it, and who may WATCH; for others `listed` is None.
    """
    async with units(reading=True) as unit:
        commission = await _precinct(unit, campaign, named)
        if commission is None:
            return None
        own = any(grant.commission_id == commission.id for grant in actor.grants(MembershipRole.COMMISSION))
        if not own and not allows(actor, Action.WATCH, campaign):
            return CommissionDuties(commission, None)
        campaign_plan = await library.of(unit, campaign)
        owed = await unit.duties.of(campaign.id, commissions={commission.id}, candidate=None)
        assigned = await assign(unit, owed, now)
        return CommissionDuties(commission, await listed(unit, campaign_plan, assigned, first, last, now))


async def _precinct(unit: UnitOfWork, campaign: Campaign, named: str) -> Commission | None:
    role, _, number = named.partition(" ")
    if role != Role.UIK.value or not number.isdecimal():
        return None
    below = await unit.commissions.get_many((await tree_of(unit, campaign)).precincts)
    return next((one for one in below if one.number == int(number)), None)
