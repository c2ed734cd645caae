"""Add precinct commissions («УИК») under a ТИК."""

from collections.abc import Sequence
from datetime import datetime

from plan.model import Position
from services.access.model import Action
from services.access.rights import require
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Commission, CommissionKind
from services.duties.expand_duties import expand_precincts
from services.errors import NotFound, NumberTaken
from services.ids import CommissionId
from services.people.invitation_target import target_of
from services.people.model import Actor, Grant, MembershipRole
from services.unit_of_work import Units


async def add_precincts(
    units: Units,
    library: PlanLibrary,
    actor: Actor | None,
    commission_id: CommissionId,
    numbers: Sequence[int],
    now: datetime,
) -> tuple[Commission, ...]:
    """The precincts of these numbers under the ТИК, in the order given; missing ones are added, and owe at once what
    active campaigns ask of a precinct. Actor None: the command line.

    For those who may invite members of the ТИК. Raises NotAllowed, NotFound, NumberTaken when another commission has
    a precinct of that number.
    """
    async with units() as unit:
        above = await unit.commissions.get(commission_id)
        if above is None:
            raise NotFound(f"commission {commission_id}")
        if actor is not None:
            grant = Grant(MembershipRole.COMMISSION, above.id, position=Position.MEMBER)
            require(actor, Action.INVITE, await target_of(unit, actor, grant))
        author = actor.person.id if actor else None
        found: list[Commission] = []
        added: list[CommissionId] = []
        for number in numbers:
            name = f"УИК № {number}"
            known = await unit.commissions.find(CommissionKind.PRECINCT, name)
            if known is None:
                known = await unit.commissions.add(CommissionKind.PRECINCT, name, above.zone, number, above.id)
                await unit.audit.add(now, author, "commission.added", f"commission:{known.id}", {"number": number})
                added.append(known.id)
            elif known.parent_id != above.id:
                raise NumberTaken(name)
            found.append(known)
        active = [campaign for campaign in await unit.campaigns.active() if campaign.commission_id == above.id]
        plans = [await library.of(unit, campaign) for campaign in active]
        if added:
            await unit.commit()
    for campaign_plan in plans:
        await expand_precincts(units, campaign_plan, added)
    return tuple(found)
