"""Invite somebody by a single-use deep link («приглашение»)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.people.model import Actor, Grant, Invitation
from services.unit_of_work import Units

LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invited:
    """The invitation, and its token: shown once here, only a hash of it is kept. 32 characters of A–Z a–z 0–9 _ -."""

    invitation: Invitation
    token: str = field(repr=False)


async def invite(
    units: Units, actor: Actor | None, grant: Grant, name: str, now: datetime, lifetime: timedelta = LIFETIME
) -> Invited:
    """Create an invitation to `grant`; `name` is whom it is meant for, may be "". Actor None: the command line.

    Raises NotAllowed; NotFound when the grant's commission or campaign does not exist; ValueError for a grant that
    lacks what its role needs.
    """
    raise NotImplementedError
