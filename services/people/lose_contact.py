"""Somebody has blocked the bot, and the messenger says so before anything is sent to them."""

from datetime import datetime

from services.people.model import Address, UnreachableReason
from services.unit_of_work import Units


async def lose_contact(units: Units, address: Address, reason: UnreachableReason, now: datetime) -> None:
    """What is meant for them waits until they come back (`services.people.recognise`). Nobody known: nothing."""
    async with units() as unit:
        person = await unit.people.by_address(address.messenger, address.chat)
        if person is not None and person.unreachable is None:
            await unit.people.set_unreachable(person.id, reason, now)
        await unit.commit()
