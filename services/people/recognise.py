"""Who is this? The first step of every update."""

from datetime import datetime

from services.people.model import Actor, Address
from services.unit_of_work import Units


async def recognise(units: Units, address: Address, name: str, language: str, now: datetime) -> Actor:
    """The person behind a private address with the memberships in force at `now` (UTC).

    First contact creates the person; later calls write only when the name has changed or the person was thought
    unreachable (coming back clears that). `language` is the messenger's code ("ru", "en-GB"): it decides at first
    contact only, "en…" becomes English and everything else Russian. Never the effect of an update
    (`services.updates.aside`).
    """
    raise NotImplementedError
