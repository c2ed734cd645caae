"""A campaign in which something is due this very day, for the bot as a process that lives by the wall's clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.seeds import PlanSeed
from plan.model import Position
from sandbox import Person
from services.announcements.confirm_announcement import confirm_announcement
from services.announcements.draft_announcement import draft_announcement
from services.announcements.model import Audience, AudienceRole, Content
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.add_precincts import add_precincts
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from services.ids import AnnouncementId
from services.people.accept_invitation import accept_invitation
from services.people.invite import invite
from services.people.model import Address, Grant, MembershipRole
from services.people.recognise import recognise
from storage.database import open_database

MAYBE_REPEATED = "Возможно, вы уже получали это сообщение."

ZONES = ("America/New_York", "Europe/Kaliningrad", "Asia/Novokuznetsk", "Asia/Kamchatka")
"""In one of them it is after nine in the morning, and not yet night, whatever the time."""

PLAN = """\
title: Выборы депутатов, назначенные на {voting_day}
commission: ТИК Кемеровского округа
zone: {zone}
voting_day: {voting_day}
items:
  - number: '1'
    activity: Оборудование помещения для голосования
    term: Не позднее чем за 3 дня до дня голосования
    performers: УИК
"""


def zone() -> ZoneInfo:
    now = datetime.now(UTC)
    return next(zone for zone in map(ZoneInfo, ZONES) if 10 <= now.astimezone(zone).hour < 21)


def plan_due_today() -> str:
    """Item 1 ends today, by the clock of a zone in which it is day."""
    here = zone()
    return PLAN.format(voting_day=datetime.now(here).date() + timedelta(days=4), zone=here.key)


def this_morning() -> datetime:
    here = zone()
    today: date = datetime.now(here).date()
    return datetime.combine(today, time(8), here).astimezone(UTC)


async def seat(members: Sequence[Person], plan: str, database_url: str) -> None:
    """This morning at eight all of them had accepted their invitations to one УИК; then the bot went down."""
    now, library = this_morning(), PlanLibrary()
    async with await open_database(database_url) as database:
        units = database.units
        seed = PlanSeed("plan", plan)
        campaign = await seed_campaign(units, seed.slug, seed.document, now)
        (precinct,) = await add_precincts(units, library, None, campaign.commission_id, [1034], now)
        await activate_campaign(units, library, campaign.id, now)
        grant = Grant(MembershipRole.COMMISSION, precinct.id, position=Position.MEMBER)
        for member in members:
            actor = await recognise(units, Address("telegram", str(member.id)), member.name, "ru", now)
            invited = await invite(units, None, grant, member.name, now)
            await accept_invitation(units, library, actor, invited.token, now)


async def announce(chairman: Person, words: str, database_url: str) -> AnnouncementId:
    """The chairman of the ТИК has announced something to the members of the УИК just before the bot went down."""
    now, library = this_morning(), PlanLibrary()
    async with await open_database(database_url) as database:
        units = database.units
        async with units(reading=True) as unit:
            (campaign,) = await unit.campaigns.active()
        grant = Grant(MembershipRole.COMMISSION, campaign.commission_id, position=Position.CHAIRMAN)
        actor = await recognise(units, Address("telegram", str(chairman.id)), chairman.name, "ru", now)
        invited = await invite(units, None, grant, chairman.name, now)
        await accept_invitation(units, library, actor, invited.token, now)
        actor = await recognise(units, Address("telegram", str(chairman.id)), chairman.name, "ru", now)
        drafted = await draft_announcement(
            units, actor, campaign.id, Audience(AudienceRole.UIK), Content(words), datetime.now(UTC)
        )
        await confirm_announcement(units, actor, drafted.announcement.id, datetime.now(UTC))
    return drafted.announcement.id


def mornings(member: Person) -> list[str]:
    """The morning messages that a member has got, oldest first."""
    return [m.text for m in member.from_bot() if m.text.startswith("Ваши сроки")]
