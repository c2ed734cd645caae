"""What other dates of a plan change: duties, the reminders of those concerned, a correction to those told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import structlog

from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignPlan, CampaignState
from services.delivery.model import Delivery, NewDelivery
from services.duties.control import nobodys_rows
from services.duties.expand_duties import expand_duties
from services.duties.model import DutyTerm, Nature
from services.duties.owed_rows import PlanRow, every_row, owed_rows
from services.duties.parts import batches, is_present
from services.duties.plan_changes import (
    Correction,
    RowChange,
    correction_key,
    correction_prefix,
    correction_row,
    row_changes,
)
from services.duties.plan_reminders import PEOPLE_LOOKED_AT, plan_reminders
from services.duties.recipients import Role, everybody, roles_of
from services.duties.reminder_rows import digest_key, hour_key
from services.duties.timing import chase_days, hour_reminder, is_quiet, lead_days, morning, opening_days
from services.duties.tree import tree_of
from services.ids import CampaignId, PersonId, PlanVersionId
from services.people.model import Person
from services.unit_of_work import UnitOfWork, Units

log = structlog.stdlib.get_logger(__name__)

LOOK_BACK = timedelta(days=400)
"""Longer than any campaign: who was told a date months ago is told of the other one too."""


async def follow_new_dates(
    units: Units, library: PlanLibrary, before: CampaignPlan, after: CampaignPlan, by: PersonId | None, now: datetime
) -> CampaignPlan:
    """Bring an active campaign in line with a version of its plan that dates some items otherwise.

    Their duties get the new dates, and whoever was told of the old date, or should have been told of the new one by
    now, is sent a correction, except `by`, who made it. Nobody else is written to. `renew_reminders` is to be called
    after it. Where a still newer version has come meanwhile, that one is followed: the version is returned. What is
    cut short here is made up for at the next activation (`take_up_corrections`).
    """
    decided = after.version
    of_decision = {change.before for change in row_changes(before, after)}
    while after.campaign.state is CampaignState.ACTIVE:
        changes = [change for change in row_changes(before, after) if change.before in of_decision]
        if changes:
            await expand_duties(units, after, now, [change.after for change in changes if change.after is not None])
            await _correct(units, before, after, changes, decided, by, now)
        async with units(reading=True) as unit:
            present = await unit.campaigns.get(after.campaign.id)
            if present is None or present.plan_version_id == after.version:
                break
            after = await library.of(unit, present)
    async with units() as unit:
        await unit.campaigns.set_followed(decided)
        await unit.commit()
    return after


async def take_up_corrections(units: Units, library: PlanLibrary, campaign_id: CampaignId, now: datetime) -> None:
    """Correct what people were told by versions of the plan before a decision, where that was cut short: by a kill, a
    full disk, a database that went away. Who has got a correction already gets no other one."""
    async with units(reading=True) as unit:
        campaign = await unit.campaigns.get(campaign_id)
        if campaign is None or campaign.state is not CampaignState.ACTIVE:
            return
        left = [
            (version, version.corrects_id)
            for version in await unit.campaigns.unfollowed(campaign_id)
            if version.corrects_id is not None
        ]
        if not left:
            return
        present = await library.of(unit, campaign)
    for version, corrected in left:
        async with units(reading=True) as unit:
            before = await library.of(unit, replace(campaign, plan_version_id=corrected))
            decided = await library.of(unit, replace(campaign, plan_version_id=version.id))
        of_version = {change.before for change in row_changes(before, decided)}
        changes = [change for change in row_changes(before, present) if change.before in of_version]
        items = [change.before for change in changes]
        log.warning("corrections.taken_up", campaign=campaign.slug, version=version.number, items=items)
        if changes and not await _correct(units, before, present, changes, version.id, version.created_by, now):
            return  # a newer version has come, and whoever brought it follows it
        async with units() as unit:
            await unit.campaigns.set_followed(version.id)
            await unit.commit()


async def renew_reminders(units: Units, library: PlanLibrary, campaign_plan: CampaignPlan, now: datetime) -> None:
    """Plan reminders anew for those whose mornings another date has changed, and make the plan ready for questions.

    Where a date concerns thousands of people this takes minutes, so nobody should wait for it; when it is cut short,
    the next activation does the rest.
    """
    if campaign_plan.campaign.state is CampaignState.ACTIVE:
        await plan_reminders(units, campaign_plan, now)
        await library.askable(campaign_plan)


async def _correct(
    units: Units,
    before: CampaignPlan,
    after: CampaignPlan,
    changes: Collection[RowChange],
    cause: PlanVersionId,
    by: PersonId | None,
    now: datetime,
) -> bool:
    """Insert the corrections that the version `cause` makes necessary, in parts: one message a person, which says what
    an earlier one that still waits would have said as well. False when a newer version has come meanwhile."""
    campaign = after.campaign
    async with units(reading=True) as unit:
        tree = await tree_of(unit, campaign)
        recipients = [person for person in await everybody(unit, campaign, tree, now) if person != by]
    watched_before, watched_after = (
        {row.dated.item.number for row in nobodys_rows(plan, tree)} for plan in (before, after)
    )
    telling = {
        change: _Telling(
            before, after, change, now, is_watched=change.before in watched_before or change.after in watched_after
        )
        for change in changes
    }
    for some in batches(recipients, PEOPLE_LOOKED_AT):
        async with units(reading=True) as unit:
            roles = await roles_of(unit, campaign, some, now, tree)
            keys = {
                (person, change): one.keys(campaign, person, roles[person])
                for person in some
                for change, one in telling.items()
            }
            sent = await unit.outbox.sent_among({key for of_person in keys.values() for key in of_person})
            told: dict[PersonId, list[RowChange]] = {}
            for (person, change), of_person in keys.items():
                if not sent.isdisjoint(of_person):
                    told.setdefault(person, []).append(change)
            meant = [
                _Meant(
                    reader,
                    _correction(before, after, told[reader.id]),
                    min(telling[change].due(campaign, now) for change in told[reader.id]),
                )
                for reader in await unit.people.get_many(told)
            ]
        if meant:
            async with units() as unit:
                if not await is_present(unit, after):
                    return False
                await _add(unit, after, cause, meant)
                await unit.commit()
    return True


@dataclass(frozen=True, slots=True)
class _Meant:
    reader: Person
    correction: Correction
    due: datetime


def _correction(before: CampaignPlan, after: CampaignPlan, changes: Iterable[RowChange]) -> Correction:
    items = tuple(change.after for change in changes if change.after is not None)
    gone = tuple((before.version, change.before) for change in changes if change.after is None)
    return Correction(after.version, items, gone)


async def _add(unit: UnitOfWork, after: CampaignPlan, cause: PlanVersionId, meant: Collection[_Meant]) -> None:
    """The rows that are not there yet (sent, or on their way), in the place of older ones that still wait."""
    campaign = after.campaign
    keys = {correction_key(campaign.id, one.reader.id, cause) for one in meant}
    waiting = await unit.outbox.waiting([correction_prefix(campaign.id, one.reader.id) for one in meant])
    known = await unit.outbox.with_keys({*keys, *(row.dedup_key for row in waiting)})
    done = {row.person_id for row in known if row.dedup_key in keys}
    older: dict[PersonId | None, list[Delivery]] = {}
    for row in known:
        if row.person_id not in done:
            older.setdefault(row.person_id, []).append(row)
    rows: list[NewDelivery] = []
    for one in meant:
        if one.reader.id in done:
            continue
        correction, due = one.correction, one.due
        for row in older.get(one.reader.id, ()):
            correction = correction.with_older(Correction.of(row.ids), after)
            due = min(due, row.due_at)
        rows.append(correction_row(campaign, one.reader, cause, correction, due))
    await unit.outbox.drop_waiting([row.dedup_key for rows_of in older.values() for row in rows_of])
    await unit.outbox.add(rows)


@dataclass(frozen=True, slots=True)
class _Days:
    """When a row is spoken of: mornings of digests, and the ends with an hour that have a reminder of their own."""

    mornings: frozenset[date]
    hours: frozenset[datetime]


@dataclass(slots=True)
class _Telling:
    """By which messages people of each set of roles were told of a row, by its old dates or by its new ones."""

    before: CampaignPlan
    after: CampaignPlan
    change: RowChange
    now: datetime
    is_watched: bool  # nobody in the bot carries it out: the secretary is told of it
    _known: dict[frozenset[Role], _Days] = field(default_factory=dict)

    def keys(self, campaign: Campaign, person: PersonId, roles: frozenset[Role]) -> set[str]:
        """The keys of those messages of the person that are due by now."""
        if roles not in self._known:
            self._known[roles] = self._days(roles)
        days = self._known[roles]
        found = {digest_key(campaign.id, person, day) for day in days.mornings}
        return found | {hour_key(campaign.id, person, at) for at in days.hours}

    def due(self, campaign: Campaign, now: datetime) -> datetime:
        """At once; in the quiet hours the next morning, unless an old or new end falls before that."""
        if not is_quiet(now, campaign.tz):
            return now
        today = campaign.today(now)
        wake = morning(today, campaign.tz)
        wake = wake if wake > now else morning(today + timedelta(days=1), campaign.tz)
        ends = [term.due_at for term in self._terms() if term.due_at is not None]
        return now if any(now < end <= wake for end in ends) else wake

    def _days(self, roles: frozenset[Role]) -> _Days:
        campaign = self.after.campaign
        first, today = campaign.today(self.now - LOOK_BACK), campaign.today(self.now)
        mornings: set[date] = set()
        hours: set[datetime] = set()
        for nature, term in self._rows_of(roles):
            mornings |= lead_days(nature, term) | opening_days(nature, term) | chase_days(nature, term)
            hour = hour_reminder(nature, term)
            if hour is not None:
                hours.add(hour)
        return _Days(frozenset(day for day in mornings if first <= day <= today), frozenset(hours))

    def _rows_of(self, roles: frozenset[Role]) -> Iterable[tuple[Nature, DutyTerm]]:
        watching = self.is_watched and any(role.is_watching for role in roles)
        for campaign_plan, number in self._rows:
            for row in owed_rows(campaign_plan):
                if row.item == number and any(role.owes(row) for role in roles):
                    yield row.nature, row.term
            if watching:
                yield from ((row.nature, row.term) for row in _every(campaign_plan, number))

    def _terms(self) -> Iterable[DutyTerm]:
        return [row.term for campaign_plan, number in self._rows for row in _every(campaign_plan, number)]

    @property
    def _rows(self) -> tuple[tuple[CampaignPlan, str | None], ...]:
        return (self.before, self.change.before), (self.after, self.change.after)


def _every(campaign_plan: CampaignPlan, number: str | None) -> list[PlanRow]:
    return [row for row in every_row(campaign_plan) if row.dated.item.number == number]
