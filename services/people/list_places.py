"""What a person is, and where."""

from datetime import datetime

from services.campaigns.model import Campaign, Commission
from services.ids import PersonId
from services.people.model import Grant
from services.unit_of_work import Units

Place = tuple[Grant, Commission | None, Campaign | None]


async def places_of(units: Units, person: PersonId, now: datetime) -> tuple[Place, ...]:
    """What is granted to this person at `now` (UTC), with the commission or the campaign it is granted in. For those
    alone who may know: it judges no rights."""
    async with units(reading=True) as unit:
        found: list[Place] = []
        for membership in await unit.memberships.of_person(person, now):
            grant = membership.grant
            commission = await unit.commissions.get(grant.commission_id) if grant.commission_id else None
            campaign = await unit.campaigns.get(grant.campaign_id) if grant.campaign_id else None
            found.append((grant, commission, campaign))
    return tuple(found)
