"""«Контроль»: what the secretary of the commission that organises is told of, though others carry it out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from services.campaigns.model import CampaignPlan
from services.duties.lines import PlanLine, Unreached
from services.duties.owed_rows import Owner, PlanRow, every_row, owed_rows, watched_rows
from services.duties.person_lines import LineMaker
from services.duties.timing import CONTROL_LEAD_DAYS, has_ended, is_dated, lead_days, opening_days
from services.duties.tree import CampaignTree, tree_of
from services.unit_of_work import UnitOfWork

NAMED_COMMISSIONS = 3
"""So many of the commissions without anybody to remind are named in a line; the others are counted."""

BELOW = frozenset({Owner.PRECINCT, Owner.REGIONAL})
"""Owners that may be missing in the bot, or have nobody in it."""


@dataclass(frozen=True, slots=True)
class Control:
    """`due` and `openings`: rows that are nobody's duty in the bot. `unreached`: rows whose commissions have nobody in
    the bot who can be reminded, one line a row."""

    due: tuple[PlanLine, ...]
    openings: tuple[PlanLine, ...]
    unreached: tuple[PlanLine, ...] = ()


def nobodys_rows(campaign_plan: CampaignPlan, tree: CampaignTree) -> tuple[PlanRow, ...]:
    """Rows of outsiders, and rows of commissions alone none of which is in the bot (of the region's, where the bot does
    not have it), in the plan's order."""
    watched = {row.dated.item.number for row in watched_rows(campaign_plan)}
    owners: dict[str, set[Owner]] = {}
    for owed in owed_rows(campaign_plan):
        owners.setdefault(owed.item, set()).add(owed.owner)
    missing = set()
    if not tree.precincts:
        missing.add(Owner.PRECINCT)
    if tree.regional is None:
        missing.add(Owner.REGIONAL)
    uncarried = {item for item, of_item in owners.items() if of_item <= missing}
    return tuple(row for row in every_row(campaign_plan) if row.dated.item.number in watched | uncarried)


def control_mornings(campaign_plan: CampaignPlan) -> frozenset[date]:
    """Every morning on which there may be something to tell, whoever is in the bot by then."""
    found: set[date] = set()
    for watched in watched_rows(campaign_plan):
        found |= lead_days(watched.nature, watched.term) | opening_days(watched.nature, watched.term)
    for owed in owed_rows(campaign_plan):
        if owed.owner in BELOW:
            found |= lead_days(owed.nature, owed.term) | opening_days(owed.nature, owed.term)
    return frozenset(found)


async def control_of(
    unit: UnitOfWork,
    campaign_plan: CampaignPlan,
    lines: LineMaker,
    day: date,
    mornings: Collection[date],
    now: datetime,
) -> Control | None:
    """What these mornings have to say on `day`; None when nothing. What has passed is not chased: nobody could mark it
    done."""
    due: list[PlanRow] = []
    openings: list[PlanRow] = []
    for row in nobodys_rows(campaign_plan, await tree_of(unit, campaign_plan.campaign)):
        if _has_passed(row, day, now):
            continue
        if opening_days(row.nature, row.term).intersection(mornings):
            openings.append(row)
        elif lead_days(row.nature, row.term).intersection(mornings):
            due.append(row)
    due.sort(key=lambda row: row.term.last_day or date.max)

    def is_told(row: PlanRow) -> bool:
        leads = lead_days(row.nature, row.term, CONTROL_LEAD_DAYS) or opening_days(row.nature, row.term)
        return not leads.isdisjoint(mornings)

    unreached = await unreached_lines(unit, campaign_plan, lines, is_told, now)
    if not due and not openings and not unreached:
        return None
    return Control(tuple(map(lines.plan_line, due)), tuple(map(lines.plan_line, openings)), unreached)


async def unreached_lines(
    unit: UnitOfWork, campaign_plan: CampaignPlan, lines: LineMaker, wanted: Callable[[PlanRow], bool], now: datetime
) -> tuple[PlanLine, ...]:
    """Of the `wanted` rows that have not passed, those that some commission owes and has not done, while nobody of it
    can be reminded; nearest end first. Costs one query, whatever the number of commissions."""
    today = campaign_plan.campaign.today(now)
    owed = {row.item for row in owed_rows(campaign_plan) if row.owner in BELOW}
    rows = {
        (row.dated.item.number, row.part): row
        for row in every_row(campaign_plan)
        if row.dated.item.number in owed and is_dated(row.term) and not _has_passed(row, today, now) and wanted(row)
    }
    if not rows:
        return ()
    items = {item for item, _ in rows}
    found: list[tuple[PlanRow, Unreached]] = []
    for unattended in await unit.duties.unattended(campaign_plan.campaign.id, items, now, named=NAMED_COMMISSIONS):
        row = rows.get((unattended.item, unattended.part))
        if row is not None:
            known = [await unit.commissions.get(commission) for commission in unattended.commissions]
            named = tuple(commission for commission in known if commission is not None)
            found.append((row, Unreached(named, unattended.number)))
    order = list(rows.values())
    found.sort(key=lambda pair: (pair[0].term.last_day or date.max, order.index(pair[0])))
    return tuple(lines.plan_line(row, unreached) for row, unreached in found)


def _has_passed(row: PlanRow, day: date, now: datetime) -> bool:
    return (row.term.last_day is not None and row.term.last_day < day) or has_ended(row.term, now)
