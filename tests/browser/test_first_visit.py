"""The first two minutes of a newcomer: the tour, and the first reminder within two clicks."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open
from tests.browser.page import DESKTOP, PHONE, Screen

pytestmark = pytest.mark.asyncio(loop_scope="package")

STEPS = 6


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_the_tour_has_six_steps_and_comes_once(open_page: Open, screen: Screen) -> None:
    demo = await open_page(screen, tour=True)
    tour = demo.page.get_by_role("dialog")
    for step in range(1, STEPS + 1):
        await expect(tour.get_by_text(f"{step} из {STEPS}", exact=True)).to_be_visible()
        await expect(tour).to_be_in_viewport(ratio=1)
        await tour.get_by_role("button", name="Готово" if step == STEPS else "Дальше", exact=True).click()
    await expect(tour).to_be_hidden()
    await demo.reload()
    await expect(tour).to_be_hidden()


async def test_the_tour_can_be_skipped(open_page: Open) -> None:
    demo = await open_page(tour=True)
    tour = demo.page.get_by_role("dialog")
    await tour.get_by_role("button", name="Пропустить", exact=True).click()
    await expect(tour).to_be_hidden()
    await demo.reload()
    await expect(tour).to_be_hidden()
    await demo.panel.get_by_role("button", name=demo.words.tour, exact=True).click()
    await expect(tour).to_be_visible()


async def test_the_tour_brings_the_first_reminder_with_one_click(open_page: Open) -> None:
    demo = await open_page(tour=True)
    await demo.page.get_by_role("button", name="Показать первое напоминание", exact=True).click()
    await demo.sees("Доброе утро! Ваши сроки на ")
    tour = demo.page.get_by_role("dialog")
    await expect(tour.get_by_text(f"2 из {STEPS}", exact=True)).to_be_visible()


async def test_the_next_morning_brings_a_reminder_within_two_clicks(open_page: Open) -> None:
    demo = await open_page()
    await demo.panel.get_by_role("button", name=demo.words.next_morning, exact=True).click()
    await demo.row("Ольга Лебедева").click()
    await demo.sees("Доброе утро! Ваши сроки на ")
