"""What the messenger has asked of the whole bot is in the database, on both engines."""

from datetime import timedelta

from services.delivery.holds import LaneHold
from services.delivery.model import Lane
from storage.database import open_database
from tests.unit.scheduler.fakes import START

HOURS = timedelta(hours=5)


async def test_the_last_hold_of_each_lane_is_kept_over_a_restart(database_url: str) -> None:
    first = LaneHold(Lane.REMINDER, START, START + HOURS, 7)
    second = LaneHold(Lane.ANNOUNCEMENT, START, START + HOURS, 1)
    shorter = LaneHold(Lane.REMINDER, START, START + timedelta(minutes=1), 0)
    async with await open_database(database_url) as database:
        assert await database.holds.read() == []
        await database.holds.write([first, second])
        await database.holds.write([shorter])
        await database.holds.write([])
    async with await open_database(database_url) as again:
        assert await again.holds.read() == [shorter, second]
