"""A SQLite file that is deleted or replaced while it is open.

SQLite itself notices nothing: the connections that are open go on in a file that no folder names any more, and what
they write is lost with the process; new ones make an empty file. So every transaction looks first whether the path
still names the file that its connection has open.
"""

import os
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

log = structlog.stdlib.get_logger(__name__)

RESCUED, REPLACED = ".rescued", ".replaced"
"""Added to the file's name: our copy while it is being made; and where another file has taken our file's place."""

_KEY = "srok_file"


class FileGone(OSError):
    """The transaction was not begun: the file is another one than before. The next may be."""


class FileGuard:
    """Set up on every connection of an engine over the file: `opened` when it is made, `check` before it begins a
    transaction."""

    def __init__(self, path: Path, *, writing: bool) -> None:
        self._path = path
        self._writing = writing
        self._journals: dict[Path, tuple[int, int] | None] = {}  # of the file that is open

    def opened(self, record: Any) -> None:
        """Note which file a new connection has."""
        record.info[_KEY] = _identity(self._path)

    def check(self, connection: Connection) -> None:
        """Raise FileGone when the path names no file, or another one than this connection has open.

        The writer has everything that was committed: it is the one that puts the file back in its place. Where somebody
        has put another file there (a copy, say), ours is kept beside it, and theirs is gone on with.
        """
        now = _identity(self._path)
        had: tuple[int, int] | None = connection.info.setdefault(_KEY, now)
        if had == now and now is not None:
            if self._writing:
                self._journals = {path: _identity(path) for path in self._journal_files()}
            return
        if self._writing and had is not None:
            self._save(connection)
        connection.info.pop(_KEY, None)
        connection.invalidate()
        raise FileGone(f"the database file {self._path} is gone or another one")

    def _save(self, connection: Connection) -> None:
        copy = self._path.with_name(self._path.name + RESCUED)
        copy.unlink(missing_ok=True)
        theirs = self._is_somebodys()
        try:
            connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))
        except DBAPIError as error:
            if not theirs:
                raise
            # A damaged file, and its copy has been put in its place: that is what one has copies for.
            log.error("database_file_replaced", file=str(self._path), ours=None, reason=str(error.orig))
            self._drop_journals()
            return
        with copy.open("rb") as written:
            os.fsync(written.fileno())
        if theirs:
            kept = self._path.with_name(self._path.name + REPLACED)
            copy.replace(kept)
            self._drop_journals()
            log.error("database_file_replaced", file=str(self._path), ours=str(kept))
            return
        for journal in self._journal_files():  # of the file that is gone, or of an empty one
            journal.unlink(missing_ok=True)
        copy.replace(self._path)
        log.error("database_file_gone", file=str(self._path), remedy="put back from what the bot had open")

    def _drop_journals(self) -> None:
        """Those of our file: SQLite would take them for the other one's, and write them over it. Ones that have come
        with the other file are left."""
        for journal, ours in self._journals.items():
            if ours is not None and _identity(journal) == ours:
                journal.unlink(missing_ok=True)

    def _journal_files(self) -> tuple[Path, Path]:
        return self._path.with_name(self._path.name + "-wal"), self._path.with_name(self._path.name + "-shm")

    def _is_somebodys(self) -> bool:
        """Whether there is a file with anything in it."""
        try:
            return self._path.stat().st_size > 0
        except OSError:
            return False


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
