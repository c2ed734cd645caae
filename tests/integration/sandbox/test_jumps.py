"""A jump of the clock that takes long: how far it has come, and how it is stopped."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import aiohttp
import pytest

from sandbox import Controls, Sandbox, SandboxServer, Stoppable
from tests.integration.sandbox.page import Campaign, Page
from tests.integration.sandbox.support import Api
from tests.unit.sandbox.support import HandClock


class SlowCampaign(Campaign):
    """Goes a day at a time, each when it is told to, until it is there or stopped."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__(clock)
        self.begun = asyncio.Event()
        self._days = asyncio.Semaphore(0)
        self._stops = 0

    async def advance(self, to: datetime) -> None:
        stops = self._stops
        self.begun.set()
        while self._stops == stops and self.clock.now() < to:
            await self._days.acquire()
            if self._stops == stops:
                await super().advance(min(self.clock.now() + timedelta(days=1), to))

    def stop(self) -> None:
        self._stops += 1
        self._days.release()

    def a_day(self) -> None:
        """Let a day pass."""
        self._days.release()


@pytest.fixture
def campaign(clock: HandClock) -> SlowCampaign:
    return SlowCampaign(clock)


@pytest.fixture
async def server(sandbox: Sandbox, campaign: SlowCampaign) -> AsyncIterator[SandboxServer]:
    sandbox.controls = campaign
    async with SandboxServer(sandbox) as running:
        yield running


@pytest.fixture
async def page(api: Api) -> Page:
    return Page(api)


def test_who_can_be_stopped(clock: HandClock) -> None:
    controls: Controls = SlowCampaign(clock)
    assert isinstance(controls, Stoppable)
    assert not isinstance(Campaign(clock), Stoppable)


async def test_it_is_stopped_where_it_has_come_to(page: Page, campaign: SlowCampaign) -> None:
    async with page.news() as tab:
        asked = asyncio.ensure_future(page.post("/sandbox/clock", {"to": "2023-01-29T09:00"}))
        await campaign.begun.wait()
        _, state = await page.get("/sandbox/clock")
        assert state["can_stop"] is True
        campaign.a_day()
        while (told := await tab.event("clock"))["now"] < "2023-01-26":
            assert told["can_stop"] is True
        assert told["progress"] == {
            "from": "2023-01-25T09:00",
            "to": "2023-01-29T09:00",
            "now": "2023-01-26T09:00",
            "share": 0.25,
            "sent": 0,
        }
        status, stopped = await page.post("/sandbox/clock/stop", {})
        assert (status, stopped["stopped"], stopped["now"]) == (200, True, "2023-01-26T09:00")
        assert (stopped["can_stop"], stopped["progress"]) == (False, None)
        while (told := await tab.event("clock"))["can_stop"]:
            pass
        assert told == {**told, "now": "2023-01-26T09:00", "playing": None, "progress": None}
    status, answer = await asked
    assert (status, answer["stopped"], answer["now"]) == (200, True, "2023-01-26T09:00")


async def test_one_that_comes_there_was_not_stopped(page: Page, campaign: SlowCampaign) -> None:
    campaign.a_day()
    _, answer = await page.post("/sandbox/clock", {"to": "2023-01-26T09:00"})
    assert (answer["stopped"], answer["can_stop"], answer["progress"]) == (False, False, None)
    _, answer = await page.post("/sandbox/clock/stop", {})
    assert answer["stopped"] is False, "there is nothing to stop"


async def test_to_play_stops_a_jump(page: Page, campaign: SlowCampaign) -> None:
    asked = asyncio.ensure_future(page.post("/sandbox/clock", {"to": "2023-01-29T09:00"}))
    await campaign.begun.wait()
    _, state = await page.post("/sandbox/clock/play", {"minutes_per_second": 1})
    assert state["playing"] == {"minutes_per_second": 1}
    assert (await asked)[1]["stopped"] is True
    _, state = await page.post("/sandbox/clock/stop", {})
    assert (state["playing"], state["stopped"]) == (None, True)


async def test_the_server_stops_in_the_middle_of_a_jump(sandbox: Sandbox, clock: HandClock) -> None:
    campaign = SlowCampaign(clock)
    sandbox.controls = campaign
    async with aiohttp.ClientSession() as session:
        async with SandboxServer(sandbox) as server:
            page = Page(Api(server, session, sandbox.token))
            asked = asyncio.ensure_future(page.post("/sandbox/clock", {"to": "2023-01-29T09:00"}))
            await campaign.begun.wait()
        await asyncio.wait([asked])
    assert campaign.moves == []
