"""The demo's campaign as the page's panel shows it: what comes next, the stages, the deadlines as dots on a strip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from plan.model import DatedItem
from sandbox import Deadline, Stage, Upcoming
from services.campaigns.model import Campaign, CampaignPlan
from views.lines import gist

TITLE_LENGTH: Final = 90  # characters of an activity


def next_events(campaign_plan: CampaignPlan, now: datetime) -> Sequence[Upcoming]:
    """The plan's deadlines and openings still to come, in order of time."""
    campaign = campaign_plan.campaign
    found = [
        Upcoming(at, f"{words}: п. {dated.item.number}. {gist(dated.item.activity, TITLE_LENGTH)}")
        for dated in campaign_plan.dated
        for moments, words in ((_openings, "начало"), (_ends, "последний срок"))
        for at in moments(dated, campaign)
        if at > now
    ]
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


def stages(campaign_plan: CampaignPlan, first: date, last: date) -> Sequence[Stage]:
    """The plan's sections, each from its first date to its last as far as they lie between two days; in order of time.
    A section without a date there is none."""
    found = []
    for section, rows in groupby(campaign_plan.dated, key=lambda dated: dated.item.section):
        days = [day for dated in rows for day in _days(dated) if first <= day <= last]
        if section.strip() and days:
            found.append(Stage(_title(section), min(days), max(days)))
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
