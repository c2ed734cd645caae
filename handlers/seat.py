"""What a person is and may do, gathered once for the greeting, the keys and the command menu."""

from __future__ import annotations

from handlers.request import Request
from services.access.model import Action
from services.access.rights import allows
from services.campaigns.choose_campaign import campaign_of
from services.people.list_invitable import invitable
from services.people.model import Actor, MembershipRole
from views.access import titles
from views.campaigns import election
from views.menu import Seat


async def seat_of(request: Request) -> Seat:
    """The person's seat in the campaign that is theirs, or in the one that is under way."""
    campaign = await campaign_of(request.units, request.actor, request.now)
    name = request.actor.person.name.strip() or request.t.plain("friend")
    if not request.actor.memberships:
        return Seat(name, campaign=election(campaign.title) if campaign else "")
    async with request.units(reading=True) as unit:
        found = []
        for membership in request.actor.memberships:
            grant = membership.grant
            commission = await unit.commissions.get(grant.commission_id) if grant.commission_id else None
            stands_in = await unit.campaigns.get(grant.campaign_id) if grant.campaign_id else None
            found.append((grant, commission, stands_in))
    return Seat(
        name,
        titles=titles(found, request.t),
        owes=owes(request.actor),
        announces=campaign is not None and allows(request.actor, Action.ANNOUNCE, campaign),
        invites=bool(await invitable(request.units, request.actor, request.now)),
        decides=campaign is not None and allows(request.actor, Action.DECIDE_DATE, campaign),
        teaches=campaign is not None and allows(request.actor, Action.TEACH, campaign),
        watches=campaign is not None and allows(request.actor, Action.WATCH, campaign),
        campaign=election(campaign.title) if campaign else "",
    )


def owes(actor: Actor) -> bool:
    """Whether anything can be this person's duty: members of commissions and candidates."""
    return bool(actor.grants(MembershipRole.COMMISSION) or actor.grants(MembershipRole.CANDIDATE))
