"""What a new or ended membership changes."""

from datetime import datetime

from services.campaigns.library import PlanLibrary
from services.ids import PersonId
from services.people.model import Grant
from services.unit_of_work import UnitOfWork


async def follow_membership(
    unit: UnitOfWork, library: PlanLibrary, person: PersonId, grant: Grant, now: datetime
) -> None:
    """Bring duties and reminders of the person in line with their memberships as they are now in `unit`.

    Called after the membership was added or ended, in the same transaction. A candidate's duties appear or are
    withdrawn; reminders are planned, or dropped with the last role in a campaign. Only active campaigns are touched.
    """
    raise NotImplementedError
