"""Questions about a plan: what a person's words mean, and one item with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from plan.model import DatedItem
from services.campaigns.library import PlanLibrary
from services.campaigns.model import CampaignPlan
from services.duties.model import Duty
from services.ids import CampaignId
from services.people.model import Actor
from services.unit_of_work import Units

if TYPE_CHECKING:
    from questions.answer import Understanding


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question was understood as, over the person's campaign. All empty when no campaign is active."""

    campaign_plan: CampaignPlan | None
    understanding: Understanding | None
    items: tuple[DatedItem, ...]  # what the understanding names, in its order, best first


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item of a plan, and this person's duties that come of it (empty for anybody else)."""

    campaign_plan: CampaignPlan
    dated: DatedItem
    duties: tuple[Duty, ...]


async def answer_question(units: Units, library: PlanLibrary, actor: Actor, text: str, now: datetime) -> Answer:
    """Understand a question in the light of the person's own campaign and roles. Writes nothing."""
    raise NotImplementedError


async def item_card(
    units: Units, library: PlanLibrary, actor: Actor, campaign_id: CampaignId, number: str, now: datetime
) -> ItemCard:
    """The card of an item by its number («28», «50-1»). Raises NotFound for an unknown campaign or number."""
    raise NotImplementedError
