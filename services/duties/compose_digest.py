"""The morning's message to one person about one campaign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.campaigns.model import Campaign, CampaignPlan
from services.duties.lines import DutyLine, PlanLine
from services.ids import PersonId
from services.people.model import Person
from services.unit_of_work import UnitOfWork


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
    raise NotImplementedError
