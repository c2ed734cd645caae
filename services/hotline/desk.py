"""Where a ticket's questions arrive: writing there is what makes somebody an operator of it."""

from services.access.rights import DeskTarget
from services.hotline.model import Direction, Ticket
from services.people.model import Address
from services.unit_of_work import UnitOfWork


async def desk_target(unit: UnitOfWork, ticket: Ticket, *, written_in: Address | None) -> DeskTarget | None:
    """The proof that `written_in` is a chat in which this ticket's questions have arrived, for `rights.require`; None
    when it is not."""
    if written_in is None:
        return None
    for message in await unit.tickets.messages(ticket.id):
        if message.direction is Direction.TO_DESK and message.copy is not None:
            desk = message.copy.address
            if (desk.messenger, desk.chat) == (written_in.messenger, written_in.chat):
                return DeskTarget(written_in=written_in, desk=desk)
    return None
