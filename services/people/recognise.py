"""Who is this? The first step of every update."""

from dataclasses import replace
from datetime import datetime, timedelta

from services.people.model import NAME_LENGTH, Actor, Address
from services.unit_of_work import Units
from services.updates import aside

AFTER_GREETING = timedelta(seconds=5)
"""Somebody who comes back is answered first; what waited for them follows."""


async def known(units: Units, address: Address, now: datetime) -> Actor | None:
    """The person behind a private address, if the bot has met them. Writes nothing: who only types the bot's name
    somewhere leaves no trace."""
    async with units(reading=True) as unit:
        person = await unit.people.by_address(address.messenger, address.chat)
        return None if person is None else Actor(person, tuple(await unit.memberships.of_person(person.id, now)))


async def recognise(units: Units, address: Address, name: str, language: str, now: datetime) -> Actor:
    """The person behind a private address with the memberships in force at `now` (UTC).

    First contact creates the person; later calls write only when the name has changed or the person was thought
    unreachable (coming back clears that, and what waited for them goes out). `language` is the messenger's code
    ("ru", "en-GB"): it decides at first contact only, "en…" becomes English and everything else Russian. Never the
    effect of an update (`services.updates.aside`).
    """
    name = name[:NAME_LENGTH]
    async with units(reading=True) as unit:
        person = await unit.people.by_address(address.messenger, address.chat)
        if person is not None and person.unreachable is None and name in ("", person.name):
            return Actor(person, tuple(await unit.memberships.of_person(person.id, now)))
    with aside():
        async with units() as unit:
            person = await unit.people.add(name, _language(language), Address(address.messenger, address.chat), now)
            if name not in ("", person.name):
                await unit.people.rename(person.id, name)
            if person.unreachable is not None:
                await unit.people.set_unreachable(person.id, None, now)
                await unit.outbox.resume(person.id, now + AFTER_GREETING)
            actor = Actor(
                replace(person, name=name or person.name, unreachable=None),
                tuple(await unit.memberships.of_person(person.id, now)),
            )
            await unit.commit()
    return actor


def _language(code: str) -> str:
    return "en" if code.lower().partition("-")[0] == "en" else "ru"
