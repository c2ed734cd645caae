"""An operator writes in the operators' chat: their words go to the asker."""

from datetime import datetime

from services.access.model import Action
from services.access.rights import require
from services.delivery.model import DeliveryKind, Lane, NewDelivery
from services.hotline.desk import desk_target
from services.hotline.model import Direction, MessageRef, Ticket, TicketMessage, TicketState
from services.people.model import Actor
from services.unit_of_work import UnitOfWork, Units


async def receive_reply(
    units: Units,
    operator: Actor,
    original: MessageRef,
    text: str,
    has_media: bool,
    now: datetime,
    *,
    reply_to: MessageRef | None,
) -> Ticket | None:
    """Pass an operator's message on to the asker of the ticket it belongs to; that ticket as it is afterwards.

    The ticket is found by the message that was replied to, or else by the topic (`original.address.thread`). None
    when it belongs to no ticket: operators talk among themselves too. The first operator to answer becomes the
    ticket's assignee, and the ticket then waits for the asker; a solved one stays solved. The same message handled
    again changes nothing.

    Raises NotAllowed for somebody who is no operator and does not write where that ticket's questions arrive.
    """
    async with units() as unit:
        known = await unit.tickets.find_by_ref(original)
        if known is not None:
            return await unit.tickets.get(known.ticket_id)

        replied = await _replied(unit, reply_to)
        ticket = await _ticket(unit, replied, original)
        if ticket is None:
            return None
        target = await desk_target(unit, ticket, written_in=original.address)
        if target is None and replied is None:
            return None  # a topic of the same number in somebody else's chat
        require(operator, Action.ANSWER_TICKETS, target)
        asker = await unit.people.get(ticket.asker_id)
        assert asker is not None, "a ticket's asker is never deleted"

        message = await unit.tickets.add_message(
            ticket.id,
            Direction.TO_ASKER,
            operator.person.id,
            original,
            text,
            has_media,
            now,
            replied.id if replied else None,
        )
        if ticket.assignee_id is None:
            await unit.tickets.assign(ticket.id, operator.person.id)
        if ticket.state is not TicketState.SOLVED:
            await unit.tickets.set_state(ticket.id, TicketState.WAITING, now)
        await unit.outbox.add(
            [
                NewDelivery(
                    dedup_key=f"ticket:{ticket.id}:message:{message.id}",
                    kind=DeliveryKind.TICKET_TO_ASKER,
                    lane=Lane.RELAY,
                    address=asker.address,
                    due_at=now,
                    person_id=asker.id,
                    campaign_id=ticket.campaign_id,
                    ids={"ticket": ticket.id, "message": message.id},
                )
            ]
        )
        ticket = await unit.tickets.get(ticket.id)
        await unit.commit()
        return ticket


async def _replied(unit: UnitOfWork, reply_to: MessageRef | None) -> TicketMessage | None:
    """The message of a ticket that was replied to, if it stands on the desk's side: an asker's words as they arrived
    there, or an operator's as they were written there."""
    if reply_to is None:
        return None
    found = await unit.tickets.find_by_ref(reply_to)
    if found is None:
        return None
    there = found.copy if found.direction is Direction.TO_DESK else found.original
    if there is None:
        return None
    same = (there.address.messenger, there.address.chat) == (reply_to.address.messenger, reply_to.address.chat)
    return found if same and there.message_id == reply_to.message_id else None


async def _ticket(unit: UnitOfWork, replied: TicketMessage | None, original: MessageRef) -> Ticket | None:
    if replied is not None:
        return await unit.tickets.get(replied.ticket_id)
    if original.address.thread is None:
        return None
    return await unit.tickets.by_thread(original.address.thread)
