"""Where the document and the law differ, a person decides which date is right: with a reason, and until withdrawn.

A decision is an override in the next version of the plan; no version is ever changed. Two people cannot both decide:
whoever comes second is told who was first, and has to withdraw that decision to make another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from plan import deciding
from plan.deciding import End
from plan.errors import DecisionError
from plan.model import Choice, DatedItem, OccurrenceKind, Override, Plan, Position, Status
from plan.term.status import compare
from plan.yaml_file import dump
from services.access.model import Action
from services.access.rights import require
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignPlan
from services.errors import AlreadyDecided, AlreadyWithdrawn, ChoiceGone, DecisionRefused, NotFound
from services.ids import CampaignId
from services.people.model import Actor, MembershipRole
from services.unit_of_work import UnitOfWork, Units

READY_REASONS = {"slip": "Описка в документе", "commission": "Так решила комиссия", "court": "Решение суда"}
"""Reasons at the press of a button, in the plan's own language: they are kept in it."""


def ready_reasons(choice: Choice) -> Sequence[str]:
    """The codes of those that can be why this date is right: a document's slip is none for the document's date."""
    return [code for code in READY_REASONS if (code, choice) != ("slip", Choice.PRINTED)]


REASON_CHARACTERS = 300
"""Of a reason: it is read on cards and in the exported plan."""

_LETTERS = 3
_RANKS = (Position.CHAIRMAN, Position.SECRETARY)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The date that somebody wants to accept for one end of an item's term; `hour` None: to the end of the day."""

    campaign_id: CampaignId
    item: str
    end: End
    choice: Choice
    day: date
    hour: time | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The plan before and after a decision was made or withdrawn; `override` is that decision."""

    before: CampaignPlan
    after: CampaignPlan
    override: Override


def open_end(dated: DatedItem) -> End | None:
    """The first end of an item's term that waits for a decision: the document and the count differ there, or the
    wording was not understood; None when nothing is to be decided."""
    taken = {(one.part, one.side) for one in dated.overrides}
    match dated.status:
        case Status.DIFFERS:
            ends = ((pair.part, pair.side) for pair in compare(dated.computed, dated.printed).mismatches)
            return next((end for end in ends if end not in taken), None)
        case Status.NOT_UNDERSTOOD:
            return None if taken else next(iter(deciding.ends_to_decide(dated)), (1, "end"))
        case _:
            return None


def proposals(campaign_id: CampaignId, dated: DatedItem, end: End) -> tuple[Proposal, ...]:
    """The dates that stand to be accepted for an end: the document's, then the law's.

    A printed date without an hour ends (or begins) at the hour that the wording names.
    """
    printed, computed = deciding.choices(dated, end)
    found = []
    if printed is not None:
        said = next((claim.time for claim in dated.printed if claim.date == printed and claim.time is not None), None)
        hour = said or worded_hour(dated, end)
        found.append(Proposal(campaign_id, dated.item.number, end, Choice.PRINTED, printed, hour))
    if computed is not None:
        found.append(Proposal(campaign_id, dated.item.number, end, Choice.COMPUTED, computed))
    return tuple(found)


def worded_hour(dated: DatedItem, end: End) -> time | None:
    """The hour that the wording gives this end of the term; None where it gives none."""
    part, side = end
    if not 1 <= part <= len(dated.computed):
        return None
    found = dated.computed[part - 1]
    return found.start_time if side == "start" and found.kind is not OccurrenceKind.EXACT else found.end_time


async def weigh_date(
    units: Units, library: PlanLibrary, actor: Actor, proposal: Proposal, now: datetime
) -> CampaignPlan:
    """Whether the date could be accepted now, before a reason is asked for; the plan as it stands.

    Raises NotAllowed, NotFound, AlreadyDecided, ChoiceGone, DecisionRefused.
    """
    async with units(reading=True) as unit:
        before, dated = await _item(unit, library, actor, proposal.campaign_id, proposal.item)
    _require_open(before.plan, dated, proposal)
    await asyncio.to_thread(_decided_plan, before.plan, proposal, "проба", "проба", _moment(before.campaign, now))
    return before


async def decide_date(
    units: Units, library: PlanLibrary, actor: Actor, proposal: Proposal, reason: str, now: datetime
) -> Decided:
    """Accept the date, with a reason: the next version of the plan. Who decided is told by position and name.

    For the chairman and the secretary of the commission that organises the campaign. What follows of it for duties,
    reminders and who was told of the other date is `services.duties.follow_new_dates`: that it is still to be done is
    kept with the version, so that the campaign's next activation makes up for what was cut short. Raises NotAllowed,
    NotFound, AlreadyDecided, ChoiceGone (the document has another date by now than the one accepted), DecisionRefused.
    """
    said = checked_reason(reason)

    def made(before: CampaignPlan, dated: DatedItem, who: str) -> Plan:
        _require_open(before.plan, dated, proposal)
        return _decided_plan(before.plan, proposal, said, who, _moment(before.campaign, now))

    def kept(before: Plan, after: Plan) -> Override:
        return after.overrides[-1]

    return await _next_version(
        units, library, actor, (proposal.campaign_id, proposal.item), _Change("date.decided", made, kept), now
    )


async def withdraw_decision(
    units: Units,
    library: PlanLibrary,
    actor: Actor,
    campaign_id: CampaignId,
    item: str,
    end: End,
    made_at: datetime,
    now: datetime,
) -> Decided:
    """Take back the decision on an end of an item's term that was made at that moment (to the second).

    Raises NotAllowed, NotFound, AlreadyWithdrawn, and AlreadyDecided when another decision stands there by now.
    """

    def standing(plan: Plan) -> Override | None:
        return next((one for one in plan.overrides if (one.item, (one.part, one.side)) == (item, end)), None)

    def made(before: CampaignPlan, dated: DatedItem, who: str) -> Plan:
        found = standing(before.plan)
        if found is None:
            raise AlreadyWithdrawn
        if int(found.when.timestamp()) != int(made_at.timestamp()):
            raise AlreadyDecided(found.who, found.when)
        return deciding.withdraw(before.plan, item, end)

    def taken(before: Plan, after: Plan) -> Override:
        found = standing(before)
        assert found is not None
        return found

    try:
        return await _next_version(
            units, library, actor, (campaign_id, item), _Change("date.withdrawn", made, taken), now
        )
    except AlreadyWithdrawn:
        raise await _withdrawn_by(units, campaign_id, item) from None


def checked_reason(text: str) -> str:
    """The reason on one line. Raises DecisionRefused when there is none, or a story."""
    said = " ".join(text.split())
    if sum(sign.isalpha() for sign in said) < _LETTERS:
        raise DecisionRefused("Без причины решить нельзя: её увидят все, кого касается срок. Напишите её словами.")
    if len(said) > REASON_CHARACTERS:
        raise DecisionRefused(f"Причина слишком длинная: уложитесь, пожалуйста, в {REASON_CHARACTERS} знаков.")
    return said


@dataclass(frozen=True, slots=True)
class _Change:
    """How a plan becomes the next one. `made` gets the present one, the item and who acts; it is pure and slow."""

    act: str
    made: Callable[[CampaignPlan, DatedItem, str], Plan]
    override: Callable[[Plan, Plan], Override]


async def _next_version(
    units: Units, library: PlanLibrary, actor: Actor, about: tuple[CampaignId, str], change: _Change, now: datetime
) -> Decided:
    """Store the changed plan. Counted outside the transaction, and anew when another version has come meanwhile."""
    campaign_id, item = about
    while True:
        async with units(reading=True) as unit:
            before, dated = await _item(unit, library, actor, campaign_id, item)
            who = await _title(unit, actor, before.campaign)
        plan = await asyncio.to_thread(change.made, before, dated, who)
        document = await asyncio.to_thread(dump, plan)
        override = change.override(before.plan, plan)
        async with units() as unit:
            campaign = await unit.campaigns.get(campaign_id)
            if campaign is None or campaign.plan_version_id != before.version:
                continue
            note = _NOTES[change.act].format(item=item)
            version = await unit.campaigns.add_plan_version(
                campaign_id, document, note, actor.person.id, now, corrects=before.version
            )
            details = _details(override, version.number)
            await unit.audit.add(now, actor.person.id, change.act, f"campaign:{campaign_id}", details)
            await unit.commit()
        async with units(reading=True) as unit:
            after = await library.of(unit, replace(campaign, plan_version_id=version.id))
        return Decided(before, after, override)


_NOTES = {"date.decided": "п. {item}: решено, какая дата верна", "date.withdrawn": "п. {item}: решение о дате отменено"}


async def _item(
    unit: UnitOfWork, library: PlanLibrary, actor: Actor, campaign_id: CampaignId, item: str
) -> tuple[CampaignPlan, DatedItem]:
    campaign = await unit.campaigns.get(campaign_id)
    if campaign is None:
        raise NotFound(f"campaign {campaign_id}")
    require(actor, Action.DECIDE_DATE, campaign)
    campaign_plan = await library.of(unit, campaign)
    dated = campaign_plan.dated_item(item)
    if dated is None:
        raise NotFound(f"item {item} of campaign {campaign.slug}")
    return campaign_plan, dated


def _require_open(plan: Plan, dated: DatedItem, proposal: Proposal) -> None:
    """Raise unless nobody has decided, and the date that is to be accepted still stands."""
    standing = next((one for one in dated.overrides if (one.part, one.side) == proposal.end), None)
    if standing is not None:
        raise AlreadyDecided(standing.who, standing.when)
    if proposal.choice is Choice.OTHER:
        return
    printed, computed = deciding.choices(dated, proposal.end)
    if proposal.day != (printed if proposal.choice is Choice.PRINTED else computed):
        raise ChoiceGone(proposal.item)


def _decided_plan(plan: Plan, proposal: Proposal, reason: str, who: str, when: datetime) -> Plan:
    accept = proposal.day if proposal.choice is Choice.OTHER else proposal.choice
    try:
        return deciding.decide(
            plan, proposal.item, accept, reason=reason, who=who, when=when, end=proposal.end, hour=proposal.hour
        )
    except DecisionError as refused:
        raise DecisionRefused(str(refused)) from refused


def _moment(campaign: Campaign, now: datetime) -> datetime:
    """The moment of a decision by the campaign's own clock, to the second."""
    return now.astimezone(campaign.tz).replace(microsecond=0)


async def _title(unit: UnitOfWork, actor: Actor, campaign: Campaign) -> str:
    """«председатель Мария Громова», in the language of the plan, which keeps it."""
    held = {
        grant.position
        for grant in actor.grants(MembershipRole.COMMISSION)
        if grant.commission_id == campaign.commission_id
    }
    position = next((rank.value for rank in _RANKS if rank in held), "")
    names = await unit.invitations.names_of([actor.person.id])
    name = names.get(actor.person.id) or actor.person.name
    return " ".join(f"{position} {name}".split()) or "без имени"


def _details(override: Override, version: int) -> dict[str, str | int]:
    return {
        "item": override.item,
        "part": override.part,
        "side": override.side,
        "choice": override.choice.value,
        "day": override.day.isoformat(),
        "reason": override.reason,
        "version": version,
    }


async def _withdrawn_by(units: Units, campaign_id: CampaignId, item: str) -> AlreadyWithdrawn:
    """Who took the last decision on the item back, as far as the plan's versions tell."""
    note = _NOTES["date.withdrawn"].format(item=item)
    async with units(reading=True) as unit:
        versions = [one for one in await unit.campaigns.plan_versions(campaign_id) if one.note == note]
        if not versions or versions[-1].created_by is None:
            return AlreadyWithdrawn()
        person = await unit.people.get(versions[-1].created_by)
    return AlreadyWithdrawn("" if person is None else person.name, versions[-1].created_at)
