"""A misfortune is switched on from the page and the clock goes on; when it is over everything arrives, once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta

import aiohttp
import pytest

from bot.demo.stage import Stage, open_stage
from bot.demo.sums import sums_of

FIRST_DAY = date(2023, 3, 7)
HOUR = timedelta(hours=1)


@asynccontextmanager
async def switched_on(stage: Stage, kind: str) -> AsyncIterator[None]:
    """As long as the switch is on."""
    async with aiohttp.ClientSession() as session:
        for on in (True, False):
            body = {"kind": kind, "on": on}
            async with session.post(f"{stage.url}/sandbox/faults", json=body) as answer:
                assert answer.status == 200, await answer.text()
            if on:
                yield


@pytest.mark.parametrize("kind", ["429", "500", "offline"])
async def test_a_morning_in_which_nothing_gets_through(kind: str) -> None:
    async with open_stage(0, first_day=FIRST_DAY) as stage:
        said = stage.sandbox.world.said
        async with switched_on(stage, kind):
            await stage.controls.advance(stage.clock.now() + 3 * HOUR)
            assert stage.sandbox.world.said == said
            assert stage.clock.now().hour == 11
        for _ in range(3):
            await stage.controls.advance(stage.clock.now() + HOUR)
        sums = await sums_of(stage)
        assert sums.sent == stage.sandbox.world.said - said > 0
        assert (sums.astray, sums.left_due) == (0, 0)
        assert sums.states.keys() <= {"sent", "pending", "expired"}


async def test_silence_does_not_stop_the_clock() -> None:
    async with open_stage(0, first_day=FIRST_DAY) as stage:
        async with switched_on(stage, "timeout"):
            await stage.controls.advance(stage.clock.now() + HOUR)
            assert stage.application.is_sending, "the calls hang"
        await stage.controls.advance(stage.clock.now() + HOUR)
        sums = await sums_of(stage)
        assert (sums.astray, sums.left_due) == (0, 0)
