"""A database of each earlier version of the program, with rows in it, is brought up to date: nothing is lost, and what
the rows mean is still true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import create_async_engine

from plan.model import Position, Role
from services.announcements.model import AnnouncementState
from services.delivery.model import DeliveryState, Sent
from services.ids import AnnouncementId, CampaignId
from storage.database import open_database
from storage.errors import DatabaseTooNew
from storage.schema import MIGRATIONS, alembic_config, differences, head_revision
from tests.postgres import PostgresServer

NOW = datetime(2023, 1, 25, 6, 0, tzinfo=UTC)
REVISIONS = sorted(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())
OLDER = [revision for revision in REVISIONS if revision != head_revision()]

Row = dict[str, Any]


def outbox(identity: int, key: str, state: str, **more: Any) -> Row:
    return {
        "id": identity,
        "dedup_key": key,
        "kind": "digest",
        "lane": 2,
        "messenger": "telegram",
        "chat": "1",
        "person_id": 1,
        "campaign_id": 1,
        "ids": {"campaign": 1, "day": "2023-01-25"},
        "due_at": NOW,
        "not_before": NOW,
        "state": state,
        "attempts": 0,
        "possibly_repeated": False,
        "timeouts": 0,
        "crashes": 0,
        **more,
    }


def announced(identity: int, person: int, announcement: int, state: str, **more: Any) -> Row:
    row = outbox(identity, f"announcement:{announcement}:{person}", state, kind="announcement", lane=3, **more)
    return {**row, "announcement_id": announcement, "ids": {"announcement": announcement}, "chat": str(person)}


def announcement(identity: int, state: str, **more: Any) -> Row:
    return {
        "id": identity,
        "campaign_id": 1,
        "author_id": 1,
        "audience_role": "all",
        "text": "Сбор в шесть",
        "media": [],
        "state": state,
        "recipients": 2,
        "created_at": NOW,
        **more,
    }


ROWS: dict[str, list[Row]] = {
    "people": [
        {"id": n, "name": f"Имя {n}", "language": "ru", "messenger": "telegram", "chat": str(n), "created_at": NOW}
        for n in (1, 2)
    ],
    "commissions": [{"id": 1, "kind": "territorial", "name": "ТИК", "zone": "Asia/Novokuznetsk"}],
    "campaigns": [
        {
            "id": 1,
            "slug": "one",
            "title": "Выборы",
            "commission_id": 1,
            "zone": "Asia/Novokuznetsk",
            "state": "active",
            "voting_day": date(2023, 3, 12),
            "plan_version_id": 1,
        }
    ],
    "plan_versions": [
        {"id": 1, "campaign_id": 1, "number": 1, "document": "title: …", "note": "one.yaml", "created_at": NOW}
    ],
    "memberships": [
        {
            "id": 1,
            "person_id": 1,
            "role": "commission",
            "position": Position.CHAIRMAN.value,
            "commission_id": 1,
            "since": NOW,
        }
    ],
    "invitations": [
        {
            "id": 1,
            "token_hash": "0" * 64,
            "name": "Анна",
            "role": "commission",
            "commission_id": 1,
            "created_at": NOW,
            "expires_at": NOW + timedelta(days=7),
        }
    ],
    "duties": [
        {
            "id": 1,
            "campaign_id": 1,
            "plan_version_id": 1,
            "item": "28а",
            "part": 0,
            "owner": "c:1",
            "commission_id": 1,
            "role": Role.TIK.value,
            "positions": [Position.CHAIRMAN.value],
            "nature": "obligation",
            "kind": "deadline",
            "end": date(2023, 2, 19),
            "last_day": date(2023, 2, 19),
            "due_at": NOW + timedelta(days=25),
            "needs": [],
            "state": "done",
            "done_by": 1,
            "done_at": NOW,
        }
    ],
    "reminder_plans": [{"campaign_id": 1, "person_id": 1, "plan_version_id": 1, "fingerprint": "f" * 64, "since": NOW}],
    "announcements": [
        announcement(1, "draft"),
        announcement(2, "sending", confirmed_at=NOW),
        announcement(3, "done", confirmed_at=NOW),
        announcement(4, "cancelled", confirmed_at=NOW),
    ],
    "outbox": [
        outbox(1, "digest:1:1:2023-01-25", "pending"),
        outbox(2, "digest:1:1:2023-01-24", "sent", message_id="77", finished_at=NOW),
        outbox(3, "digest:1:1:2023-01-23", "sending", attempts=1, lease_until=NOW),
        outbox(4, "correction:1:28а:1:1", "failed", reason="no", finished_at=NOW),
        outbox(5, "digest:1:1:2023-02-01", "pending", not_before=None),
        announced(10, 1, 2, "pending"),
        announced(11, 2, 2, "sent", message_id="78", finished_at=NOW),
        announced(12, 1, 3, "unknown", reason="no answer", finished_at=NOW),
        announced(13, 1, 4, "expired", reason="cancelled", finished_at=NOW),
        announced(14, 2, 4, "expired", reason="past its time", finished_at=NOW),
    ],
    "tickets": [{"id": 1, "asker_id": 1, "state": "new", "thread": "5", "opened_at": NOW, "updated_at": NOW}],
    "ticket_messages": [
        {
            "id": 1,
            "ticket_id": 1,
            "direction": "from_asker",
            "author_id": 1,
            "messenger": "telegram",
            "chat": "1",
            "message": "9",
            "text": "Когда?",
            "has_media": False,
            "at": NOW,
        }
    ],
    "audit_log": [{"id": 1, "at": NOW, "actor_id": 1, "act": "campaign.added", "subject": "campaign:1", "details": {}}],
    "updates": [
        {"messenger": "telegram", "update_id": 2**40, "body": '{"update_id": 1}', "received_at": NOW, "attempts": 0},
        {"messenger": "telegram", "update_id": 5, "body": "", "received_at": NOW, "handled_at": NOW, "attempts": 1},
    ],
    "fsm": [{"key": "1:1", "state": "asking", "data": {"draft": "Сбор"}}],
    "moved_chats": [{"messenger": "telegram", "chat": "-1", "moved_to": "-1001", "at": NOW}],
    "lane_holds": [{"lane": 2, "since": NOW, "until": NOW + timedelta(hours=1), "in_a_row": 3}],
}
"""What a bot in the middle of a campaign has, in the first version's words; later tables where there are."""

MEANT: dict[tuple[str, int], Row] = {("outbox", 13): {"state": "cancelled"}}
"""What a revision words otherwise."""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without a table."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'old.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    server.statement("CREATE DATABASE old")
    yield server.url("old")
    server.statement("DROP DATABASE old WITH (FORCE)")


async def run(url: str, work: Callable[[sa.Connection], Any]) -> Any:
    """In one transaction, as neither a reader nor a writer of the bot's."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def fill(connection: sa.Connection, revision: str) -> None:
    """Tables of a revision, and in each the rows of a bot at work."""
    command.upgrade(alembic_config(connection), revision)
    for table in tables(connection):
        for row in ROWS.get(table.name, ()):
            connection.execute(sa.insert(table).values({k: v for k, v in row.items() if k in table.c}))


def tables(connection: sa.Connection) -> list[sa.Table]:
    reflected = sa.MetaData()
    reflected.reflect(connection)
    order = list(ROWS)
    known = [table for table in reflected.tables.values() if table.name != "alembic_version"]
    return sorted(known, key=lambda table: order.index(table.name) if table.name in order else len(order))


def contents(connection: sa.Connection) -> dict[str, list[Row]]:
    """Every row, by the columns that there are."""
    found = {}
    for table in tables(connection):
        rows = connection.execute(sa.select(table)).mappings()
        key = [column.name for column in table.primary_key]
        found[table.name] = sorted((dict(row) for row in rows), key=lambda row: [str(row[name]) for name in key])
    return found


@pytest.mark.parametrize("revision", OLDER)
async def test_nothing_is_lost(empty: str, revision: str) -> None:
    await run(empty, lambda connection: fill(connection, revision))
    before: dict[str, list[Row]] = await run(empty, contents)
    async with await open_database(empty):
        pass
    after: dict[str, list[Row]] = await run(empty, contents)
    for table, rows in before.items():
        assert len(after[table]) == len(rows), table
        for old, new in zip(rows, after[table], strict=True):
            meant = MEANT.get((table, old.get("id", 0)), {}) if revision < "0003" else {}
            kept = {name: new[name] for name in old}
            assert kept == {**old, **meant}, table
    assert await run(empty, differences) == []


@pytest.mark.parametrize("revision", OLDER)
async def test_the_bot_goes_on_with_it(empty: str, revision: str) -> None:
    """What was on its way is taken for doubtful, what waited is sent, and every announcement is where it was."""
    await run(empty, lambda connection: fill(connection, revision))
    async with await open_database(empty) as database:
        async with database.leadership.term() as term:
            queue = term.queue
            assert await queue.recover(NOW, at_start=True) == 1
            keys = []
            while claimed := await queue.claim(NOW + timedelta(minutes=5), 10, timedelta(minutes=1)):
                keys += [delivery.dedup_key for delivery in claimed]
                await queue.record([(delivery, Sent(str(delivery.id))) for delivery in claimed], NOW)
            assert sorted(keys) == ["announcement:2:1", "digest:1:1:2023-01-23", "digest:1:1:2023-01-25"]
        async with database.units(reading=True) as unit:
            assert [one.slug for one in await unit.campaigns.active()] == ["one"]
            assert [one.key.item for one in await unit.duties.of_campaign(CampaignId(1))] == ["28а"]
            states = {}
            for number in (1, 2, 3, 4):
                found = await unit.announcements.get(AnnouncementId(number))
                assert found is not None
                states[number] = found.state
            assert states == {
                1: AnnouncementState.DRAFT,
                2: AnnouncementState.DONE,
                3: AnnouncementState.DONE,
                4: AnnouncementState.CANCELLED,
            }
            counts = await unit.outbox.counts(AnnouncementId(4))
            cancelled = DeliveryState.CANCELLED if revision < "0003" else DeliveryState.EXPIRED
            assert counts[cancelled] >= 1
        async with database.units() as unit:
            assert await unit.outbox.drop_pending(prefix="digest:1:1:") == 1, "the one that waits for its person"
            await unit.commit()
        assert [number for number, _ in await database.updates.open("telegram", NOW)] == [2**40]


async def test_an_older_bot_refuses_a_newer_database_and_changes_nothing(empty: str) -> None:
    async with await open_database(empty):
        pass

    def from_the_future(connection: sa.Connection) -> None:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(sa.text("CREATE TABLE not_thought_of_yet (id INTEGER)"))

    await run(empty, from_the_future)
    with pytest.raises(DatabaseTooNew) as refused:
        await open_database(empty)
    words = str(refused.value)
    assert "создана более новой версией программы (схема 9999)" in words
    assert "обновите программу" in words
    assert "\n" not in words
    version = await run(empty, lambda one: one.execute(sa.text("SELECT version_num FROM alembic_version")).scalar())
    assert version == "9999"
