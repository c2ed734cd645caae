"""A person's duties in a campaign, put beside the rows they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plan.model import DatedItem, Occurrence, Position
from services.campaigns.model import CampaignPlan, Commission
from services.duties.lines import DoneMark, DutyLine, PlanLine
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

    def owes(self, duty: Duty) -> bool:
        """Whether the duty is theirs: the commission's, in a position that it names; or the candidate's own."""
        if duty.key.candidate_id is not None:
            return self.is_candidate and duty.key.candidate_id == self.person
        return any(
            commission == duty.key.commission_id and (not duty.positions or position in duty.positions)
            for commission, position in self.positions
        )

    def holds(self, commission: CommissionId, position: Position) -> bool:
        return (commission, position) in self.positions


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


async def duties_of(
    unit: UnitOfWork,
    campaign_plan: CampaignPlan,
    roles: Roles,
    *,
    first: date | None = None,
    last: date | None = None,
    include_done: bool = True,
) -> list[Duty]:
    """The duties that are the person's in the campaign."""
    found = await unit.duties.of(
        campaign_plan.campaign.id,
        commissions={commission for commission, _ in roles.positions},
        candidate=roles.person if roles.is_candidate else None,
        first=first,
        last=last,
        include_done=include_done,
    )
    return [duty for duty in found if roles.owes(duty)]


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

    def line(self, duty: Duty, *, missed: bool = False) -> DutyLine:
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
        )

    def plan_line(self, row: PlanRow) -> PlanLine:
        return PlanLine(
            campaign=self._plan.campaign,
            dated=row.dated,
            part=row.part,
            occurrence=row.occurrence,
            parent=parent_of(self._plan.plan, row.dated.item),
            days_left=days_between(self._day, row.term.last_day),
            opens_in=days_between(self._day, opening_day(row.term)),
        )


def _occurrence(dated: DatedItem, part: int) -> Occurrence | None:
    return dated.occurrences[part] if part < len(dated.occurrences) else None


async def lines_ending(
    unit: UnitOfWork, campaign_plan: CampaignPlan, person: PersonId, at: datetime, now: datetime
) -> tuple[DutyLine, ...]:
    """What of the person's duties is not done and ends, by an hour, at the instant `at`; in the plan's order."""
    roles = roles_in(campaign_plan, person, await unit.memberships.of_person(person, now))
    lines = LineMaker(campaign_plan, campaign_plan.campaign.today(now))
    duties = [
        duty
        for duty in await duties_of(unit, campaign_plan, roles, include_done=False)
        if lines.knows(duty) and hour_reminder(duty.nature, duty.term) == at
    ]
    await lines.load(unit, duties)
    return tuple(lines.line(duty) for duty in sorted(duties, key=lines.place))
