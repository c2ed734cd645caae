"""Another version of the plan writes the rows that differ, and leaves the others with all that is known of them."""

from dataclasses import replace
from datetime import time

import sqlalchemy as sa

from services.duties.reminder_rows import digest_again_row, digest_key
from services.ids import DutyId, PersonId
from storage.database import Database
from storage.tables import outbox, people
from tests.integration.duties.stage import Stage
from tests.integration.duties.test_parts import NOW_DAY, SECOND, activate, filled, new_version


async def ids(database: Database) -> dict[str, int]:
    async with database.engine.connect() as connection:
        return {key: row for row, key in await connection.execute(sa.select(outbox.c.id, outbox.c.dedup_key))}


async def renewed(stage: Stage) -> None:
    await new_version(stage, *SECOND)
    await activate(stage)


async def test_only_what_differs_is_written(database: Database) -> None:
    stage = await filled(database)
    before = await ids(database)
    await renewed(stage)
    after = await ids(database)
    stayed = before.keys() & after.keys()
    assert len(stayed) > 30
    assert {key: before[key] for key in stayed} == {key: after[key] for key in stayed}
    assert before.keys() - after.keys()
    assert after.keys() - before.keys()


async def test_what_is_known_of_a_row_outlives_another_version(database: Database) -> None:
    stage = await filled(database)
    async with database.engine.begin() as connection:
        await connection.execute(sa.update(outbox).values(possibly_repeated=True, attempts=2))
    stayed = await ids(database)
    await renewed(stage)
    async with database.engine.connect() as connection:
        found = await connection.execute(sa.select(outbox.c.dedup_key, outbox.c.possibly_repeated, outbox.c.attempts))
        for key, repeated, attempts in found:
            assert (bool(repeated), attempts) == ((True, 2) if key in stayed else (False, 0)), key


async def test_another_address_writes_every_row_anew(database: Database) -> None:
    stage = await filled(database)
    keys = set(await ids(database))
    async with database.engine.begin() as connection:
        await connection.execute(sa.update(people).where(people.c.id == 1).values(chat="moved"))
    await activate(stage)
    assert set(await ids(database)) == keys
    async with database.engine.connect() as connection:
        chats = await connection.scalars(sa.select(outbox.c.chat).where(outbox.c.person_id == 1).distinct())
        assert list(chats) == ["moved"]


async def test_another_zone_moves_the_mornings(database: Database) -> None:
    """The days are the same, nine o'clock is not."""
    stage = await filled(database)
    async with database.units() as unit:
        campaign = stage.campaign
        await unit.campaigns.revise(campaign.id, campaign.title, "Europe/Kaliningrad", campaign.voting_day)
        await unit.commit()
    stage.campaign = replace(stage.campaign, zone="Europe/Kaliningrad")
    await activate(stage)
    async with database.engine.connect() as connection:
        found = (await connection.execute(sa.select(outbox.c.dedup_key, outbox.c.due_at))).all()
    mornings = {due.astimezone(stage.zone).time() for key, due in found if key.startswith("digest:")}
    assert mornings == {time(9)}


async def test_a_digest_said_again_is_not_taken_back(database: Database) -> None:
    stage = await filled(database)
    now, person = stage.at(NOW_DAY, 12), PersonId(1)
    async with database.units() as unit:
        reader = await unit.people.get(person)
        assert reader is not None
        row = digest_again_row(stage.campaign, person, reader.address, NOW_DAY, DutyId(1), now)
        await unit.outbox.add([row])
        await unit.commit()
    await renewed(stage)
    assert row.dedup_key in await ids(database)
    assert row.dedup_key.startswith(digest_key(stage.campaign.id, person, NOW_DAY))
