"""Set a campaign going: duties for everybody concerned, reminders in the outbox."""

from dataclasses import replace
from datetime import datetime

from services.campaigns.library import PlanLibrary
from services.campaigns.model import CampaignState
from services.duties.expand_duties import expand_duties
from services.duties.follow_new_dates import take_up_corrections
from services.duties.plan_reminders import plan_reminders
from services.errors import NotFound
from services.ids import CampaignId
from services.unit_of_work import Units


async def activate_campaign(units: Units, library: PlanLibrary, campaign_id: CampaignId, now: datetime) -> None:
    """Make it active, then expand its duties and plan its reminders, in parts. Doing it again follows a new version of
    the plan, finishes what was cut short, corrections of decided dates too, and adds nothing otherwise. Raises
    NotFound."""
    async with units() as unit:
        campaign = await unit.campaigns.get(campaign_id)
        if campaign is None:
            raise NotFound(f"campaign {campaign_id}")
        campaign_plan = await library.of(unit, replace(campaign, state=CampaignState.ACTIVE))
        if campaign.state is not CampaignState.ACTIVE:
            await unit.campaigns.set_state(campaign.id, CampaignState.ACTIVE)
            await unit.audit.add(now, None, "campaign.activated", f"campaign:{campaign.id}")
            await unit.commit()
    await expand_duties(units, campaign_plan, now)
    await take_up_corrections(units, library, campaign_id, now)
    await plan_reminders(units, campaign_plan, now)
