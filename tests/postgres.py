"""A PostgreSQL server of the tests' own: found on this machine, over a Unix socket, gone with the tests.

It keeps nothing (`fsync=off`): what is tested are kills of the bot's processes, never of the machine. Benchmarks have
it `durable`: as an administrator would run it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin")  # newest last by name
_OWNER = "postgres"
_READY = "database system is ready to accept connections"


@dataclass(frozen=True)
class PostgresServer:
    """A running server; its superuser is `postgres`, no password, through the socket alone."""

    binaries: Path
    folder: Path

    def url(self, name: str) -> str:
        """The SQLAlchemy URL of a database."""
        return f"postgresql+asyncpg://{_OWNER}@/{name}?host={self.folder}"

    def statement(self, sql: str, database: str = "postgres") -> None:
        """Run one statement; raises CalledProcessError with the server's words, also when a lock is not to be had."""
        to = ["-h", str(self.folder), "-U", _OWNER, "-d", database]
        command = [str(self.binaries / "psql"), *to, "-qX", "-v", "ON_ERROR_STOP=1", "-c", sql]
        environment = {**os.environ, "PGOPTIONS": "-c lock_timeout=60s"}
        subprocess.run(command, check=True, capture_output=True, text=True, env=environment)

    def empty(self, database: str) -> None:
        """Send whoever is still connected away and delete every row; tables and their revision stay."""
        self.statement(_EMPTY, database)


_EMPTY = """
DO $$
DECLARE
  one record;
  filled boolean;
BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  SET LOCAL session_replication_role = replica;
  FOR one IN
    SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP
    EXECUTE 'SELECT EXISTS (SELECT FROM ' || one.name || ')' INTO filled;
    IF filled AND pg_total_relation_size(one.name) > 1000000 THEN
      EXECUTE 'TRUNCATE ' || one.name || ' CASCADE';
    ELSIF filled THEN
      EXECUTE 'DELETE FROM ' || one.name;
    END IF;
  END LOOP;
  PERFORM setval(quote_ident(sequencename)::regclass, start_value, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
"""A quarter of what TRUNCATE of every table would take, and that is a tenth of a new database a test. `replica`: keys
need not be looked after while everything goes."""


def find_binaries() -> Path | None:
    """The folder that holds `initdb`, `postgres` and `psql`; None where PostgreSQL is not installed."""
    on_path = shutil.which("initdb")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    for pattern in _PLACES:
        candidates.extend(sorted(Path("/").glob(pattern), reverse=True))
    needed = ("initdb", "postgres", "psql")
    return next((place for place in candidates if all((place / name).exists() for name in needed)), None)


@contextmanager
def running_postgres(binaries: Path, *, durable: bool = False) -> Iterator[PostgresServer]:
    """Start a server in a new folder, stop it by the process that was started, remove the folder."""
    folder = Path(tempfile.mkdtemp(prefix="srok-pg-"))  # not pytest's own: a socket's path may have 107 bytes
    owner = _OWNER if os.geteuid() == 0 else None
    if owner is not None:  # PostgreSQL refuses to run as root
        entry = pwd.getpwnam(owner)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    data = folder / "data"
    try:
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", _OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            check=True,
            capture_output=True,
            user=owner,
            cwd=folder,
        )
        with subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", folder, *_settings(durable)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            user=owner,
            cwd=folder,
        ) as server:
            try:
                _read_until_ready(server)
                yield PostgresServer(binaries, folder)
            finally:
                server.send_signal(signal.SIGINT)  # a fast stop: sessions that a killed test left are cut off
                server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _settings(durable: bool) -> list[str]:
    values = {"listen_addresses": "", "max_connections": "200"}
    if not durable:
        # What was committed is with the kernel, so that it outlives a server that is stopped at once (`restarting`).
        values |= {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
    return [argument for name, value in values.items() for argument in ("-c", f"{name}={value}")]


def _read_until_ready(server: subprocess.Popen[str]) -> None:
    """Read the server's log up to the line by which it says that it takes connections; raises RuntimeError."""
    assert server.stderr is not None
    said: list[str] = []
    for line in server.stderr:
        said.append(line)
        if _READY in line:
            threading.Thread(target=server.stderr.read, daemon=True).start()  # a full pipe would stop the server
            return
    raise RuntimeError("PostgreSQL did not start:\n" + "".join(said))
