"""A month of the campaign with thirty people, played: in order, every message accounted for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import aiohttp
import pytest
import pytest_asyncio

from bot.demo.stage import LAST_DAY, Stage, open_stage
from bot.demo.sums import sums_of
from sandbox import Controls, ControlState
from sandbox.people.playing import Player
from tests.e2e.acting import ZONE, labels, local_time

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_DAY = date(2023, 1, 10)
PEOPLE = 30
MONTH = timedelta(days=31)
FAST = 60 * 1440.0
"""Minutes a second: sixty days; what is due is sent all the same, and the calendar waits for it."""


class Until:
    """A stage's controls whose calendar ends earlier."""

    def __init__(self, controls: Controls, last: datetime) -> None:
        self._controls = controls
        self._last = last
        self.steps: list[datetime] = []

    async def state(self) -> ControlState:
        return replace(await self._controls.state(), last=self._last)

    async def advance(self, to: datetime) -> None:
        self.steps.append(to)
        await self._controls.advance(to)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    async with open_stage(0, first_day=FIRST_DAY, people=PEOPLE) as opened:
        yield opened


async def test_a_month_of_thirty_people(stage: Stage) -> None:
    assert len(stage.players) == PEOPLE
    greeted = (await sums_of(stage)).said
    last = datetime.combine(FIRST_DAY, datetime.min.time(), ZONE) + MONTH
    controls, changes = Until(stage.controls, last), stage.sandbox.changes
    player = Player(stage.clock, changes)
    await player.play(controls, FAST)
    await changes.until(lambda: player.speed == 0 or None, 300, lambda: f"still at {stage.clock.now()}")
    assert player.refusal == ""
    assert last <= stage.clock.now() < last + timedelta(minutes=5)
    assert controls.steps == sorted(controls.steps)

    sums = await sums_of(stage)
    assert sums.sent > PEOPLE
    assert sums.sent == sums.said - greeted, "what the outbox calls sent is in the chats, and nothing else"
    assert (sums.astray, sums.out_of_order, sums.left_due) == (0, 0, 0)
    assert sums.states.keys() <= {"sent", "pending", "expired"}
    refused = [str(call.error) for call in stage.sandbox.calls if call.error is not None]
    assert not refused, "the sandbox's limits go by the same clock as the bot's pace"


async def test_mornings_are_not_held_by_the_wall(stage: Stage) -> None:
    """Thirty people's digests leave at nine, at the pace that Telegram allows, on the clock that is played."""
    digests = [
        message for player in stage.players for message in player.from_bot() if message.text.startswith("Доброе утро")
    ]
    assert len(digests) > PEOPLE
    assert {local_time(message)[:3] for message in digests} == {"09:"}


async def test_every_chat_is_in_order(stage: Stage) -> None:
    for player in stage.players:
        dates = [message.date for message in player.messages()]
        assert dates == sorted(dates)


async def test_a_press_is_answered_while_days_go_by(stage: Stage) -> None:
    """A day a second: half a minute after a press, a fiftieth of a second of the wall, no answer would be taken."""
    somebody, message = next(
        (player, message)
        for player in stage.players
        for message in reversed(player.from_bot())
        if any(label.startswith("✓") for label in labels(message))
    )
    player = Player(stage.clock, stage.sandbox.changes)
    await player.play(stage.controls, 1440)
    for _ in range(6):
        label = next(label for label in labels(message) if label.startswith(("✓", "↶")))
        answer = await somebody.press(message, label).answer()
        assert answer.get("text")
    await player.stop()
    refused = [str(call.error) for call in stage.sandbox.calls if call.error is not None]
    assert not any("too old" in error for error in refused), refused


async def test_the_page_plays_it_on_and_says_how_much_was_sent(stage: Stage) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{stage.url}/sandbox/clock/play", json={"minutes_per_second": 360}) as answer:
            state = await answer.json()
        assert state["playing"] == {"minutes_per_second": 360}
        before = stage.clock.now()
        await stage.sandbox.changes.until(
            lambda: stage.clock.now() > before + timedelta(hours=1) or None, 30, lambda: "it does not play"
        )
        async with session.post(f"{stage.url}/sandbox/clock/play", json={"minutes_per_second": 0}) as answer:
            assert (await answer.json())["playing"] is None
        # It stops at once, in the middle of a morning too: what is due by then is still sent.
        async with session.post(f"{stage.url}/sandbox/clock", json={"step": "hour"}) as answer:
            state = await answer.json()
    assert state["playing"] is None
    assert state["sent"] == (await sums_of(stage)).said
    assert state["queue"][0]["to"]
    titles = [part["title"] for part in state["strip"]["stages"]]
    assert "Выдвижение и регистрация кандидатов" in titles
    dots = [dot["at"] for dot in state["strip"]["deadlines"]]
    assert dots == sorted(dots)
    assert len(dots) <= 200
    assert state["queue_length"] > len(state["queue"])
    assert [moment["title_en"] for moment in state["strip"]["highlights"]][-1] == "last date of the plan"


async def test_a_jump_that_is_stopped_loses_nothing(stage: Stage) -> None:
    before, target = await sums_of(stage), stage.clock.now() + timedelta(days=14)
    jump = asyncio.ensure_future(stage.controls.advance(target))
    await stage.sandbox.changes.until(
        lambda: stage.sandbox.world.said > before.said + 3 or None, 30, lambda: "nothing is sent"
    )
    stage.controls.stop()
    await jump
    assert stage.clock.now() < target
    await stage.controls.advance(target)
    after = await sums_of(stage)
    assert after.sent - before.sent == after.said - before.said > 3
    assert (after.astray, after.out_of_order, after.left_due) == (0, 0, 0)


async def test_at_the_end_of_the_calendar_the_clock_stands_and_the_bot_answers() -> None:
    async with open_stage(0, first_day=LAST_DAY, people=1) as stage:
        state = await stage.controls.state()
        await stage.controls.advance(state.last)
        await stage.controls.advance(state.last + timedelta(days=1))
        assert stage.clock.now() == state.last
        somebody = stage.players[0]
        for _ in range(5):  # Telegram's seconds go on: after three at once there is one a second
            somebody.send("/help")
            assert (await somebody.next_message()).date == state.last.timestamp()
