"""What is written for SQLite today is understood by PostgreSQL too."""

from typing import Any, cast

import pytest
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateIndex, CreateTable

from storage.portable import chunks, insert_new, insert_or_renew, upsert
from storage.tables import fsm, metadata, updates

DIALECTS: list[Dialect] = [make_url(f"{name}://").get_dialect()() for name in ("sqlite", "postgresql")]


class Connected:
    """As much of a connection as the spelling of a statement asks for."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect


def connection(dialect: Dialect) -> AsyncConnection:
    return cast("AsyncConnection", Connected(dialect))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_both_databases_ignore_known_rows_or_replace_them(dialect: Dialect) -> None:
    known = str(insert_new(connection(dialect), updates).compile(dialect=dialect))
    assert known.endswith("ON CONFLICT DO NOTHING")
    values: dict[str, Any] = {"key": "1:2:3", "state": None, "data": {}}
    replaced = str(upsert(connection(dialect), fsm, values).compile(dialect=dialect))
    assert "DO UPDATE SET state = " in replaced
    assert "data = " in replaced
    row: dict[str, Any] = {"messenger": "telegram", "update_id": 1, "body": "a", "fingerprint": "f"}
    renewing = insert_or_renew(connection(dialect), updates, [row], where_differs="fingerprint")
    renewed = str(renewing.compile(dialect=dialect))
    assert "ON CONFLICT (messenger, update_id) DO UPDATE SET body = excluded.body" in renewed
    assert renewed.endswith("WHERE updates.fingerprint != excluded.fingerprint")


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_every_table_and_index_is_spelled_in_both(dialect: Dialect) -> None:
    for table in metadata.sorted_tables:
        assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert str(index.name) in str(CreateIndex(index).compile(dialect=dialect))


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (3, [3]), (4, [3, 1]), (7, [3, 3, 1])])
def test_pieces_hold_every_value_once(count: int, sizes: list[int]) -> None:
    pieces = list(chunks(range(count), 3))
    assert [len(piece) for piece in pieces] == sizes
    assert [value for piece in pieces for value in piece] == list(range(count))
