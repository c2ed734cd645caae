"""The administrators named in the settings (`ADMIN_IDS`)."""

from collections.abc import Sequence
from datetime import datetime

from services.people.model import Address, Grant, MembershipRole
from services.unit_of_work import Units


async def appoint_administrators(units: Units, addresses: Sequence[Address], now: datetime) -> None:
    """Make the people at these private addresses administrators; unknown ones are created and named at first contact.

    Called at every start; appointing again does nothing. Nobody is dismissed: administrators also invite each other.
    """
    grant = Grant(MembershipRole.ADMINISTRATOR)
    async with units() as unit:
        for address in addresses:
            person = await unit.people.add("", "ru", Address(address.messenger, address.chat), now)
            if grant in (membership.grant for membership in await unit.memberships.of_person(person.id, now)):
                continue
            await unit.memberships.add(person.id, grant, now)
            await unit.audit.add(now, None, "administrator.appointed", f"person:{person.id}")
        await unit.commit()
