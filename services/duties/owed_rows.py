"""Which rows of a plan somebody in the bot owes, and which nobody does."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from plan.model import DatedItem, Occurrence, Performer, Position, Role
from services.campaigns.model import CampaignPlan
from services.duties.model import DutyTerm, Nature
from services.duties.nature import activity_nature, nature_of, parent_of
from services.duties.timing import term_of


class Owner(enum.StrEnum):
    """Who owes a row, before it is known which commissions and candidates these are."""

    ORGANISER = "organiser"  # the commission that organises the election: ТИК rows, and by item 16 the ОИК's
    PRECINCT = "precinct"  # each УИК below it
    REGIONAL = "regional"  # the commission of the region above it
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One part of a row, for one kind of owner."""

    owner: Owner
    item: str
    part: int
    role: Role
    positions: frozenset[Position]  # empty: the whole commission
    nature: Nature
    term: DutyTerm

    def is_owed_in(self, position: Position | None) -> bool:
        return not self.positions or position in self.positions


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One part of a row, whoever performs it; `nature` is the activity's own."""

    dated: DatedItem
    part: int
    occurrence: Occurrence | None
    nature: Nature
    term: DutyTerm


_OWNERS = {
    Role.TIK: Owner.ORGANISER,
    Role.OIK: Owner.ORGANISER,
    Role.UIK: Owner.PRECINCT,
    Role.REGIONAL: Owner.REGIONAL,
    Role.CANDIDATE: Owner.CANDIDATE,
}


def owed_rows(campaign_plan: CampaignPlan) -> tuple[OwedRow, ...]:
    """Every part of every row, once for each kind of owner that performs it, in the plan's order."""
    return tuple(_owed(campaign_plan))


def _owed(campaign_plan: CampaignPlan) -> Iterator[OwedRow]:
    zone = campaign_plan.campaign.tz
    for dated in campaign_plan.dated:
        performers: dict[Owner, list[Performer]] = {}
        for performer in dated.performers:
            if performer.role in _OWNERS:
                performers.setdefault(_OWNERS[performer.role], []).append(performer)
        nature = nature_of(dated.item, dated.performers, parent_of(campaign_plan.plan, dated.item))
        for part, occurrence in parts_of(dated):
            term = term_of(occurrence, zone)
            for owner, of_owner in performers.items():
                whole = any(not performer.positions for performer in of_owner)
                positions = frozenset[Position]().union(*(performer.positions for performer in of_owner))
                yield OwedRow(
                    owner=owner,
                    item=dated.item.number,
                    part=part,
                    role=of_owner[0].role,
                    positions=frozenset() if whole else positions,
                    nature=nature,
                    term=term,
                )


def watched_rows(campaign_plan: CampaignPlan) -> tuple[PlanRow, ...]:
    """«Контроль»: every part of the rows that nobody in the bot performs, in the plan's order."""
    plan = campaign_plan.plan
    nobodys = {
        dated.item.number
        for dated in campaign_plan.dated
        if nature_of(dated.item, dated.performers, parent_of(plan, dated.item)) is Nature.CONTROL
    }
    return tuple(row for row in every_row(campaign_plan) if row.dated.item.number in nobodys)


def every_row(campaign_plan: CampaignPlan) -> tuple[PlanRow, ...]:
    """Every part of every row, whoever performs it, in the plan's order."""
    zone = campaign_plan.campaign.tz
    return tuple(
        PlanRow(
            dated,
            part,
            occurrence,
            activity_nature(dated.item, dated.performers, parent_of(campaign_plan.plan, dated.item)),
            term_of(occurrence, zone),
        )
        for dated in campaign_plan.dated
        for part, occurrence in parts_of(dated)
    )


def parts_of(dated: DatedItem) -> tuple[tuple[int, Occurrence | None], ...]:
    """The parts of a row by their index; a row without any occurrence is one part without dates."""
    return tuple(enumerate(dated.occurrences)) or ((0, None),)
