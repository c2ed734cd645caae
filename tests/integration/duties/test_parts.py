"""A plan is put in force in parts: others write in between, and a process killed between two of them loses nothing."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import date, time
from pathlib import Path

import pytest
import sqlalchemy as sa

from plan.model import DatedItem, Performer, Position, Role
from services.campaigns.activate_campaign import activate_campaign
from services.duties import expand_duties, plan_reminders
from services.ids import PersonId
from services.people.model import Address
from storage.database import Database, open_database
from storage.tables import duties, outbox, reminder_plans
from storage.unit_of_work import SqlUnitOfWork
from tests.integration.duties.stage import Stage, build_stage, by, item, seat

NOW_DAY = date(2023, 2, 1)
CHAIRMEN = (Performer(Role.UIK, frozenset({Position.CHAIRMAN})),)
FIRST = (
    item("6", Role.TIK, by(date(2023, 2, 19), time(18))),
    item("12", CHAIRMEN, by(date(2023, 2, 20))),
    item("18", Role.UIK, by(date(2023, 2, 19))),
    item("28", Role.CANDIDATE, by(date(2023, 2, 15))),
    item("29", Role.UIK, by(date(2023, 2, 26))),
)
SECOND = (
    item("6", Role.TIK, by(date(2023, 2, 22), time(18))),
    item("12", CHAIRMEN, by(date(2023, 2, 20)), by(date(2023, 2, 27))),
    item("28", Role.CANDIDATE, by(date(2023, 2, 16))),
    item("29", Role.UIK, by(date(2023, 2, 25))),
    item("84", Role.UIK, by(date(2023, 2, 28))),
)
THIRD = (
    item("6", Role.TIK, by(date(2023, 3, 1))),
    item("28", Role.CANDIDATE, by(date(2023, 3, 2), time(18))),
    item("29", Role.UIK, by(date(2023, 3, 3))),
)


class Killed(BaseException):
    """As final as kill -9: nothing catches it."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expand_duties, "DUTIES_AT_ONCE", 4)
    monkeypatch.setattr(expand_duties, "CANDIDATES_AT_ONCE", 1)
    monkeypatch.setattr(plan_reminders, "ROWS_AT_ONCE", 8)
    monkeypatch.setattr(plan_reminders, "PEOPLE_AT_ONCE", 2)
    monkeypatch.setattr(plan_reminders, "LEAVING_AT_ONCE", 2)
    monkeypatch.setattr(plan_reminders, "PEOPLE_LOOKED_AT", 3)


@pytest.fixture
def other_url(migrated_file: Path, tmp_path: Path) -> str:
    path = tmp_path / "other.db"
    shutil.copyfile(migrated_file, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
async def other_database(other_url: str) -> AsyncIterator[Database]:
    """A second one, on which the same is done without an accident."""
    async with await open_database(other_url) as opened:
        yield opened


async def filled(database: Database) -> Stage:
    stage = await build_stage(database, uiks=(1, 2, 3))
    now = stage.at(NOW_DAY)
    for uik in stage.uiks:
        for position in (Position.CHAIRMAN, Position.SECRETARY, Position.MEMBER):
            await stage.join(f"{position} {uik.number}", seat(uik, position), now=now)
    await stage.join("ТИК", seat(stage.tik, Position.SECRETARY), now=now)
    for name in ("Анна", "Борис"):
        await stage.join(name, stage.candidacy(), now=now)
    await stage.plan(*FIRST, now=now)
    return stage


async def new_version(stage: Stage, *rows: DatedItem) -> None:
    """Stored and chosen, not yet put in force."""
    async with stage.database.units() as unit:
        version = await unit.campaigns.add_plan_version(stage.campaign.id, "made", "", None, stage.at(NOW_DAY))
        await unit.commit()
    stage.library.dated[version.id] = rows


async def activate(stage: Stage) -> None:
    await activate_campaign(stage.database.units, stage.library, stage.campaign.id, stage.at(NOW_DAY))


async def state(database: Database) -> dict[str, set[tuple[object, ...]]]:
    """All that activation makes, without the ids of rows."""
    d, o, r = duties.c, outbox.c, reminder_plans.c
    queries = {
        "duties": sa.select(d.item, d.part, d.owner, d.state, d.due_at, d.plan_version_id).where(
            d.state != "withdrawn"
        ),
        "outbox": sa.select(o.dedup_key, o.state, o.due_at, o.not_before, o.expires_at, o.chat),
        "plans": sa.select(r.person_id, r.plan_version_id, r.fingerprint, r.since),
    }
    async with database.engine.connect() as connection:
        return {name: {tuple(row) for row in await connection.execute(query)} for name, query in queries.items()}


@pytest.mark.parametrize("last_breath", [1, 2, 4, 6, 8, 9, 10, 11, 13, 15])
async def test_killed_between_any_two_parts_the_next_run_repairs_it(
    database: Database, other_database: Database, last_breath: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    unharmed = await filled(other_database)
    await new_version(unharmed, *SECOND)
    await activate(unharmed)
    stage = await filled(database)
    await new_version(stage, *SECOND)
    commits = 0
    commit = SqlUnitOfWork.commit

    async def dying(unit: SqlUnitOfWork) -> None:
        nonlocal commits
        commits += 1
        if commits == last_breath:
            raise Killed
        await commit(unit)

    with monkeypatch.context() as patch:
        patch.setattr(SqlUnitOfWork, "commit", dying)
        with pytest.raises(Killed):
            await activate(stage)
    async with database.engine.connect() as connection:
        waiting = set(await connection.scalars(sa.select(outbox.c.person_id).distinct()))
    assert waiting == set(range(1, 13))  # nobody's reminders were gone meanwhile
    await activate(stage)
    assert await state(database) == await state(other_database)
    before = await state(database)
    await activate(stage)
    assert await state(database) == before


async def test_a_new_version_replaces_what_was_planned(database: Database) -> None:
    stage = await filled(database)
    await new_version(stage, *SECOND)
    await activate(stage)
    left = await stage.actor(PersonId(1), stage.at(NOW_DAY))
    assert {key for key, *_ in (await state(database))["duties"]} == {"6", "12", "28", "29", "84"}
    days = {
        str(key).rpartition(":")[2]
        for key, *_ in (await state(database))["outbox"]
        if f":{left.person.id}:" in str(key)
    }
    assert "2023-02-18" in days  # 29, a week before
    assert "2023-02-12" not in days  # 18 is gone
    assert {version for _, version, *_ in (await state(database))["plans"]} == {2}


async def test_others_write_between_the_parts(database: Database) -> None:
    stage = await filled(database)
    await new_version(stage, *SECOND)
    activation = asyncio.create_task(activate(stage))
    waited = 0
    while not activation.done():
        async with database.units() as unit:
            await unit.people.add(f"{waited}", "ru", Address("telegram", f"{waited}"), stage.at(NOW_DAY))
            await unit.commit()
        waited += 1
    await activation
    assert waited > 10  # let in after each of the parts


async def test_a_newer_version_is_not_overwritten_by_the_rest_of_an_older_ones_run(
    database: Database, other_database: Database
) -> None:
    unharmed = await filled(other_database)
    await new_version(unharmed, *SECOND)
    await new_version(unharmed, *THIRD)
    await activate(unharmed)
    stage = await filled(database)
    await new_version(stage, *SECOND)
    older = asyncio.create_task(activate(stage))
    for _ in range(3):  # some of its parts are through
        async with database.units() as unit:
            await unit.campaigns.active()
    await new_version(stage, *THIRD)
    assert not older.done()
    await asyncio.gather(older, activate(stage))
    assert await state(database) == await state(other_database)


async def test_who_leaves_while_it_runs_is_not_planned_for(database: Database) -> None:
    stage = await filled(database)
    await new_version(stage, *SECOND)
    activation = asyncio.create_task(activate(stage))
    async with database.units(reading=True) as unit:
        people = {person.name: person.id for person in await unit.people.get_many(list(map(PersonId, range(1, 13))))}
    gone = [people["Борис"], people["член 3"]]
    for person in gone:
        await stage.leave(person, stage.at(NOW_DAY))
    assert not activation.done()
    await activation
    async with database.engine.connect() as connection:
        waiting = set(await connection.scalars(sa.select(outbox.c.person_id).distinct()))
        owed = set(await connection.scalars(sa.select(duties.c.candidate_id).where(duties.c.state != "withdrawn")))
    assert waiting == set(people.values()) - set(gone)
    assert owed == {None, people["Анна"]}
