"""Fixtures of every tier: a migrated database of the test's own, of each engine."""

import asyncio
import os
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from plan.dated import date_plan
from plan.model import Plan
from plan.yaml_file import load
from questions.askable import make_askable
from services.unit_of_work import Units
from storage import sqlite
from storage.database import Database, open_database
from storage.schema import bring_up_to_date
from tests.postgres import PostgresServer, find_binaries, running_postgres

Made = TypeVar("Made")

# The same examples every time and no deadline: a busy machine fails nothing, and a failure comes back when run again.
# `--hypothesis-profile=explore` looks further.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", settings.get_profile("explore"), derandomize=True, database=None)
settings.load_profile("steady")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A line for each reason of skipping, so that nobody takes what was not tested for tested."""
    skipped = terminalreporter.stats.get("skipped", ())
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped)
    for reason, count in reasons.items():
        terminalreporter.write_line(f"skipped {count}: {reason}")


@pytest.fixture(scope="session", autouse=True)
def plans_are_read_once() -> Iterator[None]:
    """Hundreds of tests begin with the same few documents. What is read, dated and indexed depends on the text alone
    and never changes; anew it would take each of them a second."""
    read = lru_cache(64)(load)
    with pytest.MonkeyPatch.context() as patched:
        for place in ("services.campaigns.seed_campaign.load", "services.campaigns.library.load"):
            patched.setattr(place, read)
        for name, made in (("date_plan", date_plan), ("make_askable", make_askable)):
            patched.setattr(f"services.campaigns.library.{name}", _once_a_plan(made))
        yield


def _once_a_plan(made: Callable[..., Made]) -> Callable[..., Made]:
    """`made`, remembered for the newest plans by identity: a plan holds mappings, so it has no hash. What is made of
    more than the plan is made anew."""
    known: dict[int, tuple[Plan, Made]] = {}

    def remembered(plan: Plan, *more: Any) -> Made:
        if any(more):
            return made(plan, *more)
        if id(plan) not in known:
            if len(known) == 64:
                known.pop(next(iter(known)))
            known[id(plan)] = (plan, made(plan))
        return known[id(plan)][1]

    return remembered


@pytest.fixture(scope="session", autouse=True)
def nothing_waits_for_the_disk() -> Iterator[str]:
    """SQLite's commits return before they are on the disk: what is tested are kills of processes, never of the
    machine. What the program says instead is yielded."""
    usual = sqlite.DURABLE
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sqlite, "DURABLE", "PRAGMA synchronous=OFF")
        yield usual


@pytest.fixture
def durable(nothing_waits_for_the_disk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's commits as the program has them."""
    monkeypatch.setattr(sqlite, "DURABLE", nothing_waits_for_the_disk)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the head revision, to be copied: migrating anew would take a second a test."""
    path = tmp_path_factory.mktemp("database") / "migrated.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        bring_up_to_date(connection, str(path))
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for this run of the tests."""
    binaries = find_binaries()
    if binaries is None:
        assert os.environ.get("REQUIRE_ALL") != "1", "PostgreSQL is not installed: apt-get install postgresql"
        pytest.skip("PostgreSQL is not installed")
    with running_postgres(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> PostgresServer:
    """The server with an empty database at the head revision, `migrated`."""

    async def migrate() -> None:
        async with await open_database(postgres.url("migrated")):
            pass

    postgres.statement("CREATE DATABASE migrated")
    asyncio.run(migrate())
    return postgres


@pytest.fixture
def postgres_url(migrated_postgres: PostgresServer) -> Iterator[str]:
    """The URL of an empty migrated PostgreSQL database; afterwards nobody is connected to it, and it is empty again."""
    yield migrated_postgres.url("migrated")
    migrated_postgres.empty("migrated")


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """The URL of a fresh migrated file that nobody has opened yet."""
    path = tmp_path / "srok.db"
    shutil.copyfile(migrated_file, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh migrated database of each engine: what holds on one has to hold on the other."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open, empty database."""
    async with await open_database(database_url) as opened:
        yield opened


@pytest.fixture
def units(database: Database) -> Units:
    """What use cases are handed."""
    return database.units
