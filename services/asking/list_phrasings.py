"""What was taught, and what waits for somebody to say what it asks for; and all of it as a file to be reviewed."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from services.access.model import Action
from services.access.rights import DeskTarget, require
from services.asking.phrasings import Phrasing, PhrasingState
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignPlan
from services.people.model import Actor
from services.unit_of_work import UnitOfWork, Units

PAGE = 8


@dataclass(frozen=True, slots=True)
class PhrasingPage:
    """One page of a campaign's phrasings in a state; `total` of all pages, `open` how many nobody has explained."""

    campaign_plan: CampaignPlan
    state: PhrasingState
    phrasings: tuple[Phrasing, ...]
    page: int
    total: int
    open: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


async def list_phrasings(
    units: Units,
    library: PlanLibrary,
    actor: Actor,
    campaign: Campaign,
    state: PhrasingState,
    page: int,
    *,
    at_desk: DeskTarget | None = None,
) -> PhrasingPage:
    """The latest change first; a page that does not exist (any more) is the last one. Raises NotAllowed."""
    require(actor, Action.TEACH, at_desk or campaign)
    async with units(reading=True) as unit:
        campaign_plan = await library.of(unit, campaign)
        total = await unit.phrasings.count(state, campaign.id)
        page = min(max(page, 0), max(0, (total - 1) // PAGE))
        found = await unit.phrasings.in_state(state, campaign.id, PAGE, page * PAGE)
        waiting = await unit.phrasings.count(PhrasingState.OPEN, campaign.id)
    return PhrasingPage(campaign_plan, state, tuple(found), page, total, waiting)


async def export_phrasings(units: Units, actor: Actor, campaign: Campaign, *, at_desk: DeskTarget | None = None) -> str:
    """All that is learned, of every campaign, in the form of data/questions/activities, for whoever reviews it. Raises
    NotAllowed."""
    require(actor, Action.TEACH, at_desk or campaign)
    async with units(reading=True) as unit:
        return await as_yaml(unit)


async def as_yaml(unit: UnitOfWork) -> str:
    """Phrasings by the activity of the law; those of rows that no activity is known for by campaign and number."""
    learned = await unit.phrasings.learned()
    by_activity: dict[str, list[str]] = {}
    by_row: dict[tuple[str, str], list[str]] = {}
    for phrasing in learned:
        if phrasing.activity:
            by_activity.setdefault(phrasing.activity, []).append(_line(phrasing))
        else:
            campaign = await unit.campaigns.get(phrasing.campaign_id)
            slug = campaign.slug if campaign else str(phrasing.campaign_id)
            by_row.setdefault((slug, phrasing.item), []).append(_line(phrasing))
    activities = [{"key": key, "asks": asks} for key, asks in sorted(by_activity.items())]
    rows = [{"campaign": slug, "item": item, "asks": asks} for (slug, item), asks in sorted(by_row.items())]
    kept = {"activities": activities, "rows_without_activity": rows}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=100)


def _line(phrasing: Phrasing) -> str:
    return " ".join(phrasing.text.split())
