"""Lines of what people read: a duty of theirs, or a row of the plan, with what is known of it on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plan.model import DatedItem, Item, Occurrence
from services.campaigns.model import Campaign, Commission
from services.duties.model import Duty
from services.people.model import Person


@dataclass(frozen=True, slots=True)
class Unreached:
    """Commissions that owe a row and of which nobody can be reminded: the first few by number, and how many in all."""

    commissions: tuple[Commission, ...]
    number: int


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One part of a row of the plan, seen from a day.

    `part` is the index of the occurrence (0 for a row without any); `parent` is the row that a sub-row belongs to
    («50-2» alone reads «Для кандидата …»: the activity stands in 50). `days_left` counts from that day to the last
    whole day to act on (0: today is the last, negative: it has passed), `opens_in` to the first; None where open.
    `unreached`: the line is about these commissions only.
    """

    campaign: Campaign
    dated: DatedItem
    part: int
    occurrence: Occurrence | None
    parent: Item | None
    days_left: int | None
    opens_in: int | None
    unreached: Unreached | None = None


@dataclass(frozen=True, slots=True)
class DoneMark:
    by: Person | None
    at: datetime


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty of the person who reads. `commission` is the one that owes it; None for a candidate's own.

    `missed`: it should have been announced on an earlier morning, and was not. `vacant`: nobody in the commission holds
    a position that the plan names, so that the reader stands in.
    """

    campaign: Campaign
    dated: DatedItem
    duty: Duty
    occurrence: Occurrence | None
    parent: Item | None
    commission: Commission | None
    days_left: int | None
    opens_in: int | None
    done: DoneMark | None = None
    missed: bool = False
    vacant: bool = False
