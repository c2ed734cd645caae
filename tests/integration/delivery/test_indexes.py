"""A million rows must cost what a hundred do: every statement of the dispatcher goes through an index."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event

from services.delivery.model import Ambiguous, Moved, Outcome, RetryLater, Sent, Unreachable
from services.people.model import UnreachableReason
from services.unit_of_work import Units
from storage.database import Database
from tests.integration.delivery.rows import announcement_rows, campaign, chat, claim, people, put, relay, row
from tests.unit.scheduler.fakes import START


@pytest.fixture
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """What the writing engines are given, with its values."""
    seen: list[tuple[str, Any]] = []

    def note(connection: Connection, cursor: object, statement: str, values: Any, context: object, many: bool) -> None:
        if "outbox" in statement and not statement.startswith(("EXPLAIN", "INSERT")):
            seen.append((statement, values[0] if many else values))

    engines = [engine.sync_engine for engine in database.engines]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


async def plans(database: Database, statements: list[tuple[str, Any]]) -> dict[str, list[str]]:
    found = {}
    server = database.engine.dialect.name == "postgresql"
    async with database.engine.connect() as connection:
        if server:  # a few rows are always read whole, if that is allowed
            await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            await connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        for statement, values in list(statements):
            how = "EXPLAIN" if server else "EXPLAIN QUERY PLAN"
            rows = await connection.exec_driver_sql(f"{how} {statement}", values)
            found[re.sub(r"\s+", " ", statement)] = list(rows.scalars(0 if server else "detail"))
    return found


async def test_the_dispatchers_statements_use_the_indexes(
    units: Units, database: Database, statements: list[tuple[str, Any]]
) -> None:
    to = await people(units, range(1, 9))
    announcement = await announcement_rows(units, (await campaign(units)).id, to)
    await put(units, *(row(f"d{n}", n, person=p.id, due=START) for n, p in to.items()))
    await put(units, *(relay(f"r{n}", -n) for n in range(4)))
    statements.clear()

    queue = database.queue
    await queue.recover(START, at_start=True)
    await queue.recover(START, held=[])
    await queue.expire_stale(START)
    claimed = await claim(database, 10, busy=[chat(99)])
    outcomes: list[Outcome] = [
        Sent("1"),
        RetryLater(1, "429"),
        Ambiguous("timeout"),
        Moved(chat("-5")),
        Unreachable(UnreachableReason.BLOCKED, "blocked"),
    ]
    await queue.record(list(zip(claimed, outcomes, strict=False)), START)
    await queue.release(claimed[len(outcomes) :])
    async with units() as unit:
        await unit.outbox.resume(to[1].id, START)
        await unit.outbox.waiting(["d1", "d2"])
        await unit.outbox.drop_waiting(["d1", "d2"])
        await unit.outbox.drop_pending(prefix="d1")
        await unit.outbox.expire(announcement=announcement, reason="cancelled")
        await unit.outbox.counts(announcement)
        await unit.outbox.requeue_unknown(announcement, START)
        await unit.outbox.has_doubtful(to[1].id)
        await unit.outbox.heal(to[1].id, chat(1), "5", START, START)
        await unit.outbox.upcoming(5)
        await unit.outbox.overdue(START, START, 5)
        await unit.outbox.sent_among(["d1"])

    explained = await plans(database, statements)
    assert len(explained) > 15
    # The index of leases holds the few rows in `sending` and nothing else: it may be read whole.
    small = "SCAN outbox USING INDEX ix_outbox_leases"
    whole = ("SCAN outbox", "Seq Scan on outbox")
    scanned = {
        s: p for s, p in explained.items() if any(step.strip(" ->").startswith(whole) and step != small for step in p)
    }
    made_up = {s: p for s, p in explained.items() if any("AUTOMATIC" in step for step in p)}
    assert made_up == {}, "an index made for one statement reads the whole table"
    assert scanned == {}


async def test_claiming_and_looking_ahead_read_the_queues_own_index_without_sorting(
    units: Units, database: Database, statements: list[tuple[str, Any]]
) -> None:
    await put(units, *(row(f"d{n}", n, due=START + timedelta(days=n)) for n in range(5)))
    statements.clear()
    await claim(database)
    (plan, *_) = (await plans(database, statements)).values()
    assert any("ix_outbox_queue (lane=? AND not_before<?)" in step or "using ix_outbox_queue" in step for step in plan)
    assert not any("TEMP B-TREE" in step or "Sort" in step for step in plan)
