"""What a version of the plan changes for people who know another one: rows with other dates, rows that are gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from plan.item_matching import match_items
from services.campaigns.model import Campaign, CampaignPlan
from services.delivery.model import DeliveryKind, Lane, NewDelivery, Notice
from services.duties.timing import term_of
from services.ids import CampaignId, PersonId, PlanVersionId
from services.people.model import Person


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row with another date in force than before, or gone from the plan."""

    before: str  # its number in the plan before
    after: str | None  # in the plan after; None: it is in it no more


def row_changes(before: CampaignPlan, after: CampaignPlan) -> tuple[RowChange, ...]:
    """In the new plan's order, then what is gone in the old one's. A row is known by what it says: one that has only
    got another number has not changed."""
    zone = after.campaign.tz
    matched = match_items(before.plan.items, after.plan.items)
    moved = [
        RowChange(before.dated[i].item.number, after.dated[j].item.number)
        for i, j in matched
        if [term_of(found, zone) for found in before.dated[i].occurrences]
        != [term_of(found, zone) for found in after.dated[j].occurrences]
    ]
    kept = {i for i, _ in matched}
    gone = [RowChange(dated.item.number, None) for i, dated in enumerate(before.dated) if i not in kept]
    return (*moved, *gone)


@dataclass(frozen=True, slots=True)
class Correction:
    """What one message corrects: `items` by their numbers in `version`, `removed` by the version that had them last."""

    version: PlanVersionId
    items: tuple[str, ...] = ()
    removed: tuple[tuple[PlanVersionId, str], ...] = ()

    def with_older(self, older: Correction, present: CampaignPlan) -> Correction:
        """And what an older one, which was not sent any more, was about; `present` is this one's plan."""
        known = [item for item in older.items if present.dated_item(item) is not None]
        lost = [(older.version, item) for item in older.items if item not in known]
        return Correction(
            self.version,
            tuple(dict.fromkeys((*self.items, *known))),
            tuple(dict.fromkeys((*self.removed, *older.removed, *lost))),
        )

    @property
    def ids(self) -> Mapping[str, str | int]:
        """For the outbox: a line each."""
        return {
            "version": self.version,
            "items": "\n".join(self.items),
            "removed": "\n".join(f"{version} {item}" for version, item in self.removed),
        }

    @classmethod
    def of(cls, ids: Mapping[str, str | int]) -> Correction:
        """Of a row of the outbox; those of earlier programs were about one item each."""
        version = PlanVersionId(int(ids["version"]))
        if "item" in ids:
            return cls(version, (str(ids["item"]),))
        removed = (line.partition(" ") for line in str(ids["removed"]).splitlines())
        return cls(
            version,
            tuple(str(ids["items"]).splitlines()),
            tuple((PlanVersionId(int(number)), item) for number, _, item in removed),
        )


def correction_prefix(campaign: CampaignId, person: PersonId) -> str:
    """What the keys of somebody's corrections begin with."""
    return f"corrections:{campaign}:{person}:"


def correction_key(campaign: CampaignId, person: PersonId, cause: PlanVersionId) -> str:
    """One message per person for everything that the version `cause` has changed, over all time."""
    return f"{correction_prefix(campaign, person)}{cause}"


def correction_row(
    campaign: Campaign, reader: Person, cause: PlanVersionId, correction: Correction, due: datetime
) -> NewDelivery:
    """The row of that message."""
    return NewDelivery(
        dedup_key=correction_key(campaign.id, reader.id, cause),
        kind=DeliveryKind.NOTICE,
        lane=Lane.REMINDER,
        address=reader.address,
        due_at=due,
        person_id=reader.id,
        campaign_id=campaign.id,
        ids={"notice": Notice.DATE_CHANGED.value, "campaign": campaign.id, **correction.ids},
    )
