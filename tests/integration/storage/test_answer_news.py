"""Instances on one PostgreSQL database hear of each other's answers, and nobody of their own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.people.model import Address
from storage.database import Database, open_database
from tests.postgres import PostgresServer

GIVE_UP_S = 20.0


class Instance:
    """Hears what the others tell."""

    def __init__(self, database: Database) -> None:
        assert database.answer_news is not None
        self.news = database.answer_news
        self.heard: list[str] = []
        self._changed = asyncio.Event()

    def note(self, address: Address) -> None:
        self.heard.append(address.chat)
        self._changed.set()

    async def hears(self, chat: str, teller: "Instance") -> None:
        """Told again and again: whether it listens already, it alone knows."""
        async with asyncio.timeout(GIVE_UP_S):
            while chat not in self.heard:
                teller.news.tell(Address("telegram", chat))
                self._changed.clear()
                try:
                    async with asyncio.timeout(0.1):
                        await self._changed.wait()
                except TimeoutError:
                    continue


@asynccontextmanager
async def instance(url: str) -> AsyncIterator[Instance]:
    async with await open_database(url) as database:
        made = Instance(database)
        running = asyncio.ensure_future(made.news.run(made.note))
        try:
            yield made
        finally:
            running.cancel()
            await asyncio.wait({running})


async def test_each_hears_the_others_and_not_itself_also_after_its_connection_was_cut(
    postgres_url: str, migrated_postgres: PostgresServer
) -> None:
    async with instance(postgres_url) as first, instance(postgres_url) as second:
        await second.hears("1", first)
        await first.hears("-100", second)
        migrated_postgres.statement(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = 'migrated' AND pid <> pg_backend_pid()"
        )
        await second.hears("2", first)
        await first.hears("3", second)
        assert set(first.heard) == {"-100", "3"}
        assert set(second.heard) == {"1", "2"}


async def test_telling_never_waits_though_nobody_runs(postgres_url: str) -> None:
    async with await open_database(postgres_url) as database:
        assert database.answer_news is not None
        for number in range(10_000):
            database.answer_news.tell(Address("telegram", str(number)))


async def test_a_single_process_has_nobody_to_tell(sqlite_url: str) -> None:
    async with await open_database(sqlite_url) as database:
        assert database.answer_news is None
