"""Duties, and what people's reminders were planned from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Row, Table, case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from plan.model import OccurrenceKind, Position, Role
from services.duties.model import Duty, DutyKey, DutyState, DutyTerm, Nature, NewDuty, ReminderPlan, Unattended
from services.ids import CampaignId, CommissionId, DutyId, PersonId, PlanVersionId
from storage.portable import chunks
from storage.tables import commissions, duties, memberships, people, reminder_plans

ROWS_AT_ONCE = 500
"""Rows prepared for one INSERT: some milliseconds of the event loop, in which nobody else is served."""

_SAME_DUTY = ("campaign_id", "item", "part", "owner")
_RE_DATED = (
    "plan_version_id",
    "role",
    "positions",
    "nature",
    "kind",
    "start",
    "end",
    "start_time",
    "end_time",
    "last_day",
    "opens_at",
    "due_at",
    "needs",
)


class SqlDuties:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, new: Iterable[NewDuty]) -> int:
        statement = _insert(self._connection, duties)
        revived = case((duties.c.done_at.is_not(None), DutyState.DONE.value), else_=DutyState.OPEN.value)
        taken = {name: statement.excluded[name] for name in _RE_DATED}
        statement = statement.on_conflict_do_update(index_elements=_SAME_DUTY, set_={**taken, "state": revived})
        number = 0
        rows = iter(new)
        while some := [_values(duty) for duty in islice(rows, ROWS_AT_ONCE)]:
            await self._connection.execute(statement, some)
            number += len(some)
        return number

    async def withdraw_older(
        self, campaign: CampaignId, version: PlanVersionId, limit: int, items: Collection[str] | None = None
    ) -> int:
        conditions = [duties.c.campaign_id == campaign, duties.c.plan_version_id != version, _LIVE]
        if items is not None:
            conditions.append(duties.c.item.in_(sorted(items)))
        older = select(duties.c.id).where(*conditions).limit(limit)
        withdrawn = await self._connection.execute(
            update(duties).where(duties.c.id.in_(older)).values(state=DutyState.WITHDRAWN)
        )
        return withdrawn.rowcount

    async def withdraw(self, campaign: CampaignId, *, candidate: PersonId) -> int:
        withdrawn = await self._connection.execute(
            update(duties)
            .where(duties.c.campaign_id == campaign, duties.c.owner == _owner(None, candidate), _LIVE)
            .values(state=DutyState.WITHDRAWN)
        )
        return withdrawn.rowcount

    async def get(self, duty: DutyId) -> Duty | None:
        row = (await self._connection.execute(select(duties).where(duties.c.id == duty))).one_or_none()
        return _duty(row) if row else None

    async def of(
        self,
        campaign: CampaignId,
        *,
        commissions: Collection[CommissionId] = (),
        candidate: PersonId | None = None,
        first: date | None = None,
        last: date | None = None,
        include_done: bool = True,
    ) -> Sequence[Duty]:
        owners = [_owner(commission, None) for commission in commissions]
        if candidate is not None:
            owners.append(_owner(None, candidate))
        conditions = [duties.c.campaign_id == campaign, _LIVE]
        if not include_done:
            conditions.append(duties.c.state != DutyState.DONE)
        if last is not None:
            conditions.append(func.coalesce(duties.c.start, duties.c.last_day) <= last)
        if first is not None:
            # Without an end it runs on from its start.
            runs_on = duties.c.last_day.is_(None) & duties.c.start.is_not(None)
            conditions.append((duties.c.last_day >= first) | runs_on)
        found: list[Duty] = []
        for some in chunks(owners):
            query = select(duties).where(*conditions, duties.c.owner.in_(some)).order_by(duties.c.id)
            found.extend(map(_duty, await self._connection.execute(query)))
        return found

    async def unattended(
        self, campaign: CampaignId, items: Collection[str], now: datetime, *, named: int
    ) -> Sequence[Unattended]:
        attended = (
            select(memberships.c.commission_id)
            .join(people, people.c.id == memberships.c.person_id)
            .where(
                memberships.c.commission_id.is_not(None),
                memberships.c.since <= now,
                memberships.c.until.is_(None) | (memberships.c.until > now),
                people.c.unreachable.is_(None),
            )
        )
        # Found once, not for every duty of each of them.
        empty = select(commissions.c.id).where(commissions.c.id.not_in(attended))
        row = (duties.c.item, duties.c.part)
        ranked = (
            select(
                *row,
                duties.c.commission_id,
                func.count().over(partition_by=row).label("number"),
                func.row_number()
                .over(partition_by=row, order_by=(commissions.c.number, commissions.c.id))
                .label("place"),
            )
            .join(commissions, commissions.c.id == duties.c.commission_id)
            .where(
                duties.c.campaign_id == campaign,
                duties.c.item.in_(items),
                duties.c.state == DutyState.OPEN,
                duties.c.commission_id.in_(empty),
            )
            .subquery()
        )
        query = select(ranked).where(ranked.c.place <= named).order_by(ranked.c.item, ranked.c.part, ranked.c.place)
        rows = (await self._connection.execute(query)).all()
        return [
            Unattended(item, part, some[0].number, tuple(CommissionId(one.commission_id) for one in some))
            for (item, part), some in (
                (key, list(found)) for key, found in groupby(rows, key=lambda one: (one.item, one.part))
            )
        ]

    async def of_campaign(self, campaign: CampaignId) -> Sequence[Duty]:
        query = select(duties).where(duties.c.campaign_id == campaign, _LIVE).order_by(duties.c.id)
        return [_duty(row) for row in await self._connection.execute(query)]

    async def set_done(self, duty: DutyId, by: PersonId, now: datetime) -> bool:
        marked = await self._connection.execute(
            update(duties)
            .where(duties.c.id == duty, duties.c.state == DutyState.OPEN)
            .values(state=DutyState.DONE, done_by=by, done_at=now)
        )
        return marked.rowcount == 1

    async def set_open(self, duty: DutyId) -> bool:
        taken_back = await self._connection.execute(
            update(duties)
            .where(duties.c.id == duty, duties.c.state == DutyState.DONE)
            .values(state=DutyState.OPEN, done_by=None, done_at=None)
        )
        return taken_back.rowcount == 1

    async def planned(self, campaign: CampaignId, people: Collection[PersonId]) -> Mapping[PersonId, ReminderPlan]:
        found: dict[PersonId, ReminderPlan] = {}
        for some in chunks(sorted(people)):
            query = select(reminder_plans).where(
                reminder_plans.c.campaign_id == campaign, reminder_plans.c.person_id.in_(some)
            )
            for row in await self._connection.execute(query):
                person = PersonId(row.person_id)
                found[person] = ReminderPlan(person, PlanVersionId(row.plan_version_id), row.fingerprint, row.since)
        return found

    async def set_planned(self, campaign: CampaignId, plans: Sequence[ReminderPlan]) -> None:
        statement = _insert(self._connection, reminder_plans)
        taken = {name: statement.excluded[name] for name in ("plan_version_id", "fingerprint", "since")}
        statement = statement.on_conflict_do_update(index_elements=("campaign_id", "person_id"), set_=taken)
        for some in chunks(plans, ROWS_AT_ONCE):
            rows = [
                {
                    "campaign_id": campaign,
                    "person_id": plan.person_id,
                    "plan_version_id": plan.plan_version_id,
                    "fingerprint": plan.fingerprint,
                    "since": plan.since,
                }
                for plan in some
            ]
            await self._connection.execute(statement, rows)

    async def drop_planned(self, campaign: CampaignId, person: PersonId) -> None:
        await self._connection.execute(
            delete(reminder_plans).where(reminder_plans.c.campaign_id == campaign, reminder_plans.c.person_id == person)
        )

    async def planned_otherwise(self, campaign: CampaignId, version: PlanVersionId, limit: int) -> Sequence[PersonId]:
        query = (
            select(reminder_plans.c.person_id)
            .where(reminder_plans.c.campaign_id == campaign, reminder_plans.c.plan_version_id != version)
            .order_by(reminder_plans.c.person_id)
            .limit(limit)
        )
        return [PersonId(person) for person in (await self._connection.execute(query)).scalars()]


_LIVE = duties.c.state != DutyState.WITHDRAWN


def _insert(connection: AsyncConnection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def _owner(commission: CommissionId | None, candidate: PersonId | None) -> str:
    return f"p:{candidate}" if commission is None else f"c:{commission}"


def _values(duty: NewDuty) -> dict[str, Any]:
    key, term = duty.key, duty.term
    return {
        "campaign_id": key.campaign_id,
        "plan_version_id": duty.plan_version_id,
        "item": key.item,
        "part": key.part,
        "owner": _owner(key.commission_id, key.candidate_id),
        "commission_id": key.commission_id,
        "candidate_id": key.candidate_id,
        "role": duty.role,
        "positions": sorted(duty.positions),
        "nature": duty.nature,
        "kind": term.kind,
        "start": term.start,
        "end": term.end,
        "start_time": term.start_time,
        "end_time": term.end_time,
        "last_day": term.last_day,
        "opens_at": term.opens_at,
        "due_at": term.due_at,
        "needs": list(term.needs),
        "state": DutyState.OPEN,
    }


def _duty(row: Row[Any]) -> Duty:
    return Duty(
        id=DutyId(row.id),
        key=DutyKey(
            campaign_id=CampaignId(row.campaign_id),
            item=row.item,
            part=row.part,
            commission_id=None if row.commission_id is None else CommissionId(row.commission_id),
            candidate_id=None if row.candidate_id is None else PersonId(row.candidate_id),
        ),
        plan_version_id=PlanVersionId(row.plan_version_id),
        role=Role(row.role),
        positions=frozenset(Position(position) for position in row.positions),
        nature=Nature(row.nature),
        term=DutyTerm(
            kind=OccurrenceKind(row.kind),
            start=row.start,
            end=row.end,
            start_time=row.start_time,
            end_time=row.end_time,
            last_day=row.last_day,
            opens_at=row.opens_at,
            due_at=row.due_at,
            needs=tuple(row.needs),
        ),
        state=DutyState(row.state),
        done_by=None if row.done_by is None else PersonId(row.done_by),
        done_at=row.done_at,
    )
