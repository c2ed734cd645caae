"""The morning's message to one person about one campaign."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plan.model import Position
from services.campaigns.model import Campaign, CampaignPlan
from services.duties.lines import DutyLine, PlanLine
from services.duties.model import Duty
from services.duties.owed_rows import PlanRow, watched_rows
from services.duties.person_lines import LineMaker, duties_of, roles_in
from services.duties.reminder_rows import digest_key
from services.duties.timing import (
    chase_days,
    ends_before_next_morning,
    is_overdue,
    last_morning,
    lead_days,
    morning,
    opening_days,
)
from services.ids import DutyId, PersonId
from services.people.model import Person
from services.unit_of_work import UnitOfWork

LOOK_BACK_DAYS = 14
"""How far back a digest asks whether earlier mornings were told. What was announced earlier than that has passed or is
overdue by now."""


@dataclass(frozen=True, slots=True)
class Control:
    """«Контроль»: rows that are nobody's duty in the bot, for the secretary of the commission that organises."""

    due: tuple[PlanLine, ...]
    openings: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What to say to the person on `day` (a calendar day of the campaign's zone). Every duty stands in one list only.

    `due`: by days_left 0, 1, 3, 7 (others only where the line is `missed`), then in the plan's order; `tonight`: ends
    with an hour before the next digest's one (00:00, 06:00 …); `openings`: begin today (opens_in 0), early tomorrow
    (1), or began on a morning that was missed (negative); `overdue`: obligations whose end has passed, latest first.
    `late`: it comes notably after its morning, or also holds what an earlier morning should have said.
    """

    day: date
    person: Person
    campaign: Campaign
    due: tuple[DutyLine, ...]
    tonight: tuple[DutyLine, ...]
    openings: tuple[DutyLine, ...]
    overdue: tuple[DutyLine, ...]
    control: Control | None = None
    late: bool = False


async def compose_digest(
    unit: UnitOfWork, campaign_plan: CampaignPlan, person: PersonId, day: date, now: datetime
) -> Digest | None:
    """What the person has to be told on the morning of `day`, in the words true at `now`; None when nothing.

    What earlier mornings should have said and did not is in it too. None as well when all that is left is what is
    overdue, unless it is the 1st, 3rd or 7th morning after such an end.
    """
    reader = await unit.people.get(person)
    if reader is None:
        return None
    roles = roles_in(campaign_plan, person, await unit.memberships.of_person(person, now))
    duties = await duties_of(unit, campaign_plan, roles, include_done=False)
    mornings = await _mornings_to_tell(unit, campaign_plan.campaign, person, day)
    lines = LineMaker(campaign_plan, day)
    duties = [duty for duty in duties if lines.knows(duty)]
    await lines.load(unit, duties)
    parts: dict[_Part, list[Duty]] = {part: [] for part in _Part}
    missed: set[DutyId] = set()
    something_new = False
    for duty in duties:
        part, told_on = _place(duty, day, mornings, now)
        if part is None:
            continue
        parts[part].append(duty)
        if told_on is not None:
            something_new = True
            if told_on < day:
                missed.add(duty.id)
    control = None
    if roles.holds(campaign_plan.campaign.commission_id, Position.SECRETARY):
        control = _control(campaign_plan, lines, day, mornings)
    if not something_new and control is None:
        return None

    def made(part: _Part) -> tuple[DutyLine, ...]:
        return tuple(lines.line(duty, missed=duty.id in missed) for duty in _in_order(part, parts[part], lines))

    return Digest(
        day=day,
        person=reader,
        campaign=campaign_plan.campaign,
        due=made(_Part.DUE),
        tonight=made(_Part.TONIGHT),
        openings=made(_Part.OPENING),
        overdue=made(_Part.OVERDUE),
        control=control,
        late=bool(missed),
    )


class _Part(enum.Enum):
    DUE = enum.auto()
    TONIGHT = enum.auto()
    OPENING = enum.auto()
    OVERDUE = enum.auto()


async def _mornings_to_tell(unit: UnitOfWork, campaign: Campaign, person: PersonId, day: date) -> frozenset[date]:
    """The mornings this digest speaks for: its own, and those before it since the last one that was sent.

    Mornings before the person's reminders were first planned are not owed to them.
    """
    plan = (await unit.duties.planned(campaign.id, [person])).get(person)
    earlier = [day - timedelta(days=back) for back in range(1, LOOK_BACK_DAYS + 1)]
    if plan is None:
        return frozenset({day})
    keys = {digest_key(campaign.id, person, before): before for before in earlier}
    sent = max((keys[key] for key in await unit.outbox.sent_among(keys)), default=date.min)
    return frozenset({day}) | {
        before for before in earlier if before > sent and morning(before, campaign.tz) >= plan.since
    }


def _place(duty: Duty, day: date, mornings: frozenset[date], now: datetime) -> tuple[_Part | None, date | None]:
    """Where a duty stands in the digest, and the latest of the mornings that asked for it; None: none did, it is there
    because others are."""
    nature, term = duty.nature, duty.term
    leads, openings = lead_days(nature, term), opening_days(nature, term)
    if is_overdue(nature, term, now):
        return _Part.OVERDUE, max((leads | chase_days(nature, term)) & mornings, default=None)
    if term.due_at is not None and term.due_at <= now and last_morning(term) is not None:
        return None, None  # a right, a period, a ban: it has passed
    asked = (leads | openings) & mornings
    if not asked:
        return None, None
    told_on = max(asked)
    if ends_before_next_morning(term) and last_morning(term) == day:
        return _Part.TONIGHT, told_on
    soon = term.last_day is not None and (term.last_day - day).days <= 1
    if openings & mornings and not (soon and leads & mornings):
        return _Part.OPENING, told_on
    return _Part.DUE, told_on


def _in_order(part: _Part, duties: list[Duty], lines: LineMaker) -> list[Duty]:
    """The nearest first, what is overdue the latest first; within a day as the plan has them."""

    def nearest(duty: Duty) -> tuple[date, int]:
        term = duty.term
        when = term.start if part is _Part.OPENING else term.last_day
        return when or date.max, lines.place(duty)

    def latest(duty: Duty) -> tuple[int, int]:
        when, place = nearest(duty)
        return -when.toordinal(), place

    return sorted(duties, key=latest if part is _Part.OVERDUE else nearest)


def _control(campaign_plan: CampaignPlan, lines: LineMaker, day: date, mornings: frozenset[date]) -> Control | None:
    """Ends and openings of what others have to do. What has passed is not chased: nobody could mark it done."""
    due: list[PlanRow] = []
    openings: list[PlanRow] = []
    for row in watched_rows(campaign_plan):
        ends, opens = lead_days(row.nature, row.term) & mornings, opening_days(row.nature, row.term) & mornings
        if row.term.last_day is not None and row.term.last_day < day:
            continue
        if opens:
            openings.append(row)
        elif ends:
            due.append(row)
    if not due and not openings:
        return None
    due.sort(key=lambda row: row.term.last_day or date.max)
    return Control(due=tuple(map(lines.plan_line, due)), openings=tuple(map(lines.plan_line, openings)))
