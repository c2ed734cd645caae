"""Who gets a message and when: rows of the outbox for every recipient of a campaign."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.campaigns.model import Campaign, CampaignPlan
from services.delivery.model import NewDelivery
from services.duties.control import control_mornings
from services.duties.model import ReminderPlan
from services.duties.owed_rows import owed_rows
from services.duties.parts import batches, is_present
from services.duties.recipients import Role, everybody, roles_of
from services.duties.reminder_rows import digest_prefix, digest_row, hour_prefix, hour_row
from services.duties.timing import (
    chase_days,
    hour_reminder,
    is_quiet,
    lapse_morning,
    lead_days,
    morning,
    opening_days,
)
from services.duties.tree import CampaignTree, tree_of
from services.ids import PersonId
from services.people.model import Person
from services.unit_of_work import UnitOfWork, Units

LOOK_BACK = timedelta(days=3)
"""When reminders are planned anew, mornings so far back come again unless they were sent: a changed plan must not
lose what downtime has held up."""
PEOPLE_AT_ONCE = 25
"""People planned for in one transaction: some thousand rows, a tenth of a second in which nobody else can write."""
PEOPLE_LOOKED_AT = 500
"""People of whom it is looked up at once whether anything has changed, without keeping anybody from writing."""


async def plan_reminders(units: Units, campaign_plan: CampaignPlan, now: datetime) -> int:
    """Fill the outbox for all recipients of the campaign; how many rows are new.

    A DIGEST row for each morning on which something falls, an HOUR_REMINDER row 2 hours before each end with an hour.
    Safe to call again at any time: what is planned stays, what a changed plan, role or address makes wrong is dropped
    and planned anew. Nothing is planned for mornings before a person was first planned for, but today's morning is
    caught up with during the day.

    Written in parts, a few people each, so that others are not kept waiting; when it is cut short, the next call does
    the rest. It stops when the campaign has got a newer plan meanwhile. A new version of the plan costs little for
    those whose mornings it leaves as they are.
    """
    campaign = campaign_plan.campaign
    calendars = _Calendars(campaign_plan)
    async with units(reading=True) as unit:
        tree = await tree_of(unit, campaign)
        recipients = await everybody(unit, campaign, tree, now)
    added = 0
    for looked_at in batches(recipients, PEOPLE_LOOKED_AT):
        async with units(reading=True) as unit:
            plans = await _changed(unit, campaign_plan, calendars, looked_at, now, tree)
        kept = [person for person, change in plans.items() if change.keeps_calendar]
        moved = [person for person, change in plans.items() if not change.keeps_calendar]
        for some in (*filter(None, [kept]), *batches(moved, PEOPLE_AT_ONCE)):
            async with units() as unit:
                if not await is_present(unit, campaign_plan):
                    return added
                added += await _plan(unit, campaign_plan, calendars, some, now, tree)
                await unit.commit()
    while True:  # those who have no role any more
        async with units() as unit:
            if not await is_present(unit, campaign_plan):
                return added
            left = await unit.duties.planned_otherwise(campaign.id, campaign_plan.version, PEOPLE_AT_ONCE)
            if not left:
                return added
            added += await _plan(unit, campaign_plan, calendars, left, now, tree)
            await unit.commit()


async def plan_people(
    unit: UnitOfWork, campaign_plan: CampaignPlan, now: datetime, people: Collection[PersonId]
) -> int:
    """The same for some people, in the caller's transaction; of those without a role in the campaign, what is planned
    is dropped."""
    return await _plan(unit, campaign_plan, _Calendars(campaign_plan), people, now)


async def _plan(
    unit: UnitOfWork,
    campaign_plan: CampaignPlan,
    calendars: _Calendars,
    people: Collection[PersonId],
    now: datetime,
    tree: CampaignTree | None = None,
) -> int:
    """Judged anew by what is true in this transaction: somebody may have come or gone since it was looked up."""
    campaign = campaign_plan.campaign
    changed = await _changed(unit, campaign_plan, calendars, people, now, tree)
    rows: list[NewDelivery] = []
    plans: list[ReminderPlan] = []
    for reader in await unit.people.get_many(list(changed)):
        change = changed[reader.id]
        if change.plan is not None and change.keeps_calendar:
            plans.append(change.plan)
            continue
        if change.was_planned:
            await unit.outbox.drop_pending(prefix=digest_prefix(campaign.id, reader.id))
            await unit.outbox.drop_pending(prefix=hour_prefix(campaign.id, reader.id))
        if change.plan is None:
            await unit.duties.drop_planned(campaign.id, reader.id)
        else:
            plans.append(change.plan)
            rows.extend(_rows(campaign, reader, change.calendar, change.plan.since, now))
    added = await unit.outbox.add(rows)
    await unit.duties.set_planned(campaign.id, plans)
    return added


@dataclass(frozen=True, slots=True)
class _Change:
    """What somebody's reminders are to be planned from; `plan` is None for who has no role any more. `keeps_calendar`:
    only the plan's version is another, the rows in the outbox are what they should be."""

    plan: ReminderPlan | None
    calendar: _Calendar
    was_planned: bool
    keeps_calendar: bool


async def _changed(
    unit: UnitOfWork,
    campaign_plan: CampaignPlan,
    calendars: _Calendars,
    people: Collection[PersonId],
    now: datetime,
    tree: CampaignTree | None,
) -> dict[PersonId, _Change]:
    """Of these people, those whose reminders were planned from something else than what is true now."""
    campaign = campaign_plan.campaign
    roles = await roles_of(unit, campaign, people, now, tree)
    planned = await unit.duties.planned(campaign.id, people)
    found: dict[PersonId, _Change] = {}
    for reader in await unit.people.get_many(people):
        before = planned.get(reader.id)
        calendar = calendars.of(roles[reader.id])
        plan = None
        if roles[reader.id]:
            plan = ReminderPlan(
                person_id=reader.id,
                plan_version_id=campaign_plan.version,
                fingerprint=calendar.fingerprint(reader),
                since=now if before is None else before.since,
            )
        if plan != before:
            keeps = plan is not None and before is not None and plan.fingerprint == before.fingerprint
            found[reader.id] = _Change(plan, calendar, before is not None, keeps)
    return found


def _rows(
    campaign: Campaign, reader: Person, calendar: _Calendar, since: datetime, now: datetime
) -> Iterator[NewDelivery]:
    today = campaign.today(now)
    earliest = max(since, now - LOOK_BACK)
    for day in calendar.mornings:
        due = morning(day, campaign.tz)
        if due >= earliest:
            yield digest_row(campaign, reader.id, reader.address, day)
        elif day == today and not is_quiet(now, campaign.tz):
            yield digest_row(campaign, reader.id, reader.address, day, not_before=now)
    for at in calendar.hours:
        if at > now:
            yield hour_row(campaign, reader.id, reader.address, at, now)


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The mornings and the ends with an hour of one set of roles, over the whole campaign."""

    mornings: tuple[date, ...]
    hours: tuple[datetime, ...]
    signature: str

    def fingerprint(self, reader: Person) -> str:
        """Equal when planning again would make the same rows."""
        return hashlib.sha256(f"{reader.address}|{self.signature}".encode()).hexdigest()


class _Calendars:
    """The calendar of each set of roles, computed once: thousands of people share a few of them."""

    def __init__(self, campaign_plan: CampaignPlan) -> None:
        self._rows = owed_rows(campaign_plan)
        self._control = control_mornings(campaign_plan)
        self._made: dict[frozenset[Role], _Calendar] = {}

    def of(self, roles: frozenset[Role]) -> _Calendar:
        if roles not in self._made:
            self._made[roles] = self._make(roles)
        return self._made[roles]

    def _make(self, roles: frozenset[Role]) -> _Calendar:
        mornings: set[date] = set()
        hours: set[datetime] = set()
        for row in self._rows:
            if not any(role.owes(row) for role in roles):
                continue
            for days in (lead_days, opening_days, chase_days):
                mornings |= days(row.nature, row.term)
            lapse = lapse_morning(row.nature, row.term)
            if lapse is not None:
                mornings.add(lapse)
            hour = hour_reminder(row.nature, row.term)
            if hour is not None:
                hours.add(hour)
        if any(role.is_watching for role in roles):
            mornings |= self._control
        days_text = ",".join(day.isoformat() for day in sorted(mornings))
        hours_text = ",".join(at.isoformat() for at in sorted(hours))
        return _Calendar(tuple(sorted(mornings)), tuple(sorted(hours)), f"{days_text}|{hours_text}")
