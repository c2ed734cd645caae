"""The migrations: up, down and up again, and in agreement with the tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from storage.schema import MIGRATIONS, alembic_config, bring_up_to_date, differences, head_revision, stored_revision
from storage.tables import metadata


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sa.Connection]:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'srok.db'}")
    with engine.begin() as opened:
        yield opened
    engine.dispose()


def tables(connection: sa.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names()) - {"alembic_version"}


def test_up_down_and_up_again(connection: sa.Connection) -> None:
    config = alembic_config(connection)
    command.upgrade(config, "head")
    assert tables(connection) == set(metadata.tables)
    first = schema_of(connection)
    command.downgrade(config, "base")
    assert tables(connection) == set()
    command.upgrade(config, "head")
    assert schema_of(connection) == first


def test_every_revision_can_be_taken_back(connection: sa.Connection) -> None:
    config = alembic_config(connection)
    revisions = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]
    for revision in revisions:
        command.upgrade(config, revision)
        schema = schema_of(connection)
        command.downgrade(config, "-1")
        command.upgrade(config, revision)
        assert schema_of(connection) == schema


def test_the_migrations_make_the_tables_that_the_code_uses(connection: sa.Connection) -> None:
    bring_up_to_date(connection, "srok.db")
    assert differences(connection) == [], "storage.tables has changed: write a migration (storage/migrations/draft.py)"


def test_bringing_up_to_date_twice_does_nothing(connection: sa.Connection) -> None:
    assert bring_up_to_date(connection, "srok.db") is True
    assert stored_revision(connection) == head_revision()
    assert bring_up_to_date(connection, "srok.db") is False


def schema_of(connection: sa.Connection) -> list[str]:
    statements = connection.execute(
        sa.text("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%' ORDER BY name")
    )
    return [str(statement) for statement in statements.scalars()]
