"""A calendar played on the page to its end, a day a second: the page lives, all is in order and accounted for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from unittest.mock import patch

import pytest
from playwright.async_api import expect

from bot.demo.sums import sums_of
from sandbox.people import playing
from tests.browser.conftest import Open
from tests.browser.page import DAY_OF, Demo

pytestmark = pytest.mark.asyncio(loop_scope="package")

FIRST_DAY = date(2023, 2, 20)
DAYS = 81
"""Of the calendar from then on."""

PEOPLE = 5

HASTE = 20
"""So many seconds of this wall's pass in one."""


@pytest.fixture(scope="module", autouse=True)
def _hasty_wall() -> Iterator[None]:
    """The player's wall goes faster; a step may be a whole day, and what is due within it is sent in its order."""
    defaults = playing.Player.__init__.__kwdefaults__
    with (
        patch.dict(defaults, monotonic=lambda: HASTE * time.monotonic()),
        patch.object(playing, "LONGEST_STEP", playing.TICK * HASTE),
    ):
        yield


async def test_a_calendar_is_played_to_its_end(open_page: Open) -> None:
    demo = await open_page()
    other = await open_page(beside=demo)
    await other.choose("Нина Соколова")
    greeted = (await sums_of(demo.stage)).said
    await demo.play()
    await expect(demo.panel.get_by_role("button", name=demo.words.pause, exact=True)).to_be_visible()

    days = [await shown_day(demo)]
    await demo.choose("Ольга Лебедева")
    await demo.sees("Доброе утро!")
    await expect(demo.panel.get_by_text(f"День {days[0]} из {DAYS}")).to_be_hidden()
    days.append(await shown_day(demo))
    await demo.reload()
    days.append(await shown_day(demo))
    await demo.page.get_by_role("button", name="Действия с чатом").click()  # it lives
    await demo.page.keyboard.press("Escape")
    await expect(demo.panel.get_by_text(f"День {DAYS} из {DAYS}")).to_be_visible(timeout=60_000)
    await expect(demo.panel.get_by_text("Это последний день плана")).to_be_visible()
    assert days == sorted(days)
    assert days[0] < days[-1]

    sums = await sums_of(demo.stage)
    assert sums.sent == sums.said - greeted
    assert (sums.astray, sums.out_of_order, sums.left_due) == (0, 0, 0)
    for tab, name in ((demo, "Ольга Лебедева"), (other, "Нина Соколова")):
        await expect(tab.panel.get_by_text(f"Отправлено: {sums.said}")).to_be_visible()
        await shows_all(tab, name)


async def shown_day(demo: Demo) -> int:
    said = await demo.panel.get_by_text(DAY_OF).inner_text()
    return int(said.split()[1])


async def shows_all(demo: Demo, name: str) -> None:
    """The open chat shows all that the bot has sent there, in its order."""
    player = next(one for one in demo.stage.players if one.name == name)
    shown = iter([" ".join(text.split()) for text in await demo.messages.all_inner_texts()])
    for message in player.from_bot():
        words = " ".join(message.text.partition("\n")[0].split())
        assert any(words in text for text in shown), f"not there, or not in its place: {words}"
