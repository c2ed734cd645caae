"""Rows for the outbox, and a look at what became of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from services.announcements.model import Audience, AudienceRole, Content
from services.campaigns.model import Campaign, CommissionKind
from services.delivery.model import Delivery, DeliveryKind, DeliveryState, Lane, NewDelivery
from services.ids import AnnouncementId, CampaignId, PersonId
from services.people.model import Address, Person
from services.unit_of_work import Units
from storage.database import Database
from storage.outbox_rows import delivery_of
from storage.tables import outbox
from tests.unit.scheduler.fakes import START

LEASE = timedelta(minutes=10)


def chat(number: int | str) -> Address:
    return Address("telegram", str(number))


async def people(units: Units, numbers: Sequence[int]) -> dict[int, Person]:
    async with units() as unit:
        added = {n: await unit.people.add(f"Человек {n}", "ru", chat(n), START) for n in numbers}
        await unit.commit()
    return added


async def campaign(units: Units) -> Campaign:
    async with units() as unit:
        organiser = await unit.commissions.add(
            CommissionKind.TERRITORIAL, "ТИК Кемеровского муниципального округа", "Asia/Novokuznetsk", None, None
        )
        added = await unit.campaigns.add("2023-03-12-kmo-11", "Выборы", organiser.id, organiser.zone)
        await unit.commit()
    return added


def row(
    key: str,
    to: int | str,
    *,
    kind: DeliveryKind = DeliveryKind.DIGEST,
    lane: Lane = Lane.REMINDER,
    due: datetime = START,
    expires: datetime | None = None,
    person: PersonId | None = None,
    announcement: AnnouncementId | None = None,
) -> NewDelivery:
    return NewDelivery(
        dedup_key=key,
        kind=kind,
        lane=lane,
        address=chat(to),
        due_at=due,
        person_id=person,
        announcement_id=announcement,
        ids={"key": key},
        expires_at=expires,
    )


def relay(key: str, to: int | str, *, due: datetime = START) -> NewDelivery:
    return row(key, to, kind=DeliveryKind.TICKET_TO_DESK, lane=Lane.RELAY, due=due)


async def announcement_rows(units: Units, campaign_id: CampaignId, to: Mapping[int, Person]) -> AnnouncementId:
    """An announcement that is being sent, with a pending row for each of the people."""
    async with units() as unit:
        author = next(iter(to.values()))
        announcement = await unit.announcements.add(
            campaign_id, author.id, Audience(AudienceRole.ALL), Content("Собрание в 18:00"), START
        )
        await unit.announcements.confirm(announcement.id, len(to), START)
        await unit.outbox.add(
            [
                row(
                    f"announcement:{announcement.id}:{n}",
                    n,
                    kind=DeliveryKind.ANNOUNCEMENT,
                    lane=Lane.ANNOUNCEMENT,
                    person=person.id,
                    announcement=announcement.id,
                )
                for n, person in to.items()
            ]
        )
        await unit.commit()
    return announcement.id


async def put(units: Units, *deliveries: NewDelivery) -> int:
    async with units() as unit:
        added = await unit.outbox.add(deliveries)
        await unit.commit()
    return added


async def rows(database: Database) -> dict[str, Delivery]:
    """Every row by its key."""
    async with database.engine.connect() as connection:
        found = await connection.execute(select(outbox).order_by(outbox.c.id))
        return {r.dedup_key: delivery_of(r) for r in found}


async def states(database: Database) -> dict[str, DeliveryState]:
    return {key: delivery.state for key, delivery in (await rows(database)).items()}


async def claim(
    database: Database,
    limit: int = 10,
    *,
    now: datetime = START,
    lanes: Mapping[Lane, int] | None = None,
    busy: Sequence[Address] = (),
) -> list[Delivery]:
    return list(await database.queue.claim(now, limit, LEASE, lanes=lanes, busy=busy))


def keys(deliveries: Sequence[Delivery]) -> list[str]:
    return [delivery.dedup_key for delivery in deliveries]
