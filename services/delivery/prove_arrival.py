"""Somebody presses a button under a message, or answers it: then it arrived, whatever was known of it before."""

from datetime import datetime

from services.people.model import Address, Person
from services.unit_of_work import Units
from services.updates import aside


async def prove_arrival(
    units: Units, person: Person, address: Address, message_id: str, written_at: datetime, now: datetime
) -> bool:
    """A delivery in doubt that this message must be is `sent`; whether there was one. `written_at` is the messenger's
    time of the message. Never the effect of an update (`services.updates.aside`), and nothing is written for the many
    messages that nobody doubts."""
    async with units(reading=True) as unit:
        if not await unit.outbox.has_doubtful(person.id):
            return False
    with aside():
        async with units() as unit:
            healed = await unit.outbox.heal(person.id, address, message_id, written_at, now)
            await unit.commit()
    return healed > 0
