"""What the messenger has asked of the whole bot is in the database, on both engines."""

from datetime import timedelta

from scheduler.dispatcher import Dispatcher, DispatchSettings
from services.delivery.holds import LaneHold
from services.delivery.model import DeliveryState, Lane, RetryLater
from storage.database import open_database
from tests.integration.delivery.rows import put, row, states
from tests.unit.scheduler.fakes import START, FakeClock, LeapingAlarm, NoPace, ScriptedSender, Step

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


async def test_whoever_leads_next_tries_nobody_before_the_hours_are_over(database_url: str) -> None:
    """Everybody is refused; the process ends as soon as it is clear that it is the whole bot that has to wait."""
    clock = FakeClock()
    refusal = RetryLater(HOURS.total_seconds(), "429", asked=True)
    script: dict[str, list[Step]] = {str(n): [refusal] * 3 for n in range(30)}
    async with await open_database(database_url) as database:
        await put(database.units, *(row(f"row{n}", n) for n in range(30)))
        sender = ScriptedSender(clock, script)
        alarm = LeapingAlarm(clock, until=START + HOURS / 2)
        first = Dispatcher(
            database.queue, sender, clock, alarm, NoPace(), DispatchSettings(window=2), book=database.holds
        )
        alarm.on_idle = first.stop
        await first.run()
        (hold,) = await database.holds.read()
        assert hold.until - hold.since == HOURS
    clock.move_to(hold.since + timedelta(hours=1))
    async with await open_database(database_url) as again:
        next_sender, alarm = ScriptedSender(clock), LeapingAlarm(clock)
        after = Dispatcher(again.queue, next_sender, clock, alarm, NoPace(), book=again.holds)
        alarm.on_idle = after.stop
        await after.run()
        assert set((await states(again)).values()) == {DeliveryState.SENT}
    assert min(at for at, _ in next_sender.calls) >= hold.until
    assert len(sender.calls) < 20, "found out by a few calls"
