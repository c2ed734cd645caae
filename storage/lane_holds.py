"""Lanes that wait because the messenger has asked for it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from services.delivery.holds import LaneHold
from services.delivery.model import Lane
from storage.portable import upsert
from storage.tables import lane_holds


class SqlHoldBook:
    """`services.delivery.holds.HoldBook`."""

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine) -> None:
        self._writing = writing
        self._reading = reading

    async def read(self) -> Sequence[LaneHold]:
        async with self._reading.connect() as connection:
            rows = await connection.execute(select(lane_holds).order_by(lane_holds.c.lane))
            return [LaneHold(Lane(row.lane), row.since, row.until, row.in_a_row) for row in rows]

    async def write(self, holds: Sequence[LaneHold]) -> None:
        async with self._writing.begin() as connection:
            for hold in holds:
                values = {"lane": hold.lane, "since": hold.since, "until": hold.until, "in_a_row": hold.in_a_row}
                await connection.execute(upsert(connection, lane_holds, values))
