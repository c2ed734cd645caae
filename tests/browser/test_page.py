"""The page itself: two tabs, a reload, the keyboard alone, both languages, three sizes."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.async_api import Route, expect

from tests.browser.conftest import Open
from tests.browser.page import DESKTOP, PHONE, TABLET, Screen

pytestmark = pytest.mark.asyncio(loop_scope="package")

FIRST_DAY = date(2023, 1, 24)

QUESTION = "до какого числа сдать документы на регистрацию"


async def test_two_tabs_follow_each_other(open_page: Open) -> None:
    one = await open_page()
    other = await open_page(beside=one)
    await one.choose("Илья Морозов")
    await other.choose("Илья Морозов")
    await one.write(QUESTION)
    await other.sees(QUESTION)
    await other.sees("Понял так: п. 28")
    await other.press("П. 28 подробно", "Понял так: п. 28")
    await one.sees("Представление в соответствующую избирательную комиссию документов", button="✓ Исполнено")
    await one.step(one.words.hour)
    assert one.now().minute == one.stage.clock.now().minute
    await expect(other.panel.get_by_text(one.hour(), exact=True)).to_be_visible()


async def test_a_reload_loses_nothing(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Елена Кравцова")
    await demo.write(QUESTION)
    await demo.sees("Понял так: п. 28")
    await demo.reload()
    await expect(demo.page.get_by_role("heading", name="Елена Кравцова", exact=True)).to_be_visible()
    await demo.sees("Понял так: п. 28")
    await demo.press("П. 28 подробно", "Понял так: п. 28")
    await demo.sees("Представление в соответствующую избирательную комиссию документов", button="✓ Исполнено")


async def test_what_comes_while_a_chat_is_being_opened_is_there(open_page: Open) -> None:
    demo = await open_page()
    viktor = demo.stage.player("Член УИК № 1034")
    bot = demo.stage.application.bot

    async def be_late(route: Route) -> None:
        answer = await route.fetch()
        await bot.send_message(viktor.id, "Пока вы открывали")
        await expect(demo.row("Виктор Зайцев")).to_contain_text("Пока вы открывали")
        await route.fulfill(response=answer)

    await demo.page.route(re.compile(rf"/as/{viktor.id}\?"), be_late, times=1)
    await demo.choose("Виктор Зайцев")
    await demo.sees("Пока вы открывали")


async def test_the_keyboard_is_enough(open_page: Open) -> None:
    demo = await open_page()
    keyboard = demo.page.keyboard
    await demo.tab_to(demo.row("Мария Громова"))
    rows = demo.people.get_by_role("list").get_by_role("button")
    names = await rows.all_inner_texts()
    for _ in range(next(n for n, text in enumerate(names) if "Виктор Зайцев" in text)):
        await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await expect(demo.page.get_by_role("heading", name="Виктор Зайцев", exact=True)).to_be_visible()

    await demo.tab_to(demo.field)
    await keyboard.type("пункт 93")
    await keyboard.press("Enter")
    answer = await demo.sees("Понял так: п. 93", button="П. 93 подробно")
    await demo.tab_to(answer.get_by_role("button", name="П. 93 подробно", exact=True), back=True)
    await keyboard.press("Enter")
    await demo.sees("Передача избирательных бюллетеней", button="✓ Исполнено (2)")

    menu = demo.page.get_by_role("button", name=demo.words.chat_menu)
    await demo.tab_to(menu, back=True)
    await keyboard.press("Enter")
    await expect(demo.page.get_by_role("menu")).to_be_visible()
    await keyboard.press("Escape")
    await expect(demo.page.get_by_role("menu")).to_be_hidden()
    await expect(menu).to_be_focused()

    before = demo.now()
    await demo.tab_to(demo.panel.get_by_role("button", name=demo.words.hour, exact=True))
    await keyboard.press("Enter")
    await demo.stands()
    await expect(demo.panel.get_by_text(demo.hour(), exact=True)).to_be_visible()
    assert demo.now() > before


async def test_english_is_kept_over_a_reload(open_page: Open) -> None:
    demo = await open_page()
    await demo.switch_language()
    await demo.choose("Андрей Ершов")
    await demo.write("/help")
    await expect(demo.page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    await expect(demo.panel.get_by_text("January 2023")).to_be_visible()
    await demo.reload()
    await demo.choose("Андрей Ершов")
    await demo.step(demo.words.hour)
    await demo.switch_language()
    await expect(demo.page.get_by_role("button", name="Отправить", exact=True)).to_be_visible()


async def test_a_phone_shows_one_column_at_a_time(open_page: Open) -> None:
    demo = await open_page(PHONE)
    await expect(demo.people).to_be_visible()
    await expect(demo.panel).to_be_hidden()
    await demo.choose("Анна Белова")
    await expect(demo.people).to_be_hidden()
    await demo.write("Сегодня")
    await demo.sees("Сегодня: ")
    await demo.step(demo.words.hour)
    await expect(demo.field).to_be_hidden()
    for section in (demo.words.people, demo.words.chat, demo.words.clock):
        await demo.turn_to(section)
        await demo.fits_its_window()


@pytest.mark.parametrize("screen", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
async def test_columns_scroll_and_the_page_itself_does_not(open_page: Open, screen: Screen) -> None:
    demo = await open_page(screen)
    await demo.choose("УИК № 1034 — рабочий чат")
    await demo.fits_its_window()
    await demo.turn_to(demo.words.clock)
    await demo.fits_its_window()
