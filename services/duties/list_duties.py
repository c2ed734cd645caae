"""«Мои сроки»: what a person owes, over all their campaigns; and the whole plan's rows, for people without a role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign
from services.duties.lines import DutyLine, PlanLine
from services.ids import CampaignId
from services.people.model import Actor
from services.unit_of_work import Units


@dataclass(frozen=True, slots=True)
class DutyList:
    """Duties of one person. Every duty stands in one part only; `first`/`last` None: no bound on that side.

    `lines`: begin or end within the span, by date; `running`: cover the whole of it; `overdue`: obligations not done
    whose end had passed at the moment of asking; `undated`: wait for an event or have no term (only without bounds);
    `control`: the secretary's rows in the span that are nobody's duty in the bot.
    """

    first: date | None
    last: date | None
    campaigns: tuple[Campaign, ...]  # in which the person has a role; empty: they owe nothing anywhere
    lines: tuple[DutyLine, ...] = ()
    running: tuple[DutyLine, ...] = ()
    overdue: tuple[DutyLine, ...] = ()
    undated: tuple[DutyLine, ...] = ()
    control: tuple[PlanLine, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.running or self.overdue or self.undated or self.control)


@dataclass(frozen=True, slots=True)
class PlanRows:
    """Rows of a plan in a span, whoever performs them: `lines` begin or end in it, `running` cover it."""

    campaign: Campaign
    first: date | None
    last: date | None
    lines: tuple[PlanLine, ...]
    running: tuple[PlanLine, ...]


async def list_duties(
    units: Units, library: PlanLibrary, actor: Actor, first: date | None, last: date | None, now: datetime
) -> DutyList:
    """The person's duties that touch the days `first` … `last` (inclusive, of the campaign's zone)."""
    raise NotImplementedError


async def next_duties(units: Units, library: PlanLibrary, actor: Actor, now: datetime, limit: int = 5) -> DutyList:
    """The nearest ends and openings still ahead and not done, up to `limit`; what is overdue beside them."""
    raise NotImplementedError


async def own_duties(units: Units, library: PlanLibrary, actor: Actor, now: datetime) -> DutyList:
    """Everything the person owes, done and undated included."""
    raise NotImplementedError


async def plan_rows(
    units: Units, library: PlanLibrary, campaign: CampaignId, first: date | None, last: date | None, now: datetime
) -> PlanRows:
    """The whole plan's rows that touch the days `first` … `last`. Raises NotFound for an unknown campaign."""
    raise NotImplementedError
