"""Long work on a campaign done in parts, each a transaction of its own: whoever waits to write is let in between."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from services.campaigns.model import CampaignPlan
from services.unit_of_work import UnitOfWork

T = TypeVar("T")


def batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values in lists of `size`, taken as they come."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


async def is_present(unit: UnitOfWork, campaign_plan: CampaignPlan) -> bool:
    """Whether this is still the campaign's plan. Asked in every part: a newer version may have come in between, and its
    own run must not be overwritten by an older one's rest."""
    campaign = await unit.campaigns.get(campaign_plan.campaign.id)
    return campaign is not None and campaign.plan_version_id == campaign_plan.version
