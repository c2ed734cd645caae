"""Open an invitation: the person becomes what it grants."""

from dataclasses import dataclass
from datetime import datetime

from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, Commission
from services.duties.follow_membership import follow_membership
from services.errors import InvitationUnusable
from services.people.invite import details_of, hash_of
from services.people.model import Actor, Grant, Person
from services.unit_of_work import UnitOfWork, Units


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was given; `actor` holds the new membership already."""

    grant: Grant
    commission: Commission | None
    campaign: Campaign | None
    actor: Actor


async def accept_invitation(units: Units, library: PlanLibrary, actor: Actor, token: str, now: datetime) -> Accepted:
    """Spend the invitation, add the membership and what follows from it (duties, reminders) in one transaction.

    The person who used it pressing it again gets the same answer and nothing changes. Raises InvitationUnusable
    ("unknown", "used", "expired").
    """
    async with units() as unit:
        invitation = await unit.invitations.by_token_hash(hash_of(token))
        if invitation is None:
            raise InvitationUnusable("unknown")
        grant = invitation.grant
        if invitation.used_at is not None:
            known = await _actor(unit, actor.person, now)
            if invitation.used_by != actor.person.id or grant not in (m.grant for m in known.memberships):
                raise InvitationUnusable("used")
            return await _accepted(unit, known, grant)
        if invitation.expires_at <= now:
            raise InvitationUnusable("expired")
        if not await unit.invitations.spend(invitation.id, actor.person.id, now):
            raise InvitationUnusable("used")
        await unit.memberships.add(actor.person.id, grant, now)
        await unit.audit.add(
            now, actor.person.id, "invitation.accepted", f"invitation:{invitation.id}", details_of(grant)
        )
        await follow_membership(unit, library, actor.person.id, grant, now)
        accepted = await _accepted(unit, await _actor(unit, actor.person, now), grant)
        await unit.commit()
    return accepted


async def _actor(unit: UnitOfWork, person: Person, now: datetime) -> Actor:
    return Actor(person, tuple(await unit.memberships.of_person(person.id, now)))


async def _accepted(unit: UnitOfWork, actor: Actor, grant: Grant) -> Accepted:
    commission = None if grant.commission_id is None else await unit.commissions.get(grant.commission_id)
    campaign = None if grant.campaign_id is None else await unit.campaigns.get(grant.campaign_id)
    return Accepted(grant, commission, campaign, actor)
