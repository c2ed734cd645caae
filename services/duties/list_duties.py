"""«Мои сроки»: what a person owes, over all their campaigns; and the whole plan's rows, for people without a role."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from plan.model import OccurrenceKind, Position, Role
from plan.open_ends import OpenEnds, open_ends
from questions.due import concerns
from services.access.model import Action
from services.access.rights import allows
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignPlan
from services.duties.assigned import AssignedDuty
from services.duties.control import nobodys_rows, unreached_lines
from services.duties.lines import DutyLine, PlanLine
from services.duties.model import DutyState, DutyTerm
from services.duties.owed_rows import PlanRow, every_row
from services.duties.person_lines import LineMaker, Roles, duties_of, roles_in, watches_over
from services.duties.timing import is_dated, is_overdue, opening_day, term_of
from services.duties.tree import takes_part, tree_of
from services.errors import NotFound
from services.ids import CampaignId
from services.people.model import Actor, MembershipRole
from services.unit_of_work import UnitOfWork, Units


@dataclass(frozen=True, slots=True)
class DutyList:
    """Duties of one person. Every duty stands in one part only; `first`/`last` None: no bound on that side.

    `lines`: begin or end within the span, by date; `running`: not done and cover the whole of it; `overdue`:
    obligations not done whose end had passed at the moment of asking; `undated`: wait for an event or have no term
    (only without bounds);
    `control`: for the secretary, rows in the span that are nobody's duty in the bot; `unreached`: rows not done whose
    commissions have nobody in the bot to be reminded.
    """

    first: date | None
    last: date | None
    campaigns: tuple[Campaign, ...]  # in which the person has a role; empty: they owe nothing anywhere
    lines: tuple[DutyLine, ...] = ()
    running: tuple[DutyLine, ...] = ()
    overdue: tuple[DutyLine, ...] = ()
    undated: tuple[DutyLine, ...] = ()
    control: tuple[PlanLine, ...] = ()
    unreached: tuple[PlanLine, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.running or self.overdue or self.undated or self.control or self.unreached)


@dataclass(frozen=True, slots=True)
class PlanRows:
    """Rows of a plan in a span, whoever performs them: `lines` begin or end in it, `running` cover it."""

    campaign: Campaign
    first: date | None
    last: date | None
    lines: tuple[PlanLine, ...]
    running: tuple[PlanLine, ...]


async def list_duties(
    units: Units, library: PlanLibrary, actor: Actor, first: date | None, last: date | None, now: datetime
) -> DutyList:
    """The person's duties that touch the days `first` … `last` (inclusive, of the campaign's zone).

    What is overdue is listed apart, wherever its end lies.
    """
    found = _Found()
    async with units(reading=True) as unit:
        async for campaign_plan, roles in _campaigns_of(unit, library, actor, now):
            found.campaigns.append(campaign_plan.campaign)
            duties = await duties_of(unit, campaign_plan, roles, now)
            maker = await _maker(unit, campaign_plan, duties, now)
            found.take(campaign_plan, duties, maker, first, last, now)
            if await watches_over(unit, campaign_plan, roles, now):
                await _watch(unit, campaign_plan, maker, found, first, last, now)
    return found.as_list(first, last)


async def next_duties(units: Units, library: PlanLibrary, actor: Actor, now: datetime, limit: int = 5) -> DutyList:
    """The nearest ends and openings still ahead and not done, up to `limit`; what is overdue beside them."""
    every = await list_duties(units, library, actor, None, None, now)
    ahead = [
        (moment, line)
        for line in every.lines
        if line.duty.state is DutyState.OPEN and (moment := _next_moment(line.duty.term, now)) is not None
    ]
    ahead.sort(key=lambda pair: pair[0])
    return replace(every, lines=tuple(line for _, line in ahead[:limit]), undated=(), control=(), unreached=())


async def own_duties(units: Units, library: PlanLibrary, actor: Actor, now: datetime) -> DutyList:
    """Everything the person owes, done and undated included."""
    return await list_duties(units, library, actor, None, None, now)


async def watched_list(
    units: Units, library: PlanLibrary, actor: Actor, first: date | None, last: date | None, now: datetime
) -> DutyList:
    """`control` and `unreached` alone, for those who may WATCH: the secretary and the chairman of the commission that
    organises the campaign. The chairman's own lists are kept free of it. Empty for everybody else."""
    found = _Found()
    async with units(reading=True) as unit:
        async for campaign_plan, _ in _campaigns_of(unit, library, actor, now):
            found.campaigns.append(campaign_plan.campaign)
            if allows(actor, Action.WATCH, campaign_plan.campaign):
                maker = LineMaker(campaign_plan, campaign_plan.campaign.today(now))
                await _watch(unit, campaign_plan, maker, found, first, last, now)
    return found.as_list(first, last)


async def plan_rows(
    units: Units, library: PlanLibrary, campaign: CampaignId, first: date | None, last: date | None, now: datetime
) -> PlanRows:
    """The whole plan's rows that touch the days `first` … `last`. Raises NotFound for an unknown campaign."""
    async with units(reading=True) as unit:
        known = await unit.campaigns.get(campaign)
        if known is None:
            raise NotFound(f"campaign {campaign}")
        campaign_plan = await library.of(unit, known)
    maker = LineMaker(campaign_plan, known.today(now))
    rows = [row for row in every_row(campaign_plan) if is_dated(row.term)]
    falling = [row for row in rows if _falls(row.term, first, last)]
    falling.sort(key=lambda row: _order(row.term, first))
    ends = _open_ends(campaign_plan)
    running = [row for row in rows if not _falls(row.term, first, last) and _covers(row.term, first, last, ends)]
    return PlanRows(known, first, last, tuple(map(maker.plan_line, falling)), tuple(map(maker.plan_line, running)))


def of_performers(rows: PlanRows, roles: Sequence[Role], positions: Sequence[Position]) -> PlanRows:
    """The rows that these perform, or that concern them; all of them where nobody is named."""
    if not roles and not positions:
        return rows
    return replace(
        rows,
        lines=tuple(line for line in rows.lines if concerns(line.dated, roles, positions)),
        running=tuple(line for line in rows.running if concerns(line.dated, roles, positions)),
    )


async def listed(
    unit: UnitOfWork,
    campaign_plan: CampaignPlan,
    duties: Sequence[AssignedDuty],
    first: date | None,
    last: date | None,
    now: datetime,
) -> DutyList:
    """These duties of one campaign, whoever owes them, put into a list of the days `first` … `last`."""
    found = _Found(campaigns=[campaign_plan.campaign])
    found.take(campaign_plan, duties, await _maker(unit, campaign_plan, duties, now), first, last, now)
    return found.as_list(first, last)


async def _campaigns_of(
    unit: UnitOfWork, library: PlanLibrary, actor: Actor, now: datetime
) -> AsyncIterator[tuple[CampaignPlan, Roles]]:
    """The active campaigns in which the person has a role."""
    for campaign in await unit.campaigns.active():
        takes = False
        for grant in (membership.grant for membership in actor.memberships):
            if grant.role is MembershipRole.CANDIDATE:
                takes = takes or grant.campaign_id == campaign.id
            elif grant.role is MembershipRole.COMMISSION and grant.commission_id is not None:
                takes = takes or bool(await takes_part(unit, campaign, grant.commission_id))
        if takes:
            campaign_plan = await library.of(unit, campaign)
            yield campaign_plan, roles_in(campaign_plan, actor.person.id, actor.memberships)


async def _watch(
    unit: UnitOfWork,
    campaign_plan: CampaignPlan,
    maker: LineMaker,
    found: _Found,
    first: date | None,
    last: date | None,
    now: datetime,
) -> None:
    bounded = first is not None or last is not None

    def falls(row: PlanRow) -> bool:
        return not bounded or _falls(row.term, first, last)

    rows = nobodys_rows(campaign_plan, await tree_of(unit, campaign_plan.campaign))
    found.control.extend(maker.plan_line(row) for row in rows if falls(row))
    found.unreached.extend(await unreached_lines(unit, campaign_plan, maker, falls, now))


async def _maker(
    unit: UnitOfWork, campaign_plan: CampaignPlan, duties: Sequence[AssignedDuty], now: datetime
) -> LineMaker:
    maker = LineMaker(campaign_plan, campaign_plan.campaign.today(now))
    await maker.load(unit, [assigned.duty for assigned in duties])
    return maker


@dataclass(slots=True)
class _Found:
    """The lists while they are gathered over campaigns."""

    campaigns: list[Campaign] = field(default_factory=list)
    lines: list[DutyLine] = field(default_factory=list)
    running: list[DutyLine] = field(default_factory=list)
    overdue: list[DutyLine] = field(default_factory=list)
    undated: list[DutyLine] = field(default_factory=list)
    control: list[PlanLine] = field(default_factory=list)
    unreached: list[PlanLine] = field(default_factory=list)

    def take(
        self,
        campaign_plan: CampaignPlan,
        duties: Sequence[AssignedDuty],
        maker: LineMaker,
        first: date | None,
        last: date | None,
        now: datetime,
    ) -> None:
        """Put each of a campaign's duties into its part."""
        bounded = first is not None or last is not None
        ends = _open_ends(campaign_plan)
        for assigned in duties:
            duty, term = assigned.duty, assigned.duty.term
            if not maker.knows(duty):
                continue
            line = maker.line(assigned)
            if duty.state is DutyState.OPEN and is_overdue(duty.nature, term, now):
                self.overdue.append(line)
            elif not is_dated(term):
                if not bounded:
                    self.undated.append(line)
            elif _falls(term, first, last):
                self.lines.append(line)
            elif duty.state is DutyState.OPEN and _covers(term, first, last, ends):
                self.running.append(line)

    def as_list(self, first: date | None, last: date | None) -> DutyList:
        """Sorting is stable: within a day duties stay in the plan's order."""
        return DutyList(
            first=first,
            last=last,
            campaigns=tuple(self.campaigns),
            lines=tuple(sorted(self.lines, key=lambda line: _order(line.duty.term, first))),
            running=tuple(sorted(self.running, key=lambda line: line.duty.term.last_day or date.max)),
            overdue=tuple(sorted(self.overdue, key=lambda line: line.duty.term.last_day or date.max, reverse=True)),
            undated=tuple(self.undated),
            control=tuple(sorted(self.control, key=lambda line: _control_order(line, first))),
            unreached=tuple(sorted(self.unreached, key=lambda line: _control_order(line, first))),
        )


def _falls(term: DutyTerm, first: date | None, last: date | None) -> bool:
    """Whether it begins or ends within the span."""
    return any(
        day is not None and (first is None or first <= day) and (last is None or day <= last)
        for day in (opening_day(term), term.last_day)
    )


def _covers(term: DutyTerm, first: date | None, last: date | None, ends: OpenEnds) -> bool:
    """Whether it began before the span and ends after it; without an end, whether it still runs when the span begins. A
    plain deadline is a day, and what is to be done at once does not run."""
    start = None if term.kind is OccurrenceKind.AT_ONCE else opening_day(term)
    if start is None or first is None or start >= first:
        return False
    if term.last_day is None:
        return ends.running_until(start) >= first
    return last is not None and term.last_day > last


def _open_ends(campaign_plan: CampaignPlan) -> OpenEnds:
    return open_ends(campaign_plan.dated, campaign_plan.plan.head.voting_day)


def _order(term: DutyTerm, first: date | None) -> date:
    """The first day of the span, or of all, on which it begins or ends."""
    days = [day for day in (opening_day(term), term.last_day) if day is not None]
    return min((day for day in days if first is None or day >= first), default=min(days, default=date.max))


def _control_order(line: PlanLine, first: date | None) -> date:
    if line.occurrence is None:
        return date.max
    return _order(term_of(line.occurrence, line.campaign.tz), first)


def _next_moment(term: DutyTerm, now: datetime) -> datetime | None:
    opens = term.opens_at if opening_day(term) is not None else None
    return min((moment for moment in (opens, term.due_at) if moment is not None and moment > now), default=None)
