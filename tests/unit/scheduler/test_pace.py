"""How fast messages follow one another, whoever waits."""

import asyncio
import itertools

from hypothesis import given
from hypothesis import strategies as st

from scheduler.pace import MOST_PUT_OFF, UNLIMITED, Ledger, Pace, PaceLimits
from services.delivery.model import Lane
from services.people.model import Address
from tests.unit.scheduler.fakes import START, FakeClock, ImpatientClock, LeapingClock, settle

CHAT, GROUP = ("telegram", "1"), ("telegram", "-100")


def chat(number: int) -> Address:
    return Address("telegram", str(number))


LIMITS = PaceLimits()


def pace(clock: FakeClock, limits: PaceLimits = LIMITS) -> Pace:
    return Pace(clock, limits, monotonic=lambda: 0.0)


def most_within(moments: list[float], span: float) -> int:
    """The most of them in any half-open stretch of that length."""
    return max((sum(a <= b < a + span - 1e-9 for b in moments) for a in moments), default=0)


def greedy(ledger: Ledger, chats: list[tuple[str, str]], *, group: bool = False, answer: bool = False) -> list[float]:
    """When messages go that are all there at second 0 and go as soon as they may, in this order."""
    now, moments = 0.0, []
    for key in chats:
        now = max(now, ledger.free_at(), ledger.chat_free_at(key, group=group, answer=answer))
        ledger.enter(key, now, group=group)
        moments.append(now)
    return moments


def test_over_all_28_a_second_and_never_30() -> None:
    moments = greedy(Ledger(PaceLimits()), [("telegram", str(n)) for n in range(280)])
    assert most_within(moments, 1.0) <= 29
    assert moments[-1] <= 10.0


def test_one_a_second_to_a_chat() -> None:
    moments = greedy(Ledger(PaceLimits()), [CHAT] * 10)
    assert [b - a for a, b in itertools.pairwise(moments)] == [1.0] * 9


def test_answers_to_quick_presses_may_run_ahead_a_little() -> None:
    moments = greedy(Ledger(PaceLimits()), [CHAT] * 6, answer=True)
    assert [round(m, 1) for m in moments] == [0.0, 0.0, 0.1, 1.0, 2.0, 3.0]


def test_twenty_a_minute_to_a_group_and_the_first_of_them_without_waiting_for_the_minute() -> None:
    moments = greedy(Ledger(PaceLimits()), [GROUP] * 50, group=True)
    assert most_within(moments, 60.0) == 20
    assert moments[19] == 19.0
    assert moments[20] == 60.0


@given(st.lists(st.tuples(st.integers(0, 6), st.floats(0, 3)), max_size=120))
def test_whatever_comes_when_no_limit_is_passed(arrivals: list[tuple[int, float]]) -> None:
    ledger = Ledger(PaceLimits())
    now, sent = 0.0, []
    for number, pause in arrivals:
        group = number < 2
        key = ("telegram", f"-{number}" if group else str(number))
        now = max(now + pause, ledger.free_at(), ledger.chat_free_at(key, group=group, answer=False))
        ledger.enter(key, now, group=group)
        sent.append((key, now))
    assert most_within([at for _, at in sent], 1.0) <= 29
    for key in {key for key, _ in sent}:
        own = [at for k, at in sent if k == key]
        assert most_within(own, 1.0) <= 1
        if key[1].startswith("-"):
            assert most_within(own, 60.0) <= 20


def test_a_chat_shut_by_the_messenger_rests_so_long_for_everybody() -> None:
    ledger = Ledger(PaceLimits())
    ledger.shut(CHAT, 0.0, 30.0)
    assert ledger.chat_free_at(CHAT, group=False, answer=True) == 30.0
    assert dict(ledger.resting(29.0)) == {CHAT: 30.0}
    assert dict(ledger.resting(30.0)) == {}


def test_chats_that_are_free_again_are_forgotten() -> None:
    ledger = Ledger(PaceLimits(per_second=None))
    for n in range(50_000):
        ledger.enter(("telegram", str(n)), n / 28, group=False)
    assert sum(1 for _ in ledger.resting(0.0)) <= 1_000


async def test_the_urgent_overtake_those_who_wait_and_equals_keep_their_order() -> None:
    clock = ImpatientClock()
    take, order = pace(clock), []

    async def send(name: str, number: int, lane: Lane) -> None:
        await take(chat(number), lane)
        order.append(name)

    async with asyncio.TaskGroup() as senders:
        for n in range(5):
            senders.create_task(send(f"announcement{n}", n, Lane.ANNOUNCEMENT))
        senders.create_task(send("reminder", 10, Lane.REMINDER))
        senders.create_task(send("relay", 11, Lane.RELAY))
        senders.create_task(send("answer", 12, Lane.ANSWER))
        for _ in range(9):
            await settle()
            clock.pass_by(seconds=1 / 28)
    # The first could go the moment it came, when nobody else was there.
    assert order == ["announcement0", "answer", "relay", "reminder", *(f"announcement{n}" for n in range(1, 5))]


async def test_an_answer_waits_for_one_turn_though_a_thousand_announcements_wait() -> None:
    clock = ImpatientClock()
    take = pace(clock)
    async with asyncio.TaskGroup() as senders:
        crowd = [senders.create_task(take(chat(n), Lane.ANNOUNCEMENT)) for n in range(1000)]
        await settle()
        answer = senders.create_task(take(chat(5000), Lane.ANSWER))
        await settle()
        clock.pass_by(seconds=1 / 28)
        await settle()
        assert answer.done()
        assert sum(waiting.done() for waiting in crowd) < 5
        for waiting in crowd:
            waiting.cancel()


async def test_a_waiting_chat_holds_nobody_else_up() -> None:
    clock = LeapingClock()
    take = pace(clock)
    await take(chat(1), Lane.RELAY)
    async with asyncio.TaskGroup() as senders:
        again = senders.create_task(take(chat(1), Lane.RELAY))
        await asyncio.sleep(0)
        await take(chat(2), Lane.ANNOUNCEMENT)
        assert not again.done()


async def test_a_turn_that_nobody_waits_for_any_more_is_not_spent() -> None:
    clock = LeapingClock()
    take = pace(clock)
    await take(chat(1), Lane.RELAY)
    async with asyncio.TaskGroup() as senders:
        gone = senders.create_task(take(chat(1), Lane.RELAY))
        await asyncio.sleep(0)
        gone.cancel()
    await take(chat(2), Lane.RELAY)
    assert take.resting().keys() == {chat(1), chat(2)}


async def test_resting_chats_are_named_with_their_time() -> None:
    clock = FakeClock()
    take = pace(clock)
    await take(chat(1), Lane.RELAY)
    take.shut(chat(2), 60)
    assert take.resting() == {chat(1): 1.0, chat(2): 60.0}
    clock.pass_by(seconds=1)
    assert take.resting() == {chat(2): 59.0}


async def test_a_day_of_the_demos_clock_frees_everybody() -> None:
    clock = FakeClock()
    take = pace(clock)
    take.shut(chat(1), 3600)
    clock.pass_by(days=1)
    await take(chat(1), Lane.RELAY)


async def test_a_clock_set_back_by_an_hour_stops_nobody() -> None:
    clock, wall = FakeClock(), [0.0]
    take = Pace(clock, monotonic=lambda: wall[0])
    await take(chat(1), Lane.RELAY)
    clock.pass_by(hours=-1)
    wall[0] += 1.0
    await take(chat(1), Lane.RELAY)


async def test_without_limits_nobody_waits() -> None:
    take = pace(FakeClock(START), UNLIMITED)
    for _ in range(100):
        await take(chat(1), Lane.ANNOUNCEMENT)
    assert take.resting() == {}


async def test_what_is_paid_for_takes_nobody_elses_turn() -> None:
    """A thousand announcements a second, and an answer that waits for none of them; one a second to a chat holds."""
    clock = ImpatientClock()
    take = pace(clock, PaceLimits(paid_per_second=1000.0))
    async with asyncio.TaskGroup() as senders:
        crowd = [senders.create_task(take(chat(n), Lane.ANNOUNCEMENT)) for n in range(500)]
        again = senders.create_task(take(chat(0), Lane.ANNOUNCEMENT))
        await settle()
        answer = senders.create_task(take(chat(9000), Lane.ANSWER))
        await settle()
        assert answer.done()
        for _ in range(500):
            clock.pass_by(seconds=0.001)
            await settle()
        assert all(waiting.done() for waiting in crowd)
        assert not again.done()
        clock.pass_by(seconds=0.6)


LATENCY = 0.02
"""Seconds until an instance hears of another one's answer, on a busy machine."""


def three_instances(
    *, sharing: bool, answers_a_second: float, seconds: float = 30.0
) -> tuple[list[float], list[float]]:
    """When messages go out of a leader with an announcement to everybody and of two others that answer, each by its own
    ledger; and how long answers waited. Ten milliseconds a step, the same every time."""
    leader, *others = ledgers = [Ledger(PaceLimits()) for _ in range(3)]
    moments: list[float] = []
    waits: list[float] = []
    asked: list[list[tuple[float, tuple[str, str]]]] = [[], []]
    news: list[tuple[float, int, tuple[str, str]]] = []
    recipients = (("telegram", f"r{n}") for n in itertools.count())
    people = (("telegram", f"p{n}") for n in itertools.count())
    recipient, owed, turns = next(recipients), 0.0, itertools.cycle(asked)
    for step in range(int(seconds * 100)):
        now = step / 100
        while news and news[0][0] <= now:
            _, teller, key = news.pop(0)
            for number, ledger in enumerate(ledgers):
                if number != teller:
                    ledger.enter_elsewhere(key, now, group=False)
        owed += answers_a_second / 100
        while owed >= 1:
            owed -= 1
            key = next(people)
            next(turns).append((now, key))
        for number, (ledger, waiting) in enumerate(zip(others, asked, strict=True), 1):
            while (
                waiting and max(ledger.free_at(), ledger.chat_free_at(waiting[0][1], group=False, answer=True)) <= now
            ):
                at, key = waiting.pop(0)
                ledger.enter(key, now, group=False)
                moments.append(now)
                waits.append(now - at)
                if sharing:
                    news.append((now + LATENCY, number, key))
        while leader.free_at() <= now:
            leader.enter(recipient, now, group=False)
            moments.append(now)
            recipient = next(recipients)
    return sorted(moments), waits


def test_three_instances_together_keep_to_the_limit() -> None:
    alone, _ = three_instances(sharing=False, answers_a_second=15)
    assert most_within(alone, 1.0) > 40, "what would go out without a word between them"
    together, waits = three_instances(sharing=True, answers_a_second=15)
    assert most_within(together, 1.0) <= 30
    assert len(together) >= 27 * 30, "and nothing is given away"
    assert max(waits) < 0.1, "an announcement to everybody delays no answer"


def test_more_answers_than_the_limit_wait_for_each_other_and_the_leader_sends_little() -> None:
    together, _ = three_instances(sharing=True, answers_a_second=40, seconds=10)
    assert most_within([moment for moment in together if moment > 1], 1.0) <= 31


def test_answers_given_elsewhere_count_in_their_chat_and_put_nothing_off_for_ever() -> None:
    ledger = Ledger(PaceLimits())
    ledger.enter_elsewhere(CHAT, 0.0, group=False)
    assert ledger.chat_free_at(CHAT, group=False, answer=False) == 1.0
    assert dict(ledger.resting(0.0)) == {CHAT: 1.0}
    for _ in range(20):
        ledger.enter_elsewhere(GROUP, 0.0, group=True)
    assert ledger.chat_free_at(GROUP, group=True, answer=False) == 60.0, "twenty a minute, whoever sends them"
    for number in range(1000):
        ledger.enter_elsewhere(CHAT, 0.0, group=False)
        ledger.enter_elsewhere(("telegram", str(number)), 0.0, group=False)
    assert ledger.free_at() <= MOST_PUT_OFF
    assert ledger.chat_free_at(CHAT, group=False, answer=False) <= MOST_PUT_OFF


async def test_answers_alone_are_told_and_what_is_heard_holds_the_outbox_back() -> None:
    clock = FakeClock()
    leader, other = pace(clock), pace(clock)
    told: list[Address] = []
    other.on_answer = told.append
    await other(chat(1), Lane.ANSWER)
    clock.pass_by(seconds=1)
    await other(chat(2), Lane.REMINDER)
    assert told == [chat(1)]
    leader.heard(chat(1))
    assert leader.resting() == {chat(1): 1.0}
    unlimited = pace(clock, UNLIMITED)
    unlimited.heard(chat(1))
    assert unlimited.resting() == {}
