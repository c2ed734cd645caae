"""Databases to measure with, on this machine's disk, and as durable as the bot's own."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.postgres import PostgresServer, find_binaries, running_postgres

ENGINES = ("sqlite", "postgresql")


class Databases:
    """Hands out the URLs of empty databases of either engine."""

    def __init__(
        self, folder: Path, server: PostgresServer | None, engines: tuple[str, ...], missing: tuple[str, ...] = ()
    ) -> None:
        """`engines`: those that there are; `missing`: those that were asked for and are not installed."""
        self._folder = folder
        self._server = server
        self.engines = engines
        self.missing = missing
        self._made = 0

    def new(self, engine: str) -> str:
        """The URL of a database that nobody has opened yet."""
        self._made += 1
        if engine == "sqlite":
            return f"sqlite+aiosqlite:///{self._folder / f'{self._made}.db'}"
        assert self._server is not None
        self._server.statement(f"CREATE DATABASE b{self._made}")
        return self._server.url(f"b{self._made}")

    def copy(self, url: str) -> str:
        """The URL of a database with the same content; nobody may have the first one open."""
        self._made += 1
        if url.startswith("sqlite"):
            target = self._folder / f"{self._made}.db"
            shutil.copyfile(path_of(url), target)
            return f"sqlite+aiosqlite:///{target}"
        assert self._server is not None
        template = url.split("/")[3].split("?")[0]
        self._server.statement(f"CREATE DATABASE b{self._made} TEMPLATE {template}")
        return self._server.url(f"b{self._made}")

    def drop(self, url: str) -> None:
        """Make room: a million rows are hundreds of megabytes."""
        if url.startswith("sqlite"):
            for path in self._folder.glob(path_of(url).name + "*"):
                path.unlink()
        elif self._server is not None:
            self._server.statement(f"DROP DATABASE {url.split('/')[3].split('?')[0]}")


def path_of(url: str) -> Path:
    """The file of a SQLite URL."""
    return Path(url.partition("///")[2])


@contextmanager
def databases(engines: tuple[str, ...] = ENGINES) -> Iterator[Databases]:
    """A folder for SQLite's files, and a PostgreSQL server where it is wanted and installed; gone afterwards."""
    # Whoever is asked to end (`timeout`, say) leaves no server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="srok-bench-", ignore_cleanup_errors=True))
        )
        binaries = find_binaries() if "postgresql" in engines else None
        server = None if binaries is None else stack.enter_context(running_postgres(binaries, durable=True))
        there = tuple(name for name in engines if name == "sqlite" or server is not None)
        yield Databases(folder, server, there, tuple(name for name in engines if name not in there))


def describe(folder: Path) -> str:
    """What durability costs here."""
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(100):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - began) * 1000)
    return f"fsync {statistics.median(times):.2f} ms, {os.cpu_count()} processors, SQLite {sqlite3.sqlite_version}"
