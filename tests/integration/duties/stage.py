"""A ТИК, its precincts, a candidate and a plan on a real database, with a sender that keeps what it was to send."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from plan.model import (
    DatedItem,
    Head,
    Item,
    Occurrence,
    OccurrenceKind,
    Performer,
    Plan,
    Position,
    Role,
    Status,
)
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.library import PlanLibrary
from services.campaigns.model import Campaign, CampaignPlan, Commission, CommissionKind
from services.delivery.compose import DigestLetter, HourReminderLetter, Letter, compose
from services.delivery.model import Delivery, Pointless, Sent
from services.duties.follow_membership import follow_membership
from services.duties.lines import DutyLine
from services.duties.model import Duty
from services.ids import CommissionId, PersonId, PlanVersionId
from services.people.model import Actor, Address, Grant, MembershipRole
from services.unit_of_work import UnitOfWork
from storage.database import Database

KUZBASS = "Asia/Novokuznetsk"
VOTING_DAY = date(2023, 3, 12)


def item(
    number: str,
    role: Role | tuple[Performer, ...],
    *occurrences: Occurrence,
    activity: str = "Направление сведений",
) -> DatedItem:
    """A row of a plan made for a test; `role` alone: the whole body performs."""
    performers = role if isinstance(role, tuple) else (Performer(role),)
    row = Item(number, "", f"{activity} {number}", "", "", (), "")
    return DatedItem(row, performers, occurrences, (), Status.NOT_PRINTED)


def by(end: date, end_time: time | None = None) -> Occurrence:
    return Occurrence(OccurrenceKind.DEADLINE, end=end, end_time=end_time)


def window(start: date, end: date | None, end_time: time | None = None, start_time: time | None = None) -> Occurrence:
    kind = OccurrenceKind.WINDOW if end else OccurrenceKind.OPENING
    return Occurrence(kind, start=start, end=end, start_time=start_time, end_time=end_time)


class FixedLibrary(PlanLibrary):
    """Plans that a test has dated itself, by version."""

    def __init__(self) -> None:
        super().__init__()
        self.dated: dict[PlanVersionId, tuple[DatedItem, ...]] = {}

    async def of(self, unit: UnitOfWork, campaign: Campaign) -> CampaignPlan:
        version = campaign.plan_version_id
        if version not in self.dated:
            return await super().of(unit, campaign)
        dated = self.dated[version]
        head = Head("Выборы", "ТИК", campaign.zone, voting_day=VOTING_DAY)
        return CampaignPlan(campaign, version, Plan(head, tuple(row.item for row in dated)), dated)


@dataclass(frozen=True)
class Sending:
    """What the dispatcher would have handed to the messenger, and when."""

    at: datetime
    delivery: Delivery
    letter: Letter

    @property
    def digest(self) -> DigestLetter:
        assert isinstance(self.letter, DigestLetter)
        return self.letter

    @property
    def name(self) -> str:
        """The recipient's."""
        match self.letter:
            case DigestLetter():
                return self.letter.digest.person.name
            case HourReminderLetter():
                return self.letter.person.name
            case _:
                raise AssertionError(self.letter)

    @property
    def hour(self) -> HourReminderLetter:
        assert isinstance(self.letter, HourReminderLetter)
        return self.letter


@dataclass
class Stage:
    database: Database
    library: FixedLibrary
    campaign: Campaign
    tik: Commission
    uiks: Sequence[Commission]
    chats: itertools.count[int] = field(default_factory=lambda: itertools.count(1000))

    @property
    def zone(self) -> ZoneInfo:
        return self.campaign.tz

    def at(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """A local wall time of the campaign."""
        return datetime.combine(day, time(hour, minute), self.zone)

    async def plan(self, *items: DatedItem, now: datetime, document: str = "made by a test") -> None:
        """A new version of the plan, put in force as `activate_campaign` does."""
        async with self.database.units() as unit:
            version = await unit.campaigns.add_plan_version(self.campaign.id, document, "", None, now)
            await unit.commit()
        if items:
            self.library.dated[version.id] = items
        await activate_campaign(self.database.units, self.library, self.campaign.id, now)
        async with self.database.units(reading=True) as unit:
            campaign = await unit.campaigns.get(self.campaign.id)
        assert campaign is not None
        self.campaign = campaign

    async def join(self, name: str, *grants: Grant, now: datetime) -> PersonId:
        """Somebody accepts invitations: memberships and what follows from them, in one transaction."""
        async with self.database.units() as unit:
            person = await unit.people.add(name, "ru", Address("telegram", str(next(self.chats))), now)
            for grant in grants:
                await unit.memberships.add(person.id, grant, now)
                await follow_membership(unit, self.library, person.id, grant, now)
            await unit.commit()
        return person.id

    async def join_again(self, person: PersonId, grant: Grant, now: datetime) -> None:
        """Another membership of somebody known."""
        async with self.database.units() as unit:
            await unit.memberships.add(person, grant, now)
            await follow_membership(unit, self.library, person, grant, now)
            await unit.commit()

    async def leave(self, person: PersonId, now: datetime) -> None:
        """Every membership of the person ends."""
        async with self.database.units() as unit:
            for membership in await unit.memberships.of_person(person, now):
                await unit.memberships.end(membership, now)
                await follow_membership(unit, self.library, person, membership.grant, now)
            await unit.commit()

    async def actor(self, person: PersonId, now: datetime) -> Actor:
        async with self.database.units(reading=True) as unit:
            known = await unit.people.get(person)
            assert known is not None
            return Actor(known, tuple(await unit.memberships.of_person(person, now)))

    async def duty(self, number: str, commission: CommissionId | None = None) -> Duty:
        """The stored duty of a row (of one owner)."""
        async with self.database.units(reading=True) as unit:
            found = [
                duty
                for duty in await unit.duties.of_campaign(self.campaign.id)
                if duty.key.item == number and commission in (None, duty.key.commission_id)
            ]
        assert len(found) == 1, found
        return found[0]

    def candidacy(self) -> Grant:
        return Grant(MembershipRole.CANDIDATE, campaign_id=self.campaign.id)

    async def run(self, start: datetime, end: datetime) -> list[Sending]:
        """The dispatcher from `start` to `end`: claims what is due, one after another, and sends it at once."""
        sent: list[Sending] = []
        now = start
        queue = self.database.queue
        while (due := await queue.next_due()) is not None and max(due, now) <= end:
            now = max(due, now)
            if await queue.expire_stale(now):
                continue
            claimed = await queue.claim(now, 5, timedelta(minutes=5))
            assert claimed, f"due at {due}, and nothing to claim at {now}"
            for delivery in claimed:
                letter = await compose(self.database.units, self.library, delivery, now)
                if letter is None:
                    await queue.record([(delivery, Pointless(""))], now)
                    continue
                await queue.record([(delivery, Sent(str(delivery.id)))], now)
                sent.append(Sending(now, delivery, letter))
        return sent


def seat(commission: Commission, position: Position) -> Grant:
    return Grant(MembershipRole.COMMISSION, commission.id, position=position)


async def build_stage(database: Database, zone: str = KUZBASS, uiks: Sequence[int] = (1034, 1035)) -> Stage:
    async with database.units() as unit:
        tik = await unit.commissions.add(CommissionKind.TERRITORIAL, "ТИК округа", zone, None, None)
        precincts = [
            await unit.commissions.add(CommissionKind.PRECINCT, f"УИК № {number}", zone, number, tik.id)
            for number in uiks
        ]
        campaign = await unit.campaigns.add("one", "Дополнительные выборы", tik.id, zone, date(2023, 3, 12))
        await unit.commit()
    return Stage(database, FixedLibrary(), campaign, tik, precincts)


def numbers(lines: Sequence[DutyLine]) -> list[str]:
    return [line.dated.item.number for line in lines]
