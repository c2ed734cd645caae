"""Updates in hand, among instances on one PostgreSQL database: an advisory lock each, on a connection of the instance's
own. The server lets go of a dead instance's, and nothing is written for it."""

import asyncio
import zlib
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.own_connection import ConnectionLost, OwnConnection
from storage.postgres import UNREACHABLE, UPDATES

PROBE_S = 2.0

_TAKE = "SELECT k FROM unnest($1::integer[]) AS k WHERE pg_try_advisory_lock($2, k)"
_LET_GO = "SELECT pg_advisory_unlock($1, $2)"
_UNHANDLED = "SELECT update_id FROM updates WHERE messenger = $1 AND update_id = ANY($2) AND handled_at IS NULL"


class SqlCustody:
    """`services.updates.Custody`. Connects when it is first asked; `close()` at the end."""

    def __init__(self, own: AsyncEngine) -> None:
        self._engine = own
        self._own: OwnConnection | None = None
        self._opening = asyncio.Lock()
        self._held: set[int] = set()

    async def take(self, messenger: str, updates: Sequence[int]) -> Sequence[int]:
        own = await self._connected()
        keys = {_key(messenger, update): update for update in updates}
        keys = {key: update for key, update in keys.items() if key not in self._held}  # a session's locks add up
        self._held.update(keys)
        free: set[int] = set()
        locked: set[int] = set()
        try:
            locked = {keys[key] for key in await own.rows(_TAKE, list(keys), UPDATES)}
            # Looked at once they are locked: another instance may have handled one in between.
            free = set(await own.rows(_UNHANDLED, messenger, list(locked))) if locked else set()
        finally:
            self._held.difference_update(key for key, update in keys.items() if update not in free)
            for update in locked - free:
                await self.let_go(messenger, update)
        return [update for update in updates if update in free]

    async def is_open(self, messenger: str, update_id: int) -> bool:
        own = await self._connected()
        return bool(await own.rows(_UNHANDLED, messenger, [update_id]))

    async def let_go(self, messenger: str, update_id: int) -> None:
        key = _key(messenger, update_id)
        self._held.discard(key)
        try:
            if self._own is not None:
                await self._own.fetch(_LET_GO, UPDATES, key)
        except (*UNREACHABLE, ConnectionLost):
            # Whatever it was, a lock that stays would keep the update from everybody else: it goes with the connection.
            if self._own is not None:
                self._own.give_up()

    async def close(self) -> None:
        """Let everything go."""
        if self._own is not None:
            await self._own.close()
            self._own = None

    async def _connected(self) -> OwnConnection:
        async with self._opening:
            if self._own is not None and not self._own.lost.is_set():
                return self._own
            await self.close()
            own = await OwnConnection.open(self._engine)
            if self._held:  # a server that was started anew has forgotten them
                await own.rows(_TAKE, list(self._held), UPDATES)
            own.keep_alive(PROBE_S)
            self._own = own
            return own


def _key(messenger: str, update_id: int) -> int:
    """The second half of the lock's name, a signed number of 32 bits. Where two updates share one, the second waits
    for the leader to look after what was left."""
    return zlib.crc32(f"{messenger}:{update_id}".encode()) - 2**31
