"""A ticket is solved, or taken up again. The asker is told."""

from datetime import datetime

from services.access.model import Action
from services.access.rights import require
from services.delivery.model import DeliveryKind, Lane, NewDelivery, Notice
from services.errors import NotFound
from services.hotline.desk import desk_target
from services.hotline.model import Ticket, TicketState
from services.ids import PersonId, TicketId
from services.people.model import Actor, Address
from services.unit_of_work import UnitOfWork, Units


async def solve_ticket(
    units: Units, actor: Actor, ticket_id: TicketId, now: datetime, *, pressed_in: Address | None = None
) -> Ticket:
    """The question is settled. An operator may say so (or whoever presses it in the operators' chat, `pressed_in`):
    the asker gets a notice; and the asker may, who needs none. Solved already: nothing changes.

    Raises NotFound, NotAllowed.
    """
    async with units() as unit:
        ticket = await _judged(unit, actor, ticket_id, pressed_in)
        if ticket.state is TicketState.SOLVED:
            return ticket
        await unit.tickets.set_state(ticket.id, TicketState.SOLVED, now)
        if actor.person.id != ticket.asker_id:
            await _tell_asker(unit, ticket, Notice.TICKET_SOLVED, now)
        return await _committed(unit, actor, ticket, "ticket.solved", now)


async def reopen_ticket(
    units: Units,
    actor: Actor,
    ticket_id: TicketId,
    now: datetime,
    *,
    pressed_in: Address | None = None,
    desk: Address | None = None,
) -> Ticket:
    """The question is open after all. An operator may say so: the asker gets a notice; and the asker may: the
    operators' chat `desk` gets one. Not solved: nothing changes.

    Raises NotFound, NotAllowed.
    """
    async with units() as unit:
        ticket = await _judged(unit, actor, ticket_id, pressed_in)
        if ticket.state is not TicketState.SOLVED:
            return ticket
        await unit.tickets.set_state(ticket.id, TicketState.REOPENED, now)
        if actor.person.id != ticket.asker_id:
            await _tell_asker(unit, ticket, Notice.TICKET_REOPENED, now)
        elif desk is not None:
            await _tell(unit, ticket, Notice.ASKER_REOPENED, desk, None, now)
        return await _committed(unit, actor, ticket, "ticket.reopened", now)


async def _judged(unit: UnitOfWork, actor: Actor, ticket_id: TicketId, pressed_in: Address | None) -> Ticket:
    ticket = await unit.tickets.get(ticket_id)
    if ticket is None:
        raise NotFound
    if actor.person.id != ticket.asker_id:
        require(actor, Action.ANSWER_TICKETS, await desk_target(unit, ticket, written_in=pressed_in))
    return ticket


async def _committed(unit: UnitOfWork, actor: Actor, ticket: Ticket, act: str, now: datetime) -> Ticket:
    await unit.audit.add(now, actor.person.id, act, f"ticket:{ticket.id}")
    changed = await unit.tickets.get(ticket.id)
    assert changed is not None
    await unit.commit()
    return changed


async def _tell_asker(unit: UnitOfWork, ticket: Ticket, notice: Notice, now: datetime) -> None:
    asker = await unit.people.get(ticket.asker_id)
    assert asker is not None, "a ticket's asker is never deleted"
    await _tell(unit, ticket, notice, asker.address, asker.id, now)


async def _tell(
    unit: UnitOfWork, ticket: Ticket, notice: Notice, address: Address, person: PersonId | None, now: datetime
) -> None:
    # The state before and its moment tell one solving of a ticket from the next.
    change = f"{ticket.state}:{ticket.updated_at.isoformat()}:{now.isoformat()}"
    await unit.outbox.add(
        [
            NewDelivery(
                dedup_key=f"ticket:{ticket.id}:{notice}:{change}",
                kind=DeliveryKind.NOTICE,
                lane=Lane.RELAY,
                address=address,
                due_at=now,
                person_id=person,
                campaign_id=ticket.campaign_id,
                ids={"notice": notice.value, "ticket": ticket.id},
            )
        ]
    )
