"""What has become of my questions?"""

from collections.abc import Sequence

from services.errors import NotFound
from services.hotline.model import Direction, MessageRef, Ticket
from services.ids import CampaignId, TicketId
from services.people.model import Actor
from services.unit_of_work import Units


async def own_tickets(units: Units, actor: Actor, limit: int = 10) -> Sequence[Ticket]:
    """The actor's latest questions with their states, the latest first."""
    async with units(reading=True) as unit:
        return await unit.tickets.of_asker(actor.person.id, limit)


async def own_ticket(units: Units, actor: Actor, ticket_id: TicketId) -> Ticket | None:
    """The actor's question of this number; None for what is nobody's or somebody else's."""
    async with units(reading=True) as unit:
        ticket = await unit.tickets.get(ticket_id)
    return ticket if ticket is not None and ticket.asker_id == actor.person.id else None


async def answers_operator(units: Units, replied: MessageRef) -> bool:
    """Whether whoever replies to this message replies to an operator's words."""
    async with units(reading=True) as unit:
        message = await unit.tickets.find_by_ref(replied)
    return message is not None and message.direction is Direction.TO_ASKER


async def anybody_waits(units: Units) -> bool:
    """Whether some question has not been answered yet."""
    async with units(reading=True) as unit:
        return await unit.tickets.any_unanswered()


async def last_question(units: Units, ticket_id: TicketId) -> tuple[str, CampaignId | None]:
    """What the asker of a ticket wrote last ("" for pictures alone), and the campaign that it was taken to be about.
    Raises NotFound. For those alone who may read the ticket: it judges no rights."""
    async with units(reading=True) as unit:
        ticket = await unit.tickets.get(ticket_id)
        if ticket is None:
            raise NotFound(f"ticket {ticket_id}")
        asked = [one for one in await unit.tickets.messages(ticket_id) if one.direction is Direction.TO_DESK]
    return (asked[-1].text if asked else ""), ticket.campaign_id
