"""What is in the database: a campaign, its people by the thousand, their rows in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text

from benchmarks.delivery.sending import FIRST_CHAT
from plan.model import Position
from services.announcements.confirm_announcement import confirm_announcement
from services.announcements.draft_announcement import draft_announcement
from services.announcements.model import Audience, AudienceRole, Content
from services.announcements.start import enqueue_more
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.add_precincts import add_precincts
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignState
from services.campaigns.seed_campaign import seed_campaign
from services.delivery.model import DeliveryKind, Lane, NewDelivery, Notice
from services.duties.reminder_rows import digest_row
from services.ids import AnnouncementId, CampaignId, PersonId
from services.people.model import Address, MembershipRole
from services.people.recognise import recognise
from storage.database import Database
from storage.tables import memberships, people

MESSENGER = "telegram"
ZONE = ZoneInfo("Asia/Novokuznetsk")

PLAN = """\
title: Выборы депутатов, назначенные на {voting_day}
commission: ТИК Кемеровского округа
zone: Asia/Novokuznetsk
voting_day: {voting_day}
items:
  - number: '1'
    activity: Оборудование помещения для голосования
    term: Не позднее чем за 3 дня до дня голосования
    performers: УИК
"""
"""One row, which ends on the day it is made for."""

WORDS = "Собрание комиссии завтра в 18:00, в большом зале. <b>Возьмите удостоверения.</b>"

AT_ONCE = 5_000

MEMBERS_OF_A_PRECINCT = 12


async def found(database: Database, members: int, now: datetime, *, precincts: int = 1, days_left: int = 0) -> Campaign:
    """An active campaign in which every member has something due in `days_left` days; the first person is the chairman
    and belongs to the ТИК. Nothing is in the outbox."""
    units, library = database.units, PlanLibrary()
    voting_day = now.astimezone(ZONE).date() + timedelta(days=days_left + 4)
    campaign = await seed_campaign(units, "benchmark", PLAN.format(voting_day=voting_day), now - timedelta(hours=3))
    await activate_campaign(units, library, campaign.id, now - timedelta(hours=3))
    numbers = list(range(1, precincts + 1))
    commissions = await add_precincts(units, library, None, campaign.commission_id, numbers, now - timedelta(hours=3))
    await settle(database, members, [c.id for c in commissions], campaign.commission_id, now - timedelta(hours=3))
    async with units(reading=True) as unit:
        stored = await unit.campaigns.get(campaign.id)
    assert stored is not None
    assert stored.state is CampaignState.ACTIVE
    return stored


async def settle(database: Database, members: int, precincts: Sequence[int], tik: int, since: datetime) -> None:
    """People and their memberships, spread over the precincts; the first is the chairman of the ТИК."""
    chairs = {0: (tik, Position.CHAIRMAN)}
    for start in range(0, members, AT_ONCE):
        some = range(start, min(start + AT_ONCE, members))
        persons: list[dict[str, Any]] = [
            {
                "id": number + 1,
                "name": f"Член {number}",
                "language": "ru",
                "messenger": MESSENGER,
                "chat": str(FIRST_CHAT + number),
                "created_at": since,
            }
            for number in some
        ]
        seats: list[dict[str, Any]] = []
        for number in some:
            commission, position = chairs.get(number, (precincts[number % len(precincts)], Position.MEMBER))
            seats.append(
                {
                    "person_id": number + 1,
                    "role": MembershipRole.COMMISSION,
                    "position": position,
                    "commission_id": commission,
                    "since": since,
                }
            )
        async with database.engine.begin() as connection:
            await connection.execute(insert(people), persons)
            await connection.execute(insert(memberships), seats)
    if database.engine.dialect.name == "postgresql":  # who comes by themselves later is numbered after these
        async with database.engine.begin() as connection:
            await connection.execute(_NUMBERED)


_NUMBERED = text("SELECT setval(pg_get_serial_sequence('people', 'id'), (SELECT max(id) FROM people))")


async def add_digests(database: Database, campaign: Campaign, members: Sequence[int], day: date) -> None:
    """Today's digest for these members (0 is the chairman, who has none)."""
    rows = [
        digest_row(
            campaign,
            PersonId(number + 1),
            Address(MESSENGER, str(FIRST_CHAT + number)),
            day,
        )
        for number in members
    ]
    async with database.units() as unit:
        await unit.outbox.add(rows)
        await unit.commit()


async def add_corrections(
    database: Database, campaign: Campaign, members: Sequence[int], first: datetime, apart: timedelta
) -> None:
    """Reminders that the date of item 1 has changed, to these members one after another."""
    rows = [
        NewDelivery(
            dedup_key=f"correction:{number}",
            kind=DeliveryKind.NOTICE,
            lane=Lane.REMINDER,
            address=Address(MESSENGER, str(FIRST_CHAT + number)),
            due_at=first + apart * place,
            person_id=PersonId(number + 1),
            campaign_id=campaign.id,
            ids={"notice": Notice.DATE_CHANGED.value, "campaign": campaign.id, "item": "1", "version": 1},
        )
        for place, number in enumerate(members)
    ]
    async with database.units() as unit:
        await unit.outbox.add(rows)
        await unit.commit()


async def announce(database: Database, campaign_id: CampaignId, now: datetime, *, whole: bool = True) -> AnnouncementId:
    """The chairman's announcement to everybody, confirmed: a row for each; not `whole`: as the chairman's press leaves
    it, the bot makes the other rows while it sends."""
    chairman = await recognise(database.units, Address(MESSENGER, str(FIRST_CHAT)), "Председатель", "ru", now)
    drafted = await draft_announcement(
        database.units, chairman, campaign_id, Audience(AudienceRole.ALL), Content(WORDS), now
    )
    await confirm_announcement(database.units, chairman, drafted.announcement.id, now)
    while whole and await enqueue_more(database.units, drafted.announcement.id):
        pass
    return drafted.announcement.id
