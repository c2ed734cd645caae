"""Open an invitation: the person becomes what it grants."""

from dataclasses import dataclass
from datetime import datetime

from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, Commission
from services.people.model import Actor, Grant
from services.unit_of_work import Units


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
    raise NotImplementedError
