"""Which campaign does a person mean who does not say?"""

from collections.abc import Sequence
from datetime import datetime

from services.campaigns.model import Campaign
from services.people.model import Actor
from services.unit_of_work import Units


async def campaign_of(units: Units, actor: Actor, now: datetime) -> Campaign | None:
    """The first of `campaigns_of`; None when no campaign is active."""
    raise NotImplementedError


async def campaigns_of(units: Units, actor: Actor, now: datetime) -> Sequence[Campaign]:
    """All active campaigns, the person's own first (their commission's, the one of the commission above it, or the
    one they stand in); inside both groups the next voting day first and past ones last."""
    raise NotImplementedError
