"""An operator takes a question on («в работе»)."""

from datetime import datetime

from services.access.model import Action
from services.access.rights import require
from services.errors import NotFound
from services.hotline.desk import desk_target
from services.hotline.model import Ticket, TicketState
from services.ids import TicketId
from services.people.model import Actor, Address
from services.unit_of_work import Units


async def take_ticket(
    units: Units, actor: Actor, ticket_id: TicketId, now: datetime, *, pressed_in: Address | None = None
) -> Ticket:
    """The question is in work, with this operator as its assignee; the asker sees the state. A solved one is left as
    it is (it is reopened first).

    Raises NotFound, NotAllowed for somebody who is no operator and does not press it where the questions arrive.
    """
    async with units() as unit:
        ticket = await unit.tickets.get(ticket_id)
        if ticket is None:
            raise NotFound
        require(actor, Action.ANSWER_TICKETS, await desk_target(unit, ticket, written_in=pressed_in))
        if ticket.state is TicketState.SOLVED:
            return ticket
        await unit.tickets.assign(ticket_id, actor.person.id)
        await unit.tickets.set_state(ticket_id, TicketState.IN_WORK, now)
        await unit.audit.add(now, actor.person.id, "ticket.taken", f"ticket:{ticket_id}")
        taken = await unit.tickets.get(ticket_id)
        assert taken is not None
        await unit.commit()
        return taken
