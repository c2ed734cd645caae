"""What a messenger shows besides words: albums, documents, reactions, edits in place, typing, topics."""

from __future__ import annotations

import asyncio
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Locator, expect

from tests.browser.conftest import Open
from tests.browser.page import Demo
from tests.unit.sandbox.support import png

pytestmark = pytest.mark.asyncio(loop_scope="package")

FIRST_DAY = date(2023, 2, 1)

WIDTHS = (40, 50, 60)
"""Of the album's photos, in pixels: by it one knows which is shown."""

DOCUMENTS = {"жалоба № 5 (копия).pdf": b"%PDF-1.4\n%%EOF\n", "список <1>.csv": bytes(range(256)) * 40}
ANSWER = ("ответ.docx", b"PK\x03\x04" + bytes(range(255, -1, -1)))

GROUP = "УИК № 1034 — рабочий чат"
DESK = "Горячая линия"
CONFLICT = 409
"""What the server answers to somebody who may not do that."""


async def test_an_album_is_announced_and_each_of_its_photos_opens(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Мария Громова")
    await demo.tap("Объявление")
    await demo.sees("объявлени")
    photos = [FilePayload(name=f"{width}.png", mimeType="image/png", buffer=png(width)) for width in WIDTHS]
    await demo.attach_all(photos, "Фотоотчёт")
    await demo.press("Все УИК (3)")
    await demo.press("Отправить сейчас")

    await demo.choose("Виктор Зайцев")
    pictures = (await demo.sees("Фотоотчёт")).get_by_role("button", name="Фото: увеличить")
    await expect(pictures).to_have_count(len(WIDTHS))
    viewer = demo.page.get_by_role("dialog", name="Фото")
    for number, width in enumerate(WIDTHS):
        await pictures.nth(number).click()
        await is_shown(viewer, number, width)
        await demo.page.keyboard.press("Escape")
        await expect(viewer).to_be_hidden()
    await pictures.last.click()
    for number, width in enumerate(WIDTHS):
        await viewer.get_by_role("button", name="Вперёд", exact=True).click()
        await is_shown(viewer, number, width)


async def is_shown(viewer: Locator, number: int, width: int) -> None:
    await expect(viewer.get_by_text(f"{number + 1} / {len(WIDTHS)}")).to_be_visible()
    await expect(viewer.get_by_role("img")).to_have_js_property("naturalWidth", width)


async def test_documents_come_down_as_they_were_sent(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Анна Белова")
    await demo.tap("Горячая линия")
    await expect(demo.keys.get_by_role("button", name="Закончить", exact=True)).to_be_visible()
    sent = [FilePayload(name=name, mimeType="application/pdf", buffer=body) for name, body in DOCUMENTS.items()]
    await demo.attach_all(sent, "Посмотрите, пожалуйста")
    await demo.sees("передан операторам")

    await demo.choose(DESK)
    await demo.topic("Анна Белова").click()
    await demo.sees("Посмотрите, пожалуйста")
    for name, body in DOCUMENTS.items():
        assert await downloaded(demo, name) == body
    await demo.write_as("Дмитрий Котов")
    await demo.attach(ANSWER[0], "application/octet-stream", ANSWER[1])
    await expect(reaction(await demo.sees(ANSWER[0]), "👍 1")).to_be_visible()

    await demo.choose("Анна Белова")
    assert await downloaded(demo, ANSWER[0]) == ANSWER[1]


async def downloaded(demo: Demo, name: str) -> bytes:
    """What the browser saves, under the name that the file was sent with."""
    async with demo.page.expect_download() as started:
        await demo.messages.get_by_role("link").filter(has_text=name).last.click()
    download = await started.value
    # What no file may be called by is replaced by the browser.
    assert download.suggested_filename == name.translate(str.maketrans("<>", "__"))
    return await asyncio.to_thread(Path(await download.path()).read_bytes)


def reaction(message: Locator, label: str) -> Locator:
    """A reaction under a message, with how many people put it: «👍 2»."""
    return message.get_by_role("group", name="Реакции").get_by_role("button", name=label, exact=True)


async def test_reactions_are_put_changed_and_taken_back(open_page: Open) -> None:
    nina = await open_page()
    viktor = await open_page(beside=nina)
    for demo, name in ((nina, "Нина Соколова"), (viktor, "Виктор Зайцев")):
        await demo.choose(GROUP)
        await demo.write_as(name)
    await viktor.write("Собрание в три")
    hers, his = await nina.sees("Собрание в три"), await viktor.sees("Собрание в три")

    await nina.react(hers, "👍")
    await expect(reaction(hers, "👍 1")).to_have_attribute("aria-pressed", "true")
    await expect(reaction(his, "👍 1")).to_have_attribute("aria-pressed", "false")
    await reaction(his, "👍 1").click()
    await expect(reaction(his, "👍 2")).to_have_attribute("aria-pressed", "true")
    await expect(reaction(hers, "👍 2")).to_be_visible()
    await nina.react(hers, "🔥")
    for message in (hers, his):
        await expect(reaction(message, "👍 1")).to_be_visible()
        await expect(reaction(message, "🔥 1")).to_be_visible()
    await reaction(his, "👍 1").click()
    await reaction(hers, "🔥 1").click()
    for message in (hers, his):
        await expect(message.get_by_role("group", name="Реакции")).to_have_count(0)


async def test_edits_are_made_in_place(open_page: Open) -> None:
    demo = await open_page()
    other = await open_page(beside=demo)
    for tab in (demo, other):
        await tab.choose(GROUP)
    await demo.write("Начало в 9:00")
    await demo.write("Просьба не опаздывать")
    await other.sees("Просьба не опаздывать")
    await demo.act_on(await demo.sees("Начало в 9:00"), demo.words.edit)
    await expect(demo.field).to_have_value("Начало в 9:00")
    await demo.write("Начало в 10:00")
    for tab in (demo, other):
        await tab.sees("Начало в 10:00", "изменено")
        await tab.sees_not("Начало в 9:00")
        await expect(tab.messages.last).to_contain_text("Просьба не опаздывать")
        await expect(tab.messages.last).not_to_contain_text("изменено")


async def test_the_bot_answers_a_press_in_its_place(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Нина Соколова")
    await demo.write("пункт 93")
    await demo.press("П. 93 подробно", "Понял так: п. 93")
    await demo.sees("Передача избирательных бюллетеней", button="✓ Исполнено (2)")
    before = await demo.messages.count()
    await demo.press("✓ Исполнено (2)")
    await demo.sees("Передача избирательных бюллетеней", "изменено")
    await expect(demo.message(button="✓ Исполнено (2)")).to_have_count(0)
    assert await demo.messages.count() == before


async def test_the_bot_is_seen_typing_until_its_message_comes(open_page: Open) -> None:
    demo = await open_page()
    bot, chat = demo.stage.application.bot, demo.stage.player("Секретарь ТИК").id
    await demo.choose("Ольга Лебедева")
    for action, words in (("typing", "Срок печатает…"), ("upload_document", "Срок отправляет документ…")):
        await bot.send_chat_action(chat, action)
        await expect(demo.page.get_by_text(words)).to_be_visible()
        await bot.send_message(chat, "Готово")
        await expect(demo.page.get_by_text(words)).to_be_hidden()
    await bot.send_chat_action(chat, "typing")
    await demo.choose("Андрей Ершов")
    await expect(demo.page.get_by_text("Срок печатает…")).to_be_hidden()


async def test_the_operators_topics(open_page: Open) -> None:
    demo = await open_page()
    for name in ("Андрей Ершов", "Илья Морозов"):
        await demo.choose(name)
        await demo.write("/hotline")
        await expect(demo.keys.get_by_role("button", name="Закончить", exact=True)).to_be_visible()
        await demo.write(f"Вопрос: {name}")
        await demo.sees("передан операторам")

    await demo.choose(DESK)
    await demo.sees("Илья Морозов", "Вопрос: Илья Морозов")
    elsewhere = demo.topic("Илья Морозов")
    await expect(elsewhere).to_have_text(re.compile("Морозов$"))  # nothing unread any more
    await demo.topic("Андрей Ершов").click()
    await demo.sees("Вопрос: Андрей Ершов")
    await demo.sees_not("Вопрос: Илья Морозов")
    demo.stage.player("Кандидат, самовыдвиженец").send("И ещё одно")
    await expect(elsewhere).to_have_text(re.compile(r"Морозов\s*1\b"))
    await demo.topic("Андрей Ершов").press("End")
    await expect(elsewhere).to_be_focused()
    await expect(elsewhere).to_have_text(re.compile("Морозов$"))
    await demo.sees("И ещё одно")
    await demo.sees_not("Вопрос: Андрей Ершов")

    name = await elsewhere.inner_text()
    topic = demo.stage.desk.topic("Илья Морозов")
    await demo.stage.application.bot.close_forum_topic(demo.stage.desk.id, topic.id)
    await expect(elsewhere).to_have_text(f"{name} (закрыта)")
    await demo.write_as("Светлана Рыжова")
    demo.provoked.add(CONFLICT)
    await demo.field.fill("Кто ответит?")
    await demo.field.press("Enter")
    await demo.toasted("Тема закрыта.")
