"""The morning's message to one person about one campaign."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from services.access.model import Action
from services.access.rights import allows
from services.campaigns.decide_date import open_end
from services.campaigns.model import Campaign, CampaignPlan
from services.duties.assigned import AssignedDuty
from services.duties.control import Control, control_of
from services.duties.lines import DutyLine
from services.duties.model import Duty, Nature
from services.duties.person_lines import LineMaker, duties_of, roles_in, watches_over
from services.duties.reminder_rows import digest_key, hour_key
from services.duties.timing import (
    chase_days,
    ends_before_next_morning,
    has_ended,
    hour_reminder,
    is_overdue,
    lapse_morning,
    last_morning,
    lead_days,
    morning,
    opening_days,
)
from services.ids import DutyId, PersonId
from services.people.model import Actor, Person
from services.unit_of_work import UnitOfWork

LOOK_BACK_DAYS = 14
"""How far back a digest asks whether earlier mornings were told. What was announced earlier than that has passed or is
overdue by now."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What to say to the person on `day` (a calendar day of the campaign's zone). Every duty stands in one list only.

    `due`: by days_left 0, 1, 3, 7 (others only where the line is `missed`), then in the plan's order; `tonight`: ends
    with an hour before the next digest's one (00:00, 06:00 …); `openings`: begin today (opens_in 0), early tomorrow
    (1), or began on a morning that was missed (negative); `overdue`: obligations whose end has passed, latest first;
    `lapsed`: rights and periods that have ended, and the message that was to say so in time was not sent.
    `undecided`: items whose date waits for a decision, for those who may decide. `late`: it comes notably after its
    morning, or also holds what an earlier morning should have said.
    """

    day: date
    person: Person
    campaign: Campaign
    due: tuple[DutyLine, ...]
    tonight: tuple[DutyLine, ...]
    openings: tuple[DutyLine, ...]
    overdue: tuple[DutyLine, ...]
    lapsed: tuple[DutyLine, ...] = ()
    control: Control | None = None
    undecided: int = 0
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
    lines = LineMaker(campaign_plan, day)
    duties = [
        assigned
        for assigned in await duties_of(unit, campaign_plan, roles, now, include_done=False)
        if lines.knows(assigned.duty)
    ]
    await lines.load(unit, [assigned.duty for assigned in duties])
    telling = await _telling(unit, campaign_plan.campaign, person, day)
    telling = await _with_lapses(unit, campaign_plan.campaign, person, telling, duties, now)
    parts: dict[_Part, list[AssignedDuty]] = {part: [] for part in _Part}
    missed: set[DutyId] = set()
    something_new = False
    for assigned in duties:
        part, told_on = _place(assigned.duty, day, telling, now)
        if part is None:
            continue
        parts[part].append(assigned)
        if told_on is not None:
            something_new = True
            if told_on < day:
                missed.add(assigned.duty.id)
    control = None
    if await watches_over(unit, campaign_plan, roles, now):
        control = await control_of(unit, campaign_plan, lines, day, telling.mornings, now)
    if not something_new and control is None:
        return None

    def made(part: _Part) -> tuple[DutyLine, ...]:
        ordered = _in_order(part, parts[part], lines)
        return tuple(lines.line(assigned, missed=assigned.duty.id in missed) for assigned in ordered)

    return Digest(
        day=day,
        person=reader,
        campaign=campaign_plan.campaign,
        due=made(_Part.DUE),
        tonight=made(_Part.TONIGHT),
        openings=made(_Part.OPENING),
        overdue=made(_Part.OVERDUE),
        lapsed=made(_Part.LAPSED),
        control=control,
        undecided=await _undecided(unit, campaign_plan, reader, now),
        late=bool(missed),
    )


async def _undecided(unit: UnitOfWork, campaign_plan: CampaignPlan, reader: Person, now: datetime) -> int:
    actor = Actor(reader, tuple(await unit.memberships.of_person(reader.id, now)))
    if not allows(actor, Action.DECIDE_DATE, campaign_plan.campaign):
        return 0
    return sum(open_end(dated) is not None for dated in campaign_plan.dated)


class _Part(enum.Enum):
    DUE = enum.auto()
    TONIGHT = enum.auto()
    OPENING = enum.auto()
    OVERDUE = enum.auto()
    LAPSED = enum.auto()


@dataclass(frozen=True, slots=True)
class _Telling:
    """What a digest speaks for: its own morning, and those before it since the last one that was sent, none from before
    the person's reminders were first planned (`since`). `lapsed`: what ended untold in that time."""

    mornings: frozenset[date]
    since: datetime | None
    lapsed: frozenset[DutyId] = frozenset()


async def _telling(unit: UnitOfWork, campaign: Campaign, person: PersonId, day: date) -> _Telling:
    plan = (await unit.duties.planned(campaign.id, [person])).get(person)
    earlier = [day - timedelta(days=back) for back in range(1, LOOK_BACK_DAYS + 1)]
    if plan is None:
        return _Telling(frozenset({day}), None)
    keys = {digest_key(campaign.id, person, before): before for before in (day, *earlier)}
    sent = max((keys[key] for key in await unit.outbox.sent_among(keys)), default=date.min)
    mornings = {before for before in earlier if before > sent and morning(before, campaign.tz) >= plan.since}
    return _Telling(frozenset(mornings | {day}), plan.since)


async def _with_lapses(
    unit: UnitOfWork,
    campaign: Campaign,
    person: PersonId,
    telling: _Telling,
    duties: Iterable[AssignedDuty],
    now: datetime,
) -> _Telling:
    """Find the rights and periods that ended in the time told of, and were not announced at the last: by the reminder
    where they have an hour, by the message of their last day where not."""
    lapsed: set[DutyId] = set()
    keys: dict[DutyId, str] = {}
    for duty in (assigned.duty for assigned in duties):
        term = duty.term
        if duty.nature in _NEVER_LAPSE or not has_ended(term, now):
            continue
        if telling.since is not None and has_ended(term, telling.since):
            continue
        at = hour_reminder(duty.nature, term)
        if at is None:
            if last_morning(term) in telling.mornings:
                lapsed.add(duty.id)
        elif lapse_morning(duty.nature, term) in telling.mornings:
            keys[duty.id] = hour_key(campaign.id, person, at)
    sent = await unit.outbox.sent_among(set(keys.values())) if keys else set()
    lapsed |= {duty for duty, key in keys.items() if key not in sent}
    return replace(telling, lapsed=frozenset(lapsed))


_NEVER_LAPSE = frozenset({Nature.OBLIGATION, Nature.BAN})
"""The one is overdue, of the other's end nobody has to be told."""


def _place(duty: Duty, day: date, telling: _Telling, now: datetime) -> tuple[_Part | None, date | None]:
    """Where a duty stands in the digest, and the latest of the mornings that asked for it; None: none did, it is there
    because others are."""
    nature, term, mornings = duty.nature, duty.term, telling.mornings
    leads, openings = lead_days(nature, term), opening_days(nature, term)
    if is_overdue(nature, term, now):
        return _Part.OVERDUE, max((leads | chase_days(nature, term)) & mornings, default=None)
    if has_ended(term, now) and last_morning(term) is not None:
        # A right, a period, a ban: it has passed.
        return (
            (_Part.LAPSED, lapse_morning(nature, term) or last_morning(term)) if duty.id in telling.lapsed else _NOWHERE
        )
    asked = (leads | openings) & mornings
    if not asked:
        return _NOWHERE
    told_on = max(asked)
    if ends_before_next_morning(term) and last_morning(term) == day:
        return _Part.TONIGHT, told_on
    soon = term.last_day is not None and (term.last_day - day).days <= 1
    if openings & mornings and not (soon and leads & mornings):
        return _Part.OPENING, told_on
    return _Part.DUE, told_on


_NOWHERE: tuple[_Part | None, date | None] = (None, None)


def _in_order(part: _Part, duties: list[AssignedDuty], lines: LineMaker) -> list[AssignedDuty]:
    """The nearest first, what is overdue the latest first; within a day as the plan has them."""

    def nearest(assigned: AssignedDuty) -> tuple[date, int]:
        term = assigned.duty.term
        when = term.start if part is _Part.OPENING else term.last_day
        return when or date.max, lines.place(assigned.duty)

    def latest(assigned: AssignedDuty) -> tuple[int, int]:
        when, place = nearest(assigned)
        return -when.toordinal(), place

    return sorted(duties, key=latest if part is _Part.OVERDUE else nearest)
