"""A precinct commission on the page: a link that lets a member in, the morning's reminder, marks and their undoing."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.asyncio(loop_scope="package")

FIRST_DAY = date(2023, 3, 7)

MORNING = "Доброе утро! Ваши сроки на ср, 8 марта"


async def test_the_chairman_invites_a_member_by_a_link(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Нина Соколова")
    await demo.tap("Пригласить")
    await demo.press("УИК № 1034")
    await demo.press("Член комиссии")
    letter = await (await demo.sees("?start=")).inner_text()
    link = re.search(r"https://t\.me/\S+\?start=\S+", letter)
    assert link, letter

    await demo.add_person("Зоя")
    await demo.choose("Зоя")
    await demo.open_link(link.group())
    await demo.sees("Теперь вы: член УИК № 1034")
    await expect(demo.keys.get_by_role("button", name="Мои сроки", exact=True)).to_be_visible()
    await demo.sees_not(link.group().partition("?start=")[2])

    await demo.open_link(link.group())
    await demo.sees("Теперь вы: член УИК № 1034")
    await demo.add_person("Глеб")
    await demo.choose("Глеб")
    await demo.open_link(link.group())
    await demo.sees("Это приглашение уже использовано")


async def test_a_link_that_somebody_posted_is_pressed(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Нина Соколова")
    letters = demo.messages.filter(has_text="?start=")
    before = await letters.count()
    await demo.tap("Пригласить")
    await demo.press("УИК № 1034")
    await demo.press("Член комиссии")
    await expect(letters).to_have_count(before + 1)
    link = re.search(r"https://t\.me/\S+\?start=\S+", await letters.last.inner_text())
    assert link

    await demo.add_person("Лада")
    await demo.choose("УИК № 1034 — рабочий чат")
    await demo.menu("Добавить человека в группу")
    await demo.page.get_by_role("menu").get_by_role("menuitem", name="Лада", exact=True).click()
    await demo.sees("Лада теперь в группе")
    await demo.write_as("Нина Соколова")
    await demo.write(f"Приглашение: {link.group()}")
    await demo.write_as("Лада")
    await (await demo.sees("Приглашение")).get_by_role("link", name=link.group()).click()
    await expect(demo.page.get_by_role("heading", name="Лада", exact=True)).to_be_visible()
    await demo.sees("Теперь вы: член УИК № 1034")


async def test_the_secretary_is_reminded_marks_and_takes_it_back(open_page: Open) -> None:
    demo = await open_page()
    await demo.until("2023-03-08T09:00")
    await demo.choose("Татьяна Орлова")
    await demo.sees(MORNING, "🔹 п. 93")
    await demo.press("✓ п. 93", MORNING)
    await demo.toasted("Отмечено: исполнено. Спасибо!")
    await demo.sees(MORNING, "✅ п. 93", button="↶ п. 93")
    await demo.press("↶ п. 93", MORNING)
    await demo.toasted("Отметка снята.")
    await demo.sees(MORNING, "🔹 п. 93", button="✓ п. 93")


async def test_a_member_learns_that_a_colleague_has_done_it(open_page: Open) -> None:
    demo = await open_page()
    await demo.until("2023-03-08T09:00")
    await demo.choose("Нина Соколова")
    await demo.press("✓ п. 93", MORNING)
    await demo.sees(MORNING, "✅ п. 93")
    await demo.choose("Виктор Зайцев")
    await demo.press("✓ п. 93", MORNING)
    await demo.alerted("Это уже отмечено исполненным: Нина Соколова")
    await demo.sees(MORNING, "✅ п. 93")


async def test_the_precincts_group_asks_by_command(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("УИК № 1034 — рабочий чат")
    await demo.write_as("Татьяна Орлова")
    await demo.write("Коллеги, когда голосуем?")
    await demo.write("/week")
    await demo.sees("Срок", "Эта неделя: ", "Сегодня, ср, 8 марта", button="п. 93")
    await demo.write("/mine")
    await demo.sees("Это работает в личных сообщениях")
    await demo.write_as("Виктор Зайцев")
    theirs = demo.message("Коллеги, когда голосуем?")
    await expect(theirs.get_by_text("Татьяна Орлова")).to_be_visible()
