"""Given an outbox, a clock and a messenger's answers: what goes out, when, and what is written down."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from scheduler.dispatcher import DOUBTS_IN_A_ROW, Dispatcher, DispatchSettings
from services.delivery.holds import HoldBook, LaneHold
from services.delivery.model import Ambiguous, Delivery, DeliveryKind, Lane, Outcome, Refused, RetryLater, Sent
from services.delivery.ports import NotSent
from services.people.model import Address
from tests.unit.scheduler.fakes import (
    START,
    FakeClock,
    FakeQueue,
    LeapingAlarm,
    NoPace,
    ScriptedSender,
    Step,
    delivery,
)

SECOND = timedelta(seconds=1)
DEFAULT = DispatchSettings()


class Desk:
    """A dispatcher with everything around it; runs until there is nothing left to wait for."""

    def __init__(
        self,
        script: Mapping[str, Sequence[Step]] | None = None,
        settings: DispatchSettings = DEFAULT,
        book: HoldBook | None = None,
    ) -> None:
        self.clock = FakeClock()
        self.queue = FakeQueue()
        self.sender = ScriptedSender(self.clock, script)
        self.alarm = LeapingAlarm(self.clock)
        self.pace = NoPace()
        self.dispatcher = Dispatcher(self.queue, self.sender, self.clock, self.alarm, self.pace, settings, book=book)
        self.alarm.on_idle = self.dispatcher.stop

    async def run(self) -> None:
        await asyncio.wait_for(self.dispatcher.run(), 10)


async def test_what_is_due_goes_out_now_and_the_rest_when_it_falls_due() -> None:
    desk = Desk()
    desk.queue.add(delivery(1), delivery(2, due=START + 60 * SECOND), delivery(3, due=START + 3600 * SECOND))
    await desk.run()
    assert [(at - START).total_seconds() for at, _ in desk.sender.calls] == [0, 60, 3600]
    assert all(isinstance(outcome, Sent) for outcome in desk.queue.outcomes.values())
    assert len(desk.queue.outcomes) == 3


async def test_relays_go_before_reminders_and_these_before_announcements() -> None:
    desk = Desk(settings=DispatchSettings(window=1))
    desk.queue.add(delivery(1, lane=Lane.ANNOUNCEMENT), delivery(2), delivery(3, lane=Lane.RELAY))
    await desk.run()
    assert desk.sender.chats == ["3", "2", "1"]


async def test_never_more_rows_are_in_doubt_than_the_window() -> None:
    async def some_turns(row: Delivery) -> Outcome:
        for _ in range(row.id % 4):
            await asyncio.sleep(0)
        return Sent(str(row.id))

    desk = Desk({str(n): [some_turns] for n in range(200)}, DispatchSettings(window=5))
    desk.queue.record_turns = 3  # calls end while outcomes are being written
    desk.queue.add(*(delivery(n) for n in range(200)))
    await desk.run()
    assert desk.queue.most_sending == 4  # and a place for what is more urgent
    assert len(desk.queue.outcomes) == 200


async def test_within_a_chat_order_holds_and_one_is_under_way_at_a_time() -> None:
    under_way: list[int] = []

    async def slow(row: Delivery) -> Outcome:
        assert not under_way
        under_way.append(row.id)
        for _ in range(3):
            await asyncio.sleep(0)
        return Sent(str(under_way.pop()))

    desk = Desk({"7": [slow] * 4})
    desk.queue.add(*(delivery(n, 7, lane=Lane.RELAY) for n in range(1, 5)))
    await desk.run()
    assert [row.id for _, row in desk.sender.calls] == [1, 2, 3, 4]


async def test_results_are_written_many_at_a_time() -> None:
    desk = Desk(settings=DispatchSettings(window=100))
    desk.queue.add(*(delivery(n) for n in range(300)))
    await desk.run()
    assert len(desk.queue.recorded) <= 5


async def test_what_was_left_by_a_dead_process_is_recovered_first_and_once() -> None:
    desk = Desk()
    desk.queue.add(delivery(1))
    await desk.run()
    assert desk.queue.recovered_at_start == 1


async def test_stale_rows_are_swept_until_none_is_left() -> None:
    desk = Desk()
    desk.queue.stale = [5000, 5000, 12, 0]
    await desk.run()
    assert desk.queue.stale == []


async def test_silence_after_silence_holds_the_lane_longer_and_longer() -> None:
    """Each unanswered call costs a row one of its few tries: a thousand of them must not go in a minute."""
    silent: dict[str, Sequence[Step]] = {str(n): [Ambiguous("no answer")] for n in range(40)}
    desk = Desk(silent, DispatchSettings(window=5))
    desk.queue.add(*(delivery(n) for n in range(60)))
    await desk.run()
    seconds = [(at - START).total_seconds() for at, _ in desk.sender.calls]
    looks = Counter(seconds[:40])
    assert list(looks) == [0, 1, 3, 7, 15, 31, 63, 123, 183]
    assert max(looks.values()) < 2 * DOUBTS_IN_A_ROW
    assert len(seconds) == 60


async def test_now_and_then_a_silence_holds_nothing() -> None:
    script: dict[str, Sequence[Step]] = {str(n): [Ambiguous("no answer")] for n in range(60) if n % 5}
    desk = Desk(script, DispatchSettings(window=5))
    desk.queue.add(*(delivery(n) for n in range(60)))
    await desk.run()
    assert {at for at, _ in desk.sender.calls} == {START}


async def test_a_row_that_comes_while_it_sleeps_is_sent_when_it_is_woken() -> None:
    desk = Desk()
    idle = []

    def on_idle() -> None:
        idle.append(True)
        if len(idle) == 1:
            desk.queue.add(delivery(1))
            desk.alarm.wake()
        else:
            desk.dispatcher.stop()

    desk.alarm.on_idle = on_idle
    await desk.run()
    assert desk.sender.chats == ["1"]


class TestStorageFails:
    async def test_claiming_is_tried_again_with_growing_pauses(self) -> None:
        desk = Desk()
        desk.queue.add(delivery(1))
        desk.queue.fail("claim", times=4)
        await desk.run()
        ((sent_at, _),) = desk.sender.calls
        assert sent_at - START == (1 + 2 + 5 + 10) * SECOND

    async def test_outcomes_that_could_not_be_written_are_kept_and_nothing_is_sent_twice(self) -> None:
        desk = Desk()
        desk.queue.add(*(delivery(n) for n in range(12)))
        desk.queue.fail("record", times=3)
        await desk.run()
        assert len(desk.sender.calls) == len(desk.queue.outcomes) == 12
        assert desk.queue.sending == {}

    async def test_what_is_known_is_written_while_nothing_can_be_claimed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def claiming_fails_from_now_on(row: Delivery) -> Outcome:
            desk.queue.fail("claim", times=3)
            return Sent("1")

        desk = Desk({"1": [claiming_fails_from_now_on]})
        desk.queue.add(delivery(1))
        record, failures_to_come = desk.queue.record, []

        async def recording(outcomes: Sequence[tuple[Delivery, Outcome]], now: datetime) -> None:
            failures_to_come.append(len(desk.queue.failing["claim"]))
            await record(outcomes, now)

        monkeypatch.setattr(desk.queue, "record", recording)
        await desk.run()
        assert failures_to_come == [2], "at the first try after the first failure"
        assert list(desk.queue.outcomes) == [1]

    async def test_no_method_of_the_store_ends_the_loop(self) -> None:
        for method in ("recover", "claim", "record", "next_due"):
            desk = Desk()
            desk.queue.add(delivery(1))
            desk.queue.fail(method, times=2)
            await desk.run()
            assert list(desk.queue.outcomes) == [1], method


class TestTheSenderFails:
    async def test_a_sender_that_raises_leaves_its_row_in_doubt_and_the_others_alone(self) -> None:
        desk = Desk({"1": [ValueError("a bug")]})
        desk.queue.add(delivery(1), delivery(2))
        await desk.run()
        assert isinstance(desk.queue.outcomes[delivery(1).id], Ambiguous)
        assert isinstance(desk.queue.outcomes[delivery(2).id], Sent)

    async def test_what_could_not_be_composed_is_tried_again_and_is_in_no_doubt(self) -> None:
        desk = Desk({"1": [NotSent("database is locked")], "2": [NotSent("database is locked")]})
        desk.queue.add(delivery(1), delivery(2), delivery(3))
        await desk.run()
        assert all(isinstance(outcome, Sent) for outcome in desk.queue.outcomes.values())
        assert desk.pace.shut_chats == {}
        assert [row.id for at, row in desk.sender.calls if at == START] == [1, 2, 3], "the lane is not held for it"

    async def test_a_call_that_never_comes_back_is_in_doubt(self) -> None:
        async def hang(row: Delivery) -> Outcome:
            await asyncio.get_running_loop().create_future()
            return Sent("never")

        desk = Desk({"1": [hang]}, DispatchSettings(call_limit=timedelta(0)))
        desk.queue.add(delivery(1))
        await desk.run()
        assert isinstance(desk.queue.outcomes[delivery(1).id], Ambiguous)


class TestRefusedForNow:
    async def test_a_chats_429_stops_that_chat_alone(self) -> None:
        desk = Desk({"1": [RetryLater(3600, "429")]})
        desk.queue.add(delivery(1), delivery(2), delivery(3, due=START + 60 * SECOND))
        await desk.run()
        assert [(row.id, (at - START).total_seconds()) for at, row in desk.sender.calls] == [
            (1, 0),
            (2, 0),
            (3, 60),
            (1, 3600),
        ]
        assert desk.pace.shut_chats == {Address("telegram", "1"): 3600}

    async def test_a_429_for_the_whole_bot_stops_its_lane_and_those_behind_it(self) -> None:
        desk = Desk({"1": [RetryLater(100, "429", lane_wide=True)]}, DispatchSettings(window=1))
        desk.queue.add(
            delivery(1),
            delivery(2),
            delivery(3, lane=Lane.ANNOUNCEMENT),
            delivery(4, lane=Lane.RELAY, due=START + 10 * SECOND),
        )
        await desk.run()
        when = {row.id: (at - START).total_seconds() for at, row in desk.sender.calls}
        assert when == {1: 100, 2: 100, 3: 100, 4: 10}

    async def test_a_second_chats_refusal_stops_the_lane(self) -> None:
        no_connection: list[Step] = [RetryLater(5, "no connection")]
        desk = Desk({str(n): list(no_connection) for n in range(100)}, DispatchSettings(window=1))
        desk.queue.add(*(delivery(n) for n in range(100)))
        await desk.run()
        tried_at_once = [row.id for at, row in desk.sender.calls if at == START]
        assert tried_at_once == [0, 1], "without a connection not every row of a hundred is tried"
        assert len(desk.queue.outcomes) == 100


class Book:
    """`services.delivery.holds.HoldBook` in memory; the next `failing` writes fail."""

    def __init__(self) -> None:
        self.holds: dict[Lane, LaneHold] = {}
        self.failing = 0

    async def read(self) -> Sequence[LaneHold]:
        return list(self.holds.values())

    async def write(self, holds: Sequence[LaneHold]) -> None:
        if self.failing:
            self.failing -= 1
            raise OSError("database or disk is full")
        self.holds.update({hold.lane: hold for hold in holds})


class TestAskedToWaitForHours:
    HOURS = RetryLater(5 * 3600, "429", asked=True)

    async def throttled(self, book: Book) -> Desk:
        """Everybody is refused; stopped while the lane is held for hours."""
        script: dict[str, list[Step]] = {str(n): [self.HOURS] * 9 for n in range(200)}
        desk = Desk(script, DispatchSettings(window=2), book=book)
        desk.queue.add(*(delivery(n) for n in range(200)))
        waits = desk.alarm.set_next

        def stop_once_held(moment: datetime | None) -> None:
            waits(moment)
            until = desk.dispatcher.held_until()
            if until is not None and until - desk.clock.now() > timedelta(hours=4):
                desk.dispatcher.stop()

        desk.alarm.set_next = stop_once_held  # type: ignore[method-assign]  # the moment to kill it
        await desk.run()
        assert desk.dispatcher.held_lanes() == (Lane.REMINDER, Lane.ANNOUNCEMENT)
        return desk

    @pytest.mark.parametrize("failing", [0, 3])
    async def test_a_restart_waits_on_and_tries_nobody_before(self, failing: int) -> None:
        book = Book()
        book.failing = failing  # the store is away while it is to be written
        before = await self.throttled(book)
        assert len(before.sender.calls) < 20, "found out by a few calls"
        until = before.dispatcher.held_until()
        assert until is not None

        after = Desk(book=book)
        after.clock.move_to(before.clock.now() + timedelta(hours=1))
        after.queue.add(*(delivery(n, due=START) for n in range(20)), delivery(99, lane=Lane.ANNOUNCEMENT))
        with capture_logs() as logs:
            await after.run()
        assert {at for at, _ in after.sender.calls} == {until}
        assert len(after.queue.outcomes) == 21, "all of it goes out when the hold is over"
        assert [entry["until"] for entry in logs if entry["event"] == "lane_still_held"] == [until]

    async def test_a_relay_that_goes_through_meanwhile_lets_the_rest_be_tried_soon(self) -> None:
        book = Book()
        before = await self.throttled(book)
        after = Desk(book=book)
        after.clock.move_to(before.clock.now() + timedelta(hours=1))
        at = after.clock.now() + timedelta(minutes=7)
        after.queue.add(delivery(1), delivery(2, lane=Lane.RELAY, due=at))
        await after.run()
        assert [(row.id, when) for when, row in after.sender.calls] == [(2, at), (1, at + timedelta(minutes=1))]
        assert book.holds[Lane.REMINDER].until == at + timedelta(minutes=1), "known to whoever comes next"

    async def test_a_book_that_cannot_be_read_is_asked_again_before_anything_is_sent(self) -> None:
        book = Book()
        before = await self.throttled(book)
        after = Desk(book=book)
        after.clock.move_to(before.clock.now() + timedelta(hours=1))
        after.queue.add(delivery(1))
        read, failing = book.read, [OSError("database is locked")] * 2

        async def trouble() -> Sequence[LaneHold]:
            if failing:
                raise failing.pop()
            return await read()

        book.read = trouble  # type: ignore[method-assign]  # the store is away at start
        await after.run()
        assert [when for when, _ in after.sender.calls] == [before.dispatcher.held_until()]


class TestSlowCalls:
    async def test_announcements_that_hang_leave_room_for_a_relay_and_a_reminder(self) -> None:
        answer = asyncio.Event()

        async def hang(row: Delivery) -> Outcome:
            await answer.wait()
            return Sent("late")

        desk = Desk({str(n): [hang] for n in range(100)}, DispatchSettings(window=5))
        desk.queue.add(
            *(delivery(n, lane=Lane.ANNOUNCEMENT, kind=DeliveryKind.ANNOUNCEMENT) for n in range(100)),
            delivery(200, due=START + SECOND),
            delivery(300, lane=Lane.RELAY, due=START + SECOND),
        )

        def stop_when_done() -> None:
            answer.set()
            if not desk.queue.pending:
                desk.dispatcher.stop()

        desk.alarm.on_idle = stop_when_done
        await desk.run()
        order = [row.id for _, row in desk.sender.calls]
        assert set(order[:5]) == {0, 1, 2, 200, 300}
        assert len(desk.queue.outcomes) == 102


class TestStopping:
    async def test_a_call_in_flight_is_waited_for_and_written_down(self) -> None:
        async def stop_meanwhile(row: Delivery) -> Outcome:
            desk.dispatcher.stop()
            for _ in range(5):
                await asyncio.sleep(0)
            return Sent("1")

        desk = Desk({"1": [stop_meanwhile]}, DispatchSettings(window=1))
        desk.queue.add(delivery(1), delivery(2))
        await desk.run()
        assert desk.queue.outcomes == {1: Sent("1")}
        assert [row.id for row in desk.queue.pending] == [2]
        assert desk.queue.sending == {}

    async def test_what_was_claimed_and_not_begun_goes_back_unsent(self) -> None:
        class Stopper(NoPace):
            async def turn(self, address: Address, lane: Lane) -> None:
                desk.dispatcher.stop()

        desk = Desk()
        desk.dispatcher = Dispatcher(desk.queue, desk.sender, desk.clock, desk.alarm, Stopper())
        desk.queue.add(delivery(1), delivery(2))
        await desk.run()
        assert desk.sender.calls == []
        assert [row.id for row in desk.queue.pending] == [1, 2]

    async def test_a_call_that_hangs_is_cut_off_and_its_row_left_in_doubt_for_the_next_start(self) -> None:
        async def hang(row: Delivery) -> Outcome:
            desk.dispatcher.stop()
            await asyncio.get_running_loop().create_future()
            return Sent("never")

        desk = Desk({"1": [hang]}, DispatchSettings(drain_limit=timedelta(0)))
        desk.queue.add(delivery(1))
        await desk.run()
        assert list(desk.queue.sending) == [1]

    async def test_outcomes_survive_a_store_that_fails_at_the_last_moment(self) -> None:
        async def stop_meanwhile(row: Delivery) -> Outcome:
            desk.dispatcher.stop()
            desk.queue.fail("record", times=2)
            return Refused("message is too long")

        desk = Desk({"1": [stop_meanwhile]})
        desk.queue.add(delivery(1))
        await desk.run()
        assert list(desk.queue.outcomes) == [1]


async def test_a_chat_that_becomes_free_during_a_look_is_not_forgotten() -> None:
    """It rested when rows were claimed, and no longer when the next look was planned: its row waited for the net."""
    desk = Desk()
    desk.pace.rests.append({Address("telegram", "1"): 0.001})
    desk.queue.add(delivery(1))
    await desk.run()
    assert [(at - START).total_seconds() for at, _ in desk.sender.calls] == [0.001]
