"""Ten thousand messages in one chat: it opens at once, and can be read back to the first."""

import pytest

from sandbox import Person, Sandbox
from tests.integration.sandbox.page import Page, where
from tests.integration.sandbox.support import Api

MANY = 10_000


@pytest.fixture
async def page(api: Api) -> Page:
    return Page(api)


@pytest.fixture
def long_chat(sandbox: Sandbox, anna: Person) -> Person:
    """Anna's dialog with the bot, which has written so much to her."""
    for number in range(MANY):
        sandbox.world.post(anna.chat, sandbox.bot.user, "text", {"text": f"сообщение {number}"})
    return anna


async def test_page_after_page_to_the_beginning(page: Page, long_chat: Person) -> None:
    read: list[str] = []
    before = ""
    while True:
        _, answer = await page.get(f"{where(long_chat)}?limit=200{before}")
        read[:0] = [message["api"]["text"] for message in answer["messages"]]
        if not answer["more"]:
            break
        before = f"&before={answer['messages'][0]['id']}"
    assert read == ["/start", *(f"сообщение {number}" for number in range(MANY))]


async def test_the_first_page_reads_no_more_than_it_shows(
    page: Page, sandbox: Sandbox, long_chat: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    class Watched(dict[int, object]):
        def __getitem__(self, number: int) -> object:
            seen.append(number)
            return super().__getitem__(number)

    monkeypatch.setattr(long_chat.chat, "messages", Watched(long_chat.chat.messages))
    middle = long_chat.chat.order[MANY // 2]
    await page.post(f"{where(long_chat)}/read", {"message": long_chat.chat.last_id})
    for address in (where(long_chat), f"{where(long_chat)}?before={middle}&limit=50"):
        seen.clear()
        _, answer = await page.get(address)
        assert len(seen) <= len(answer["messages"]) + 2, "one more to know whether there are more, one for the row"


async def test_the_list_counts_to_a_thousand(page: Page, long_chat: Person) -> None:
    _, answer = await page.get("/sandbox/chats")
    assert answer["chats"][0]["unread"] == 1000


@pytest.mark.parametrize("query", ["limit=x", "limit=0", "limit=-5", "before=x", "limit=²", "topic=x"])
async def test_nonsense_in_the_address(page: Page, anna: Person, query: str) -> None:
    status, answer = await page.get(f"{where(anna)}?{query}")
    assert (status, len(answer["messages"])) == (200, 1)
