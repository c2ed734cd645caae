"""Somebody writes to the hotline («горячая линия»): a question, or more about one that is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.campaigns.choose_campaign import campaign_of
from services.delivery.model import DeliveryKind, Lane, NewDelivery
from services.errors import TooManyQuestions
from services.hotline.model import Direction, MessageRef, Ticket, TicketMessage, TicketState
from services.people.model import Actor, Address
from services.unit_of_work import UnitOfWork, Units

QUESTIONS_LIMIT = 20
"""Messages that one person may send to the desk within `QUESTIONS_WINDOW`; more would bury everybody else's."""

QUESTIONS_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Received:
    """`is_new`: a ticket was opened for it; otherwise it went on with an earlier one."""

    ticket: Ticket
    is_new: bool


async def receive_question(
    units: Units,
    actor: Actor,
    original: MessageRef,
    text: str,
    has_media: bool,
    now: datetime,
    *,
    desk: Address,
    reply_to: MessageRef | None = None,
) -> Received:
    """Take the message in and pass it to the operators' chat `desk`, in the transaction that stores it.

    A reply to a message of one of the asker's tickets belongs to that ticket, and reopens it when it was solved.
    Anything else belongs to the latest ticket that is not solved, or opens a new one. The same message handled again
    changes nothing. `text` is plain; "" for media without a caption. Anyone may ask.

    Raises TooManyQuestions past `QUESTIONS_LIMIT`; nothing is stored then.
    """
    campaign = await campaign_of(units, actor, now)
    asker = actor.person.id
    async with units() as unit:
        known = await unit.tickets.find_by_ref(original)
        if known is not None:
            return Received(await _ticket(unit, known), is_new=False)
        if await unit.tickets.asked_since(asker, now - QUESTIONS_WINDOW) >= QUESTIONS_LIMIT:
            raise TooManyQuestions

        replied = await unit.tickets.find_by_ref(reply_to) if reply_to is not None else None
        ticket = await _ticket(unit, replied) if replied is not None else None
        if ticket is None or ticket.asker_id != asker:
            replied, ticket = None, await unit.tickets.current_of(asker)
        is_new = ticket is None
        if ticket is None:
            ticket = await unit.tickets.open(asker, campaign.id if campaign else None, now)
        elif (state := _state_after_question(ticket.state)) is not ticket.state:
            await unit.tickets.set_state(ticket.id, state, now)

        message = await unit.tickets.add_message(
            ticket.id, Direction.TO_DESK, asker, original, text, has_media, now, replied.id if replied else None
        )
        await unit.outbox.add(
            [
                NewDelivery(
                    dedup_key=f"ticket:{ticket.id}:message:{message.id}",
                    kind=DeliveryKind.TICKET_TO_DESK,
                    lane=Lane.RELAY,
                    address=desk,
                    due_at=now,
                    campaign_id=ticket.campaign_id,
                    ids={"ticket": ticket.id, "message": message.id},
                )
            ]
        )
        stored = await _ticket(unit, message)
        await unit.commit()
        return Received(stored, is_new)


def _state_after_question(state: TicketState) -> TicketState:
    """An asker's word in a solved ticket reopens it; one that was waited for brings it back to work."""
    if state is TicketState.SOLVED:
        return TicketState.REOPENED
    return TicketState.IN_WORK if state is TicketState.WAITING else state


async def _ticket(unit: UnitOfWork, message: TicketMessage) -> Ticket:
    ticket = await unit.tickets.get(message.ticket_id)
    assert ticket is not None, "a message's ticket is never deleted"
    return ticket
