"""Rows of a plan for somebody else's chat: found just as a question in a chat is answered, with nobody's duties in
them."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plan.model import DatedItem
from questions.answer import NO_SUCH_ITEM, NO_SUCH_LAW, Outcome, Understanding
from services.asking.answer_question import answer_question
from services.asking.model import Answer
from services.campaigns.library import PlanLibrary
from services.campaigns.model import CampaignPlan
from services.duties.lines import PlanLine
from services.duties.list_duties import PlanRows, of_performers, plan_rows
from services.people.model import Actor
from services.unit_of_work import Units

SOON = "что в ближайшие две недели"
"""What is asked where nothing has been typed yet."""

FEWEST_LETTERS = 3
"""Of a question: with fewer, a word has only been begun. Numbers may be shorter."""

MOST_CHARACTERS = 256
"""https://core.telegram.org/bots/api#inlinequery; longer ones are no questions anyway."""

AHEAD = timedelta(days=400)
"""Further than any campaign lasts: where «what comes next» is looked for."""

FOLLOWING = 3
"""Rows of what comes next, for days that hold nothing."""


class Footing(enum.Enum):
    """How well what is found answers what was typed."""

    SURE = "sure"  # the first row is meant, the next ones may be
    UNSURE = "unsure"  # one of these may be meant
    DAYS = "days"  # what falls into the days that were asked for
    NOTHING = "nothing"
    NO_SUCH = "no such"  # an item or a law that the plan does not have
    NO_CAMPAIGN = "no campaign"


@dataclass(frozen=True, slots=True)
class Quote:
    """A row. `part` is the part of its term that is meant, None where it is the whole row."""

    campaign_plan: CampaignPlan
    dated: DatedItem
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Quotes:
    """What was found, best first. `of_several`: more than one election is under way, so that each row has to say of
    which it is."""

    footing: Footing
    found: tuple[Quote, ...] = ()
    of_several: bool = False


async def quote_plan(units: Units, library: PlanLibrary, actor: Actor, text: str, now: datetime) -> Quotes:
    """What the person may mean who has typed so much. Nothing is written, nothing is remembered for the next question,
    and nothing is passed to anybody."""
    asked = " ".join(text.split())
    if asked and (len(asked) > MOST_CHARACTERS or _is_only_begun(asked)):
        return Quotes(Footing.NOTHING)
    answer = await answer_question(units, library, actor, asked or SOON, now)
    if answer.campaign_plan is None or answer.understanding is None:
        return Quotes(Footing.NO_CAMPAIGN)
    found = list(await _found(answer, units, library, now))
    for campaign in answer.others:
        elsewhere = await answer_question(units, library, actor, asked or SOON, now, campaign_id=campaign.id)
        found += await _found(elsewhere, units, library, now)
    return Quotes(_footing(answer.understanding, found), tuple(found), answer.of_several)


def _is_only_begun(asked: str) -> bool:
    return not any(sign.isdigit() for sign in asked) and sum(map(str.isalpha, asked)) < FEWEST_LETTERS


def _footing(understanding: Understanding, found: Sequence[Quote]) -> Footing:
    if understanding.reason in (NO_SUCH_ITEM, NO_SUCH_LAW):
        return Footing.NO_SUCH
    match understanding.outcome:
        case Outcome.RANGE if found:
            return Footing.DAYS
        case Outcome.ITEMS if found:
            return Footing.SURE
        case Outcome.SUGGEST if found:
            return Footing.UNSURE
        case _:
            return Footing.NOTHING


async def _found(answer: Answer, units: Units, library: PlanLibrary, now: datetime) -> Sequence[Quote]:
    plan, understanding = answer.campaign_plan, answer.understanding
    if plan is None or understanding is None:
        return ()
    match understanding.outcome:
        case Outcome.RANGE if understanding.people:
            named = (plan.dated_item(number) for number in understanding.items)
            return [Quote(plan, dated) for dated in named if dated is not None]
        case Outcome.RANGE:
            lines = await _in_days(understanding, plan, units, library, now)
            return [Quote(plan, line.dated, line.part) for line in lines]
        case Outcome.ITEMS | Outcome.SUGGEST:
            return [Quote(plan, dated) for dated in answer.items]
        case _:
            return ()


async def _in_days(
    understanding: Understanding, plan: CampaignPlan, units: Units, library: PlanLibrary, now: datetime
) -> Sequence[PlanLine]:
    """As the list in a chat: what begins or ends in these days, what goes on in them, and where nothing ends, what
    comes next; of what is past the latest first."""
    roles, positions = understanding.roles, understanding.query.positions
    campaign, last = plan.campaign.id, understanding.end

    def of_theirs(rows: PlanRows) -> PlanRows:
        return of_performers(rows, roles, positions)

    rows = of_theirs(await plan_rows(units, library, campaign, understanding.start, last, now))
    if understanding.overdue:
        return [line for line in rows.lines if line.days_left is not None and line.days_left < 0][::-1]
    if rows.lines or last is None:
        return [*rows.lines, *rows.running]
    after = last + timedelta(days=1)
    following = of_theirs(await plan_rows(units, library, campaign, after, after + AHEAD, now))
    return [*rows.running, *following.lines[:FOLLOWING]]
