"""Who gets a message and when: rows of the outbox for every recipient of a campaign."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from services.campaigns.model import Campaign, CampaignPlan
from services.delivery.model import NewDelivery, WaitingRow
from services.duties.control import control_mornings
from services.duties.model import ReminderPlan
from services.duties.owed_rows import owed_rows
from services.duties.parts import batches, is_present
from services.duties.recipients import Role, everybody, roles_of
from services.duties.reminder_rows import digest_prefix, digest_row, hour_prefix, hour_row, is_said_again
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
ROWS_AT_ONCE = 1_000
"""Rows dropped and added in one transaction: a tenth of a second in which nobody else can write."""
PEOPLE_AT_ONCE = 500
"""People planned for in one transaction, whose rows stay nearly as they are."""
PEOPLE_LOOKED_AT = 250
"""People of whom it is looked up at once what has changed, without keeping anybody from writing."""
LEAVING_AT_ONCE = 25
"""People without a role any more in one transaction: all that is planned for them goes."""


async def plan_reminders(units: Units, campaign_plan: CampaignPlan, now: datetime) -> int:
    """Fill the outbox for all recipients of the campaign; how many rows are new.

    A DIGEST row for each morning on which something falls, an HOUR_REMINDER row 2 hours before each end with an hour.
    Safe to call again at any time: what is planned stays, what a changed plan, role or address makes wrong is dropped
    and planned anew. Nothing is planned for mornings before a person was first planned for, but today's morning is
    caught up with during the day.

    Only the rows that a new version of the plan adds, or has no use for any more, are written; which these are is
    found out while others write. Written in parts, so that they are not kept waiting; when it is cut short, the next
    call does the rest. It stops when the campaign has got a newer plan meanwhile.
    """
    campaign = campaign_plan.campaign
    calendars = _Calendars(campaign_plan)
    async with units(reading=True) as unit:
        tree = await tree_of(unit, campaign)
        recipients = await everybody(unit, campaign, tree, now)
    added = 0
    for looked_at in batches(recipients, PEOPLE_LOOKED_AT):
        async with units(reading=True) as unit:
            changed = await _changed(unit, campaign_plan, calendars, looked_at, now, tree)
            drafts = await _drafts(unit, campaign_plan, changed, now)
        for some in _parts(drafts):
            async with units() as unit:
                if not await is_present(unit, campaign_plan):
                    return added
                added += await _plan(unit, campaign_plan, calendars, list(some), now, tree, some)
                await unit.commit()
    while True:  # those who have no role any more
        async with units() as unit:
            if not await is_present(unit, campaign_plan):
                return added
            left = await unit.duties.planned_otherwise(campaign.id, campaign_plan.version, LEAVING_AT_ONCE)
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
    drafts: Mapping[PersonId, _Draft] = MappingProxyType({}),
) -> int:
    """Judged by what is true in this transaction: somebody may have come or gone since a draft was made, which is made
    anew then."""
    campaign = campaign_plan.campaign
    changed = await _changed(unit, campaign_plan, calendars, people, now, tree)
    stale = {
        person: change for person, change in changed.items() if person not in drafts or drafts[person].change != change
    }
    fresh = await _drafts(unit, campaign_plan, stale, now)
    drop: list[str] = []
    add: list[NewDelivery] = []
    plans: list[ReminderPlan] = []
    for person, change in changed.items():
        if change.plan is None:
            await unit.outbox.drop_pending(prefix=digest_prefix(campaign.id, person))
            await unit.outbox.drop_pending(prefix=hour_prefix(campaign.id, person))
            await unit.duties.drop_planned(campaign.id, person)
            continue
        draft = fresh[person] if person in fresh else drafts[person]
        drop.extend(draft.drop)
        add.extend(draft.add)
        plans.append(change.plan)
    await unit.outbox.drop_waiting(drop)
    added = await unit.outbox.add(add)
    await unit.duties.set_planned(campaign.id, plans)
    return added


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a change asks of somebody's rows: the keys of those that are wrong now, and those that are missing."""

    change: _Change
    drop: tuple[str, ...] = ()
    add: tuple[NewDelivery, ...] = ()

    @property
    def weight(self) -> int:
        return len(self.drop) + len(self.add)


async def _drafts(
    unit: UnitOfWork, campaign_plan: CampaignPlan, changed: Mapping[PersonId, _Change], now: datetime
) -> dict[PersonId, _Draft]:
    """For each of these people, by the rows that wait for them."""
    campaign = campaign_plan.campaign
    prefixes = [
        prefix
        for person, change in changed.items()
        if change.before is not None and change.is_other_calendar
        for prefix in (digest_prefix(campaign.id, person), hour_prefix(campaign.id, person))
    ]
    waiting: dict[PersonId, list[WaitingRow]] = {}
    for row in await unit.outbox.waiting(prefixes) if prefixes else ():
        waiting.setdefault(row.person_id, []).append(row)
    found: dict[PersonId, _Draft] = {}
    for person, change in changed.items():
        if change.plan is None or not change.is_other_calendar:
            found[person] = _Draft(change)
            continue
        wanted = _rows(campaign, change.reader, change.calendar, change.plan.since, now)
        found[person] = _draft(change, waiting.get(person, ()), wanted, now)
    return found


def _draft(change: _Change, waiting: Iterable[WaitingRow], wanted: Iterable[NewDelivery], now: datetime) -> _Draft:
    """What differs. A row that is right stays, with all that is known of it: that it may be a repeat, say."""
    there = {row.dedup_key: row for row in waiting}
    drop: list[str] = []
    add: list[NewDelivery] = []
    for row in wanted:
        known = there.pop(row.dedup_key, None)
        if known is not None:
            is_on_time = known.due_at == row.due_at or max(known.due_at, row.due_at) <= now
            if is_on_time and known.address == row.address:
                continue
            drop.append(known.dedup_key)
        add.append(row)
    drop.extend(key for key in there if not is_said_again(key))
    return _Draft(change, tuple(drop), tuple(add))


def _parts(drafts: Mapping[PersonId, _Draft]) -> Iterator[dict[PersonId, _Draft]]:
    """The drafts, so many at a time as may be written in one transaction; a single one may be larger."""
    some: dict[PersonId, _Draft] = {}
    weight = 0
    for person, draft in drafts.items():
        if some and (weight + draft.weight > ROWS_AT_ONCE or len(some) >= PEOPLE_AT_ONCE):
            yield some
            some, weight = {}, 0
        some[person] = draft
        weight += draft.weight
    if some:
        yield some


@dataclass(frozen=True, slots=True)
class _Change:
    """What somebody's reminders are to be planned from, and what they were planned from; `plan` is None for who has no
    role any more."""

    reader: Person
    calendar: _Calendar
    before: ReminderPlan | None
    plan: ReminderPlan | None

    @property
    def is_other_calendar(self) -> bool:
        """Otherwise only the plan's version is another, and the rows in the outbox are what they should be."""
        return self.before is None or self.plan is None or self.before.fingerprint != self.plan.fingerprint


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
            found[reader.id] = _Change(reader, calendar, before, plan)
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
        self._zone = campaign_plan.campaign.zone
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
        return _Calendar(tuple(sorted(mornings)), tuple(sorted(hours)), f"{self._zone}|{days_text}|{hours_text}")
