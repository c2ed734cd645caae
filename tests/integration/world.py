"""A small world for tests over a real database: two ТИК, precincts, a campaign, people."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from plan.model import Position
from services.campaigns.model import Campaign, Commission, CommissionKind
from services.people.model import Actor, Address, Grant, MembershipRole
from services.unit_of_work import Units

NOW = datetime(2023, 1, 25, 6, 0, tzinfo=UTC)
ZONE = "Asia/Novokuznetsk"


@dataclass
class World:
    units: Units
    tik: Commission
    uik: Commission
    sister_uik: Commission
    other_tik: Commission
    campaign: Campaign
    chats: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def person(self, *grants: Grant, name: str = "Анна") -> Actor:
        """Somebody with these memberships since NOW."""
        async with self.units() as unit:
            person = await unit.people.add(name, "ru", Address("telegram", str(next(self.chats))), NOW)
            memberships = [await unit.memberships.add(person.id, grant, NOW) for grant in grants]
            await unit.commit()
        return Actor(person, tuple(memberships))

    async def guest(self) -> Actor:
        return await self.person()

    async def administrator(self) -> Actor:
        return await self.person(Grant(MembershipRole.ADMINISTRATOR))

    async def member(self, commission: Commission, position: Position, name: str = "Анна") -> Actor:
        return await self.person(of(commission, position), name=name)

    def candidacy(self) -> Grant:
        return Grant(MembershipRole.CANDIDATE, campaign_id=self.campaign.id)

    async def audit(self) -> list[str]:
        """The acts recorded, oldest first."""
        async with self.units(reading=True) as unit:
            return [entry.act for entry in await unit.audit.latest(100)][::-1]


def of(commission: Commission, position: Position) -> Grant:
    return Grant(MembershipRole.COMMISSION, commission.id, position=position)


async def build_world(units: Units) -> World:
    async with units() as unit:
        add = unit.commissions.add
        tik = await add(CommissionKind.TERRITORIAL, "ТИК округа", ZONE, None, None)
        uik = await add(CommissionKind.PRECINCT, "УИК № 1034", ZONE, 1034, tik.id)
        sister = await add(CommissionKind.PRECINCT, "УИК № 1035", ZONE, 1035, tik.id)
        other = await add(CommissionKind.TERRITORIAL, "ТИК соседнего округа", ZONE, None, None)
        campaign = await unit.campaigns.add("one", "Дополнительные выборы", tik.id, ZONE, date(2023, 3, 12))
        await unit.commit()
    return World(units, tik, uik, sister, other, campaign)
