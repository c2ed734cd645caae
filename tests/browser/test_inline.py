"""«@srok_bot протоколы» on the page: the list above the field, its keys and pages, the card, the way to the bot."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import PICTURES, Open
from tests.browser.page import DESKTOP, PHONE, Demo, Screen
from tests.e2e.acting import a_while

pytestmark = pytest.mark.asyncio(loop_scope="package")

FIRST_DAY = date(2023, 1, 24)

GROUP = "УИК № 1034 — рабочий чат"
PAGE = 20
"""Rows of one page of the bot's offers."""


def offers(demo: Demo) -> Locator:
    """The lines above the field where one writes, a button that leads to the bot among them."""
    return demo.page.get_by_role("listbox", name="Что предлагает бот").get_by_role("option")


async def type_to_bot(demo: Demo, words: str) -> None:
    a_while(demo.stage)
    await demo.field.fill(f"@srok_bot {words}")


async def is_chosen(line: Locator) -> None:
    await expect(line).to_have_attribute("aria-selected", "true")
    await expect(line).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=lambda screen: str(screen.width))
async def test_a_row_of_the_plan_goes_into_the_working_chat(open_page: Open, screen: Screen) -> None:
    demo = await open_page(screen)
    await demo.choose(GROUP)
    await demo.write_as("Виктор Зайцев")
    await type_to_bot(demo, "протоколы")
    lines = offers(demo)
    await expect(lines).to_have_count(4)
    await expect(lines.nth(0)).to_have_text("Спросить в чате с ботом")
    await is_chosen(lines.nth(1))
    await demo.field.press("ArrowDown")
    await is_chosen(lines.nth(2))
    await demo.field.press("ArrowUp")
    await demo.field.press("ArrowUp")
    await is_chosen(lines.nth(0))
    PICTURES.mkdir(parents=True, exist_ok=True)
    await demo.page.screenshot(path=PICTURES / f"inline-offers-{screen.width}.png")
    await demo.fits_its_window()

    await type_to_bot(demo, "28")
    await expect(lines).to_have_count(1)
    await expect(lines).to_contain_text("пн, 30 января, до 18:00 — п. 28")
    await demo.field.press("Enter")
    await expect(demo.field).to_have_value("")
    sent = await demo.sees("через @srok_bot", "П. 28. Представление", "Источник: п. 28 плана")
    await expect(sent.get_by_role("group", name="Кнопки")).to_have_count(0)
    await expect(lines.first).to_be_hidden()
    await demo.page.screenshot(path=PICTURES / f"inline-sent-{screen.width}.png")

    await type_to_bot(demo, "какая завтра погода")
    await expect(lines).to_have_text(["Не нашлось. Спросить в чате с ботом"])
    await lines.click()
    await expect(demo.page.get_by_role("heading", name="Виктор Зайцев", exact=True)).to_be_visible()
    await demo.sees("Здравствуйте, Виктор Зайцев! Напишите свой вопрос сюда")


async def test_the_next_page_comes_as_the_list_ends(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Анна Белова")
    await type_to_bot(demo, "")
    await expect(offers(demo).first).to_contain_text("не позднее пн, 30 января — п. 4")
    await type_to_bot(demo, "весь план")
    await expect(offers(demo)).to_have_count(PAGE)
    await offers(demo).last.scroll_into_view_if_needed()
    await expect(offers(demo)).to_have_count(2 * PAGE)
    await demo.field.press("ArrowUp")
    await is_chosen(offers(demo).last)
    await demo.field.press("Escape")
    await expect(offers(demo).first).to_be_hidden()
