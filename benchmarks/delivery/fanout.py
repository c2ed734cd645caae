"""A plan of 109 rows to 20,000 members of 1,700 УИК: their duties and reminders, and who has to wait meanwhile."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.delivery.databases import Databases
from benchmarks.delivery.measure import resident, shares
from benchmarks.delivery.telegrams import PROCESSES
from benchmarks.delivery.world import settle
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.add_precincts import add_precincts
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from services.ids import PersonId
from storage.database import Database, open_database
from storage.tables import duties, outbox

PLAN = Path(__file__).resolve().parents[2] / "data" / "plans" / "2023-03-12-kmo-11.yaml"
DECIDED = datetime(2022, 12, 15, 6, 0, tzinfo=UTC)
"""The day of the decision that the plan belongs to."""


def run(databases: Databases, *, members: int, precincts: int) -> None:
    for engine in databases.engines:
        url = databases.new(engine)
        ours, theirs = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=_expand, args=(url, members, precincts, theirs))
        process.start()
        theirs.close()
        try:
            print(f"{engine}: {ours.recv()}", flush=True)
        finally:
            process.join()
        databases.drop(url)


def _expand(url: str, members: int, precincts: int, told: Connection) -> None:
    told.send(asyncio.run(_expanding(url, members, precincts)))


async def _expanding(url: str, members: int, precincts: int) -> str:
    async with await open_database(url) as database:
        units, library = database.units, PlanLibrary()
        document = PLAN.read_text(encoding="utf-8")
        campaign = await seed_campaign(units, PLAN.stem, document, DECIDED)
        commissions = await add_precincts(
            units, library, None, campaign.commission_id, range(1, precincts + 1), DECIDED
        )
        await settle(database, members, [c.id for c in commissions], campaign.commission_id, DECIDED)
        before, began = resident(), time.perf_counter()
        waits: list[float] = []
        others = asyncio.create_task(_write_for_ever(database, waits))
        await activate_campaign(units, library, campaign.id, DECIDED)
        first = time.perf_counter() - began
        others.cancel()
        grown = resident() - before
        began = time.perf_counter()
        await activate_campaign(units, library, campaign.id, DECIDED)
        again = time.perf_counter() - began
        async with database.engine.connect() as connection:
            owed = (await connection.execute(select(func.count()).select_from(duties))).scalar_one()
            planned = (await connection.execute(select(func.count()).select_from(outbox))).scalar_one()
    return (
        f"{members:,} members of {precincts:,} precincts: {owed:,} duties and {planned:,} reminders in {first:.1f} s "
        f"({planned / first:,.0f} reminders/s), memory +{grown:.0f} MiB, once more with nothing to do {again:.1f} s; "
        f"others who write meanwhile wait {shares(waits)}"
    )


async def _write_for_ever(database: Database, waits: list[float]) -> None:
    """Somebody presses a button, ten times a second."""
    while True:
        await asyncio.sleep(0.1)
        began = time.perf_counter()
        async with database.units() as unit:
            await unit.people.rename(PersonId(2), "Член комиссии")
            await unit.commit()
        waits.append(time.perf_counter() - began)
