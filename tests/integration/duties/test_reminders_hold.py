"""What holds of any plan: every end is announced on each of its mornings once, and nothing is lost in downtime."""

import itertools
import random
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest

from plan.model import DatedItem, Performer, Position, Role
from services.delivery.compose import DigestLetter
from services.duties.lines import DutyLine
from services.duties.mark_done import mark_done
from services.duties.model import Duty, Nature
from services.duties.timing import lead_days, morning
from services.ids import DutyId, PersonId
from storage.database import Database
from tests.integration.duties.stage import Sending, Stage, build_stage, by, item, seat, window

FIRST, LAST = date(2023, 2, 1), date(2023, 4, 15)
ROLES = (Role.TIK, Role.OIK, Role.UIK, Role.CANDIDATE)
HOURS = (None, None, time(0), time(6), time(9), time(18), time(23))


def random_plan(chance: random.Random) -> list[DatedItem]:
    rows: list[DatedItem] = []
    for number in range(14):
        role = chance.choice(ROLES)
        position = chance.choice([None, None, Position.CHAIRMAN, Position.SECRETARY])
        narrowed = frozenset({position} if position and role is Role.UIK else ())
        end = FIRST + timedelta(days=chance.randrange(10, 60))
        hour = chance.choice(HOURS)
        start = end - timedelta(days=chance.randrange(0, 20))
        term = by(end, hour) if chance.random() < 0.7 else window(start, end + timedelta(days=1), hour)
        rows.append(item(str(number + 1), (Performer(role, narrowed),), term))
    return rows


async def fill(stage: Stage, now: datetime) -> dict[PersonId, str]:
    grants = {
        "chairman": [seat(stage.uiks[0], Position.CHAIRMAN)],
        "member": [seat(stage.uiks[0], Position.MEMBER)],
        "sister": [seat(stage.uiks[1], Position.SECRETARY)],
        "tik": [seat(stage.tik, Position.MEMBER)],
        "candidate": [stage.candidacy()],
        "both": [seat(stage.tik, Position.SECRETARY), stage.candidacy()],
    }
    return {await stage.join(name, *given, now=now): name for name, given in grants.items()}


async def owed(stage: Stage, people: dict[PersonId, str], now: datetime) -> dict[PersonId, list[Duty]]:
    """Who owes what, by the plainest reading of a duty."""
    async with stage.database.units(reading=True) as unit:
        duties = await unit.duties.of_campaign(stage.campaign.id)
        members = await unit.memberships.of_commissions([commission.id for commission in stage.uiks], now)
        taken = {(m.grant.commission_id, m.grant.position) for m in members}
        found: dict[PersonId, list[Duty]] = {}
        for person in people:
            seats = {(m.grant.commission_id, m.grant.position) for m in await unit.memberships.of_person(person, now)}
            found[person] = [
                duty
                for duty in duties
                if duty.key.candidate_id == person
                or any(
                    commission == duty.key.commission_id and (not duty.positions or position in answering)
                    for commission, position in seats
                    if commission is not None
                    # Nobody of both precincts is without a chairman and a secretary: the one stands in for the other.
                    for answering in [
                        {position for position in duty.positions if (commission, position) in taken}
                        or {Position.CHAIRMAN, Position.SECRETARY}
                    ]
                )
            ]
    return found


def announced(sending: Sending) -> list[DutyLine]:
    digest = sending.digest.digest
    return [*digest.due, *digest.tonight, *digest.openings]


@pytest.mark.parametrize("seed", range(3))
async def test_each_end_is_announced_once_on_each_of_its_mornings_and_never_after_it_is_done(
    database: Database, seed: int
) -> None:
    chance = random.Random(seed)
    stage = await build_stage(database, chance.choice(["Asia/Novokuznetsk", "Europe/Berlin"]))
    start = stage.at(FIRST, 6)
    people = await fill(stage, start)
    await stage.plan(*random_plan(chance), now=start)
    theirs = await owed(stage, people, start)
    done: dict[DutyId, datetime] = {}
    sent: list[Sending] = []
    now = start
    for day in (FIRST + timedelta(days=back) for back in range((LAST - FIRST).days)):
        noon = stage.at(day, 12)
        sent += await stage.run(now, noon)
        now = noon
        person = chance.choice(list(people))
        open_ones = [duty for duty in theirs[person] if duty.id not in done]
        if open_ones and chance.random() < 0.3:
            duty = chance.choice(open_ones)
            await mark_done(stage.database.units, await stage.actor(person, now), duty.id, now)
            done[duty.id] = now
    said: Counter[tuple[PersonId, DutyId, date]] = Counter()
    mornings: Counter[tuple[PersonId, date]] = Counter()
    for sending in sent:
        person_id = sending.delivery.person_id
        assert person_id is not None
        if not isinstance(sending.letter, DigestLetter):
            assert all(line.duty.id not in done or sending.at < done[line.duty.id] for line in sending.hour.lines)
            continue
        day = sending.digest.digest.day
        assert sending.at == morning(day, stage.zone)
        assert not sending.digest.late
        mornings[person_id, day] += 1
        for line in announced(sending):
            said[person_id, line.duty.id, day] += 1
        for line in (*announced(sending), *sending.digest.digest.overdue):
            assert line.duty in theirs[person_id]
            assert line.duty.id not in done or sending.at < done[line.duty.id]
    assert set(mornings.values()) == {1}
    assert set(said.values()) == {1}
    for person, duties in theirs.items():
        for duty in duties:
            for day in lead_days(Nature.OBLIGATION, duty.term):
                due = morning(day, stage.zone)
                told = said[person, duty.id, day]
                assert told == (1 if start <= due and (duty.id not in done or due < done[duty.id]) else 0)


@pytest.mark.parametrize("seed", range(3))
async def test_after_any_downtime_the_next_digest_holds_what_was_missed(database: Database, seed: int) -> None:
    chance = random.Random(100 + seed)
    stage = await build_stage(database)
    start = stage.at(FIRST, 6)
    people = await fill(stage, start)
    await stage.plan(*random_plan(chance), now=start)
    theirs = await owed(stage, people, start)
    up: list[tuple[datetime, datetime]] = []
    now = start
    while now < stage.at(LAST):
        until = now + timedelta(hours=chance.randrange(1, 100))
        up.append((now, until))
        now = until + timedelta(hours=chance.randrange(1, 100))
    sent = [sending for began, ended in up for sending in await stage.run(began, ended)]
    digests = [sending for sending in sent if isinstance(sending.letter, DigestLetter)]
    a_day = Counter((sending.delivery.person_id, sending.digest.digest.day) for sending in digests)
    assert set(a_day.values()) == {1}
    for person, duties in theirs.items():
        own = [sending for sending in digests if sending.delivery.person_id == person]
        for duty, day in itertools.chain.from_iterable(
            ((duty, day) for day in lead_days(Nature.OBLIGATION, duty.term)) for duty in duties
        ):
            due = morning(day, stage.zone)
            first = next((sending for sending in own if sending.at >= due), None)
            if due < start or first is None:
                continue
            told = {line.duty.id for line in (*announced(first), *first.digest.digest.overdue)}
            assert duty.id in told, (duty.key, day, first.at)
