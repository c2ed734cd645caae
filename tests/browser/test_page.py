"""The page itself: two tabs, a reload, the keyboard alone, both languages, three sizes."""

from __future__ import annotations

import asyncio
import re
from datetime import date, datetime, timedelta

import pytest
from playwright.async_api import FilePayload, Route, expect

from tests.browser.conftest import Open
from tests.browser.page import DESKTOP, PHONE, TABLET, Screen
from tests.unit.sandbox.support import png

pytestmark = pytest.mark.asyncio(loop_scope="package")

FIRST_DAY = date(2023, 1, 24)

QUESTION = "до какого числа сдать документы на регистрацию"
GROUP = "УИК № 1034 — рабочий чат"
DESK = "Горячая линия"


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
    await demo.choose(GROUP)
    title = demo.page.get_by_role("heading", name=GROUP, exact=True)
    assert await title.evaluate(
        "node => node.scrollWidth <= node.clientWidth && node.scrollHeight <= node.clientHeight"
    ), "the name is seen in full"
    await demo.fits_its_window()
    await demo.turn_to(demo.words.clock)
    await demo.fits_its_window()


async def test_a_folded_keyboard_stays_folded_in_its_chat(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Ольга Лебедева")
    await demo.page.get_by_role("button", name=demo.words.fold_keyboard, exact=True).click()
    await expect(demo.keys).to_be_hidden()
    await demo.reload()
    await demo.is_open()
    await expect(demo.keys).to_be_hidden()
    await demo.choose("Павел Тихонов")
    await expect(demo.keys).to_be_visible()


async def test_the_keyboard_goes_out_of_a_readers_way_on_a_phone(open_page: Open) -> None:
    demo = await open_page(PHONE)
    bot, chat = demo.stage.application.bot, demo.stage.player("Секретарь УИК № 1034").id
    await bot.send_message(chat, "\n".join(f"Строка {number}" for number in range(60)))
    await demo.choose("Татьяна Орлова")
    await demo.sees("Строка 59")
    await expect(demo.keys).to_be_visible()
    messages = demo.page.get_by_label(demo.words.messages, exact=True)
    await messages.press("Home")
    await expect(demo.keys).to_be_hidden()
    await messages.press("End")
    await expect(demo.keys).to_be_visible()


async def test_each_photo_of_an_album_is_a_message_of_its_own(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose(GROUP)
    photos = [FilePayload(name=f"{width}.png", mimeType="image/png", buffer=png(width, 40)) for width in (60, 64)]
    await demo.attach_all(photos, "С участка")
    album = await demo.sees("С участка")
    menus = album.get_by_role("button", name=demo.words.message_menu)
    await expect(menus).to_have_count(len(photos))

    menu = demo.page.get_by_role("menu")
    await menus.nth(1).click()
    await menu.get_by_role("menuitem", name=f"{demo.words.reaction} 🔥").click()
    await expect(album.get_by_role("button", name="🔥 1")).to_be_visible()
    await menus.nth(1).click()
    await menu.get_by_role("menuitem", name="Ответить", exact=True).click()
    await demo.write("Вот это")
    await demo.sees("Вот это")
    chat = next(chat for chat in demo.stage.sandbox.world.chats.values() if chat.name == GROUP)
    first, second, answer = chat.order[-3:]
    assert (chat.messages[answer].reply_to, list(chat.messages[first].reactions)) == (chat.messages[second], [])

    await menus.nth(1).click()
    await menu.get_by_role("menuitem", name="Удалить", exact=True).click()
    await expect(menus).to_have_count(1)
    assert (chat.messages[first].deleted, chat.messages[second].deleted) == (False, True)


async def test_topics_are_named_and_what_is_unread_outlives_a_reload(open_page: Open) -> None:
    demo = await open_page()
    for name in ("Анна Белова", "Елена Кравцова"):
        await demo.choose(name)
        await demo.write("/hotline")
        await expect(demo.keys.get_by_role("button", name="Закончить", exact=True)).to_be_visible()
        await demo.write(f"Помогите: {name}")
        await demo.sees("передан операторам")
    await demo.choose(DESK)
    await demo.sees("Помогите: Елена Кравцова")
    await expect(demo.row(DESK)).not_to_contain_text("непрочитанных")
    line = await demo.sees("Помогите: Анна Белова")
    await line.get_by_role("button", name="· Анна Белова").click()
    await expect(demo.topic("Анна Белова")).to_have_attribute("aria-selected", "true")
    await demo.sees_not("Помогите: Елена Кравцова")

    elena = demo.stage.player("Кандидат от партии")
    elena.send("И ещё одно")
    await expect(demo.topic("Елена Кравцова")).to_contain_text("1 непрочитанное")
    await demo.reload()
    await expect(demo.topic("Анна Белова")).to_have_attribute("aria-selected", "true")
    await expect(demo.topic("Елена Кравцова")).to_contain_text("1 непрочитанное")
    await demo.topic("Елена Кравцова").click()
    await demo.sees("И ещё одно")


async def test_a_long_jump_shows_how_far_it_is_and_can_be_stopped(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = await open_page()
    going, jump = asyncio.Event(), demo.stage.controls._jump

    async def slowly(to: datetime) -> None:
        await going.wait()
        await jump(to)

    monkeypatch.setattr(demo.stage.controls, "_jump", slowly)
    far = (demo.now() + timedelta(days=30)).replace(hour=9, minute=0)
    await demo.panel.get_by_label(demo.words.moment).fill(f"{far:%Y-%m-%dT%H:%M}")
    await demo.panel.get_by_role("button", name=demo.words.go, exact=True).click()
    await expect(demo.panel.get_by_role("progressbar")).to_be_visible()
    stop = demo.panel.get_by_role("button", name="Стоп", exact=True)
    await stop.click()
    going.set()
    await demo.stands()
    await expect(stop).to_be_hidden()
    await expect(demo.panel.get_by_text("Часы остановлены")).to_be_visible()
    assert demo.now() < far


async def test_a_misfortune_of_one_chat_asks_for_the_chat_in_plain_words(open_page: Open) -> None:
    demo = await open_page()
    await demo.panel.get_by_role("button", name=demo.words.faults).click()
    drawer = demo.page.get_by_role("dialog", name=demo.words.faults)
    line = drawer.get_by_role("listitem").filter(has_text="Бот заблокирован (403)")
    await line.get_by_role("switch").click()
    await demo.told("Выберите в поле «Кого касается» человека или группу")
    await expect(line.get_by_label(demo.words.fault_whom)).to_be_focused()
    await expect(line.get_by_role("switch")).not_to_be_checked()
