"""Bring a plan document into the database: the campaign, its organising commission, a version."""

from datetime import datetime

from services.campaigns.model import Campaign
from services.unit_of_work import Units


async def seed_campaign(units: Units, slug: str, document: str, now: datetime) -> Campaign:
    """Create what is missing: the organising commission (a ТИК named as in the plan's head), the campaign `slug`, its
    first version. A document that the campaign has had before adds nothing, so seeding at every start never undoes
    a later version; a changed document becomes the next, present version.

    Raises the plan reader's error before anything is written.
    """
    raise NotImplementedError
