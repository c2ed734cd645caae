"""The log of updates and calls as the page opens it."""

import json

import pytest

from sandbox import Person, Sandbox
from tests.integration.sandbox.page import Page
from tests.integration.sandbox.support import Api


@pytest.fixture
async def page(api: Api) -> Page:
    return Page(api)


async def test_what_went_back_and_forth(page: Page, api: Api, anna: Person) -> None:
    await api.result("sendMessage", chat_id=anna.id, text="здравствуйте")
    await api.error("sendMessage", chat_id=anna.id, text="")
    _, log = await page.get("/sandbox/log")
    assert [(entry["direction"], entry["method"], entry["summary"]) for entry in log["entries"]] == [
        ("update", "message", "/start"),
        ("call", "sendMessage", "здравствуйте"),
        ("answer", "sendMessage", "ok"),
        ("call", "sendMessage", ""),
        ("answer", "sendMessage", "400 Bad Request: message text is empty"),
    ]
    first, _, answer, *_ = log["entries"]
    assert first["json"]["message"]["text"] == "/start"
    assert (first["at"], first["chat"]) == ("2023-01-25T06:00:00", anna.id)
    assert answer["json"]["result"]["text"] == "здравствуйте"
    _, more = await page.get(f"/sandbox/log?after={log['entries'][2]['n']}")
    assert [entry["n"] for entry in more["entries"]] == [4, 5]
    assert more["last"] == 5


async def test_the_token_is_never_in_it(page: Page, api: Api, sandbox: Sandbox, anna: Person) -> None:
    await api.result("sendMessage", chat_id=anna.id, text=f"мой ключ {api.token}")
    await api.result("setWebhook", url=f"http://127.0.0.1:9/{api.token}", secret_token="tajna")
    await api.result("getWebhookInfo")
    _, log = await page.get("/sandbox/log")
    text = json.dumps(log, ensure_ascii=False)
    assert "мой ключ …" in text
    assert api.token not in text
    assert "tajna" not in text


async def test_misfortunes_are_in_it(page: Page, api: Api, sandbox: Sandbox, anna: Person) -> None:
    sandbox.faults.flood(30)
    await api.error("sendMessage", chat_id=anna.id, text="x")
    sandbox.faults.html(502)
    async with api.session.post(api.url("sendMessage"), json={"chat_id": anna.id, "text": "x"}):
        pass
    _, log = await page.get("/sandbox/log")
    said = [entry["summary"] for entry in log["entries"] if entry["direction"] == "answer"]
    assert said == ["429 Too Many Requests: retry after 30", "html"]


async def test_a_tab_that_reads_it_is_told_of_more(page: Page, api: Api, anna: Person) -> None:
    async with page.news() as tab:
        _, log = await page.get("/sandbox/log")
        for text in "abc":
            await api.result("sendMessage", chat_id=anna.id, text=text)
        told = await tab.event("log")
        assert told["last"] > log["last"]


async def test_nonsense_asks_for_everything(page: Page, anna: Person) -> None:
    _, log = await page.get("/sandbox/log?after=²")
    assert len(log["entries"]) == 1
