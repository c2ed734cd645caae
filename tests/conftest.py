"""Fixtures of every tier: a migrated database in a file of the test's own."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from services.unit_of_work import Units
from storage.database import Database, open_database
from storage.schema import bring_up_to_date

# The same examples every time and no deadline: a busy machine fails nothing, and a failure comes back when run again.
# `--hypothesis-profile=explore` looks further.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", settings.get_profile("explore"), derandomize=True, database=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the head revision, to be copied: migrating anew would take a second a test."""
    path = tmp_path_factory.mktemp("database") / "migrated.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        bring_up_to_date(connection, str(path))
    engine.dispose()
    return path


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """The URL of a fresh migrated file that nobody has opened yet."""
    path = tmp_path / "srok.db"
    shutil.copyfile(migrated_file, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open, empty database."""
    async with await open_database(database_url) as opened:
        yield opened


@pytest.fixture
def units(database: Database) -> Units:
    """What use cases are handed."""
    return database.units
