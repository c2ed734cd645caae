"""Several instances on one PostgreSQL database: who leads, what a lost term still may do, who has an update in hand."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog.testing
from sqlalchemy import text

from bot.seeds import read_plans
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from services.delivery.model import DeliveryState, RetryLater, Sent
from services.leadership import Leadership, Term
from storage.database import Database, open_database
from storage.leadership import ElectedLeadership, Patience
from storage.own_connection import ConnectionLost
from tests.integration.delivery.rows import LEASE, announcement_rows, campaign, keys, people, put, row, states
from tests.postgres import PostgresServer, find_binaries
from tests.restarting import RestartableServer, restartable_postgres
from tests.unit.scheduler.fakes import START

ROOT = Path(__file__).parents[3]
NOW = datetime(2023, 1, 25, 6, 0, tzinfo=UTC)
PATIENCE = 30.0
S = DeliveryState

LEADERS = "FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
"""The sessions that hold a lock of one key beyond a transaction: leaders, and nobody else while nothing is written."""


@pytest.fixture
async def pair(postgres_url: str) -> AsyncIterator[tuple[Database, Database]]:
    """The same database opened by two instances."""
    async with await open_database(postgres_url) as one, await open_database(postgres_url) as two:
        yield one, two


@asynccontextmanager
async def standing(leadership: Leadership) -> AsyncIterator["Candidate"]:
    """An instance that waits for its turn to lead, and leads until it is asked to end."""
    candidate = Candidate(leadership)
    task = asyncio.ensure_future(candidate.run())
    try:
        yield candidate
    finally:
        candidate.enough.set()
        if candidate.term is None:
            task.cancel()
        await asyncio.wait({task})
        assert task.cancelled() or task.exception() is None


class Candidate:
    def __init__(self, leadership: Leadership) -> None:
        self._leadership = leadership
        self.elected = asyncio.Event()
        self.enough = asyncio.Event()
        self.term: Term | None = None

    async def run(self) -> None:
        async with self._leadership.term() as self.term:
            self.elected.set()
            await self.enough.wait()
        self.term = None

    async def leads(self) -> Term:
        await soon(self.elected)
        assert self.term is not None
        return self.term


async def soon(event: asyncio.Event) -> None:
    async with asyncio.timeout(PATIENCE):
        await event.wait()


def cut_off_leader(server: PostgresServer) -> None:
    """The server ends the leader's session; its process lives."""
    server.statement(f"SELECT pg_terminate_backend(pid) {LEADERS}", "migrated")


async def test_the_only_process_leads_at_once_and_for_good(sqlite_url: str) -> None:
    async with await open_database(sqlite_url) as database, database.leadership.term() as term:
        await put(database.units, row("a", 1))
        assert keys(await term.queue.claim(START, 5, LEASE)) == ["a"]
        assert not term.lost.is_set()


async def test_the_second_waits_until_the_first_leaves(pair: tuple[Database, Database]) -> None:
    one, two = pair
    async with standing(one.leadership) as first:
        await first.leads()
        async with standing(two.leadership) as second:
            assert not second.elected.is_set()
            first.enough.set()
            await second.leads()


async def test_a_leader_cut_off_claims_nothing_more(
    pair: tuple[Database, Database], migrated_postgres: PostgresServer
) -> None:
    one, two = pair
    await put(one.units, row("a", 1), row("b", 2))
    async with standing(one.leadership) as first, AsyncExitStack() as later:
        term = await first.leads()
        assert keys(await term.queue.claim(START, 1, LEASE)) == ["a"]
        cut_off_leader(migrated_postgres)
        await soon(term.lost)
        assert await term.queue.claim(START, 5, LEASE) == ()
        assert await term.queue.recover(START, at_start=True) == 0
        assert await term.queue.expire_stale(START + timedelta(days=9)) == 0
        assert await term.queue.next_due() is None
        assert await states(two) == {"a": S.SENDING, "b": S.PENDING}
        followed = await (await later.enter_async_context(standing(two.leadership))).leads()
        assert keys(await followed.queue.claim(START, 5, LEASE)) == ["b"]


async def test_a_claim_notices_the_loss_before_anybody_says_so(
    pair: tuple[Database, Database], migrated_postgres: PostgresServer
) -> None:
    """The server's last words may still be on their way."""
    await put(pair[0].units, row("a", 1))
    async with standing(pair[0].leadership) as first:
        term = await first.leads()
        cut_off_leader(migrated_postgres)
        assert await term.queue.claim(START, 5, LEASE) == ()
        assert term.lost.is_set()


async def test_what_came_of_the_last_calls_is_written_after_the_loss(
    pair: tuple[Database, Database], migrated_postgres: PostgresServer
) -> None:
    one, two = pair
    await put(one.units, row("sent", 1), row("refused", 2), row("never sent", 3))
    async with standing(one.leadership) as first:
        term = await first.leads()
        by_key = {d.dedup_key: d for d in await term.queue.claim(START, 5, LEASE)}
        cut_off_leader(migrated_postgres)
        await soon(term.lost)
        await term.queue.record([(by_key["sent"], Sent("1")), (by_key["refused"], RetryLater(9, "429"))], START)
        await term.queue.release([by_key["never sent"]])
        assert await states(two) == {"sent": S.SENT, "refused": S.PENDING, "never sent": S.PENDING}


async def test_the_new_leader_is_not_disturbed_by_the_old_one(
    pair: tuple[Database, Database], migrated_postgres: PostgresServer
) -> None:
    """Rows that the old leader had in hand are claimed anew; of what it says then, only that a message has arrived is
    news."""
    one, two = pair
    to = await people(one.units, [9])
    announcement = await announcement_rows(one.units, (await campaign(one.units)).id, to)
    announced = f"announcement:{announcement}:9"
    await put(one.units, row("arrived", 1), row("refused", 2), row("never sent", 3))
    async with standing(one.leadership) as first, AsyncExitStack() as later:
        term = await first.leads()
        old = {d.dedup_key: d for d in await term.queue.claim(START, 5, LEASE)}
        cut_off_leader(migrated_postgres)
        await soon(term.lost)
        followed = await (await later.enter_async_context(standing(two.leadership))).leads()
        assert await followed.queue.recover(START, at_start=True) == 4
        assert (await states(two))[announced] is S.UNKNOWN
        new = {d.dedup_key: d for d in await followed.queue.claim(START, 5, LEASE)}
        assert sorted(new) == ["arrived", "never sent", "refused"]
        assert all(d.possibly_repeated for d in new.values())

        await term.queue.record([(old["refused"], RetryLater(9, "429"))], START)
        await term.queue.record([(old["arrived"], Sent("1")), (old[announced], Sent("2"))], START)
        await term.queue.release([old["never sent"]])
        assert await states(two) == {
            "arrived": S.SENT,
            "refused": S.SENDING,
            "never sent": S.SENDING,
            announced: S.SENT,
        }
        await followed.queue.record([(d, Sent("3")) for d in new.values()], START)
        assert set((await states(two)).values()) == {S.SENT}


async def test_a_leader_that_says_nothing_is_deposed(pair: tuple[Database, Database], postgres_url: str) -> None:
    """A process that was stopped, or a suspended machine: its connection stands, and nobody is behind it."""
    one, two = pair
    own, plain = one.engines[3], one.engines[2]
    hung = ElectedLeadership(own, plain, lambda: None, Patience(between_probes=3600, silence=0.3))
    async with hung.term() as term, standing(two.leadership) as second:
        await second.leads()
        await soon(term.lost)


async def test_who_waits_keeps_nothing_from_vacuum(pair: tuple[Database, Database]) -> None:
    """Waiting in a statement would hold its snapshot for days."""
    one, two = pair
    async with standing(one.leadership) as first:
        await first.leads()
        follower = ElectedLeadership(two.engines[3], two.engines[2], lambda: None, Patience(between_tries=3600))
        waiting = asyncio.ensure_future(follower.term().__aenter__())
        follower_session = "query LIKE '%pg_try_advisory_lock%' AND state = 'idle' AND backend_xmin IS NULL"
        await until(one, f"SELECT count(*) > 0 FROM pg_stat_activity WHERE {follower_session}")
        waiting.cancel()
        await asyncio.wait({waiting})
        assert waiting.cancelled()
        await until(one, f"SELECT count(*) = 0 FROM pg_stat_activity WHERE {follower_session}")


async def until(database: Database, question: str) -> None:
    """Ask until the answer is yes."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with database.engines[0].connect() as connection:
                if (await connection.execute(text(question))).scalar_one():
                    return


async def test_a_claim_passes_over_rows_that_somebody_is_at_work_on(pair: tuple[Database, Database]) -> None:
    """A chairman cancels an announcement to many: reminders do not wait for it, and neither do other announcements."""
    one, two = pair
    to = await people(one.units, [1, 2])
    announcement = await announcement_rows(one.units, (await campaign(one.units)).id, to)
    await put(one.units, row("reminder", 3))
    async with standing(one.leadership) as first:
        queue = (await first.leads()).queue
        async with two.units() as unit:
            assert await unit.outbox.expire(announcement=announcement, reason="cancelled") == 2
            assert keys(await queue.claim(START, 5, LEASE)) == ["reminder"]
        assert len(await queue.claim(START, 5, LEASE)) == 2, "it was not cancelled after all"


COMMIT = """
import asyncio, sys
from datetime import UTC, datetime
from services.people.model import Address
from storage.database import open_database

async def main(url):
    async with await open_database(url) as database, database.units() as unit:
        await unit.people.add("Anna", "ru", Address("telegram", "1"), datetime(2023, 1, 25, tzinfo=UTC))
        await unit.commit()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_commit_of_another_process_wakes_the_leader(postgres_url: str) -> None:
    woken = asyncio.Event()
    async with await open_database(postgres_url) as database, standing(database.leadership) as leader:
        database.on_commit(woken.set)
        await leader.leads()
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", COMMIT, postgres_url, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        assert await child.wait() == 0
        await soon(woken)


@pytest.fixture
def restartable() -> Iterator[RestartableServer]:
    binaries = find_binaries()
    if binaries is None:
        assert os.environ.get("REQUIRE_ALL") != "1", "PostgreSQL is not installed: apt-get install postgresql"
        pytest.skip("PostgreSQL is not installed")
    with restartable_postgres(binaries) as server:
        yield server


async def test_a_server_that_goes_and_comes_back(restartable: RestartableServer) -> None:
    """The leader keeps what came of its calls until it can be written, and leads again; who waited waits again. Each
    says what happened, once."""
    url = restartable.server.url("postgres")
    async with await open_database(url) as one, await open_database(url) as two, AsyncExitStack() as both:
        await put(one.units, row("sent", 1), row("never sent", 2), row("in doubt", 3), row("waiting", 4))
        first = await both.enter_async_context(standing(one.leadership))
        term = await first.leads()
        claimed = {d.dedup_key: d for d in await term.queue.claim(START, 3, LEASE)}
        # The former leader tries again ten times as often as the others; here they do not come back by themselves.
        patient = ElectedLeadership(two.engines[3], two.engines[2], lambda: None, Patience(follower_returns=3600))
        await both.enter_async_context(standing(patient))
        with structlog.testing.capture_logs() as logs:
            await asyncio.to_thread(restartable.stop)
            await soon(term.lost)
            assert not await one.is_reachable()
            with pytest.raises(Exception) as failed:
                async with one.units() as unit:
                    await unit.campaigns.all()
            assert "сервер не отвечает" in str(await one.explain(failed.value))
            assert await one.explain(AttributeError("a slip of ours, which the driver raises as well")) is not None
            await term.queue.record([(claimed["sent"], Sent("1"))], START)
            await term.queue.release([claimed["never sent"]])
            first.enough.set()
            again = await both.enter_async_context(standing(one.leadership))
            await asyncio.to_thread(restartable.start)
            followed = await again.leads()
        assert await one.is_reachable()
        assert await one.explain(AttributeError("a slip of ours")) is None
        assert await states(one) == {
            "sent": S.SENT,
            "never sent": S.PENDING,
            "in doubt": S.SENDING,
            "waiting": S.PENDING,
        }
        assert await followed.queue.recover(START, at_start=True) == 1
        found = await followed.queue.claim(START, 5, LEASE)
        assert {d.dedup_key: d.possibly_repeated for d in found} == {
            "never sent": False,
            "in doubt": True,
            "waiting": False,
        }
    said = [entry["event"] for entry in logs]
    assert said.count("leader.outcomes_kept") == said.count("leader.outcomes_written_late") == 1
    assert said.count("leader.database_away") <= 2, "once each"


async def test_who_waits_goes_on_waiting_when_the_server_is_back(restartable: RestartableServer) -> None:
    url = restartable.server.url("postgres")
    async with await open_database(url) as one, await open_database(url) as two, AsyncExitStack() as both:
        first = await both.enter_async_context(standing(one.leadership))
        await first.leads()
        second = await both.enter_async_context(standing(two.leadership))
        await asyncio.to_thread(restartable.stop, "immediate")
        first.enough.set()
        await asyncio.to_thread(restartable.start)
        await second.leads()


async def test_instances_that_start_together(postgres: PostgresServer) -> None:
    """The tables are made once, and so are the plan, its duties and its reminders."""
    seed = next(iter(read_plans([ROOT / "data/plans/2023-03-12-kmo-11.yaml"])))
    postgres.statement("CREATE DATABASE together")

    async def start() -> None:
        async with await open_database(postgres.url("together")) as database:
            found = await seed_campaign(database.units, seed.slug, seed.document, NOW)
            await activate_campaign(database.units, PlanLibrary(), found.id, NOW)

    try:
        await asyncio.gather(start(), start(), start())
        async with await open_database(postgres.url("together")) as database, database.units(reading=True) as unit:
            (found,) = await unit.campaigns.all()
            assert len(await unit.campaigns.plan_versions(found.id)) == 1
            acts = [entry.act for entry in await unit.audit.latest(100)]
            assert acts.count("campaign.activated") == 1
    finally:
        postgres.statement("DROP DATABASE together WITH (FORCE)")


async def test_an_update_is_in_the_hands_of_one_instance(pair: tuple[Database, Database]) -> None:
    one, two = pair
    assert one.custody is not None
    assert two.custody is not None
    await one.updates.store("telegram", [(1, "a"), (2, "b"), (3, "c")], NOW)
    assert await one.custody.take("telegram", [1, 2]) == [1, 2]
    assert await two.custody.take("telegram", [1, 2, 3]) == [3]
    await one.updates.handled("telegram", 1, NOW)
    await one.custody.let_go("telegram", 1)
    await one.custody.let_go("telegram", 2)
    assert await two.custody.take("telegram", [1, 2]) == [2], "handled is handled; left is free"
    assert await one.custody.take("telegram", [2, 3, 4]) == []
    await two.custody.close()  # as if it had died
    assert await one.custody.take("telegram", [2, 3]) == [2, 3]


async def test_what_is_in_hand_stays_so_when_the_connection_is_made_anew(
    pair: tuple[Database, Database], migrated_postgres: PostgresServer
) -> None:
    one, two = pair
    assert one.custody is not None
    assert two.custody is not None
    await one.updates.store("telegram", [(1, "a"), (2, "b")], NOW)
    assert await one.custody.take("telegram", [1]) == [1]
    locks = "FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
    migrated_postgres.statement(f"SELECT pg_terminate_backend(pid) {locks}", "migrated")
    taken: list[int] = []
    while not taken:
        with contextlib.suppress(ConnectionLost):  # told so once
            taken.extend(await one.custody.take("telegram", [2]))
    assert await two.custody.take("telegram", [1, 2]) == []
