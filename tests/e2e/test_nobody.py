"""A campaign in which nobody has a seat yet, and one of somebody's alone: the clock goes on, and nothing is sent."""

from __future__ import annotations

from datetime import date, timedelta

import aiohttp
import pytest

from bot.demo.stage import open_stage
from bot.demo.sums import sums_of


@pytest.mark.parametrize("people", [0, 1])
async def test_the_clock_goes_on(people: int) -> None:
    async with open_stage(0, first_day=date(2023, 3, 9), people=people) as stage:
        await stage.controls.advance(stage.clock.now() + timedelta(days=2))
        async with aiohttp.ClientSession() as session, session.get(f"{stage.url}/sandbox/clock") as answer:
            state = await answer.json()
        sums = await sums_of(stage)
        assert state["now"].startswith("2023-03-11T08:30")
        assert state["strip"]["stages"]
        assert (sums.sent > 0) == (people > 0), "the chairman of the ТИК is the first of the cast"
        assert (sums.astray, sums.out_of_order, sums.left_due) == (0, 0, 0)
        if not people:
            assert (state["queue"], state["sent"]) == ([], 0)
