"""The durable inbox of updates (see `services.updates`)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.updates import ATTEMPTS, CurrentUpdate, UpdateAlreadyHandled
from storage.portable import chunks, insert_or_renew
from storage.tables import updates

log = structlog.get_logger(__name__)

ROWS = 1_000
"""Rows in one INSERT: each binds seven values."""

_FINGERPRINT_BYTES = 16


async def mark_handled(connection: AsyncConnection, current: CurrentUpdate) -> None:
    """Mark it inside the caller's transaction. Raises UpdateAlreadyHandled when that has happened before."""
    marked = await connection.execute(
        update(updates)
        .where(
            updates.c.messenger == current.messenger,
            updates.c.update_id == current.id,
            updates.c.handled_at.is_(None),
        )
        .values(handled_at=current.at, body="")
    )
    if marked.rowcount == 0:
        raise UpdateAlreadyHandled(f"{current.messenger} {current.id}")


class SqlUpdates:
    """A handled update keeps its id and a fingerprint: its body is somebody's words, of no more use here.

    By the fingerprint another update under a known id is told from the same one come again: a Bot API server that was
    started anew counts from the beginning, and Telegram picks a number by chance after a week without updates.
    """

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine) -> None:
        self._writing = writing
        self._reading = reading

    async def store(self, messenger: str, arrived: Sequence[tuple[int, str]], now: datetime) -> Sequence[int]:
        new: list[int] = []
        async with self._writing.begin() as connection:
            for some in chunks(list(dict(arrived).items()), ROWS):
                rows = [_row(messenger, identity, body, now) for identity, body in some]
                added = await connection.execute(
                    insert_or_renew(connection, updates, rows, where_differs="fingerprint").returning(
                        updates.c.update_id
                    )
                )
                new.extend(added.scalars())
        return sorted(new)

    async def open(self, messenger: str, now: datetime) -> Sequence[tuple[int, str]]:
        ours = (updates.c.messenger == messenger) & updates.c.handled_at.is_(None)
        async with self._writing.begin() as connection:
            spent = await connection.execute(
                update(updates)
                .where(ours, updates.c.attempts >= ATTEMPTS)
                .values(handled_at=now, body="")
                .returning(updates.c.update_id)
            )
            given_up = spent.scalars().all()
            left = await connection.execute(
                select(updates.c.update_id, updates.c.body).where(ours).order_by(updates.c.update_id)
            )
            rows = [(row.update_id, row.body) for row in left]
        for identity in given_up:
            log.error("update_given_up", messenger=messenger, update_id=identity, attempts=ATTEMPTS)
        return rows

    async def begin_again(self, messenger: str, update_id: int) -> None:
        async with self._writing.begin() as connection:
            await connection.execute(
                update(updates)
                .where(updates.c.messenger == messenger, updates.c.update_id == update_id)
                .values(attempts=updates.c.attempts + 1)
            )

    async def handled(self, messenger: str, update_id: int, now: datetime) -> None:
        async with self._writing.begin() as connection:
            await connection.execute(
                update(updates)
                .where(
                    updates.c.messenger == messenger, updates.c.update_id == update_id, updates.c.handled_at.is_(None)
                )
                .values(handled_at=now, body="")
            )

    async def failed(self, messenger: str, update_id: int, now: datetime) -> bool:
        this = (updates.c.messenger == messenger) & (updates.c.update_id == update_id) & updates.c.handled_at.is_(None)
        async with self._writing.begin() as connection:
            counted = await connection.execute(
                update(updates).where(this).values(attempts=updates.c.attempts + 1).returning(updates.c.attempts)
            )
            attempts = counted.scalar_one_or_none()
            if attempts is not None and attempts < ATTEMPTS:
                return True
            await connection.execute(update(updates).where(this).values(handled_at=now, body=""))
        if attempts is not None:
            log.error("update_given_up", messenger=messenger, update_id=update_id, attempts=attempts)
        return False

    async def forget(self, before: datetime) -> int:
        async with self._writing.begin() as connection:
            gone = await connection.execute(
                delete(updates).where(updates.c.received_at < before, updates.c.handled_at.is_not(None))
            )
        return gone.rowcount


def _row(messenger: str, identity: int, body: str, now: datetime) -> dict[str, object]:
    fingerprint = hashlib.blake2b(body.encode("utf-8", "surrogatepass"), digest_size=_FINGERPRINT_BYTES).hexdigest()
    return {
        "messenger": messenger,
        "update_id": identity,
        "body": body,
        "received_at": now,
        "handled_at": None,
        "attempts": 0,
        "fingerprint": fingerprint,
    }
