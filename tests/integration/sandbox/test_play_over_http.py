"""Playing the clock from the page: what a tab asks for, what every tab hears."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest

from sandbox import Person, Sandbox, SandboxServer
from tests.integration.sandbox.page import Campaign, Page, where
from tests.integration.sandbox.support import Api
from tests.unit.sandbox.support import HandClock


@pytest.fixture
def campaign(clock: HandClock) -> Campaign:
    return Campaign(clock)


@pytest.fixture
async def server(sandbox: Sandbox, campaign: Campaign) -> AsyncIterator[SandboxServer]:
    sandbox.controls = campaign
    async with SandboxServer(sandbox) as running:
        yield running


@pytest.fixture
async def page(api: Api) -> Page:
    return Page(api)


async def test_every_tab_follows_until_it_is_stopped(page: Page) -> None:
    async with page.news() as one, page.news() as other:
        status, state = await page.post("/sandbox/clock/play", {"minutes_per_second": 60})
        assert (status, state["playing"]) == (200, {"minutes_per_second": 60})
        for tab in (one, other):
            hours = [await tab.event("clock") for _ in range(3)]
            assert [event["playing"] for event in hours] == [{"minutes_per_second": 60}] * 3
            assert hours[0]["now"] == "2023-01-25T09:00"
            assert hours[1]["now"] < hours[2]["now"]
        _, state = await page.post("/sandbox/clock/play", {"minutes_per_second": 0})
        assert state["playing"] is None
        _, reloaded = await page.get("/sandbox/clock")
        assert (reloaded["now"], reloaded["playing"]) == (state["now"], None)


async def test_a_reload_in_the_middle_finds_it_playing(page: Page) -> None:
    await page.post("/sandbox/clock/play", {"minutes_per_second": 1})
    _, state = await page.get("/sandbox/clock")
    assert state["playing"] == {"minutes_per_second": 1}
    _, state = await page.post("/sandbox/clock/play", {"minutes_per_second": 1440})
    assert state["playing"] == {"minutes_per_second": 1440}


async def test_a_jump_stops_it(page: Page, campaign: Campaign) -> None:
    await page.post("/sandbox/clock/play", {"minutes_per_second": 1})
    async with page.news() as tab:
        _, state = await page.post("/sandbox/clock", {"to": "2023-01-30T18:00"})
        assert (state["now"], state["playing"]) == ("2023-01-30T18:00", None)
        assert (await tab.event("clock"))["playing"] is None
    assert campaign.moves[-1].isoformat() == "2023-01-30T18:00:00+03:00"


async def test_it_stops_at_the_end_by_itself(page: Page) -> None:
    await page.post("/sandbox/clock", {"to": "2023-05-11T22:00"})
    async with page.news() as tab:
        await page.post("/sandbox/clock/play", {"minutes_per_second": 1440})
        while (told := await tab.event("clock"))["playing"] is not None:
            pass
    assert told["now"] == "2023-05-11T23:00"
    status, answer = await page.post("/sandbox/clock/play", {"minutes_per_second": 1})
    assert (status, answer["code"]) == (409, "beyond")


@pytest.mark.parametrize("speed", [2, -1, 0.5, "60", None, True, 86400])
async def test_other_speeds_are_refused(page: Page, speed: Any) -> None:
    status, answer = await page.post("/sandbox/clock/play", {"minutes_per_second": speed})
    assert (status, answer["code"]) == (409, "bad_speed")


async def test_no_json_is_refused(page: Page) -> None:
    async with page.session.post(f"{page.base}/sandbox/clock/play", data=b"{") as response:
        assert (response.status, (await response.json())["code"]) == (400, "bad_json")


async def test_a_page_closed_in_the_middle_of_a_jump_does_not_leave_it_half_done(
    page: Page, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, goes_on, advance = asyncio.Event(), asyncio.Event(), campaign.advance

    async def slowly(to: datetime) -> None:
        begun.set()
        await goes_on.wait()
        await advance(to)

    monkeypatch.setattr(campaign, "advance", slowly)
    asked = asyncio.ensure_future(page.post("/sandbox/clock", {"to": "2023-01-30T18:00"}))
    await begun.wait()
    asked.cancel()
    await asyncio.wait([asked])
    _, state = await page.get("/sandbox/clock")
    assert state["now"] == "2023-01-25T09:00"
    async with page.news() as other_tab:
        goes_on.set()
        assert (await other_tab.event("clock"))["now"] == "2023-01-30T18:00"


async def test_backwards_is_refused_with_the_reason_and_leaves_the_clock(page: Page, campaign: Campaign) -> None:
    status, answer = await page.post("/sandbox/clock", {"to": "2023-01-24T09:00"})
    assert (status, answer["code"]) == (409, "backwards")
    assert "cannot be unsent" in answer["reason"]
    assert campaign.moves == []


async def test_the_strip_and_how_much_was_sent(page: Page, api: Api, anna: Person) -> None:
    await api.result("sendMessage", chat_id=anna.id, text="x")
    _, state = await page.get("/sandbox/clock")
    assert state["strip"] == {
        "stages": [{"title": "Выдвижение", "from": "2022-12-15", "to": "2023-01-30"}],
        "deadlines": [{"at": "2023-01-30T18:00", "title": "Подача документов", "number": "28"}],
        "highlights": [
            {"at": "2023-01-20T09:00", "title": "первая сдача"},
            {"at": "2023-03-10T09:00", "title": "голосование", "title_en": "voting"},
        ],
    }
    assert [one["title"] for one in state["highlights"]] == ["голосование"], "those that are still to come"
    assert state["sent"] == 1


async def test_two_tabs_read_the_same(page: Page, api: Api, anna: Person) -> None:
    async with page.news() as one, page.news() as other:
        await page.post(f"{where(anna)}/send", {"text": "вопрос"})
        for tab in (one, other):
            assert (await tab.event("message"))["message"]["api"]["text"] == "вопрос"
        sent = await api.result("sendMessage", chat_id=anna.id, text="ответ")
        await page.post(f"{where(anna)}/read", {"message": sent["message_id"]})
        for tab in (one, other):
            assert (await tab.event("read"))["row"]["unread"] == 0
