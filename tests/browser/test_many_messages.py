"""A chat of ten thousand messages: it opens at its end, and only a window of it is ever a part of the page."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.async_api import expect

from bot.demo.stage import Stage
from tests.browser.conftest import Open
from tests.browser.page import Demo

pytestmark = pytest.mark.asyncio(loop_scope="package")

FIRST_DAY = date(2023, 2, 1)

MANY = 10_000
SHOWN = 500
"""List items that a page may hold, lines of days among them."""

ELEMENTS = 12_000
"""Of the whole page: twenty or so a message, and the rest of it."""

PAGES = 12


async def test_ten_thousand_messages_open_and_scroll(stage: Stage, open_page: Open) -> None:
    fill(stage, MANY)
    demo = await open_page()
    await demo.choose("Светлана Рыжова")
    await expect(await demo.sees(said(MANY))).to_be_in_viewport()
    await is_small(demo)

    await demo.messages.last.click(position={"x": 2, "y": 2})
    for _ in range(PAGES):
        before = await first_shown(demo)
        await demo.page.get_by_label(demo.words.messages, exact=True).press("Home")
        await expect(demo.message(said(before - 1))).to_be_attached()
        await is_small(demo)
    assert await first_shown(demo) < MANY - SHOWN

    reading = demo.message(said(await first_shown(demo)))
    await reading.scroll_into_view_if_needed()
    fill(stage, 1, first=MANY + 1)
    to_end = demo.page.get_by_role("button", name=demo.words.to_end)
    await expect(to_end).to_be_visible()
    await expect(reading).to_be_in_viewport()
    await to_end.click()
    await expect(await demo.sees(said(MANY + 1))).to_be_in_viewport()
    await is_small(demo)


async def test_a_thousand_come_while_one_looks_on(stage: Stage, open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Дмитрий Котов")
    fill(stage, 1_000, to="Дмитрий Котов")
    await expect(await demo.sees(said(1_000))).to_be_in_viewport()
    await is_small(demo)


def said(number: int) -> str:
    return f"Сообщение {number:05} из многих"


def fill(stage: Stage, count: int, *, first: int = 1, to: str = "Светлана Рыжова") -> None:
    """That many messages of the bot's, put into a chat by themselves: nobody is asked to answer them."""
    person = next(player for player in stage.players if player.name == to)
    sandbox = stage.sandbox
    for number in range(first, first + count):
        sandbox.world.post(person.chat, sandbox.bot.user, "text", {"text": said(number)})


async def first_shown(demo: Demo) -> int:
    """The number of the oldest of them in the page."""
    text = await demo.messages.filter(has_text="из многих").first.inner_text()
    return int(text.partition("Сообщение ")[2][:5])


async def is_small(demo: Demo) -> None:
    assert await demo.messages.count() <= SHOWN
    assert await demo.page.evaluate("document.getElementsByTagName('*').length") <= ELEMENTS
