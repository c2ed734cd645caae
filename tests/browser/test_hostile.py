"""Hostile words on the page are words: in messages, names, captions, file names, links, topics."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open
from tests.browser.page import Demo
from tests.e2e.acting import PNG

pytestmark = pytest.mark.asyncio(loop_scope="package")

FIRST_DAY = date(2023, 2, 1)

IMAGE = '<img src=x onerror="window.harmed=1">'
SVG = "<svg onload=window.harmed=1>"
SCRIPT = "<script>window.harmed=1</script>"
WORDS = (
    IMAGE,
    SCRIPT,
    '"><svg onload=window.harmed=1>',
    "javascript:window.harmed=1",
    "<b>не жирно</b> &lt;и не знак&gt; {{7*7}} ${7*7}",
    "\u2067справа налево\u2069, и дальше как всегда",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "👨‍👩‍👧‍👦🏳️‍🌈",
    "оченьдлинноеслово" * 60,
)

PROVOKED = {"quoted": ["window.harmed", "{{7*7}}"]}


async def unharmed(demo: Demo) -> None:
    """Nothing that somebody wrote has run or become a part of the page; nothing sticks out sideways."""
    assert await demo.page.evaluate("window.harmed") is None
    for made in ("img[src='x']", "svg[onload]", "a[href^='javascript:']", "[onerror]", "[onmouseover]"):
        await expect(demo.page.locator(made)).to_have_count(0)
    await demo.fits_its_window()


async def test_messages_are_shown_as_they_were_written(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Анна Белова")
    for words in WORDS:
        await demo.write(words)
        await demo.sees(words)
    await unharmed(demo)
    await demo.choose("УИК № 1034 — рабочий чат")
    await demo.write(IMAGE)
    await demo.sees(IMAGE)
    await unharmed(demo)


async def test_a_name_in_lists_titles_and_topics(open_page: Open) -> None:
    demo = await open_page()
    name = "<b onmouseover=window.harmed=1>Ж"
    await demo.add_person(name)
    await demo.choose(name)
    await demo.page.get_by_role("button", name="Запустить", exact=True).click()
    await demo.sees(f"Здравствуйте, {name}!")
    await demo.write("Куда жаловаться, если на участке нарушают тайну голосования?")
    await demo.sees("передал ваш вопрос человеку на горячую линию")
    await demo.choose("Горячая линия")
    await demo.topic(name).hover()
    await demo.topic(name).click()
    await demo.sees(name)
    await unharmed(demo)


async def test_files_and_captions(open_page: Open) -> None:
    demo = await open_page()
    await demo.choose("Виктор Зайцев")
    await demo.attach(f"{SVG}.svg", "image/svg+xml", SVG.encode(), SCRIPT)
    await demo.sees("onload=window.harmed=1", SCRIPT)
    await demo.attach("точка.png", "image/png", PNG, IMAGE)
    photo = await demo.sees(IMAGE)
    await expect(photo.get_by_role("img").or_(photo.get_by_alt_text(IMAGE)).first).to_be_visible()
    await unharmed(demo)
