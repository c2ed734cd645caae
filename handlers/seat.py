"""What a person is and may do, gathered once for the greeting, the keys and the command menu."""

from __future__ import annotations

from datetime import datetime

from services.access.model import Action
from services.access.rights import allows
from services.campaigns.choose_campaign import campaign_of
from services.people.list_invitable import invitable
from services.people.model import Actor, MembershipRole
from services.unit_of_work import Units
from views.access import titles
from views.campaigns import election
from views.menu import Seat
from views.translator import Translator


async def seat_of(units: Units, actor: Actor, now: datetime, t: Translator) -> Seat:
    """The person's seat in the campaign that is theirs, or in the one that is under way."""
    campaign = await campaign_of(units, actor, now)
    name = actor.person.name.strip() or t.plain("friend")
    if not actor.memberships:
        return Seat(name, campaign=election(campaign.title) if campaign else "")
    async with units(reading=True) as unit:
        found = []
        for membership in actor.memberships:
            grant = membership.grant
            commission = await unit.commissions.get(grant.commission_id) if grant.commission_id else None
            stands_in = await unit.campaigns.get(grant.campaign_id) if grant.campaign_id else None
            found.append((grant, commission, stands_in))
    return Seat(
        name,
        titles=titles(found, t),
        owes=owes(actor),
        announces=campaign is not None and allows(actor, Action.ANNOUNCE, campaign),
        invites=bool(await invitable(units, actor, now)),
        decides=campaign is not None and allows(actor, Action.DECIDE_DATE, campaign),
        teaches=campaign is not None and allows(actor, Action.TEACH, campaign),
        watches=campaign is not None and allows(actor, Action.WATCH, campaign),
        campaign=election(campaign.title) if campaign else "",
    )


def owes(actor: Actor) -> bool:
    """Whether anything can be this person's duty: members of commissions and candidates."""
    return bool(actor.grants(MembershipRole.COMMISSION) or actor.grants(MembershipRole.CANDIDATE))
