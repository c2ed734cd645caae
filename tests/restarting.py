"""A PostgreSQL server that is restarted in the middle of a test, and waits for nobody."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import PostgresServer, running_postgres


@dataclass(frozen=True)
class RestartableServer:
    """A server of the test's own; `server` is as in the other tests."""

    server: PostgresServer

    def stop(self, how: str = "fast") -> None:
        """`fast` cuts every session off in good order, `immediate` is a crash."""
        self._control("stop", "-m", how)

    def start(self) -> None:
        """Start it again, with the options of the first time; returns when it takes connections."""
        self._control("start", "-l", str(self.server.folder / "log"))

    def _control(self, *command: str) -> None:
        owner = "postgres" if os.geteuid() == 0 else None
        subprocess.run(
            [self.server.binaries / "pg_ctl", "-D", self.server.folder / "data", "-w", *self._options(), *command],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=owner,
            cwd=self.server.folder,
        )

    def _options(self) -> list[str]:
        given = self.server.folder / "data" / "postmaster.opts"
        if not given.exists():
            return []
        options = given.read_text().strip().partition(" ")[2]
        return ["-o", options]


@contextmanager
def restartable_postgres(binaries: Path) -> Iterator[RestartableServer]:
    """`running_postgres`, and whatever was started in its place is stopped at the end."""
    with running_postgres(binaries) as server:
        restartable = RestartableServer(server)
        try:
            yield restartable
        finally:
            if (server.folder / "data" / "postmaster.pid").exists():
                restartable.stop("immediate")
