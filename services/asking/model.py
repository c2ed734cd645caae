"""A conversation with the plan, and an answer out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from plan.model import DatedItem, Position, Role
from questions.answer import Understanding
from services.campaigns.model import Campaign, CampaignPlan
from services.ids import CampaignId

REMEMBERED = timedelta(minutes=15)
"""How long «а у УИК?» is read as going on from the last question; later it is a question of its own."""

MOST_QUESTIONS = 8
"""Questions of one conversation that are kept: all are read anew for each that leans on them."""

MOST_CHARACTERS = 200
"""Longer ones name everything that they are about, and nothing leans on them."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a person has asked lately, the first question and those that leaned on it, and of which campaign; `at` is
    the moment of the last of them, UTC."""

    questions: tuple[str, ...] = ()
    campaign_id: CampaignId | None = None
    at: datetime | None = None

    def still(self, now: datetime) -> Conversation:
        """The conversation if it still goes on at this moment, an empty one otherwise."""
        going_on = self.at is not None and timedelta() <= now - self.at <= REMEMBERED
        return self if going_on else Conversation()

    def with_question(self, text: str, campaign_id: CampaignId, now: datetime, *, leans: bool) -> Conversation:
        """The conversation after a question that was understood. One that leans on nothing begins a new one, and so
        does one that leans on more than is kept."""
        if len(text) > MOST_CHARACTERS:
            return Conversation()
        before = self.questions if leans and len(self.questions) < MOST_QUESTIONS else ()
        return Conversation((*before, text), campaign_id, now)

    def as_data(self) -> dict[str, Any]:
        """For storage; `conversation_of` is its inverse."""
        return {
            "questions": list(self.questions),
            "campaign": self.campaign_id,
            "at": None if self.at is None else self.at.isoformat(),
        }


def conversation_of(data: object) -> Conversation:
    """The conversation that was stored; an empty one for anything else, so that a change of form loses no answer."""
    if not isinstance(data, Mapping):
        return Conversation()
    questions, campaign, at = data.get("questions"), data.get("campaign"), data.get("at")
    if not isinstance(questions, list) or not isinstance(campaign, int) or not isinstance(at, str):
        return Conversation()
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return Conversation()
    if moment.tzinfo is None:
        return Conversation()
    return Conversation(tuple(str(question) for question in questions), CampaignId(campaign), moment)


def of_item(number: str, campaign_id: CampaignId, now: datetime) -> Conversation:
    """The conversation of somebody who has just opened an item's card."""
    return Conversation((f"пункт {number}",), campaign_id, now)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose rows a list shows: of these roles (of everybody where there are none), for these positions in a commission;
    of this campaign, or of the one that is the reader's own."""

    roles: tuple[Role, ...] = ()
    positions: tuple[Position, ...] = ()
    campaign_id: CampaignId | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question was understood as, over the campaign that it is about. `campaign_plan` and `understanding` are
    None when no campaign is active. `others` are further active campaigns whose plans have something to say to it,
    nearest first; `of_several`: there is more than one active campaign, so that the answer has to name its own."""

    campaign_plan: CampaignPlan | None
    understanding: Understanding | None
    items: tuple[DatedItem, ...]  # what the understanding names, in its order, best first
    conversation: Conversation = Conversation()
    others: tuple[Campaign, ...] = ()
    of_several: bool = False
    stands_alone: bool = True  # the words mean the same without what was asked before them
