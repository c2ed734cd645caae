"""The chairman writes an announcement («объявление») and chooses to whom."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.access.model import Action
from services.access.rights import allows, require
from services.announcements.audience import precincts_of, scope_of
from services.announcements.model import Announcement, Audience, AudienceRole, Content
from services.campaigns.model import Campaign, Commission
from services.errors import NotFound, NothingToSend
from services.ids import CampaignId, CommissionId, PersonId
from services.people.model import Actor
from services.unit_of_work import UnitOfWork, Units


@dataclass(frozen=True, slots=True)
class AudienceChoice:
    """An audience on offer: `recipients` people, of whom `unreachable` cannot be written to now. `commission` is
    given where it is one precinct."""

    campaign: Campaign
    audience: Audience
    commission: Commission | None
    recipients: int
    unreachable: int


@dataclass(frozen=True, slots=True)
class Drafted:
    """For the preview: the announcement, and how many people it would go to now."""

    announcement: Announcement
    recipients: int
    zone: ZoneInfo  # of the campaign


async def audiences_of(
    units: Units, actor: Actor, now: datetime, *, precincts: bool = False
) -> Sequence[AudienceChoice]:
    """What this actor may announce to, campaign by campaign: ТИК, УИК, candidates, all; with `precincts` then also
    each precinct that has members. Empty for everybody but a chairman of an organising commission."""
    choices: list[AudienceChoice] = []
    async with units(reading=True) as unit:
        for campaign in await unit.campaigns.active():
            if not allows(actor, Action.ANNOUNCE, campaign):
                continue
            for role in AudienceRole:
                heads = await unit.announcements.headcount(await scope_of(unit, campaign, Audience(role)), now)
                choices.append(AudienceChoice(campaign, Audience(role), None, heads.people, heads.unreachable))
            if not precincts:
                continue
            choices += await _precinct_choices(unit, campaign, now)
    return choices


async def draft_announcement(
    units: Units, actor: Actor, campaign_id: CampaignId, audience: Audience, content: Content, now: datetime
) -> Drafted:
    """Keep the announcement as a draft, nothing is sent; `content` as it will be sent.

    Raises NotAllowed for anybody but the chairman of the organising commission, NotFound for an unknown campaign or
    a commission outside it, NothingToSend for empty content or an audience of nobody.
    """
    async with units() as unit:
        campaign = await unit.campaigns.get(campaign_id)
        if campaign is None:
            raise NotFound
        require(actor, Action.ANNOUNCE, campaign)
        if content.is_empty:
            raise NothingToSend
        heads = await unit.announcements.headcount(await scope_of(unit, campaign, audience), now)
        if not heads.people:
            raise NothingToSend
        announcement = await unit.announcements.add(campaign_id, actor.person.id, audience, content, now)
        await unit.commit()
        return Drafted(announcement, heads.people, campaign.tz)


async def _precinct_choices(unit: UnitOfWork, campaign: Campaign, now: datetime) -> Sequence[AudienceChoice]:
    """Each precinct that has members; counted together, for a campaign may have a thousand of them."""
    precincts = await precincts_of(unit, campaign.commission_id)
    members: dict[CommissionId | None, set[PersonId]] = defaultdict(set)
    for membership in await unit.memberships.of_commissions([p.id for p in precincts], now):
        members[membership.grant.commission_id].add(membership.person_id)
    everybody = set().union(*members.values())
    away = {p.id for p in await unit.people.get_many(everybody) if p.unreachable is not None}
    return [
        AudienceChoice(campaign, Audience(AudienceRole.UIK, p.id), p, len(members[p.id]), len(members[p.id] & away))
        for p in precincts
        if members[p.id]
    ]
