"""Bring a plan document into the database: the campaign, its organising commission, a version."""

from datetime import datetime

from plan.errors import PlanFileError
from plan.yaml_file import load
from services.campaigns.model import Campaign, CommissionKind
from services.unit_of_work import Units


async def seed_campaign(units: Units, slug: str, document: str, now: datetime) -> Campaign:
    """Create what is missing: the organising commission (a ТИК named as in the plan's head), the campaign `slug`, its
    first version. A document that the campaign has had before adds nothing, so seeding at every start never undoes
    a later version; a changed document becomes the next, present version.

    Raises PlanFileError before anything is written.
    """
    head = load(document, slug).head
    if not head.commission:
        raise PlanFileError(f"{slug}: не названа комиссия, организующая выборы; впишите её в поле commission.")
    async with units() as unit:
        organiser = await unit.commissions.find(CommissionKind.TERRITORIAL, head.commission)
        if organiser is None:
            organiser = await unit.commissions.add(
                CommissionKind.TERRITORIAL, head.commission, head.zone, number=None, parent=None
            )
            await unit.audit.add(now, None, "commission.added", f"commission:{organiser.id}")
        campaign = await unit.campaigns.by_slug(slug)
        if campaign is None:
            campaign = await unit.campaigns.add(slug, head.title, organiser.id, head.zone, head.voting_day)
            await unit.audit.add(now, None, "campaign.added", f"campaign:{campaign.id}", {"slug": slug})
        elif any(version.document == document for version in await unit.campaigns.plan_versions(campaign.id)):
            return campaign
        else:
            await unit.campaigns.revise(campaign.id, head.title, head.zone, head.voting_day)
        version = await unit.campaigns.add_plan_version(campaign.id, document, f"{slug}.yaml", None, now)
        await unit.audit.add(now, None, "plan.version_added", f"campaign:{campaign.id}", {"version": version.number})
        present = await unit.campaigns.get(campaign.id)
        assert present is not None
        await unit.commit()
    return present
