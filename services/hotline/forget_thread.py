"""A ticket's topic was deleted in the operators' chat."""

from datetime import datetime

from services.ids import TicketId
from services.unit_of_work import Units


async def forget_thread(units: Units, ticket_id: TicketId, now: datetime) -> None:
    """The ticket has no topic any more: the next message to the desk opens a new one. Unknown ticket: nothing."""
    async with units() as unit:
        ticket = await unit.tickets.get(ticket_id)
        if ticket is None or ticket.thread is None:
            return
        await unit.tickets.set_thread(ticket_id, None)
        await unit.audit.add(now, None, "ticket.thread_lost", f"ticket:{ticket_id}", {"thread": ticket.thread})
        await unit.commit()
