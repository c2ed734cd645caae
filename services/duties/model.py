"""A duty: an item of the plan × who must act × one occurrence of its term."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime, time

from plan.model import OccurrenceKind, Position, Role
from services.ids import CampaignId, CommissionId, DutyId, PersonId, PlanVersionId


class DutyState(enum.StrEnum):
    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"  # a later version of the plan no longer has it


class Nature(enum.StrEnum):
    """What kind of activity it is; only an obligation can be overdue, only it and a right can be marked done."""

    OBLIGATION = "obligation"
    RIGHT = "right"  # «Реализация права …»
    BAN = "ban"  # «Запрет …»
    PERIOD = "period"  # «Агитационный период», voting itself
    CONTROL = "control"  # nobody's duty in the bot: the secretary watches it


@dataclass(frozen=True, slots=True)
class DutyKey:
    """What makes a duty the same one across plan versions."""

    campaign_id: CampaignId
    item: str
    part: int  # index of the occurrence; 0 for an item without any
    commission_id: CommissionId | None = None
    candidate_id: PersonId | None = None


@dataclass(frozen=True, slots=True)
class DutyTerm:
    """The dates of a duty. Dates and times are local to the campaign; `due_at`, `opens_at` are UTC instants.

    `last_day` is the last whole day to act on; `due_at` the exact end (24:00 of `last_day` where no hour is given).
    """

    kind: OccurrenceKind
    start: date | None = None
    end: date | None = None
    start_time: time | None = None
    end_time: time | None = None
    last_day: date | None = None
    opens_at: datetime | None = None
    due_at: datetime | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewDuty:
    key: DutyKey
    plan_version_id: PlanVersionId
    role: Role
    positions: frozenset[Position]
    nature: Nature
    term: DutyTerm


@dataclass(frozen=True, slots=True)
class Duty:
    id: DutyId
    key: DutyKey
    plan_version_id: PlanVersionId
    role: Role
    positions: frozenset[Position]  # empty: every member of the commission
    nature: Nature
    term: DutyTerm
    state: DutyState
    done_by: PersonId | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unattended:
    """A part of a row that `number` commissions owe and have not done, while nobody of them can be reminded;
    `commissions` are the first few of them, by number."""

    item: str
    part: int
    number: int
    commissions: tuple[CommissionId, ...]


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """What a person's reminders in a campaign were last planned from: with the same there is nothing to do.

    `since`: when they were first planned; earlier mornings are not owed to the person.
    """

    person_id: PersonId
    plan_version_id: PlanVersionId
    fingerprint: str
    since: datetime
