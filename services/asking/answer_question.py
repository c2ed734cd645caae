"""Understand a question: in the campaign that is the person's own, after what they asked just before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plan.model import Role
from questions.answer import Outcome, Understanding
from questions.conversation import FOUND, understand_after
from questions.learned import understand_taught
from services.asking.model import Answer, Conversation
from services.asking.named_campaign import named_campaign
from services.campaigns.choose_campaign import campaigns_of
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignPlan
from services.duties.owed_rows import Owner
from services.duties.tree import takes_part
from services.errors import NotFound
from services.ids import CampaignId
from services.people.model import Actor, MembershipRole
from services.unit_of_work import UnitOfWork, Units

MOST_CAMPAIGNS = 5
"""Plans that one question is asked of: a region has more, but a person has not."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as one campaign's plan understands it."""

    campaign_plan: CampaignPlan
    understanding: Understanding

    @property
    def is_sure(self) -> bool:
        """Whether this plan has the answer: a row, or days in which something is due."""
        found = self.understanding
        return found.outcome is Outcome.ITEMS or (found.outcome is Outcome.RANGE and bool(found.items))


async def answer_question(
    units: Units,
    library: PlanLibrary,
    actor: Actor,
    text: str,
    now: datetime,
    *,
    before: Conversation | None = None,
    campaign_id: CampaignId | None = None,
) -> Answer:
    """Understand a question in the light of the person's own campaign and of their roles in it. Writes nothing.

    The person's own campaign comes first; another one is meant where the question names it («а в Заречном?» asks there
    what was asked last), where the conversation is about it and the question leans on that, or where only its plan has
    an answer. `campaign_id` is a campaign chosen
    by the person: that one is asked and no other. Raises NotFound when it is not active.
    """
    talk = (before or Conversation()).still(now)
    active = await campaigns_of(units, actor, now)
    several = len(active) > 1
    active = [one for one in active if campaign_id in (None, one.id)][:MOST_CAMPAIGNS]
    if not active and campaign_id is not None:
        raise NotFound(f"campaign {campaign_id}")
    if not active:
        return Answer(None, None, ())
    named = named_campaign(text, [campaign.title for campaign in active])
    if named is not None:
        return await _of_named(units, library, actor, text, now, talk, active[named.place], named.rest)
    leaning = await _leaning(units, library, actor, text, now, talk, active)
    if leaning is not None:
        return _answer([leaning], leaning, text, talk, now, several=several)
    asked = [await _ask(units, library, actor, text, now, campaign) for campaign in active]
    offered = (one for one in asked if one.understanding.outcome is Outcome.SUGGEST)
    chosen = next((one for one in asked if one.is_sure), None) or next(offered, asked[0])
    if asked[0].understanding.outcome is Outcome.REFUSE and not chosen.is_sure:
        chosen = asked[0]  # small talk is no question of another election
    if asked[0].understanding.outcome in (Outcome.RANGE, Outcome.SUGGEST):
        chosen = asked[0]  # «что завтра?»: nothing is an answer as well, and the others are offered beside it
    return _answer(asked, chosen, text, talk, now, several=several)


async def _of_named(
    units: Units,
    library: PlanLibrary,
    actor: Actor,
    text: str,
    now: datetime,
    talk: Conversation,
    campaign: Campaign,
    rest: str,
) -> Answer:
    """What is asked of the campaign that the question names, without the name: no plan says its own place in every
    row, so that it would only lead astray. A question that says nothing else asks what was asked last."""
    before = talk.questions
    if not rest and before:
        rest, before = before[-1], before[:-1]
    said = rest or text
    asked = await _ask(units, library, actor, said, now, campaign, before)
    answer = _answer([asked], asked, said, replace(talk, questions=before), now, several=True)
    return replace(answer, stands_alone=False)


async def _leaning(
    units: Units,
    library: PlanLibrary,
    actor: Actor,
    text: str,
    now: datetime,
    talk: Conversation,
    active: Sequence[Campaign],
) -> _Asked | None:
    """The question as going on from the last one, in that one's campaign; None when it stands on its own."""
    campaign = next((one for one in active if one.id == talk.campaign_id), None)
    if campaign is None or not talk.questions:
        return None
    asked = await _ask(units, library, actor, text, now, campaign, talk.questions)
    return asked if asked.understanding.leans else None


async def _ask(
    units: Units,
    library: PlanLibrary,
    actor: Actor,
    text: str,
    now: datetime,
    campaign: Campaign,
    before: Sequence[str] = (),
) -> _Asked:
    async with units(reading=True) as unit:
        campaign_plan = await library.of(unit, campaign)
        roles = await _roles(unit, campaign, actor)
        lessons = await library.lessons(unit, campaign_plan)
    askable = await library.askable(campaign_plan, lessons)
    today = campaign.today(now)
    taught = understand_taught(text, askable, today, lessons, roles=roles)
    return _Asked(campaign_plan, taught or understand_after(before, text, askable, today, roles=roles))


def _answer(
    asked: Sequence[_Asked],
    chosen: _Asked,
    text: str,
    talk: Conversation,
    now: datetime,
    *,
    several: bool,
) -> Answer:
    found, plan = chosen.understanding, chosen.campaign_plan
    named = (plan.dated_item(number) for number in found.items)
    conversation = talk
    if found.outcome in FOUND:
        conversation = talk.with_question(text, plan.campaign.id, now, leans=found.leans)
    return Answer(
        plan,
        found,
        tuple(dated for dated in named if dated is not None),
        conversation,
        others=tuple(one.campaign_plan.campaign for one in asked if one is not chosen and one.is_sure),
        of_several=several,
        stands_alone=not found.leans,
    )


_ROLES: dict[Owner, tuple[Role, ...]] = {
    Owner.ORGANISER: (Role.TIK, Role.OIK),  # it carries the duties of the ОИК
    Owner.PRECINCT: (Role.UIK,),
    Owner.REGIONAL: (Role.REGIONAL,),
    Owner.CANDIDATE: (Role.CANDIDATE,),
}


async def _roles(unit: UnitOfWork, campaign: Campaign, actor: Actor) -> tuple[Role, ...]:
    """What the person is in this campaign, in the words of its plan."""
    owners: list[Owner] = []
    for grant in (membership.grant for membership in actor.memberships):
        if grant.role is MembershipRole.COMMISSION and grant.commission_id is not None:
            owners.extend(await takes_part(unit, campaign, grant.commission_id))
        elif grant.role is MembershipRole.CANDIDATE and grant.campaign_id == campaign.id:
            owners.append(Owner.CANDIDATE)
    return tuple(dict.fromkeys(role for owner in owners for role in _ROLES[owner]))
