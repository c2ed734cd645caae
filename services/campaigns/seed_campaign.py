"""Bring a plan document into the database: the campaign, its organising commission, a version."""

from dataclasses import replace
from datetime import datetime

from plan.errors import PlanFileError
from plan.model import Plan
from plan.yaml_file import dump, load
from services.campaigns.model import Campaign, CommissionKind
from services.unit_of_work import UnitOfWork, Units


async def seed_campaign(units: Units, slug: str, document: str, now: datetime) -> Campaign:
    """Create what is missing: the organising commission (a ТИК named as in the plan's head), the campaign `slug`, its
    first version. A document that the campaign has had before adds nothing, so seeding at every start never undoes
    a later version; a changed document becomes the next, present version, and after it one more where decisions on
    dates stood that the document does not hold: they were made here, and are not lost by it. Whoever was told of other
    dates before is corrected at the campaign's next activation.

    Raises PlanFileError before anything is written.
    """
    plan = load(document, slug)
    head = plan.head
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
        kept = await _with_decisions(unit, campaign, plan)
        told, handed = campaign.plan_version_id, [(document, f"{slug}.yaml")]
        if kept is not None:
            handed.append((dump(kept), "решения о датах сохранены"))
        for text, note in handed:
            corrects = told if (text, note) == handed[-1] else None
            version = await unit.campaigns.add_plan_version(campaign.id, text, note, None, now, corrects=corrects)
            subject = f"campaign:{campaign.id}"
            await unit.audit.add(now, None, "plan.version_added", subject, {"version": version.number})
        present = await unit.campaigns.get(campaign.id)
        assert present is not None
        await unit.commit()
    return present


async def _with_decisions(unit: UnitOfWork, campaign: Campaign, handed: Plan) -> Plan | None:
    """The handed plan with the present one's decisions on ends that it does not decide itself; None where there are
    none to keep. Whether they still hold beside the new dates is told by `plan.in_force`."""
    if campaign.plan_version_id is None:
        return None
    present = await unit.campaigns.plan_version(campaign.plan_version_id)
    if present is None:
        return None
    decided = {(one.item, one.part, one.side) for one in handed.overrides}
    kept = tuple(
        one
        for one in load(present.document, campaign.slug).overrides
        if (one.item, one.part, one.side) not in decided and handed.item(one.item) is not None
    )
    return replace(handed, overrides=(*handed.overrides, *kept)) if kept else None
