"""What has become of my questions?"""

from collections.abc import Sequence

from services.hotline.model import Ticket
from services.people.model import Actor
from services.unit_of_work import Units


async def own_tickets(units: Units, actor: Actor, limit: int = 10) -> Sequence[Ticket]:
    """The actor's latest questions with their states, the latest first."""
    async with units(reading=True) as unit:
        return await unit.tickets.of_asker(actor.person.id, limit)
