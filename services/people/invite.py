"""Invite somebody by a single-use deep link («приглашение»)."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.access.model import Action
from services.access.rights import require
from services.people.invitation_target import target_of
from services.people.model import NAME_LENGTH, Actor, Grant, Invitation, MembershipRole
from services.unit_of_work import Units

LIFETIME = timedelta(days=7)

TOKEN_BYTES = 24
"""192 bits, 32 characters: a deep link's payload takes 64 of A–Z a–z 0–9 _ - (core.telegram.org/bots/features)."""


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
    _check(grant)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    async with units() as unit:
        target = await target_of(unit, actor, grant)
        if actor is not None:
            require(actor, Action.INVITE, target)
        author = actor.person.id if actor else None
        invitation = await unit.invitations.add(
            hash_of(token), grant, name.strip()[:NAME_LENGTH], author, now, now + lifetime
        )
        await unit.audit.add(now, author, "invitation.created", f"invitation:{invitation.id}", details_of(grant))
        await unit.commit()
    return Invited(invitation, token)


def hash_of(token: str) -> str:
    """What is kept of a token: SHA-256, 64 hexadecimal digits. Tokens are random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def details_of(grant: Grant) -> dict[str, str | int]:
    """A grant as the audit log tells it."""
    details: dict[str, str | int] = {"role": grant.role.value}
    if grant.position is not None:
        details["position"] = grant.position.value
    if grant.commission_id is not None:
        details["commission"] = grant.commission_id
    if grant.campaign_id is not None:
        details["campaign"] = grant.campaign_id
    return details


def _check(grant: Grant) -> None:
    of_commission = grant.role is MembershipRole.COMMISSION
    of_campaign = grant.role is MembershipRole.CANDIDATE
    if (
        (grant.commission_id is not None) != of_commission
        or (grant.position is not None) != of_commission
        or (grant.campaign_id is not None) != of_campaign
    ):
        raise ValueError(f"not a grant that can be given: {grant}")
