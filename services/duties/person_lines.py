"""A person's duties in a campaign, put beside the rows they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plan.model import DatedItem, Occurrence, Position
from services.campaigns.model import CampaignPlan, Commission
from services.duties.assigned import AssignedDuty, assign, held_positions, is_called, watches
from services.duties.lines import DoneMark, DutyLine, PlanLine, Unreached
from services.duties.model import Duty
from services.duties.nature import parent_of
from services.duties.owed_rows import PlanRow
from services.duties.timing import days_between, hour_reminder, opening_day
from services.ids import CommissionId, PersonId
from services.people.model import Membership, MembershipRole, Person
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Roles:
    """What a person is in one campaign: positions in commissions, and a candidate or not."""

    person: PersonId
    positions: frozenset[tuple[CommissionId, Position | None]]
    is_candidate: bool

    def owes(self, assigned: AssignedDuty) -> bool:
        """Whether the duty is theirs: the commission's, in a position that answers for it; or the candidate's own."""
        key = assigned.duty.key
        if key.candidate_id is not None:
            return self.is_candidate and key.candidate_id == self.person
        return any(
            commission == key.commission_id and is_called(position, assigned.positions)
            for commission, position in self.positions
        )


def roles_in(campaign_plan: CampaignPlan, person: PersonId, memberships: Iterable[Membership]) -> Roles:
    """The person's roles by their memberships; commissions that have no part in the campaign do no harm."""
    positions: set[tuple[CommissionId, Position | None]] = set()
    is_candidate = False
    for grant in (membership.grant for membership in memberships):
        if grant.role is MembershipRole.COMMISSION and grant.commission_id is not None:
            positions.add((grant.commission_id, grant.position))
        elif grant.role is MembershipRole.CANDIDATE and grant.campaign_id == campaign_plan.campaign.id:
            is_candidate = True
    return Roles(person, frozenset(positions), is_candidate)


async def watches_over(unit: UnitOfWork, campaign_plan: CampaignPlan, roles: Roles, now: datetime) -> bool:
    """Whether it is this person who is told what others have to do in the campaign."""
    organiser = campaign_plan.campaign.commission_id
    own = {position for commission, position in roles.positions if commission == organiser}
    if not own & {Position.SECRETARY, Position.CHAIRMAN}:
        return False
    held = (await held_positions(unit, [organiser], now)).get(organiser, frozenset())
    return any(watches(position, held) for position in own)


async def duties_of(
    unit: UnitOfWork,
    campaign_plan: CampaignPlan,
    roles: Roles,
    now: datetime,
    *,
    first: date | None = None,
    last: date | None = None,
    include_done: bool = True,
) -> list[AssignedDuty]:
    """The duties that are the person's in the campaign at `now`."""
    found = await unit.duties.of(
        campaign_plan.campaign.id,
        commissions={commission for commission, _ in roles.positions},
        candidate=roles.person if roles.is_candidate else None,
        first=first,
        last=last,
        include_done=include_done,
    )
    return [assigned for assigned in await assign(unit, found, now) if roles.owes(assigned)]


class LineMaker:
    """Makes lines of one campaign as seen from one day; loads nothing twice."""

    def __init__(self, campaign_plan: CampaignPlan, day: date) -> None:
        self._plan = campaign_plan
        self._day = day
        self._rows = {dated.item.number: (place, dated) for place, dated in enumerate(campaign_plan.dated)}
        self._commissions: dict[CommissionId, Commission] = {}
        self._people: dict[PersonId, Person] = {}

    async def load(self, unit: UnitOfWork, duties: Sequence[Duty]) -> None:
        """Fetch what lines of these duties name: commissions, and who marked them done."""
        commissions = {duty.key.commission_id for duty in duties} - {None, *self._commissions}
        for commission in commissions:
            known = None if commission is None else await unit.commissions.get(commission)
            if known is not None:
                self._commissions[known.id] = known
        people = {duty.done_by for duty in duties if duty.done_by is not None} - set(self._people)
        if people:
            self._people.update({person.id: person for person in await unit.people.get_many(people)})

    def place(self, duty: Duty) -> int:
        """Where its row stands in the plan."""
        return self._rows[duty.key.item][0]

    def knows(self, duty: Duty) -> bool:
        """Whether the present plan has its row; a plan may have changed since the duty was stored."""
        return duty.key.item in self._rows

    def line(self, assigned: AssignedDuty, *, missed: bool = False) -> DutyLine:
        duty = assigned.duty
        dated = self._rows[duty.key.item][1]
        commission = duty.key.commission_id
        done = None
        if duty.done_at is not None:
            done = DoneMark(None if duty.done_by is None else self._people.get(duty.done_by), duty.done_at)
        return DutyLine(
            campaign=self._plan.campaign,
            dated=dated,
            duty=duty,
            occurrence=_occurrence(dated, duty.key.part),
            parent=parent_of(self._plan.plan, dated.item),
            commission=None if commission is None else self._commissions.get(commission),
            days_left=days_between(self._day, duty.term.last_day),
            opens_in=days_between(self._day, opening_day(duty.term)),
            done=done,
            missed=missed,
            vacant=assigned.is_vacant,
        )

    def plan_line(self, row: PlanRow, unreached: Unreached | None = None) -> PlanLine:
        return PlanLine(
            campaign=self._plan.campaign,
            dated=row.dated,
            part=row.part,
            occurrence=row.occurrence,
            parent=parent_of(self._plan.plan, row.dated.item),
            days_left=days_between(self._day, row.term.last_day),
            opens_in=days_between(self._day, opening_day(row.term)),
            unreached=unreached,
        )


def _occurrence(dated: DatedItem, part: int) -> Occurrence | None:
    return dated.occurrences[part] if part < len(dated.occurrences) else None


async def lines_ending(
    unit: UnitOfWork, campaign_plan: CampaignPlan, person: PersonId, at: datetime, now: datetime
) -> tuple[DutyLine, ...]:
    """What of the person's duties is not done and ends, by an hour, at the instant `at`; in the plan's order."""
    roles = roles_in(campaign_plan, person, await unit.memberships.of_person(person, now))
    lines = LineMaker(campaign_plan, campaign_plan.campaign.today(now))
    ending = [
        assigned
        for assigned in await duties_of(unit, campaign_plan, roles, now, include_done=False)
        if lines.knows(assigned.duty) and hour_reminder(assigned.duty.nature, assigned.duty.term) == at
    ]
    await lines.load(unit, [assigned.duty for assigned in ending])
    return tuple(lines.line(assigned) for assigned in sorted(ending, key=lambda found: lines.place(found.duty)))
