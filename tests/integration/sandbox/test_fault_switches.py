"""Misfortunes switched on from the page."""

import asyncio
from typing import Any

import aiohttp
import pytest

from sandbox import Person, Sandbox
from tests.integration.sandbox.page import Page
from tests.integration.sandbox.support import Api


@pytest.fixture
async def page(api: Api) -> Page:
    return Page(api)


async def switch(page: Page, kind: str, *, on: bool = True, **more: Any) -> dict[str, Any]:
    """Turn a switch; how it stands then."""
    status, answer = await page.post("/sandbox/faults", {"kind": kind, "on": on, **more})
    assert status == 200, answer
    found: dict[str, Any] = next(one for one in answer["kinds"] if one["kind"] == kind)
    return found


async def test_a_refusal_for_everybody_until_it_is_off(page: Page, api: Api, anna: Person) -> None:
    assert (await switch(page, "429"))["on"] is True
    for _ in range(3):
        error = await api.error("sendMessage", chat_id=anna.id, text="x")
        assert error == "429 Too Many Requests: retry after 30"
    assert await api.result("getMe"), "what writes to nobody is spared"
    assert (await switch(page, "429", on=False))["on"] is False
    await api.result("sendMessage", chat_id=anna.id, text="x")


async def test_how_long_to_wait(page: Page, api: Api, anna: Person) -> None:
    assert (await switch(page, "429", retry_after=7200))["retry_after"] == 7200
    assert (await api("sendMessage", chat_id=anna.id, text="x"))["parameters"] == {"retry_after": 7200}
    assert (await switch(page, "429", retry_after=5))["retry_after"] == 5, "the switch is one: set anew, not added"
    _, state = await page.get("/sandbox/faults")
    assert len(state["rules"]) == 1


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("403", "403 Forbidden: bot was blocked by the user"),
        ("400 chat not found", "400 Bad Request: chat not found"),
    ],
)
async def test_what_a_bot_takes_for_good_is_one_chats(
    page: Page, api: Api, sandbox: Sandbox, anna: Person, kind: str, error: str
) -> None:
    boris = sandbox.add_user("Борис")
    boris.start()
    status, answer = await page.post("/sandbox/faults", {"kind": kind, "on": True})
    assert (status, answer["code"]) == (409, "needs_chat")
    assert (await switch(page, kind, chat=anna.id))["chat"] == anna.id
    assert await api.error("sendMessage", chat_id=anna.id, text="x") == error
    await api.result("sendMessage", chat_id=boris.id, text="x")


async def test_a_server_error_is_a_page(page: Page, api: Api, anna: Person) -> None:
    await switch(page, "500")
    async with api.session.post(api.url("sendMessage"), json={"chat_id": anna.id, "text": "x"}) as response:
        assert (response.status, response.content_type) == (500, "text/html")
    assert anna.from_bot() == []


async def test_silence_lasts_until_it_is_off(page: Page, api: Api, sandbox: Sandbox, anna: Person) -> None:
    await switch(page, "timeout")
    call = asyncio.ensure_future(api("sendMessage", chat_id=anna.id, text="x"))
    await sandbox.changes.until(lambda: sandbox.faults.active[0].struck or None, 5, lambda: "no call came")
    assert not call.done()
    await switch(page, "timeout", on=False)
    with pytest.raises(aiohttp.ClientError):
        await call
    assert anna.from_bot() == []


async def test_offline_nothing_gets_through_and_nothing_comes_in(
    page: Page, api: Api, sandbox: Sandbox, anna: Person
) -> None:
    await api.result("getUpdates", offset=sandbox.updates[-1]["update_id"] + 1)
    poll = asyncio.ensure_future(api("getUpdates", timeout=50))
    feed = sandbox.bot.feed
    await sandbox.changes.until(lambda: feed.polled or None, 5, lambda: "nobody polls")
    await switch(page, "offline")
    for broken in (poll, asyncio.ensure_future(api("getMe"))):
        with pytest.raises(aiohttp.ClientError):
            await broken
    anna.send("вопрос")
    await switch(page, "offline", on=False)
    (update,) = await api.result("getUpdates")
    assert update["message"]["text"] == "вопрос", "what was written meanwhile is there afterwards"


async def test_what_a_program_cleared_away_is_off(page: Page, sandbox: Sandbox) -> None:
    await switch(page, "429")
    sandbox.faults.clear()
    _, state = await page.get("/sandbox/faults")
    assert state["rules"] == []
    assert not any(one["on"] for one in state["kinds"])


async def test_every_tab_hears_of_it(page: Page) -> None:
    async with page.news() as tab:
        await switch(page, "500")
        await tab.event("faults")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "bad_kind"),
        ({"kind": "418", "on": True}, "bad_kind"),
        ({"kind": "429", "on": True, "retry_after": 0}, "bad_seconds"),
        ({"kind": "429", "on": True, "retry_after": "soon"}, "bad_seconds"),
        ({"kind": "429", "on": True, "retry_after": 86_401}, "bad_seconds"),
        ({"kind": "500", "on": True, "chat": "everybody"}, "bad_chat"),
        ({"kind": "500", "on": True, "chat": True}, "bad_chat"),
    ],
)
async def test_refused(page: Page, sandbox: Sandbox, body: dict[str, Any], code: str) -> None:
    status, answer = await page.post("/sandbox/faults", body)
    assert (status, answer["code"]) == (409, code)
    assert not sandbox.faults
