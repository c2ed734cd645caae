"""The demo's campaign as the page's panel shows it: what comes next, the stages, the deadlines as dots on a strip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from bot.demo.words import LAST_DATE, MORNING, VOTING_BEGINS, VOTING_OVER, DemoWords, Moment
from plan.errors import PlanFileError
from plan.model import DatedItem, Head, Plan
from sandbox import Deadline, Stage, Upcoming
from services.campaigns.model import Campaign, CampaignPlan
from views.lines import gist
from views.translator import mark

TITLE_LENGTH: Final = 90  # characters of an activity
AFTERMATH: Final = timedelta(days=90)
"""So long after the vote a date still belongs to the campaign; papers are kept for years."""
LONGEST: Final = timedelta(days=366)
"""Of a plan without a vote: a year's work."""
OPENS: Final = mark("opens: item {number}. {what}")
ENDS: Final = mark("last moment: item {number}. {what}")


def span(plan: Plan, dated: Sequence[DatedItem]) -> tuple[date, date]:
    """The first and the last day that the page shows: those of the plan's dates, without what is to be kept for years
    after the vote. Raises PlanFileError for a plan without any date."""
    days = sorted(day for item in dated for day in _days(item))
    if not days:
        raise PlanFileError(f"{plan.head.title}: в плане нет ни одной даты, показывать нечего; проверьте файл плана.")
    voting = plan.head.voting_day
    end = days[0] + LONGEST if voting is None else max(voting, days[0]) + AFTERMATH
    return days[0], max(day for day in days if day <= end)


def highlights(head: Head, first: date, last: date) -> Sequence[Moment]:
    """Moments that are worth a look in any plan, local to its campaign, in order of time."""
    found = [(last, MORNING, LAST_DATE)]
    if (voting := head.voting_day) is not None:
        found.append((head.first_voting_day or voting, MORNING, VOTING_BEGINS))
        found.append((voting + timedelta(days=1), MORNING, VOTING_OVER))
    return sorted(moment for moment in found if first <= moment[0] <= last)


def next_events(campaign_plan: CampaignPlan, now: datetime, words: DemoWords) -> Sequence[Upcoming]:
    """The plan's deadlines and openings still to come, in order of time. The law's own words stay Russian."""
    campaign = campaign_plan.campaign
    found = []
    for dated in campaign_plan.dated:
        number, what = dated.item.number, gist(dated.item.activity, TITLE_LENGTH)
        for moments, message in ((_openings, OPENS), (_ends, ENDS)):
            said = words.say(message, number=number, what=what)
            found += [Upcoming(at, said.ru, said.en) for at in moments(dated, campaign) if at > now]
    return sorted(found, key=lambda event: event.at)


def deadlines(campaign_plan: CampaignPlan, first: date, last: date) -> Sequence[Deadline]:
    """The ends that fall between two days, both included, in order of time; two parts of a row that end together are
    one."""
    campaign = campaign_plan.campaign
    found = {
        (at, dated.item.number): Deadline(at, gist(dated.item.activity, TITLE_LENGTH), dated.item.number)
        for dated in campaign_plan.dated
        for at in _ends(dated, campaign)
        if first <= at.date() <= last
    }
    return sorted(found.values(), key=lambda dot: dot.at)


def stages(campaign_plan: CampaignPlan, first: date, last: date, words: DemoWords) -> Sequence[Stage]:
    """The plan's sections, each from its first date to its last as far as they lie between two days; in order of time.
    A section without a date there is none."""
    found = []
    for section, rows in groupby(campaign_plan.dated, key=lambda dated: dated.item.section):
        days = [day for dated in rows for day in _days(dated) if first <= day <= last]
        if section.strip() and days:
            said = words.section(_title(section))
            found.append(Stage(said.ru, min(days), max(days), said.en))
    return sorted(found, key=lambda stage: (stage.first, stage.last))


def at(day: date, hour: time, campaign: Campaign) -> datetime:
    """The moment of a wall time of the campaign's zone."""
    return datetime.combine(day, hour, campaign.tz)


def _openings(dated: DatedItem, campaign: Campaign) -> Iterator[datetime]:
    for occurrence in dated.occurrences:
        if occurrence.start is not None and occurrence.start != occurrence.end:
            yield at(occurrence.start, occurrence.start_time or time(0), campaign)


def _ends(dated: DatedItem, campaign: Campaign) -> Iterator[datetime]:
    for occurrence in dated.occurrences:
        if occurrence.last_day is not None:
            hour = occurrence.end_time or time(0)
            day = occurrence.last_day + timedelta(days=1) if hour == time(0) else occurrence.last_day
            yield at(day, hour, campaign) - timedelta(minutes=1)


def _days(dated: DatedItem) -> Iterator[date]:
    for occurrence in dated.occurrences:
        yield from (day for day in (occurrence.start, occurrence.last_day) if day is not None)


def _title(section: str) -> str:
    """A heading in capitals is written as a sentence is."""
    words = " ".join(section.split())
    return words.capitalize() if words.isupper() else words[:1].upper() + words[1:]
