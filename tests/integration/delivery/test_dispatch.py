"""The dispatcher over a real database: whatever a messenger answers and wherever the process dies, every row ends
once, and an announcement's report adds up."""

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.dispatcher import Dispatcher, DispatchSettings
from services.announcements.model import AnnouncementState
from services.delivery.model import (
    Ambiguous,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Moved,
    Outcome,
    Pointless,
    Refused,
    RetryLater,
    Sent,
    Unreachable,
)
from services.people.model import UnreachableReason
from services.unit_of_work import Units
from storage.database import Database, open_database
from tests.integration.delivery.rows import announcement_rows, campaign, people, put, relay, row, rows, states
from tests.unit.scheduler.fakes import START, FakeClock, LeapingAlarm, NoPace, ScriptedSender, Step

S = DeliveryState
UNDER_WAY = {S.PENDING, S.SENDING}


class Killed(BaseException):
    """kill -9: nothing after it runs."""


def dispatcher(database: Database, sender: ScriptedSender, clock: FakeClock, window: int = 5) -> Dispatcher:
    alarm = LeapingAlarm(clock)
    made = Dispatcher(database.queue, sender, clock, alarm, NoPace(), DispatchSettings(window=window))
    alarm.on_idle = made.stop
    return made


async def test_a_day_of_an_outbox(units: Units, database: Database) -> None:
    clock = FakeClock()
    to = await people(units, range(1, 8))
    script: dict[str, Sequence[Step]] = {
        "1": [Sent("1")],
        "2": [RetryLater(30, "429"), Sent("2")],
        "3": [Ambiguous("timeout"), Sent("3")],
        "4": [Ambiguous("timeout"), Ambiguous("timeout")],
        "5": [Unreachable(UnreachableReason.BLOCKED, "blocked")],
        "6": [Refused("message is too long")],
        "7": [Pointless("all done")],
    }
    sender = ScriptedSender(clock, script)
    await put(units, *(row(f"r{n}", n, person=p.id) for n, p in to.items()))
    await dispatcher(database, sender, clock).run()
    ended = await rows(database)
    assert {key: d.state for key, d in ended.items()} == {
        "r1": S.SENT,
        "r2": S.SENT,
        "r3": S.SENT,
        "r4": S.UNKNOWN,
        "r5": S.BLOCKED,
        "r6": S.FAILED,
        "r7": S.EXPIRED,
    }
    assert {key for key, d in ended.items() if d.possibly_repeated} == {"r3", "r4"}
    assert ended["r2"].message_id == "2"


async def test_what_fell_due_while_the_bot_was_down_goes_out_at_start(units: Units, database: Database) -> None:
    clock = FakeClock(START + timedelta(days=2))
    sender = ScriptedSender(clock)
    await put(units, row("missed", 1), row("too late", 2, expires=START + timedelta(hours=1)))
    await dispatcher(database, sender, clock).run()
    assert await states(database) == {"missed": S.SENT, "too late": S.EXPIRED}
    assert sender.chats == ["1"]


async def test_an_announcement_is_done_when_its_last_row_is_through(units: Units, database: Database) -> None:
    clock = FakeClock()
    to = await people(units, range(1, 12))
    announcement = await announcement_rows(units, (await campaign(units)).id, to)
    script: dict[str, Sequence[Step]] = {"3": [Ambiguous("timeout")], "5": [RetryLater(60, "429")]}
    await dispatcher(database, ScriptedSender(clock, script), clock).run()
    async with units(reading=True) as unit:
        counts = await unit.outbox.counts(announcement)
        found = await unit.announcements.get(announcement)
    assert counts == {S.SENT: 10, S.UNKNOWN: 1}
    assert found is not None
    assert (found.state, found.recipients) == (AnnouncementState.DONE, sum(counts.values()))


async def test_a_conversation_arrives_in_order_though_its_first_message_was_refused_for_now(
    units: Units, database: Database
) -> None:
    clock = FakeClock()
    sender = ScriptedSender(clock, {"-100": [RetryLater(30, "429"), RetryLater(5, "429")]})
    await put(units, *(relay(f"m{n}", -100) for n in range(6)))
    await dispatcher(database, sender, clock).run()
    assert [d.dedup_key for d in sender.arrived["-100"]] == [f"m{n}" for n in range(6)]


def _outcomes() -> st.SearchStrategy[Outcome | None]:
    """None: the process is killed during the call."""
    return st.sampled_from(
        [
            Sent("1"),
            Sent("1"),
            RetryLater(5, "429"),
            RetryLater(100, "429", lane_wide=True),
            Ambiguous("timeout"),
            Unreachable(UnreachableReason.BLOCKED, "blocked"),
            Refused("too long"),
            Pointless("all done"),
            None,
        ]
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    scripts=st.lists(st.lists(_outcomes(), max_size=3), min_size=1, max_size=8),
    window=st.sampled_from([1, 2, 5, 100]),
    delivered_before_kill=st.booleans(),
)
async def test_every_row_ends_in_one_state_and_nothing_is_lost_or_repeated_unmarked(
    migrated_file: Path, scripts: list[list[Outcome | None]], window: int, delivered_before_kill: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "srok.db"
        shutil.copyfile(migrated_file, file)
        clock = FakeClock()
        world = _World(clock, scripts, delivered_before_kill)
        async with await open_database(f"sqlite+aiosqlite:///{file}") as database:
            to = await people(database.units, range(len(scripts)))
            announcement = await announcement_rows(database.units, (await campaign(database.units)).id, to)
            await put(database.units, *(row(f"reminder{n}", n, person=p.id) for n, p in to.items()))
        while True:
            async with await open_database(f"sqlite+aiosqlite:///{file}") as database:
                if await world.run_until_killed(database, window):
                    continue
                ended = await rows(database)
                async with database.units(reading=True) as unit:
                    counts = await unit.outbox.counts(announcement)
                    found = await unit.announcements.get(announcement)
                break

    away = {d.address.chat for d in ended.values() if d.state is S.BLOCKED}
    for delivery in ended.values():
        read = [d for d in world.arrived if d.dedup_key == delivery.dedup_key]
        is_announcement = delivery.kind is DeliveryKind.ANNOUNCEMENT
        if delivery.state in UNDER_WAY:  # a reminder that waits for somebody who blocked the bot
            assert not is_announcement
            assert delivery.address.chat in away
        if delivery.state is S.SENT:
            assert read
        assert len(read) <= 1 or not is_announcement, "an announcement never goes twice by itself"
        assert all(d.possibly_repeated for d in read[1:]), "a repetition says that it may be one"
    assert sum(counts.values()) == len(scripts)
    assert found is not None
    assert found.state is AnnouncementState.DONE


class _World:
    """A messenger that outlives the processes that write to it."""

    def __init__(self, clock: FakeClock, scripts: list[list[Outcome | None]], delivered_before_kill: bool) -> None:
        self._clock = clock
        self._scripts = {str(n): list(script) for n, script in enumerate(scripts)}
        self._delivered_before_kill = delivered_before_kill
        self.arrived: list[Delivery] = []

    async def send(self, delivery: Delivery) -> Outcome:
        script = self._scripts[delivery.address.chat]
        outcome = script.pop(0) if script else Sent("1")
        if isinstance(outcome, Sent) or (self._delivered_before_kill and isinstance(outcome, Ambiguous | None)):
            self.arrived.append(delivery)
        if outcome is None:
            raise Killed
        return outcome

    async def run_until_killed(self, database: Database, window: int) -> bool:
        alarm = LeapingAlarm(self._clock)
        running = Dispatcher(database.queue, self, self._clock, alarm, NoPace(), DispatchSettings(window=window))
        alarm.on_idle = running.stop
        try:
            await asyncio.wait_for(running.run(), 20)
        except BaseExceptionGroup as killed:
            assert killed.subgroup(Killed) is not None
            return True
        return False


async def test_moving_chats_are_followed(units: Units, database: Database) -> None:
    clock = FakeClock()
    moved = Moved(relay("", "-100200").address)
    sender = ScriptedSender(clock, {"-200": [moved]})
    await put(units, *(relay(f"m{n}", -200) for n in range(3)))
    await dispatcher(database, sender, clock).run()
    assert [d.dedup_key for d in sender.arrived["-100200"]] == ["m0", "m1", "m2"]
    assert set((await states(database)).values()) == {S.SENT}
