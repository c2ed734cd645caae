"""Take back what somebody was given: they have left the commission, the campaign, the desk."""

from datetime import datetime

from services.access.model import Action
from services.access.rights import require
from services.campaigns.library import PlanLibrary
from services.duties.follow_membership import follow_membership
from services.errors import NotFound
from services.ids import MembershipId
from services.people.invitation_target import target_of
from services.people.invite import details_of
from services.people.model import Actor, Membership
from services.unit_of_work import Units


async def end_membership(
    units: Units, library: PlanLibrary, actor: Actor | None, membership_id: MembershipId, now: datetime
) -> Membership:
    """End it at `now`, with the duties and reminders that came of it, in one transaction. Actor None: the command line.

    For those who may invite to the same. Raises NotAllowed; NotFound for one that is not in force.
    """
    async with units() as unit:
        membership = await unit.memberships.get(membership_id)
        if membership is None or (membership.until is not None and membership.until <= now):
            raise NotFound(f"membership {membership_id}")
        if actor is not None:
            require(actor, Action.INVITE, await target_of(unit, actor, membership.grant))
        await unit.memberships.end(membership, now)
        await unit.audit.add(
            now,
            actor.person.id if actor else None,
            "membership.ended",
            f"person:{membership.person_id}",
            details_of(membership.grant),
        )
        await follow_membership(unit, library, membership.person_id, membership.grant, now)
        ended = await unit.memberships.get(membership_id)
        assert ended is not None
        await unit.commit()
    return ended
