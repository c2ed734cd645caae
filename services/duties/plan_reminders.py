"""Who gets a message and when: rows of the outbox for every recipient of a campaign."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TypeVar

from plan.model import Position
from services.campaigns.model import Campaign, CampaignPlan
from services.delivery.model import NewDelivery
from services.duties.model import ReminderPlan
from services.duties.owed_rows import OwedRow, Owner, owed_rows, watched_rows
from services.duties.reminder_rows import digest_prefix, digest_row, hour_prefix, hour_row
from services.duties.timing import chase_days, hour_reminder, is_quiet, lead_days, morning, opening_days
from services.duties.tree import takes_part, tree_of
from services.ids import CommissionId, PersonId
from services.people.model import MembershipRole, Person
from services.unit_of_work import UnitOfWork

T = TypeVar("T")

LOOK_BACK = timedelta(days=3)
"""When reminders are planned anew, mornings so far back come again unless they were sent: a changed plan must not
lose what downtime has held up."""
COMMISSIONS_AT_ONCE = 200
PEOPLE_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class _Role:
    """As what somebody receives; everybody with the same roles has the same mornings."""

    owner: Owner
    position: Position | None


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The mornings and the ends with an hour of one set of roles, over the whole campaign."""

    mornings: tuple[date, ...]
    hours: tuple[datetime, ...]


async def plan_reminders(
    unit: UnitOfWork, campaign_plan: CampaignPlan, now: datetime, *, person: PersonId | None = None
) -> int:
    """Fill the outbox for all recipients of the campaign (or one); how many rows are new.

    A DIGEST row for each morning on which something falls, an HOUR_REMINDER row 2 hours before each end with an hour.
    Safe to call again at any time: what is planned stays, what a changed plan, position or address makes wrong is
    dropped and planned anew. Nothing is planned for mornings before the person was first planned for, but today's
    morning is caught up with during the day.
    """
    campaign = campaign_plan.campaign
    if person is None:
        recipients = await _all_roles(unit, campaign, now)
        anew = await unit.duties.planned_otherwise(campaign.id, campaign_plan.version)
        if anew:
            await unit.outbox.drop_pending(prefix=digest_prefix(campaign.id))
            await unit.outbox.drop_pending(prefix=hour_prefix(campaign.id))
    else:
        recipients = {person: await _roles_of(unit, campaign, person, now)}
        anew = False
    calendars = _Calendars(campaign_plan)
    added = 0
    for some in _batches(sorted(recipients), PEOPLE_AT_ONCE):
        planned = await unit.duties.planned(campaign.id, some)
        rows: list[NewDelivery] = []
        plans: list[ReminderPlan] = []
        for reader in await unit.people.get_many(some):
            calendar = calendars.of(recipients[reader.id])
            before = planned.get(reader.id)
            plan = ReminderPlan(
                person_id=reader.id,
                plan_version_id=campaign_plan.version,
                fingerprint=_fingerprint(reader, calendar),
                since=now if before is None else before.since,
            )
            if plan == before:
                continue
            if before is not None and not anew:
                await _drop(unit, campaign, reader.id)
            plans.append(plan)
            rows.extend(_rows(campaign, reader, calendar, plan.since, now))
        added += await unit.outbox.add(rows)
        await unit.duties.set_planned(campaign.id, plans)
    return added


async def drop_reminders(unit: UnitOfWork, campaign: Campaign, person: PersonId) -> None:
    """Nothing more of this campaign goes to the person: their last role in it has ended."""
    await _drop(unit, campaign, person)
    await unit.duties.drop_planned(campaign.id, person)


async def _drop(unit: UnitOfWork, campaign: Campaign, person: PersonId) -> None:
    await unit.outbox.drop_pending(prefix=digest_prefix(campaign.id, person))
    await unit.outbox.drop_pending(prefix=hour_prefix(campaign.id, person))


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


class _Calendars:
    """The calendar of each set of roles, computed once: thousands of people share a few of them."""

    def __init__(self, campaign_plan: CampaignPlan) -> None:
        self._rows = owed_rows(campaign_plan)
        self._watched = watched_rows(campaign_plan)
        self._made: dict[frozenset[_Role], _Calendar] = {}

    def of(self, roles: frozenset[_Role]) -> _Calendar:
        if roles not in self._made:
            self._made[roles] = self._make(roles)
        return self._made[roles]

    def _make(self, roles: frozenset[_Role]) -> _Calendar:
        mornings: set[date] = set()
        hours: set[datetime] = set()
        for row in self._rows:
            if not any(_is_theirs(row, role) for role in roles):
                continue
            for days in (lead_days, opening_days, chase_days):
                mornings |= days(row.nature, row.term)
            hour = hour_reminder(row.nature, row.term)
            if hour is not None:
                hours.add(hour)
        if _Role(Owner.ORGANISER, Position.SECRETARY) in roles:
            for watched in self._watched:
                mornings |= lead_days(watched.nature, watched.term) | opening_days(watched.nature, watched.term)
        return _Calendar(tuple(sorted(mornings)), tuple(sorted(hours)))


def _is_theirs(row: OwedRow, role: _Role) -> bool:
    return row.owner is role.owner and row.is_owed_in(role.position)


def _fingerprint(reader: Person, calendar: _Calendar) -> str:
    """Equal when planning again would make the same rows."""
    days = ",".join(day.isoformat() for day in calendar.mornings)
    hours = ",".join(at.isoformat() for at in calendar.hours)
    return hashlib.sha256(f"{reader.address}|{days}|{hours}".encode()).hexdigest()


async def _all_roles(unit: UnitOfWork, campaign: Campaign, now: datetime) -> dict[PersonId, frozenset[_Role]]:
    """Every recipient of the campaign. Commissions are read some at a time; of the memberships only roles are kept,
    and equal sets of roles are one object."""
    tree = await tree_of(unit, campaign)
    owners: dict[CommissionId, tuple[Owner, ...]] = dict.fromkeys(tree.precincts, (Owner.PRECINCT,))
    for commission in {tree.organiser, tree.regional} - {None}:
        if commission is not None:
            owners[commission] = tree.owners(commission)
    found: dict[PersonId, frozenset[_Role]] = {}
    same: dict[frozenset[_Role], frozenset[_Role]] = {}

    def add(person: PersonId, roles: Iterable[_Role]) -> None:
        together = found.get(person, frozenset()) | frozenset(roles)
        found[person] = same.setdefault(together, together)

    for some in _batches(sorted(owners), COMMISSIONS_AT_ONCE):
        for membership in await unit.memberships.of_commissions(some, now):
            commission = membership.grant.commission_id
            if commission is not None:
                add(membership.person_id, (_Role(owner, membership.grant.position) for owner in owners[commission]))
    for membership in await unit.memberships.candidates(campaign.id, now):
        add(membership.person_id, [_Role(Owner.CANDIDATE, None)])
    return found


async def _roles_of(unit: UnitOfWork, campaign: Campaign, person: PersonId, now: datetime) -> frozenset[_Role]:
    found: set[_Role] = set()
    for grant in (membership.grant for membership in await unit.memberships.of_person(person, now)):
        if grant.role is MembershipRole.COMMISSION and grant.commission_id is not None:
            owners = await takes_part(unit, campaign, grant.commission_id)
            found.update(_Role(owner, grant.position) for owner in owners)
        elif grant.role is MembershipRole.CANDIDATE and grant.campaign_id == campaign.id:
            found.add(_Role(Owner.CANDIDATE, None))
    return frozenset(found)


def _batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
